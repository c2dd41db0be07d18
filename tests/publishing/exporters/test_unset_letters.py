"""Letters that no font can show are told by script: each cell to a build, one line to anybody else."""

from __future__ import annotations

import pytest

from analysis.publishing.document.document import Document, read_document
from analysis.publishing.exporters.unset_letters import unset_letters

MISSING = ("ক", "খ", "গ", "ঘ", "ঙ", "চ", "\U0001f680")


@pytest.fixture
def document() -> Document:
    cells = [("one", "কখ গ"), ("two", "ক\U0001f680 ঘঙচ")]
    return read_document(
        {
            "metadata": {},
            "cells": [
                {"cell_type": "markdown", "id": name, "metadata": {}, "source": text} for name, text in cells
            ],
        },
        name="mine",
    )


def test_a_build_is_told_every_cell(document: Document) -> None:
    assert [(flaw.place.id, flaw.what) for flaw in unset_letters(document, MISSING, every_cell=True)] == [
        ("one", "has Bengali letters that no font can show: ক (U+0995), খ (U+0996), গ (U+0997)"),
        (
            "two",
            "has Bengali letters that no font can show: ক (U+0995), ঘ (U+0998), ঙ (U+0999), চ (U+099A)",
        ),
        ("two", "has symbols that no font can show: \U0001f680 (U+1F680)"),
    ]


def test_anybody_else_is_told_each_script_once(document: Document) -> None:
    bengali, symbols = unset_letters(document, MISSING, every_cell=False)
    assert bengali.what.endswith("গ (U+0997), and so 1 more cell")
    assert symbols.place.id == "two"
