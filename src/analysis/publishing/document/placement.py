"""In which column does each cell of a table begin? Counts the columns that cells above reach down into."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.publishing.document.blocks import Cell


def placed(rows: Sequence[Sequence[Cell]]) -> list[list[tuple[int, Cell]]]:
    """Return each cell with the column in which it begins, cells that reach down from above kept free.

    >>> a, b = Cell((), rows=2), Cell(())
    >>> [[column for column, _ in row] for row in placed([[a, b], [b]])]
    [[0, 1], [1]]
    """
    taken: set[tuple[int, int]] = set()
    result = []
    for number, row in enumerate(rows):
        column, line = 0, []
        for cell in row:
            while (number, column) in taken:
                column += 1
            line.append((column, cell))
            taken.update(
                (number + down, column + right)
                for down in range(min(cell.rows, len(rows) - number))
                for right in range(cell.columns)
            )
            column += cell.columns
        result.append(line)
    return result
