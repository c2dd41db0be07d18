"""Distinct texts and combinations stand for all rows, and the rows are found again."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.data import columns
from analysis.data.columns import Column, combinations

CELLS = st.lists(st.sampled_from(["", "a", "b", "й"]), min_size=1, max_size=8)


@given(CELLS)
def test_a_column_is_its_cells(cells: list[str]) -> None:
    column = Column.of(cells)
    assert list(column) == cells == [column[row] for row in range(len(column))]
    assert column.distinct == list(dict.fromkeys(cells))
    assert all(column.first(text) == cells.index(text) for text in cells)
    assert list(column.blanked(["a"])) == ["" if cell == "a" else cell for cell in cells]
    assert column == Column.of(cells)
    assert column != Column.of([*cells, "a"])


@given(
    st.lists(st.tuples(*[st.sampled_from("abc")] * 3), min_size=1, max_size=12), st.sampled_from([1, 2**62])
)
def test_combinations_are_those_of_the_rows(rows: list[tuple[str, str, str]], largest: int) -> None:
    former, columns.LARGEST = columns.LARGEST, largest
    try:
        found = combinations([Column.of(cells) for cells in zip(*rows, strict=True)])
    finally:
        columns.LARGEST = former
    distinct = list(found)
    assert sorted(distinct) == sorted(set(rows))
    assert [distinct[at] for at in found.ids] == rows
    assert [found.first_rows[at] for at in found.ids] == [rows.index(row) for row in rows]
    wanted = [combination[0] == "a" for combination in distinct]
    assert found.rows(wanted) == [at for at, row in enumerate(rows) if row[0] == "a"]
