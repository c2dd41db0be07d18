"""What do both exporters of nbconvert share? Its options, and how they read a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import Bool

from analysis.publishing.document.document import ALL, Document, read_document
from analysis.publishing.exporters.judging import Judging


class AnalysisExporter(TemplateExporter):
    """Reads an executed notebook into a document, which a subclass draws.

    It is a TemplateExporter for its options only (``--no-input`` and the like work); its page does not come
    from nbconvert's templates.
    """

    strict = Bool(
        False,
        help="Refuse a notebook with any flaw, naming all of them, instead of marking them in the page.",
    ).tag(config=True)

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the notebook in the exporter's format, and the resources with what else is known of it.

        Raises
        ------
        NotebookError
            In strict mode, when the notebook has flaws; it names all of them with their cells.

        """
        document, resources = self.read(nb, resources, **kw)
        return self.draw(document, resources), resources

    def read(
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Document, dict[str, Any]]:
        """Return what the notebook says, for this exporter or another one to draw."""
        notebook, resources = Exporter.from_notebook_node(self, nb, resources, **kw)
        about = resources.get("metadata") or {}
        name = str(about.get("name") or "notebook")
        if resources.get("unique_key") == name[:-1]:  # nbconvert cuts a letter where a file has no ending
            resources["unique_key"] = name
        document = read_document(
            notebook,
            name=name,
            folder=Path(about["path"]) if "path" in about else None,
            shown=ALL - self._excluded(),
        )
        resources["output_extension"] = self.file_extension
        return document, resources

    @property
    def judging(self) -> Judging:
        """What is done about flaws."""
        return Judging(self.strict, self.log)

    def _excluded(self) -> set[str]:
        """Return what nbconvert's own options leave out."""
        return {
            name
            for name, left_out in {
                "input": self.exclude_input or self.exclude_code_cell,
                "output": self.exclude_output or self.exclude_code_cell,
                "markdown": self.exclude_markdown,
                "raw": self.exclude_raw,
            }.items()
            if left_out
        }

    def draw(self, document: Document, resources: dict[str, Any]) -> str | bytes:
        """Return the document in the exporter's format."""
        raise NotImplementedError
