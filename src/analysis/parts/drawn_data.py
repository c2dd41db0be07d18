"""What is drawn, as a table to save? One row a point, from the drawing itself: it is what is seen.

Intervals and bands stand as a low and a high value; words that a spreadsheet would run as a formula are made
plain text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

from analysis.parts.alternative import is_dates, named, panels_of, places_named, series_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

COLUMNS: Final = ("panel", "series", "x", "y", "low", "high")
_FORMULA: Final = ("=", "+", "-", "@")

Row = Sequence[str]
Writer = Callable[[float], str]


def data_of(figure: Figure) -> str:
    """Return the points of a figure's lines, bars, bands and intervals as CSV, panel by panel.

    Blank where nothing is drawn to scale. Columns: the panel's label where there are several, the series'
    name, x and y as the axes count them (dates in ISO, names of categories), and for a band or an interval
    its low and high end in place of y; one that is blank throughout is left out.

    >>> from matplotlib.figure import Figure
    >>> ax = Figure().subplots()
    >>> _ = ax.plot([2020, 2021], [3, 9.5], label="wheat")
    >>> _ = ax.set(xlabel="year", ylabel="tons")
    >>> data_of(ax.figure).splitlines()
    ['series,x,y', 'wheat,2020,3', 'wheat,2021,9.5']
    """
    rows: list[Row] = []
    panels = [ax for ax in panels_of(figure) if ax.axison]
    for number, ax in enumerate(panels, 1):
        name = plain_text(ax.get_ylabel() or f"panel {number}") if len(panels) > 1 else ""
        rows += [(name, *row) for row in (*_points(ax), *_spans(ax))]
    told = [any(column) for column in zip(*rows, strict=True)]
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerows(list(compress(row, told)) for row in ([COLUMNS, *rows] if rows else []))
    return written.getvalue()


def plain_text(text: str) -> str:
    """Return words as a spreadsheet shows them: what would be a formula gets an apostrophe before it.

    >>> plain_text("=1+1"), plain_text("oats")
    ("'=1+1", 'oats')
    """
    flat = " ".join(text.split())
    return f"'{flat}" if flat.startswith(_FORMULA) else flat


def _points(ax: Axes) -> Iterator[Row]:
    lying = bool(places_named(ax.yaxis))
    across, up = _writer(ax.xaxis), _writer(ax.yaxis)
    for name, x, y in series_of(ax):
        turned, told = lying and name.startswith("Bars"), _series(name)
        for at, value in zip(*((y, x) if turned else (x, y)), strict=True):
            yield told, across(at), up(value), "", ""


def _series(name: str) -> str:
    """Return the name of a series without its kind of mark; of one without name, the kind."""
    kind, _, own = name.partition(" ")
    return plain_text(own or kind)


def _spans(ax: Axes) -> Iterator[Row]:
    """Yield bands and intervals: along x with the ends on y, or for those that lie along y with ends on x."""
    across, up = _writer(ax.xaxis), _writer(ax.yaxis)
    for drawn in ax.collections:
        kind = type(drawn).__name__
        if drawn.get_transform() != ax.transData and kind != "LineCollection":
            continue
        if kind in {"FillBetweenPolyCollection", "PolyCollection"}:
            yield from _band(drawn, across, up)
        elif kind == "LineCollection":
            yield from _intervals(drawn, across, up)


def _band(drawn: Any, across: Writer, up: Writer) -> Iterator[Row]:
    """Yield a band: its outline runs along the lower edge and back along the upper."""
    import numpy as np  # as below: whoever writes words draws nothing, and need not wait for it

    for path in drawn.get_paths():
        corners = np.asarray(path.vertices, dtype=float)
        ends: dict[float, tuple[float, float]] = {}
        for x, y in corners:
            low, high = ends.get(x, (y, y))
            ends[x] = (min(low, y), max(high, y))
        for x in sorted(ends):
            yield _series(named("Band", drawn)), across(x), "", *map(up, ends[x])


def _intervals(drawn: Any, across: Writer, up: Writer) -> Iterator[Row]:
    import numpy as np

    name = _series(named("Interval", drawn))
    for segment in drawn.get_segments():
        if len(segment) != 2 or not np.isfinite(segment).all():
            continue
        (x, y), (far, top) = segment.tolist()
        if x == far:
            yield name, across(x), "", *map(up, sorted((y, top)))
        elif y == top:
            yield name, "", up(y), *map(across, sorted((x, far)))


def _writer(axis: Axis) -> Writer:
    """Return what writes values of an axis: as a name, a date, or a number with six digits."""
    if is_dates(axis):
        return cache(_day_or_moment)  # series of a drawing share their days
    if names := places_named(axis):
        return lambda value: plain_text(names[min(names, key=lambda place: abs(place - value))])
    return "{:.6g}".format


def _day_or_moment(value: float) -> str:
    from matplotlib.dates import num2date

    moment = num2date(value)  # type: ignore[no-untyped-call]
    return str(moment.date() if moment.time().isoformat() == "00:00:00" else moment.isoformat())
