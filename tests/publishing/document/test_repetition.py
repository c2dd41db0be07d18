"""What stands twice is named with both cells; what is looked up and not read through may stand again."""

from __future__ import annotations

import pytest

from analysis.publishing.document.document import read_document
from analysis.publishing.document.repetition import repeated

SAID = "It rained all night in the north."


def repeats(*texts: str) -> list[str]:
    cells = [
        {"cell_type": "markdown", "id": id, "source": text, "metadata": {}}
        for id, text in [("title", "# T"), *((f"c{number}", text) for number, text in enumerate(texts))]
    ]
    return repeated(read_document({"cells": cells, "metadata": {}}, name="one"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"Before it, calm. {SAID}", f"{SAID} After it, too."),
        (SAID, f"- one\n- {SAID.upper()}"),
        (f"**It rained** all night in\nthe north. {SAID[3:]}", f"> {SAID}"),
    ],
)
def test_a_sentence_in_two_cells_is_named_with_both(first: str, second: str) -> None:
    (told,) = repeats(first, second)
    assert told.startswith("cell c0 (no. 2) and cell c1 (no. 3): a reader reads twice “I")


def test_it_is_named_once_however_often_it_stands() -> None:
    assert len(repeats(SAID, SAID, f"{SAID} {SAID}")) == 1
    assert repeats(f"{SAID} {SAID}")[0].startswith("twice in cell c0")


@pytest.mark.parametrize(
    "second",
    [
        "It rained all night.",
        "## It rained all night in the north",
        "| a |\n|-|\n| It rained all night in the north. |",
    ],
)
def test_short_sentences_headings_and_cells_may_stand_again(second: str) -> None:
    assert repeats(f"{SAID} It rained all night.", f"{second}\n\nMore.") == []
