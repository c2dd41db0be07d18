"""Program text is shown whole, in spans of few looks, and as a terminal would leave it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from analysis.publishing.document.blocks import Listing, Place
from analysis.publishing.document.listings import (
    code_listing,
    joined_text,
    plain_listing,
    without_terminal_codes,
)

CELL = Place(2, "count")


def test_tokens_have_the_look_of_their_class() -> None:
    source = "def count(rows):  # all\n    return 'a' if not rows else 12"
    spans = code_listing(source, "python", role="input", place=CELL).spans
    looks = {text.strip(): look for look, text in spans}
    expected = {"def": "keyword", "count": "name", "# all": "comment", "'a'": "string", "12": "number"}
    assert {text: looks[text] for text in expected} == expected
    assert "".join(text for _, text in spans) == source


def test_neighbours_of_one_look_are_one_span() -> None:
    spans = code_listing("a = b + c\n'x' 'y'", "python", role="code", place=CELL).spans
    assert all(one[0] != other[0] for one, other in pairwise(spans))


def test_blank_lines_around_code_go_and_its_indentation_stays() -> None:
    listing = code_listing("\n\n  x\n\n", "python", role="input", place=CELL)
    assert "".join(text for _, text in listing.spans) == "  x"


def test_an_unknown_language_is_plain() -> None:
    found = code_listing("x = 1\n", "no-such-language", role="code", place=CELL)
    assert found == Listing("code", (("", "x = 1"),), place=CELL)


def test_plain_text_keeps_role_and_place() -> None:
    found = plain_listing("\x1b[1mBold\x1b[0m\n", role="stderr", place=CELL)
    assert found == Listing("stderr", (("", "Bold"),), place=CELL)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[38;5;196mred\x1b[0m", "red"),
        ("\x1b]8;;https://x.org\x07name\x1b]8;;\x07", "name"),
        ("\x1b]0;title\x1b\\x", "x"),
        ("10%\r50%\r100%\ndone", "100%\ndone"),
        ("100%\r", "100%"),
        ("one\r\ntwo", "one\ntwo"),
        ("a [31m b", "a [31m b"),
    ],
)
def test_a_terminal_leaves_no_trace(text: str, shown: str) -> None:
    assert without_terminal_codes(text) == shown


@pytest.mark.parametrize(("value", "text"), [(["a\n", "b"], "a\nb"), ("a\nb", "a\nb"), ([], ""), (3, "3")])
def test_a_text_may_be_written_as_its_lines(value: Any, text: str) -> None:
    assert joined_text(value) == text
