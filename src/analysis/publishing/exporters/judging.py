"""What is done about the flaws of a document? In strict mode they are an error, else one warning each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from logging import DEBUG, WARNING, Logger
from typing import Any

from analysis.errors import NotebookError
from analysis.publishing.document.document import Document
from analysis.publishing.document.flaws import Flaw


@dataclass(frozen=True)
class Judging:
    """Refuses the flaws where it is ``strict``; otherwise it tells the log what the page lacks."""

    strict: bool
    log: Logger | Any  # nbconvert's is an adapter of one

    def judge(self, document: Document, flaws: Sequence[Flaw]) -> None:
        """Raise ``NotebookError`` with all flaws in strict mode; otherwise warn, one line each."""
        if self.strict and flaws:
            raise NotebookError(f"{document.name}.ipynb", "", [flaw.problem() for flaw in flaws])
        for flaw in flaws:
            self.log.log(WARNING if flaw.lost else DEBUG, "%s.ipynb: %s", document.name, flaw)
