"""What Typst cannot set is told as characters and messages; images are tried one by one."""

from __future__ import annotations

import pytest

from analysis.publishing.document.document import read_document
from analysis.publishing.exporters.typst_compiler import (
    TypesettingError,
    TypstInput,
    compile_pdf,
    unreadable_images,
)
from analysis.publishing.exporters.typst_input import typst_input


def given(words: str) -> TypstInput:
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": words}
    return typst_input(read_document({"cells": [cell], "metadata": {}}, name="n"))


def pdf(words: str) -> bytes:
    return compile_pdf(given(words), attachments=(), standards=("ua-1",), timestamp=0)


def test_the_same_input_gives_the_same_bytes() -> None:
    assert pdf("# Title\n\nWords.") == pdf("# Title\n\nWords.")


def test_each_letter_without_glyph_is_told_once() -> None:
    with pytest.raises(TypesettingError) as caught:
        pdf("# Title\n\n\u0378 and \u0379 and \u0378")
    assert set("".join(caught.value.missing)) == set("\u0378\u0379")
    assert caught.value.messages == ()


def test_an_image_that_typst_cannot_read_is_named() -> None:
    files = {"a.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "b.png": b"no image"}
    assert unreadable_images(TypstInput({}, files)) == ["b.png"]
