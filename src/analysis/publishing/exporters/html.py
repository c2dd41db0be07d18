"""How does nbconvert reach our HTML? By an exporter of its kind; `html_page` draws."""

from __future__ import annotations

from typing import Any

from traitlets import default

from analysis.publishing.document.document import Document
from analysis.publishing.exporters.exporter import AnalysisExporter
from analysis.publishing.exporters.html_page import html_of


class AnalysisHTMLExporter(AnalysisExporter):
    """Exports a notebook as one self-contained HTML file, without scripts and without any request."""

    export_from_notebook = "Analysis report (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _default_file_extension(self) -> str:
        return ".html"

    def draw(self, document: Document, resources: dict[str, Any]) -> str:
        """Return the document as HTML."""
        return html_of(document, self.judging)
