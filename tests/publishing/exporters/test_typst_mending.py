"""What cannot be set is replaced by what says so: letters by their numbers, images by words."""

from __future__ import annotations

from dataclasses import replace

from analysis.publishing.document.blocks import Figure, Paragraph, Picture
from analysis.publishing.document.document import read_document
from analysis.publishing.exporters.typst_compiler import TypstInput
from analysis.publishing.exporters.typst_input import typst_input
from analysis.publishing.exporters.typst_mending import with_codes_for, without_images

DOT = Picture("image/png", b"dot", "A dot", 10, 5)


def test_letters_without_glyph_become_their_codes_in_words_and_drawings() -> None:
    given = TypstInput({"a": ["x漢", {"b": "漢"}]}, {"one.svg": "漢".encode(), "two.png": "漢".encode()})
    mended = with_codes_for(given, ["漢"])
    assert mended.content == {"a": ["x[U+6F22]", {"b": "[U+6F22]"}]}
    assert mended.files == {"one.svg": b"[U+6F22]", "two.png": "漢".encode()}


def test_an_image_that_cannot_be_read_is_said_in_its_place() -> None:
    given = typst_input(
        replace(
            read_document({"cells": [], "metadata": {}}, name="n"),
            blocks=(Figure(DOT, caption="C", number=1), Paragraph((DOT,))),
        )
    )
    mended = without_images(given, list(given.files))
    assert mended.files == {}
    figure, paragraph = mended.content["sections"][0]["blocks"]
    assert figure["children"][0]["text"] == "An image that cannot be read stands here: A dot."
    assert paragraph["children"] == [{"kind": "text", "text": "[An image that cannot be read: A dot]"}]
