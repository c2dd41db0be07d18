"""What is drawn, as a table to save? One row a point, from the drawing itself: it is what is seen.

Intervals and bands stand as a low and a high value; words that a spreadsheet would run as a formula are made
plain text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
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
    for name, x, y in series_of(ax):
        lying = name.startswith("Bars") and places_named(ax.yaxis)
        pairs = zip(y, x, strict=True) if lying else zip(x, y, strict=True)
        for across, up in pairs:
            yield _series(name), _cell(ax.xaxis, across), _cell(ax.yaxis, up), "", ""


def _series(name: str) -> str:
    """Return the name of a series without its kind of mark; of one without name, the kind."""
    kind, _, own = name.partition(" ")
    return plain_text(own or kind)


def _spans(ax: Axes) -> Iterator[Row]:
    """Yield bands and intervals: along x with the ends on y, or for those that lie along y with ends on x."""
    for drawn in ax.collections:
        kind = type(drawn).__name__
        if drawn.get_transform() != ax.transData and kind != "LineCollection":
            continue
        if kind in {"FillBetweenPolyCollection", "PolyCollection"}:
            yield from _band(ax, drawn)
        elif kind == "LineCollection":
            yield from _intervals(ax, drawn)


def _band(ax: Axes, drawn: Any) -> Iterator[Row]:
    """Yield a band: its outline runs along the lower edge and back along the upper."""
    import numpy as np  # as below: whoever writes words draws nothing, and need not wait for it

    for path in drawn.get_paths():
        corners = np.asarray(path.vertices, dtype=float)
        ends: dict[float, tuple[float, float]] = {}
        for x, y in corners:
            low, high = ends.get(x, (y, y))
            ends[x] = (min(low, y), max(high, y))
        for x in sorted(ends):
            low, high = (_cell(ax.yaxis, end) for end in ends[x])
            yield _series(named("Band", drawn)), _cell(ax.xaxis, x), "", low, high


def _intervals(ax: Axes, drawn: Any) -> Iterator[Row]:
    import numpy as np

    for segment in drawn.get_segments():
        if len(segment) != 2 or not np.isfinite(segment).all():
            continue
        (x, y), (far, top) = segment
        name = _series(named("Interval", drawn))
        if x == far:
            low, high = sorted((float(y), float(top)))
            yield name, _cell(ax.xaxis, x), "", _cell(ax.yaxis, low), _cell(ax.yaxis, high)
        elif y == top:
            low, high = sorted((float(x), float(far)))
            yield name, "", _cell(ax.yaxis, y), _cell(ax.xaxis, low), _cell(ax.xaxis, high)


def _cell(axis: Axis, value: float) -> str:
    """Return a value of an axis: a name, a date, or a number with six digits."""
    from matplotlib.dates import num2date

    if is_dates(axis):
        moment = num2date(value)  # type: ignore[no-untyped-call]
        return str(moment.date() if moment.time().isoformat() == "00:00:00" else moment.isoformat())
    if names := places_named(axis):
        place = min(names, key=lambda each: abs(each - value))
        return plain_text(names[place])
    return f"{float(value):.6g}"
