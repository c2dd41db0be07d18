"""How does an executed notebook become HTML and PDF? It is read once and drawn in each format, strictly."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final, NamedTuple

import nbformat
from nbformat import NotebookNode

from analysis.publishing.document.document import read_document
from analysis.publishing.document.repetition import repeated
from analysis.publishing.exporters.html_page import html_of
from analysis.publishing.exporters.judging import Judging
from analysis.publishing.exporters.pdf_pages import Typesetter, page_count

STRICT: Final = Judging(strict=True, log=logging.getLogger(__name__))
#: Does a task beside what its context does, and raises the task's error at the end of it.
Beside = Callable[[Callable[[], object]], AbstractContextManager[None]]


def read_notebook(path: Path) -> NotebookNode:
    """Read an executed notebook."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook as nbformat does: sorted keys, one newline at the end."""
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    path.write_text(text + "\n", encoding="utf-8")


class Rendered(NamedTuple):
    """The number of a PDF's pages, None without one, and what its reader finds said twice."""

    pages: int | None
    remarks: Sequence[str]


@contextmanager
def in_turn(task: Callable[[], object]) -> Iterator[None]:
    """Do a task before what the context does."""
    task()
    yield


def render(
    notebook: NotebookNode,
    report: str,
    formats: Sequence[str],
    folder: Path,
    *,
    attachments: Sequence[Mapping[str, Any]] = (),
    beside: Beside = in_turn,
) -> Rendered:
    """Write the report in each format, the PDF with its attachments; return what is to be said of it.

    ``beside`` says how the HTML is drawn where a PDF is set as well. Raises ``NotebookError``, which names
    each cell that cannot be shown as it should.
    """
    document = read_document(notebook, name=report)

    def draw_html() -> None:
        (folder / f"{report}.html").write_bytes(html_of(document, STRICT).encode("utf-8"))

    pages = None
    how = beside if "pdf" in formats else in_turn
    with how(draw_html) if "html" in formats else nullcontext():
        if "pdf" in formats:
            pdf = Typesetter(STRICT, attachments).draw(document)
            (folder / f"{report}.pdf").write_bytes(pdf)
            pages = page_count(pdf)
        return Rendered(pages, repeated(document))
