"""How does nbconvert reach our PDF? By an exporter of its kind; `pdf_pages` sets it."""

from __future__ import annotations

import sys
from typing import Any, Final

from traitlets import Dict, List, default

from analysis.publishing.document.document import Document
from analysis.publishing.exporters.exporter import AnalysisExporter
from analysis.publishing.exporters.pdf_pages import RELATIONSHIPS, Typesetter, page_count

STDOUT: Final = "StdoutWriter"


class AnalysisPDFExporter(AnalysisExporter):
    """Exports a notebook as PDF by Typst: no TeX, no browser, nothing to install."""

    export_from_notebook = "Analysis report (PDF)"
    output_mimetype = "application/pdf"

    attachments = List(
        Dict(),
        help="Files that the PDF carries: dicts of name, data (bytes), mime, description and relationship"
        f" ({', '.join(RELATIONSHIPS)}).",
    )

    @default("file_extension")
    def _default_file_extension(self) -> str:
        return ".pdf"

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the PDF, and the resources with the number of its pages.

        nbconvert's ``--stdout`` writes text only: the PDF is then written here, and nothing is left to it.
        """
        pdf, resources = super().from_notebook_node(nb, resources, **kw)
        if self.config.get("NbConvertApp", {}).get("writer_class") == STDOUT:
            sys.stdout.buffer.write(pdf)
            return "", resources
        return pdf, resources

    def draw(self, document: Document, resources: dict[str, Any]) -> bytes:
        """Return the document as PDF; the number of its pages goes into the resources."""
        pdf = Typesetter(self.judging, self.attachments).draw(document)
        resources["pages"] = page_count(pdf)
        return pdf
