"""How does a document become a PDF? Typst sets it as PDF/A-3a and PDF/UA-1, the same bytes every time.

In strict mode whatever those standards forbid is an error that names its cell. Otherwise the page marks what
is missing, and the standards are given up only when the page could not be set by them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from analysis.errors import AnalysisError, NotebookError
from analysis.publishing.document.blocks import Place
from analysis.publishing.document.document import Document
from analysis.publishing.document.flaws import Flaw
from analysis.publishing.exporters.completeness import lost, pictures_of_pdf, words_of_pdf
from analysis.publishing.exporters.judging import Judging
from analysis.publishing.exporters.printed import printed
from analysis.publishing.exporters.typst_compiler import (
    TypesettingError,
    TypstInput,
    compile_pdf,
    unreadable_images,
)
from analysis.publishing.exporters.typst_input import typst_input
from analysis.publishing.exporters.typst_mending import with_codes_for, without_images
from analysis.publishing.exporters.unset_letters import unset_letters

STANDARDS: Final = ("a-3a", "ua-1")
UNDATED: Final = ("ua-1",)  # PDF/A wants a date, which a notebook without one does not have
Compiled = Callable[..., bytes]  # `compile_pdf` with what stands in all tries of one document
RELATIONSHIPS: Final = ("source", "data", "alternative", "supplement")


@dataclass(frozen=True)
class Typesetter:
    """Sets documents; ``attachments`` are dicts of name, data, mime, description and relationship."""

    judging: Judging
    attachments: Sequence[Mapping[str, Any]] = ()

    def draw(self, document: Document) -> bytes:
        """Return the document as PDF; raises ``AnalysisError`` for attachments that cannot be carried."""
        carried, timestamp = _checked(self.attachments), _timestamp(document.as_of)
        standards = STANDARDS if document.as_of else UNDATED
        compiled = partial(compile_pdf, attachments=carried, standards=standards, timestamp=timestamp)
        source = typst_input(document)
        unset: Sequence[str] = ()
        unread: Sequence[str] = ()
        try:
            pdf = self._with_any_font(source, compiled)
        except TypesettingError as failure:
            self.judging.judge(document, [*document.flaws, *self._flaws(document, failure)])
            unset, unread = failure.missing, unreadable_images(source)
            source = without_images(with_codes_for(source, unset), unread)
            pdf = self._mended(document, source, compiled, timestamp)
        else:
            self.judging.judge(document, document.flaws)
        shown, pictures = words_of_pdf(pdf), pictures_of_pdf(pdf) + len(unread)
        blocks = printed(document.blocks)
        self.judging.judge(
            document, lost(document, blocks, shown, pictures=pictures, medium="PDF", unset=unset)
        )
        return pdf

    def _with_any_font(self, source: TypstInput, compiled: Compiled) -> bytes:
        """Return the PDF, set with the machine's fonts where ours lack letters; never so in strict mode."""
        try:
            return compiled(source)
        except TypesettingError as failure:
            if self.judging.strict or not failure.missing:
                raise
        return compiled(source, machine=True)

    def _mended(self, document: Document, source: TypstInput, compiled: Compiled, timestamp: int) -> bytes:
        """Return the PDF of a mended input: by the standards if it can be, else without them."""
        try:
            return compiled(source, machine=True)
        except TypesettingError as failure:
            self.judging.judge(document, self._flaws(document, failure))
            self.judging.log.warning("%s.ipynb: this PDF follows neither PDF/A nor PDF/UA", document.name)
        try:
            return compile_pdf(source, attachments=(), standards=(), timestamp=timestamp, machine=True)
        except TypesettingError as failure:
            problems = [flaw.problem() for flaw in self._flaws(document, failure)]
            raise NotebookError(f"{document.name}.ipynb", "", problems) from None

    def _flaws(self, document: Document, failure: TypesettingError) -> list[Flaw]:
        """Return what a page could not be set for: in strict mode every cell, else one flaw a script."""
        flaws = unset_letters(document, failure.missing, every_cell=self.judging.strict)
        whole = Place(0, "the PDF")
        return flaws + [
            Flaw(whole, f"cannot be set: {message}", "", lost=True) for message in failure.messages
        ]


def _checked(attachments: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the attachments as the template needs them; all that is wrong with them is one error."""
    problems = []
    for file in attachments:
        if missing := {"name", "data", "mime", "description", "relationship"} - set(file):
            problems.append(f"attachment {file.get('name', '?')!r} lacks {', '.join(sorted(missing))}")
        elif file["relationship"] not in RELATIONSHIPS:
            known = ", ".join(RELATIONSHIPS)
            problems.append(
                f"attachment {file['name']!r}: relationship {file['relationship']!r} is none of {known}"
            )
    if problems:
        raise AnalysisError("\n".join(problems))
    return [dict(file) for file in attachments]


def _timestamp(as_of: str) -> int:
    """Return the seconds of the day that the report describes; the clock is never read."""
    return int(datetime.fromisoformat(as_of).replace(tzinfo=UTC).timestamp()) if as_of else 0


def page_count(pdf: bytes) -> int:
    """Return the number of pages: the largest count in the tree of pages."""
    return max((int(found) for found in re.findall(rb"/Type\s*/Pages\b[^>]*?/Count (\d+)", pdf)), default=0)
