"""HTML is read as a browser reads it: blocks stay apart, captions stand, end tags may be left out."""

from __future__ import annotations

from typing import Any

from analysis.publishing.document.blocks import (
    Block,
    Break,
    Figure,
    Formula,
    Items,
    Paragraph,
    Picture,
    Place,
    Table,
    Text,
)
from analysis.publishing.document.foreign.html_reader import read_html
from analysis.publishing.document.pictures import UnreadablePicture
from analysis.publishing.document.traversal import texts, walk, words


def load(address: str, alt: str) -> Picture:
    raise UnreadablePicture(f"no {address}")


def read(markup: str) -> list[Block]:
    return read_html(markup, place=Place(1), load=load)[0]


def only(markup: str) -> Any:
    [block] = read(markup)
    return block


def rows(table: Any) -> list[list[str]]:
    return [[words(cell.children) for cell in row] for row in table.grid.body]


def test_a_caption_is_the_caption_of_its_table() -> None:
    table = only("<table><caption>What it <b>shows</b></caption><tr><td>1</td></tr></table>")
    assert (table.caption, rows(table)) == ("What it shows", [["1"]])


def test_blocks_within_a_cell_are_lines() -> None:
    table = only("<table><tr><td>text<p>one</p><p>two</p><ul><li>a</li><li>b</li></ul></td></tr></table>")
    [[cell]] = table.grid.body
    assert cell.children == (
        Text("text"), Break(), Text("one"), Break(), Text("two"), Break(), Text("a"), Break(), Text("b"),
    )  # fmt: skip


def test_a_drawing_within_a_cell_is_shown() -> None:
    svg = '<svg width="20" height="10"><use xlink:href="#a"/><rect width="9" height="9"/></svg>'
    table = only(f"<table><tr><td>{svg} bar</td></tr></table>")
    assert [node.kind for node in walk(table) if isinstance(node, Picture)] == ["picture"]


def test_formulas_between_double_dollars_are_set() -> None:
    paragraph = only("<div>All of $$a+b$$ is set.</div>")
    assert [type(node) for node in paragraph.children] == [Text, Formula, Text]


def test_an_image_that_is_missing_is_said_in_words() -> None:
    paragraph = only('<p><img src="x.png" alt="A box"></p>')
    assert isinstance(paragraph, Paragraph)
    assert words(paragraph.children) == "[Image not shown: A box; no x.png]"


def test_a_drawing_by_itself_is_a_figure() -> None:
    assert isinstance(only('<svg width="20" height="10"></svg>'), Figure)


def test_end_tags_may_be_left_out() -> None:
    assert rows(only("<table><tr><td>1<td>2<tr><td>3<td>4</table>")) == [["1", "2"], ["3", "4"]]
    items = only("<ul><li>one<li>two</ul>")
    assert isinstance(items, Items)
    assert len(items.items) == 2


def test_words_that_stray_in_a_table_are_kept() -> None:
    paragraph, table = read("<table><tbody>10 rows × 2 columns<tr><td>1</td></tr></tbody></table>")
    assert isinstance(paragraph, Paragraph)
    assert words(paragraph.children) == "10 rows × 2 columns"
    assert rows(table) == [["1"]]
    assert rows(only("<table><td>1</td></table>")) == [["1"]]


def test_paragraphs_lists_and_tables_are_read_in_order() -> None:
    markup = "<p>Five <b>storms</b></p><ul><li>one</li></ul><table><tr><td>5</td></tr></table>"
    blocks, hidden = read_html(markup, place=Place(), load=load)
    assert [type(block) for block in blocks] == [Paragraph, Items, Table]
    assert isinstance(blocks[0], Paragraph)
    assert words(blocks[0].children) == "Five storms"
    assert hidden == []


def test_a_vector_of_r_stands_in_a_line() -> None:
    markup = "<style>.list-inline {list-style: none}</style><ol class=list-inline><li>3</li><li>5</li></ol>"
    [block], _ = read_html(markup, place=Place(), load=load)
    assert isinstance(block, Paragraph)
    assert words(block.children) == "3 · 5"


def test_what_acts_is_named_and_left_out() -> None:
    markup = "<p onclick='x()'>rain<script>x()</script></p><iframe src='https://example.org'></iframe>"
    blocks, hidden = read_html(markup, place=Place(), load=load)
    assert hidden == ["iframe"]
    assert not [text for text in texts(blocks) if "x()" in text or "example" in text]
