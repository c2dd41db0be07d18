"""How is a table printed that is wider than any page? In pieces, each with the columns that name its rows.

HTML needs none of this, since its tables scroll.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from analysis.publishing.document.blocks import Cell, Grid, Table
from analysis.publishing.document.placement import placed
from analysis.publishing.exporters.widths import LANDSCAPE, PORTRAIT, least_widths

WIDEST_STUB: Final = 1 / 3  # of the page


def pieces(table: Table, *, indent: float = 0.0) -> tuple[Table, ...]:
    """Return the table itself when it fits a page, else pieces that do; the last has the notes.

    A table within other blocks begins ``indent`` points from the margin, and its page is never turned.
    """
    room = PORTRAIT - indent if indent else LANDSCAPE
    widths = least_widths(table.grid)
    if sum(widths) <= room or table.grid.width < 3:
        return (table,)
    stub = _stub(table.grid, widths, room)
    runs = list(_runs(widths, stub, room))
    result = []
    for run in runs:
        said = f"columns {run[0] + 1}–{run[-1] + 1} of {table.grid.width}"
        grid = _picked(table.grid, [*range(stub), *run])
        caption = f"{table.caption} ({said})" if table.caption else ""
        notes = (*(() if caption else (f"C{said[1:]}.",)), *(table.notes if run == runs[-1] else ()))
        details = table.details if run == runs[-1] else ()
        result.append(replace(table, grid=grid, caption=caption, notes=notes, details=details))
    return tuple(result)


def _stub(grid: Grid, widths: Sequence[float], room: float) -> int:
    """Return how many columns name the rows: those of headings at the left, else the first."""
    heading = {at for row in placed(grid.body) for at, cell in row if cell.heading}
    count = 0
    while count in heading and count < grid.width - 1 and sum(widths[: count + 1]) <= room * WIDEST_STUB:
        count += 1
    return count or int(widths[0] <= room * WIDEST_STUB)


def _runs(widths: Sequence[float], stub: int, room: float) -> Iterator[range]:
    """Yield the columns of each piece, as many as fit beside the stub and at least one."""
    left = room - sum(widths[:stub])
    start = stub
    while start < len(widths):
        end = start + 1
        while end < len(widths) and sum(widths[start : end + 1]) <= left:
            end += 1
        yield range(start, end)
        start = end


def _picked(grid: Grid, columns: Sequence[int]) -> Grid:
    """Return the grid with these columns only; a cell that spans others as well spans fewer."""
    head, body = (_picked_rows(rows, columns) for rows in (grid.head, grid.body))
    return Grid(len(columns), head, body)


def _picked_rows(rows: Sequence[Sequence[Cell]], columns: Sequence[int]) -> tuple[tuple[Cell, ...], ...]:
    picked = []
    for row in placed(rows):
        spans = [(sum(at <= column < at + cell.columns for column in columns), cell) for at, cell in row]
        picked.append(tuple(replace(cell, columns=span) for span, cell in spans if span))
    return tuple(picked)
