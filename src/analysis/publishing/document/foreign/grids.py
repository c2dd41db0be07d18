"""How does an HTML table become a grid? By its rows, spans, headings, alignment and colours.

This reads what pandas, its Styler and great_tables write, and any other table as well as its tags tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bs4 import Tag

from analysis.publishing.document.blocks import Cell, Grid, Inline
from analysis.publishing.document.foreign.colours import colour, declarations
from analysis.publishing.document.placement import placed
from analysis.publishing.document.traversal import words

Styles = Mapping[str, Mapping[str, str]]
Reader = Callable[[Tag], tuple[Inline, ...]]

MOST_COLUMNS: Final = 1000
_NUMBER: Final = re.compile(
    r"[-+−±<>≈~]?\s*[$€£₴]?\d[\d\s.,'’\u00a0\u202f]*(?:[eE][-+−]?\d+)?\s*[%‰]?|nan|NaN|<NA>|NaT|—|–|-"
)
_CLASS_ALIGN: Final = {"gt_left": "left", "gt_right": "right", "gt_center": "center"}


def read_grid(table: Tag, *, styles: Styles, inlines: Reader) -> tuple[Grid, tuple[str, ...]]:
    """Return the grid of a table and the notes at its foot."""
    head: list[tuple[Cell, ...]] = []
    body: list[tuple[Cell, ...]] = []
    notes: list[str] = []
    for row in _rows(table):
        cells = tuple(_cell(tag, styles, inlines) for tag in row.find_all(["td", "th"], recursive=False))
        section = row.parent.name if row.parent else "table"
        if section == "tfoot" and len(cells) == 1:
            notes.append(words(cells[0].children).strip())
        elif section == "thead" or (not body and cells and all(cell.heading for cell in cells)):
            head.append(cells)
        else:
            body.append(cells)
    return aligned(Grid(_width([*head, *body]), tuple(head), tuple(body))), tuple(
        note for note in notes if note
    )


def _rows(table: Tag) -> list[Tag]:
    """Return the rows of the table itself, not those of tables within it."""
    return [row for row in table.find_all("tr") if row.find_parent("table") is table]


def _cell(tag: Tag, styles: Styles, inlines: Reader) -> Cell:
    style = {**styles.get(str(tag.get("id", "")), {}), **declarations(str(tag.get("style", "")))}
    return Cell(
        inlines(tag),
        align=_align(tag, style),
        heading=tag.name == "th",
        columns=_span(tag, "colspan"),
        rows=_span(tag, "rowspan"),
        strong=style.get("font-weight", "") in {"bold", "bolder", "600", "700", "800", "900"},
        colour=colour(style.get("color", "")),
        background=colour(style.get("background-color", style.get("background", ""))),
    )


def _span(tag: Tag, name: str) -> int:
    text = str(tag.get(name, "1")).strip()
    return min(max(int(text), 1), MOST_COLUMNS) if text.isdecimal() else 1


def _align(tag: Tag, style: Mapping[str, str]) -> str:
    """Return the alignment that a cell asks for, blank when it asks for none."""
    asked = style.get("text-align", str(tag.get("align", "")))
    if asked in {"left", "right", "center"}:
        return asked
    return next((_CLASS_ALIGN[name] for name in tag.get_attribute_list("class") if name in _CLASS_ALIGN), "")


def _width(rows: Sequence[Sequence[Cell]]) -> int:
    """Return the number of columns, with cells that reach down from rows above counted."""
    reaching: Counter[int] = Counter()
    width = 0
    for number, row in enumerate(rows):
        width = max(width, sum(cell.columns for cell in row) + reaching[number])
        for cell in row:
            reaching.update({number + down: cell.columns for down in range(1, min(cell.rows, len(rows)))})
    return max(width, 1)


def aligned(grid: Grid) -> Grid:
    """Return the grid with every cell aligned: as asked, else numbers right and words left."""
    columns = _column_alignments(grid)

    def settled(column: int, cell: Cell) -> Cell:
        spread = "center" if cell.columns > 1 and cell.heading else columns.get(column, "left")
        return replace(cell, align=cell.align or spread)

    head = tuple(
        tuple(replace(settled(at, cell), heading=True) for at, cell in row) for row in placed(grid.head)
    )
    body = tuple(tuple(settled(at, cell) for at, cell in row) for row in placed(grid.body))
    return replace(grid, head=head, body=body)


def _column_alignments(grid: Grid) -> dict[int, str]:
    """Return right for a column whose cells ask for it or are all numbers."""
    votes: dict[int, set[str]] = {}
    for row in placed(grid.body):
        for column, cell in row:
            text = words(cell.children).strip()
            if text and cell.columns == 1:
                votes.setdefault(column, set()).add(
                    cell.align or ("right" if _NUMBER.fullmatch(text) else "left")
                )
    return {column: found.pop() if len(found) == 1 else "left" for column, found in votes.items()}
