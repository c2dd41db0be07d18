"""Each cell begins in the column that cells above and before it leave free."""

from __future__ import annotations

import pytest

from analysis.publishing.document.blocks import Cell
from analysis.publishing.document.placement import placed

Span = tuple[int, int]  # rows and columns that a cell covers


@pytest.mark.parametrize(
    ("spans", "columns"),
    [
        ([], []),
        ([[(1, 1), (1, 1)], [(1, 1)]], [[0, 1], [0]]),
        ([[(1, 2), (1, 1)], [(1, 1), (1, 1), (1, 1)]], [[0, 2], [0, 1, 2]]),
        ([[(2, 1), (1, 1)], [(1, 1)], [(1, 1), (1, 1)]], [[0, 1], [1], [0, 1]]),
        ([[(1, 1), (3, 2), (1, 1)], [(1, 1), (1, 1)], [(1, 1), (1, 1)]], [[0, 1, 3], [0, 3], [0, 3]]),
        ([[(2, 1), (2, 1)], [(1, 1)]], [[0, 1], [2]]),
        ([[(9, 1), (1, 1)], [(1, 1)]], [[0, 1], [1]]),
        ([[(2, 2)], []], [[0], []]),
    ],
)
def test_cells_stand_beside_what_spans(spans: list[list[Span]], columns: list[list[int]]) -> None:
    rows = [[Cell((), rows=rows, columns=width) for rows, width in row] for row in spans]
    found = placed(rows)
    assert [[column for column, _ in row] for row in found] == columns
    assert [[cell for _, cell in row] for row in found] == rows
