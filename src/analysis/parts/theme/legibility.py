"""Can every word of a drawing be read? None covers another, is clipped or small, no letter is missing.

`part.figure` asks this of every drawing just after it was made, tests of plots ask it instead of comparing
pixels.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, tzinfo
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.dates import AutoDateFormatter, ConciseDateFormatter, DateFormatter, num2date
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

from analysis.parts.theme.canvas import TEXT_WIDTH, figure_of

POINTS_AN_INCH: Final = 72  # in which an SVG is drawn, and all of this measured
MARGIN: Final = 1.0  # points by which a text may pass an edge, or lie over the blank space of another
BESIDE: Final = 0.5  # points by which it may lie over the end of another
ROUNDING: Final = 0.05  # points
MOST_NAMED: Final = 4
SMALLEST: Final = 7.0  # points, on paper as on a phone
LONGEST_NAMED: Final = 40  # letters
_COLLAPSED: Final = "constrained_layout not applied"
_MISSING: Final = re.compile(r"Glyph (\d+) \(.*?\) missing from font")


class DrawnText(NamedTuple):
    """A text as it is drawn: its words and size, what it covers, the corners of its turned rectangle."""

    words: str
    points: float
    box: Bbox
    corners: npt.NDArray[np.float64]


def problems_of(figure: Figure, *, missing: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Return what cannot be read in a figure that was just drawn, each with how to mend it.

    ``missing`` are the letters for which drawing found no glyph (`missing_letters`).
    """
    with _in_points(figure):
        texts = _drawn_texts(figure)
        overlapping = [f"{_quoted(one)} and {_quoted(other)}" for one, other in _overlapping(texts)]
        clipped = [_quoted(text) for text in _clipped(texts, figure)]
    shrunk = min(1.0, TEXT_WIDTH / figure.get_figwidth())  # a larger figure is made to fit the column
    small = [_quoted(text.words) for text in texts if text.points * shrunk < SMALLEST - ROUNDING]
    found = [
        (
            "covers words with words: {}",
            "give it room: fewer or shorter labels, or a larger figure",
            overlapping,
        ),
        ("runs out of the picture: {}", "move or shorten it, or use a constrained layout", clipped),
        (
            f"sets words smaller than {SMALLEST:g} points: {{}}",
            f"set them larger, or the figure no wider than the column, {TEXT_WIDTH} inches",
            list(dict.fromkeys(small)),
        ),
        (
            "has letters that its fonts lack: {}",
            "write them otherwise",
            [f"{letter} (U+{ord(letter):04X})" for letter in missing],
        ),
        (
            "tells hours of another zone than its data: {}",
            "give the formatter the zone: tz=…",
            _zones(figure),
        ),
    ]
    return [(what.format(_some(which)), fix) for what, fix, which in found if which]


@contextmanager
def missing_letters() -> Iterator[list[str]]:
    """Collect the letters that are drawn without a glyph meanwhile; other warnings are passed on."""
    letters: dict[str, None] = {}
    found: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.filterwarnings("always", message="Glyph .* missing from font")
        yield found
    for each in caught:
        if glyph := _MISSING.match(str(each.message)):
            letters[chr(int(glyph[1]))] = None
        else:
            warnings.warn_explicit(each.message, each.category, each.filename, each.lineno)
    found.extend(letters)


@contextmanager
def no_room() -> Iterator[list[str]]:
    """Collect that a drawing made meanwhile is too small for what stands around its axes."""
    found: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield found
    if any(_COLLAPSED in str(each.message) for each in caught):
        found.append("has no room for its axes")


def overlapping_texts(ax: Axes) -> list[tuple[str, str]]:
    """Return the pairs of texts of an Axes' figure that cover each other."""
    figure = figure_of(ax)
    with _in_points(figure):
        figure.draw_without_rendering()
        return _overlapping(_drawn_texts(figure))


def clipped_texts(ax: Axes) -> list[str]:
    """Return the texts of an Axes' figure that reach beyond its edge, or that of the axes that clip them."""
    figure = figure_of(ax)
    with _in_points(figure):
        figure.draw_without_rendering()
        return _clipped(_drawn_texts(figure), figure)


def _overlapping(texts: Sequence[DrawnText]) -> list[tuple[str, str]]:
    return [
        (texts[one].words, texts[other].words)
        for one, other in _near(texts)
        if _meet(texts[one].corners, texts[other].corners)
    ]


def _near(texts: Sequence[DrawnText]) -> list[tuple[int, int]]:
    """Return the pairs of texts whose upright boxes meet: few of very many."""
    low, high = (
        np.array([getattr(text.box, end) for text in texts]).reshape(-1, 2) for end in ("min", "max")
    )
    meets = (low[:, None] < high[None]).all(axis=2) & (low[None] < high[:, None]).all(axis=2)
    return [(int(one), int(other)) for one, other in np.argwhere(np.triu(meets, 1))]


def _meet(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> bool:
    """Whether two rectangles meet: no side of either has them on its two sides."""
    for corners in (one, other):
        for side in (corners[1] - corners[0], corners[3] - corners[0]):
            first, second = one @ side, other @ side
            if first.max() <= second.min() or second.max() <= first.min():
                return False
    return True


def _clipped(texts: Sequence[DrawnText], figure: Figure) -> list[str]:
    page = figure.bbox.padded(MARGIN)
    return [
        text.words for text in texts if not (page.contains(*text.box.min) and page.contains(*text.box.max))
    ]


def _drawn_texts(figure: Figure) -> list[DrawnText]:
    """Return each text of a drawn figure that shows any letters."""
    return [_measured(text) for text in _shown(figure) if isinstance(text, Text) and text.get_text().strip()]


def _shown(artist: Artist) -> Iterator[Artist]:
    """Yield an artist and those within it, as far as they are drawn."""
    if not artist.get_visible() or (isinstance(artist, Annotation) and not _points_into_view(artist)):
        return
    yield artist
    hidden = _out_of_view(artist) if isinstance(artist, Axis) else set()
    bare = {artist.xaxis, artist.yaxis} if isinstance(artist, Axes) and not artist.axison else set()
    for child in artist.get_children():
        if child not in bare and child not in hidden:
            yield from _shown(child)


def _out_of_view(axis: Axis) -> set[Artist]:
    """Return the ticks that matplotlib keeps but does not draw."""
    low, high = sorted(axis.get_view_interval())
    ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
    return {tick for tick in ticks if not low <= tick.get_loc() <= high}


def _points_into_view(text: Annotation) -> bool:
    """Whether an annotation is drawn: one of a point beyond its axes is not, unless it was told to be."""
    clip = text.get_annotation_clip()
    if text.axes is None or text.xycoords != "data" or clip is False:
        return True
    axes: Any = text.axes
    x, y = axes.convert_xunits(text.xy[0]), axes.convert_yunits(text.xy[1])
    return bool(axes.contains_point(axes.transData.transform((x, y))))


def _measured(text: Text) -> DrawnText:
    """Return what a text covers; an annotation without its arrow, a turned text by its own rectangle."""
    box = Text.get_window_extent(text)
    turn = text.get_rotation()
    flat = box
    if turn % 180:
        text.set_rotation(0)
        flat = Text.get_window_extent(text)
        text.set_rotation(turn)
    wide, high = max(flat.width / 2 - BESIDE, 0.1), max(flat.height / 2 - MARGIN, 0.1)
    sine, cosine = np.sin(np.deg2rad(turn)), np.cos(np.deg2rad(turn))
    spread = np.array([(-wide, -high), (wide, -high), (wide, high), (-wide, high)])
    corners = (
        spread @ np.array([(cosine, sine), (-sine, cosine)]) + (np.asarray(box.min) + np.asarray(box.max)) / 2
    )
    return DrawnText(text.get_text(), float(text.get_fontsize()), box, corners)


@contextmanager
def _in_points(figure: Figure) -> Iterator[None]:
    dots = figure.dpi
    figure.dpi = POINTS_AN_INCH
    try:
        yield
    finally:
        figure.dpi = dots


def _zones(figure: Figure) -> list[str]:
    """Return where ticks tell the hours, or begin the days, of another time zone than that of the data."""
    every: list[Any] = [axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)]
    zones = [(axis, axis.get_units(), _zone_told(axis)) for axis in every]
    return [
        f"{told} for {zone}"
        for axis, zone, told in zones
        if isinstance(zone, tzinfo) and told is not None and _differ(axis, zone, told)
    ]


def _zone_told(axis: Any) -> tzinfo | None:
    """Return the zone in which dates are written along an axis; None when its formatter has none."""
    formatter: Any = axis.get_major_formatter()
    found: tzinfo | None = None
    if isinstance(formatter, DateFormatter):
        found = formatter.tz
    elif isinstance(formatter, ConciseDateFormatter | AutoDateFormatter):
        found = formatter._tz or UTC
    return found


def _differ(axis: Any, zone: tzinfo, told: tzinfo) -> bool:
    moments: list[Any] = num2date(axis.get_majorticklocs(), tz=told)  # type: ignore[no-untyped-call]
    return any(
        (each.hour or each.minute) and each.utcoffset() != each.astimezone(zone).utcoffset()
        for each in moments
    )


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words[:LONGEST_NAMED]}…”" if len(words) > LONGEST_NAMED else f"“{words}”"


def _some(named: Sequence[str]) -> str:
    left = len(named) - MOST_NAMED
    return "; ".join(named[:MOST_NAMED]) + (f"; and {left} more" if left > 0 else "")
