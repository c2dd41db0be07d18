"""HTML becomes blocks; nothing of it can act on a page."""

from analysis.publishing.document.blocks import Items, Paragraph, Picture, Place, Table
from analysis.publishing.document.foreign.html_reader import read_html
from analysis.publishing.document.traversal import texts, words


def no_picture(address: str, alt: str) -> Picture:
    raise AssertionError(address)


def test_paragraphs_lists_and_tables_are_read_in_order() -> None:
    markup = "<p>Five <b>storms</b></p><ul><li>one</li></ul><table><tr><td>5</td></tr></table>"
    blocks, hidden = read_html(markup, place=Place(), load=no_picture)
    assert [type(block) for block in blocks] == [Paragraph, Items, Table]
    assert isinstance(blocks[0], Paragraph)
    assert words(blocks[0].children) == "Five storms"
    assert hidden == []


def test_what_acts_is_named_and_left_out() -> None:
    markup = "<p onclick='x()'>rain<script>x()</script></p><iframe src='https://example.org'></iframe>"
    blocks, hidden = read_html(markup, place=Place(), load=no_picture)
    assert hidden == ["iframe"]
    assert not [text for text in texts(blocks) if "x()" in text or "example" in text]
