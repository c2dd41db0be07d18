"""How does a drawing become a figure of a report? As an SVG, the same on every machine, with its words.

Matplotlib is imported only when a figure is made.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from analysis.data.kept_results import kept
from analysis.errors import AnalysisError
from analysis.parts.alternative import alternative
from analysis.parts.drawn_data import data_of
from analysis.parts.language import Words, cells_of, said
from analysis.parts.origin import as_of_day, source_line, tables_of
from analysis.parts.part import Part, details, plain, required
from analysis.parts.previews import caption_html, details_html, drawing_html, title_html, trust_line
from analysis.parts.remarks import note
from analysis.parts.results import is_enough, lacking
from analysis.parts.svg import to_svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from analysis.parts.language import Row
    from analysis.parts.theme.drawings import Drawn


_PHONE: Final = (
    "On a phone this drawing {}; it is shown wide there, to be scrolled. Let its plot ask theme.is_narrow()"
    " and draw otherwise."
)


def figure(
    axes: Axes | Figure,
    row: Row | None = None,
    *,
    title: str | None = None,
    caption: str,
    alt: str = "",
    verdict: Mapping[Any, str] | None = None,
    words: Words | None = None,
    n: str | int | None = None,
    interval: str | None = None,
    source: str | Sequence[str] | None = None,
    as_of: date | str | None = None,
    insufficient: str | None = None,
) -> Part:
    """Show a drawing as a numbered figure under its finding.

    ``axes`` is what a plot or seaborn returned (or a whole Figure). ``title`` states the finding, ``caption``
    says what is drawn; both, and ``alt``, ``n``, ``interval`` and ``insufficient``, are filled from ``row``
    as `part.say` does it. The drawing is described to those who cannot see it from its data; ``alt`` adds a
    sentence. ``n`` is by default the row's, ``interval`` says what the bands are. ``source`` names tables of
    the dataset, by default those that the frames drawn remember; ``as_of`` is by default the dataset's. Where
    the frames drawn or the row hold too little, a note says so in the figure's place.

    Phones show a second, narrow drawing: a `plot` is called again for it, any other drawing is made narrower.
    Words that cannot be read (clipped, covered, too small, without glyph) are told under the preview, and a
    strict build names the cell. Where that is so of the narrow drawing alone, the build hints at it, and a
    phone shows the wide one, to be scrolled.

    Raises
    ------
    AnalysisError
        When title, caption or source say nothing, a field is wrong, or ``axes`` is no drawing.

    """
    drawing = _drawing(axes)
    _close(drawing)
    cells, drawn = cells_of(row, what="part.figure"), _drawn(drawing)

    def filled(text: str, name: str) -> str:
        return said(text, row, verdict=verdict, words=words, what=f"part.figure {name}")

    if drawn.lacking is not None or not is_enough(cells):
        missing = {**cells, **(drawn.lacking or {})}
        return note(
            lacking(missing, of="a figure", insufficient=insufficient, what="part.figure insufficient")
        )
    told, svg, narrow, drawn_data, problems, hints = kept(lambda: _key(drawing), lambda: _judged(drawing))
    day = as_of_day(as_of, of="figure")
    cases = filled(n, "n") if isinstance(n, str) else plain(cells.get("n")) if n is None else n
    bands = filled(interval, "interval") if interval else None
    content = {
        "kind": "figure",
        **(
            {
                "title": required(
                    filled(title, "title"), what="title", of="figure", why="it states the finding"
                )
            }
            if title
            else {}
        ),
        "caption": required(
            filled(caption, "caption"), what="caption", of="figure", why="it says what is drawn"
        ),
        "alt": " ".join(filter(None, [told, filled(alt, "alt")])),
        "source": source_line(source, drawn.tables or tables_of(row), of="figure"),
        "as_of": plain(day),
        "n": cases,
        "interval": bands,
        "details": details(as_of=day, n=cases, interval=bands),
    }
    extras = {"data": drawn_data, "narrow": narrow, "problems": problems, "hints": hints}
    content |= {name: value for name, value in extras.items() if value}
    html = (
        title_html(content.get("title", ""))
        + drawing_html(svg, content["alt"])
        + caption_html(content["caption"])
    )
    said_below = [f"This drawing {each['what']}; {each['fix']}." for each in problems]
    html += details_html([*said_below, *hints, trust_line(content)])
    return Part(
        content, html, f"Figure: {content.get('title') or content['caption']}", {"image/svg+xml": svg}
    )


def _key(drawing: Figure) -> str:
    from analysis.parts.theme import drawings

    return drawings.key_of(drawing)


def _drawn(drawing: Figure) -> Drawn:
    from analysis.parts.theme.drawings import drawn_of

    return drawn_of(drawing)


def _judged(drawing: Figure) -> tuple[str, str, str, str, list[dict[str, str]], list[str]]:
    """Return a drawing in words, as SVG, narrow and as data, what a strict build refuses in it, and hints."""
    from analysis.parts.theme.drawings import narrowed
    from analysis.parts.theme.legibility import missing_letters, no_room, problems_of

    with narrowed(drawing) as narrower:
        with no_room() as cramped:
            narrow = to_svg(narrower)
        unread = [*cramped, *(what for what, _ in problems_of(narrower))]
    with missing_letters() as letters:
        told, svg = alternative(drawing), to_svg(drawing)
    problems = [{"what": what, "fix": fix} for what, fix in problems_of(drawing, missing=letters)]
    hints = [_PHONE.format("; ".join(unread))] if unread and not problems else []
    return told, svg, "" if unread else narrow, data_of(drawing), problems, hints


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
