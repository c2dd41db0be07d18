"""How does a drawing become a figure of a report? As an SVG, the same on every machine, with its words.

Matplotlib is imported only when a figure is made.
"""

from __future__ import annotations

import io
import re
import sys
from datetime import date
from typing import TYPE_CHECKING, Final

from analysis.errors import AnalysisError
from analysis.parts.part import Part, details, plain, required
from analysis.parts.previews import caption_html, details_html, drawing_html, source_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COORDINATES: Final = re.compile(r'(?<=\s)(?:d|x|y|x1|x2|y1|y2|points)="[^"]*"|translate\([^)]*\)')
_DECIMAL: Final = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_UNSEEN: Final = re.compile(r"<metadata>.*?</metadata>|<!--.*?-->|(?<=>)\s+(?=<)", re.DOTALL)
_HASHED_ID: Final = re.compile(r"(?<=[\"#])[a-z][0-9a-f]{10}(?=[\")])")
_SALT: Final = "analysis"


def figure(
    axes: Axes | Figure,
    *,
    caption: str,
    alt: str,
    source: str,
    as_of: date | str,
    n: int | str | None = None,
    interval: str | None = None,
) -> Part:
    """Show a drawing as a numbered figure.

    ``axes`` is what a plot returned (or a whole Figure); ``caption`` states what is to be seen, ``alt``
    tells it to those who cannot see it, ``source`` says where the data are from, ``n`` how many cases
    are drawn (a number, or words such as "457 nights") and ``interval`` what the bands are.

    Raises
    ------
    AnalysisError
        When caption, alt or source is empty, or ``axes`` is no drawing.

    """
    drawing = _drawing(axes)
    svg = to_svg(drawing)
    _close(drawing)
    content = {
        "kind": "figure",
        "caption": required(caption, what="caption", of="figure", why="it states what the figure shows"),
        "alt": required(alt, what="alt", of="figure", why="it tells the figure to those who cannot see it"),
        "source": required(
            source, what="source", of="figure", why="a reader must know whose numbers these are"
        ),
        "as_of": plain(as_of),
        "n": plain(n),
        "interval": interval,
        "details": details(as_of=as_of, n=n, interval=interval),
    }
    html = drawing_html(svg, content["alt"]) + caption_html(content["caption"])
    html += details_html([source_line(content)])
    return Part(content, html, f"Figure: {content['caption']}", {"image/svg+xml": svg})


def to_svg(drawing: Figure) -> str:
    """Return the drawing as SVG: text as outlines, fixed ids, no date, coordinates to 1/100 point."""
    import matplotlib as mpl

    buffer = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": _SALT, "svg.fonttype": "path"}):
        drawing.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = _UNSEEN.sub("", svg[svg.index("<svg") :])
    svg = _COORDINATES.sub(lambda found: _DECIMAL.sub(_rounded, " ".join(found[0].split())), svg)
    numbers: dict[str, str] = {}
    return _HASHED_ID.sub(lambda found: numbers.setdefault(found[0], f"shape{len(numbers) + 1}"), svg)


def _rounded(found: re.Match[str]) -> str:
    text = f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _drawing(axes: Axes | Figure) -> Figure:
    found = getattr(axes, "figure", axes)
    if not hasattr(found, "savefig"):
        raise AnalysisError(
            f"part.figure: got {type(axes).__name__}, which is no drawing; give the Axes that a plot returns"
        )
    return found  # type: ignore[return-value]


def _close(drawing: Figure) -> None:
    """Keep Jupyter from showing a drawing made with pyplot a second time at the end of the cell."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(drawing)
