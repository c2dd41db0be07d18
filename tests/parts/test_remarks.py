"""Remarks and sentences are plain text, filled from a row, and never silently empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analysis.errors import AnalysisError
from analysis.parts import Part
from analysis.parts.remarks import note, prose


@pytest.mark.parametrize("part", [note, prose])
def test_markup_in_a_text_stays_text(part: Callable[[str], Part]) -> None:
    shown = part("a <b>bold</b> claim & *more*")
    assert shown.text == "a <b>bold</b> claim & *more*"
    assert "a &lt;b&gt;bold&lt;/b&gt; claim &amp; *more*" in shown.html


@pytest.mark.parametrize("part", [note, prose])
@pytest.mark.parametrize("blank", ["", " \n "])
def test_a_blank_text_is_refused(part: Callable[[str], Part], blank: str) -> None:
    with pytest.raises(AnalysisError, match=r"says nothing; give a text"):
        part(blank)


def test_a_note_is_filled_from_its_row(content: Any) -> None:
    shown = note("{n:# count is|counts are} as reported\nby one side.", {"n": 1})
    assert content(shown) == {"kind": "note", "text": "1 count is as reported by one side."}


def test_a_field_without_a_row_is_named() -> None:
    with pytest.raises(AnalysisError, match=r"part\.prose: \{n\} has no row to be filled from"):
        prose("Of {n} fields, 14 lay fallow.")


def test_blank_lines_and_several_texts_both_make_paragraphs(content: Any) -> None:
    paragraphs = ["Of 35 fields,\n  14 lay fallow.\n\n\n\nThey are no sample.", "Nor is this."]
    assert content(prose(paragraphs)) == {
        "kind": "prose",
        "paragraphs": ["Of 35 fields, 14 lay fallow.", "They are no sample.", "Nor is this."],
    }


def test_a_value_of_the_row_makes_no_paragraph_of_its_own(content: Any) -> None:
    shown = prose("{name} lay fallow.", {"name": "North\n\nfield"})
    assert len(content(shown)["paragraphs"]) == 1
