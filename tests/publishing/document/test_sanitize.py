"""No character reaches a page that HTML or PDF may not hold, and none goes without its name."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from analysis.publishing.document.sanitize import clean, long_date


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x1f", "\x7f", "\ud800", "\ufdd0", "\uffff"])
def test_what_may_not_stand_is_named(character: str) -> None:
    assert clean(f"a{character}b") == f"a[U+{ord(character):04X}]b"


def test_no_control_or_half_of_a_pair_is_left() -> None:
    plane = "".join(chr(number) for number in range(0x10000))
    left = {character for character in clean(plane) if unicodedata.category(character) in {"Cc", "Cs"}}
    assert left <= {"\t", "\n", "\r", "\x85"}


@pytest.mark.parametrize(
    "text", ["", "a\tb\nc", "Київ — 5\u00a0%", "\U0001f6e9", "e\u0301", "\u202eabc", "\ue000"]
)
def test_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("value", "cleaned"),
    [
        ({"a": [{"b": "\x07"}, 1, None, 2.5, True]}, {"a": [{"b": "[U+0007]"}, 1, None, 2.5, True]}),
        (("\x07", "a"), ["[U+0007]", "a"]),
        (b"\x07", b"\x07"),
    ],
)
def test_json_is_cleaned_through_and_what_is_no_text_stays(value: Any, cleaned: Any) -> None:
    assert clean(value) == cleaned


def test_codes_of_a_terminal_are_not_named() -> None:
    assert clean("\x1b[31mred\x1b[0m\x00") == "red[U+0000]"


@pytest.mark.parametrize(
    ("iso", "said"), [("2024-02-29", "29 February 2024"), ("2025-12-01", "1 December 2025"), ("", "")]
)
def test_a_date_is_said_in_words(iso: str, said: str) -> None:
    assert long_date(iso) == said
