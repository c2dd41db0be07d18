"""How does an executed notebook become HTML and PDF? By exporters that nbconvert knows, in strict mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbconvert.exporters import get_exporter
from nbformat import NotebookNode

from analysis.publishing.document.document import Document
from analysis.publishing.document.repetition import repeated

EXPORTERS = {"html": "analysis-html", "pdf": "analysis-pdf"}


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


def render(
    notebook: NotebookNode,
    report: str,
    formats: Sequence[str],
    folder: Path,
    *,
    attachments: Sequence[Mapping[str, Any]] = (),
) -> Rendered:
    """Write the report in each format, the PDF with its attachments; return what is to be said of it.

    Raises ``NotebookError`` of the exporters, which names each cell that cannot be shown as it should.
    """
    document: Document | None = None
    resources: dict[str, Any] = {"metadata": {"name": report}}
    for name in formats:
        carried = {"attachments": list(attachments)} if name == "pdf" else {}
        exporter = get_exporter(EXPORTERS[name])(strict=True, **carried)  # type: ignore[no-untyped-call]
        if document is None:
            document, resources = exporter.read(notebook, resources)
        content = exporter.draw(document, resources)
        path = folder / f"{report}.{name}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    remarks = repeated(document) if document else []
    return Rendered(resources.get("pages"), remarks)
