"""Flaws are errors in strict mode, all of them at once; otherwise a warning of each that the page lacks."""

from __future__ import annotations

import logging
from types import ModuleType

import pytest

from analysis.errors import NotebookError
from analysis.publishing.document.blocks import Place
from analysis.publishing.document.document import Document, read_document
from analysis.publishing.document.flaws import Flaw
from analysis.publishing.exporters.judging import Judging

LOST = Flaw(Place(2, "count"), "has no picture", "draw it", lost=True)
UNTIDY = Flaw(Place(3, "end"), "is empty", "remove it")
LOG = logging.getLogger("judged")


@pytest.fixture
def document(foreigners: ModuleType) -> Document:
    return read_document(foreigners.notebook([]), name="mine")


def test_strict_mode_refuses_with_every_flaw_named(document: Document) -> None:
    with pytest.raises(NotebookError) as caught:
        Judging(strict=True, log=LOG).judge(document, [LOST, UNTIDY])
    assert str(caught.value).splitlines() == [
        "mine.ipynb: cell count (no. 2) has no picture; draw it",
        "mine.ipynb: cell end (no. 3) is empty; remove it",
    ]
    Judging(strict=True, log=LOG).judge(document, [])


def test_otherwise_it_warns_of_what_the_page_lacks_only(
    document: Document, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger=LOG.name):
        Judging(strict=False, log=LOG).judge(document, [LOST, UNTIDY])
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("WARNING", "mine.ipynb: cell count (no. 2) has no picture; draw it"),
        ("DEBUG", "mine.ipynb: cell end (no. 3) is empty; remove it"),
    ]
