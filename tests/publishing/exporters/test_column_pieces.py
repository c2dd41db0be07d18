"""A table that no page is wide enough for is cut into pieces, each with the columns that name its rows."""

from __future__ import annotations

from analysis.publishing.document.blocks import Cell, Grid, Table, Text
from analysis.publishing.document.traversal import words
from analysis.publishing.exporters.column_pieces import pieces
from analysis.publishing.exporters.widths import LANDSCAPE, PORTRAIT, fit


def wide(columns: int, *, stub: int = 1, caption: str = "Wide") -> Table:
    def row(name: str) -> tuple[Cell, ...]:
        return tuple(Cell((Text(f"{name}-{at:03d}-long"),), heading=at < stub) for at in range(columns))

    grid = Grid(columns, (row("head"),), (row("a"), row("b")))
    return Table(grid, caption, ("A note.",), ((Text("Source: s"),),))


def texts(row: tuple[Cell, ...]) -> list[str]:
    return [words(cell.children) for cell in row]


def test_a_table_that_fits_is_left_alone() -> None:
    table = wide(8)
    assert pieces(table) == (table,)


def test_every_column_stands_in_one_piece_and_the_stub_in_all() -> None:
    parts = pieces(wide(50, stub=2))
    assert len(parts) > 2
    assert all(texts(part.grid.body[0])[:2] == ["a-000-long", "a-001-long"] for part in parts)
    beside = [text for part in parts for text in texts(part.grid.body[1])[2:]]
    assert beside == [f"b-{at:03d}-long" for at in range(2, 50)]
    assert all(sum(fit(part.grid).columns) <= LANDSCAPE + 0.01 for part in parts)


def test_pieces_say_which_columns_they_have_and_the_last_has_the_notes() -> None:
    first, *_, last = pieces(wide(50))
    assert first.caption.startswith("Wide (columns 2–")
    assert (first.notes, first.details) == ((), ())
    assert last.caption.endswith("–50 of 50)")
    assert (last.notes, last.details) == (("A note.",), ((Text("Source: s"),),))
    assert pieces(wide(50, caption=""))[0].notes[0].startswith("Columns 2–")


def test_a_cell_over_columns_of_two_pieces_stands_in_both() -> None:
    table = wide(50)
    over = (Cell((Text("all"),), heading=True, columns=50),)
    grid = Grid(50, (over, *table.grid.head), table.grid.body)
    parts = pieces(Table(grid))
    assert all(
        part.grid.head[0] == (Cell((Text("all"),), heading=True, columns=part.grid.width),) for part in parts
    )


def test_a_table_within_a_list_is_never_wider_than_an_upright_page() -> None:
    parts = pieces(wide(14), indent=24.0)
    assert len(parts) > 1
    assert all(sum(fit(part.grid, indent=24.0).columns) <= PORTRAIT - 24 + 0.01 for part in parts)
