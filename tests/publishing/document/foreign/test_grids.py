"""HTML tables become grids with their spans, whatever wrote them."""

from __future__ import annotations

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag

from analysis.publishing.document.blocks import Grid, Text
from analysis.publishing.document.foreign.grids import read_grid
from analysis.publishing.document.placement import placed
from analysis.publishing.document.traversal import words


def read(markup: str) -> Grid:
    table = BeautifulSoup(markup, "html.parser").find("table")
    assert isinstance(table, Tag)
    grid, _ = read_grid(table, styles={}, inlines=lambda tag: (Text(tag.get_text()),))
    return grid


def test_spans_keep_later_cells_in_their_columns() -> None:
    grid = read("<table><tr><td rowspan=3>a</td><td colspan=2>b</td></tr><tr><td>c</td><td>d</td></tr>"
                "<tr><td>e</td><td>f</td></tr></table>")  # fmt: skip
    assert grid.width == 3
    assert [[column for column, _ in row] for row in placed(grid.body)] == [[0, 1], [1, 2], [1, 2]]


@pytest.mark.parametrize("span", ["", "0", "-3", "x", "99999999999", "1e9"])
def test_wrong_spans_do_no_harm(span: str) -> None:
    grid = read(f'<table><tr><td colspan="{span}" rowspan="{span}">a</td><td>b</td></tr></table>')
    assert 2 <= grid.width <= 1001


def test_tables_within_tables_are_not_mixed_up() -> None:
    grid = read("<table><tr><td>a<table><tr><td>inner</td></tr></table></td></tr></table>")
    assert len(grid.body) == 1


def test_rows_of_headings_at_the_top_are_the_head() -> None:
    grid = read("<table><tr><th>a</th><th>b</th></tr><tr><th>x</th><td>1</td></tr></table>")
    assert (len(grid.head), len(grid.body)) == (1, 1)


@pytest.mark.parametrize("frame", [
    pd.DataFrame({"n": [1, -2.5, None], "words": ["a", "b", "c"]}),
    pd.DataFrame({"n": ["1,234", "56 %", "−7"], "words": ["x1", "2x", "3 y"]}),
])  # fmt: skip
def test_columns_of_numbers_stand_right_and_words_left(frame: pd.DataFrame) -> None:
    grid = read(frame.to_html())
    assert [[cell.align for cell in row][1:] for row in grid.body] == [["right", "left"]] * 3
    assert [cell.align for cell in grid.head[0]][1:] == ["right", "left"]


def test_a_frame_reads_as_it_is_shown() -> None:
    frame = pd.DataFrame([[1, 2]], index=["r"], columns=["<b>", "&"])
    grid = read(frame.to_html())
    assert [words(cell.children) for cell in (*grid.head[0], *grid.body[0])] == [
        "",
        "<b>",
        "&",
        "r",
        "1",
        "2",
    ]
