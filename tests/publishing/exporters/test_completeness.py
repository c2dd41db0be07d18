"""A loss is found on either page and named with its cell; what is only parted is no loss."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
import typst

from analysis.errors import NotebookError
from analysis.publishing.document.blocks import Block, Paragraph, Place, Text
from analysis.publishing.document.document import Document, read_document
from analysis.publishing.exporters import pdf_pages
from analysis.publishing.exporters.completeness import (
    lost,
    pictures_of_html,
    words_of_html,
    words_of_pdf,
)

CELL = Place(2, "second")


def document(*blocks: Block) -> Document:
    empty = read_document({"cells": [], "metadata": {}}, name="Title")
    return Document(**{**vars(empty), "blocks": blocks})


def said(text: str, shown: str, *, pictures: int = 0, unset: tuple[str, ...] = ()) -> list[str]:
    whole = document(Paragraph((Text(text),), place=CELL))
    page = f"Title {shown}"
    return [
        str(flaw) for flaw in lost(whole, whole.blocks, page, pictures=pictures, medium="PDF", unset=unset)
    ]


def test_missing_words_are_named_with_their_cell() -> None:
    [flaw] = said("one two three four", "one two")
    assert flaw.startswith("cell second (no. 2) is not whole in the PDF: “three”, “four” cannot be found")
    [flaw] = said(" ".join(f"word{n}" for n in range(9)), "")
    assert "and 4 more words" in flaw


def test_a_word_shown_less_often_than_it_is_written_is_missing() -> None:
    assert said("0.5 and 0.5", "0.5 and 0.5") == []
    assert len(said("0.5 and 0.5", "0.5 and")) == 1


def test_words_parted_by_a_line_or_a_mark_are_not_missing() -> None:
    assert said("a commander-in-chief speaks", "a commander-in- chief speaks") == []
    assert said("one longword two", "one long\n↪ word two") == []
    assert said("ﬁnal word", "final word") == []
    assert said("שלום עליכם", "םולש םכילע") == []


def test_letters_that_no_font_has_are_told_elsewhere() -> None:
    assert said("up 🚀 now", "up [U+1F680] now", unset=("🚀",)) == []
    assert said("now ～Q", "now [U+FF5E]Q", unset=("～",)) == []
    assert said("now ~Q", "now", unset=("～",)) != []


def test_missing_pictures_are_counted(foreigners: ModuleType, export: Any) -> None:
    picture = foreigners.out(image_png=foreigners.png())
    notebook = foreigners.notebook([foreigners.code("image", [picture])])
    read = read_document(notebook, name="x")
    page = export(notebook, name="x").html
    assert pictures_of_html(page) == 1
    shown = words_of_html(page)
    assert lost(read, read.blocks, shown, pictures=1, medium="HTML") == []
    [flaw] = lost(read, read.blocks, shown, pictures=0, medium="HTML")
    assert str(flaw).startswith("the HTML shows 0 of 1 images")


def test_what_stands_over_the_margin_is_not_shown() -> None:
    source = b"""#set page(paper: "a4", margin: 72pt, footer: [below])
within #place(dx: 480pt)[beside] #place(dy: 720pt)[beneath]"""
    assert words_of_pdf(typst.compile(source)).split() == ["within"]


def test_a_strict_export_refuses_a_loss(foreigners: ModuleType, export: Any, monkeypatch: Any) -> None:
    notebook = foreigners.notebook([foreigners.text("words", "# Title\n\nSome words.")])
    export(notebook, strict=True)
    monkeypatch.setattr(pdf_pages, "words_of_pdf", lambda pdf: "Title Some")
    with pytest.raises(NotebookError, match=r"cell words \(no. 1\) is not whole in the PDF: “words.”"):
        export(notebook, strict=True)
