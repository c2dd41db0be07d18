"""Small notebooks, each with one thing that was lost or came out wrong: now both formats show it.

The metadata of each say which words both formats must show within their margins, and which neither may.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from analysis.publishing.exporters.completeness import words_of_html, words_of_pdf

CORPUS = sorted(Path(__file__).parents[1].joinpath("corpus").glob("*.ipynb"))


def unbroken(text: str) -> str:
    return "".join(text.replace("↪", "").replace("\u200b", "").split())


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_nothing_is_lost_on_either_page(path: Path, export: Any, caplog: pytest.LogCaptureFixture) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    with caplog.at_level(logging.WARNING):
        exported = export(notebook, name=path.stem)
    assert [record.message for record in caplog.records if "not whole" in record.message] == []
    expected = notebook["metadata"]["corpus"]
    for page in (words_of_html(exported.html), words_of_pdf(exported.pdf)):
        read = unbroken(page)
        assert [words for words in expected["shows"] if unbroken(words) not in read] == []
        assert [words for words in expected["hides"] if unbroken(words) in read] == []
