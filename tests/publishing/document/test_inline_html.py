"""Tags within a line are read for what they show; what is no tag of HTML is text."""

from __future__ import annotations

import pytest

from analysis.publishing.document.inline_html import Tag


@pytest.mark.parametrize(
    ("text", "name", "closes"),
    [
        ("<b>", "b", False),
        ("</SPAN>", "span", True),
        ("<br/>", "br", False),
        ("<kbd class='x'>", "kbd", False),
    ],
)
def test_tags_that_may_stand_in_a_line(text: str, name: str, closes: bool) -> None:
    tag = Tag(text)
    assert (tag.name, tag.closes) == (name, closes)


@pytest.mark.parametrize("text", ["<your name>", "<object>", "<iframe src='x'>", "<!-- x -->", "b"])
def test_what_else_looks_like_one_is_none(text: str) -> None:
    assert Tag(text).name == ""


def test_attributes_are_read_however_they_are_quoted() -> None:
    tag = Tag("""<img src="a&amp;b" ALT='x y' width=3>""")
    assert [tag.attribute(name) for name in ("src", "alt", "width", "none")] == ["a&b", "x y", "3", ""]
