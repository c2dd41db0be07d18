"""What is an execution? A notebook run with parameters on a view of the data: a value, never made twice.

It holds the outputs of the code cells and what the run has read. Text around the code is no part of it: the
same execution serves a notebook whose words have changed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from analysis.publishing.planning.notebooks import Notebook
from analysis.publishing.planning.parameters import Value
from analysis.publishing.running.own_modules import OwnModule
from analysis.publishing.running.views import View

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOTEBOOK: Final = "notebook.ipynb"
KERNEL: Final = "python3"
RAN: Final = ("id", "execution_count", "outputs")
PART_TYPE: Final = "application/vnd.analysis.part+json"


@dataclass(frozen=True)
class ExecutionRequest:
    """A notebook, the values of its parameters that are to be injected, and the rows that it is to see.

    ``timeout`` is in seconds and for one cell; it changes no output. ``modules`` are those that the code may
    import beside those of libraries.
    """

    notebook: Notebook
    values: Mapping[str, Value]
    view: View
    timeout: int
    modules: Mapping[str, OwnModule] = field(default_factory=dict)

    @property
    def seed(self) -> int:
        """Where chance begins: at the same place for the same code, date and parameters."""
        told = json.dumps([self.code, self.values], sort_keys=True, default=str)
        return zlib.crc32(told.encode("utf-8", "surrogatepass"))

    def imported(self, execution: Execution) -> dict[str, bytes]:
        """Return the modules of the project's own that a run has imported, by their place in the project."""
        found = [self.modules[name] for name in execution.own if name in self.modules]
        return {module.path: module.content for module in found}

    @property
    def code(self) -> list[tuple[str, tuple[str, ...], str]]:
        """The code cells: all of a notebook that decides what a run does."""
        return [(cell.id, cell.tags, cell.source) for cell in self.notebook.code]


@dataclass(frozen=True)
class Execution:
    """What a run has left: each code cell's outputs, the kernel's language, and what was used.

    ``cells`` have ``id``, ``execution_count`` and ``outputs``, the cell of injected parameters among them
    with its ``source``, which papermill has written;
    ``tables`` and ``modules`` are those read and imported, ``own`` the project's own modules; ``remarks``
    what went to stderr, and what parts hint at, by cell.
    """

    cells: Sequence[Mapping[str, Any]]
    language: Mapping[str, Any]
    tables: Sequence[str]
    modules: Sequence[str]
    own: Sequence[str]
    remarks: Sequence[str]

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings that the notebook states, in order, as its parts recorded them."""
        stated = [
            finding
            for part in self._parts
            for finding in ([part] if part.get("kind") == "finding" else part.get("findings", ()))
        ]
        return [{name: value for name, value in each.items() if name != "kind"} for each in stated]

    @property
    def headline(self) -> str:
        """The headline that the notebook gives its report, blank for none."""
        return next((str(part["text"]) for part in self._parts if part.get("kind") == "headline"), "")

    @property
    def _parts(self) -> list[dict[str, Any]]:
        return [
            output.get("data", {}).get(PART_TYPE, {})
            for cell in self.cells
            for output in cell["outputs"] or ()
        ]

    def packed(self) -> bytes:
        """Return the execution as bytes, the same for the same execution."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)

    @classmethod
    def unpacked(cls, content: bytes) -> Execution:
        """Return the execution that was packed; raises ``ValueError``, ``TypeError`` or ``zlib.error``."""
        return cls(**json.loads(zlib.decompress(content)))


def of_notebook(executed: NotebookNode, used: Mapping[str, Sequence[str]]) -> Execution:
    """Return the execution that an executed notebook holds, stripped to what its inputs determine.

    ``used`` are tables, modules and own modules, by these names.
    """
    from analysis.publishing.running.strip_volatile import INJECTED_TAG, stripped

    notebook, remarks = stripped(executed)
    cells = [
        {name: cell.get(name) for name in (RAN if cell.id != INJECTED_TAG else (*RAN, "source"))}
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]
    remarks += [f"cell {cell['id']}: {hint}" for cell in cells for hint in _hints(cell)]
    language = notebook.metadata.get("language_info", {})
    tables, modules, own = (tuple(used[name]) for name in ("tables", "modules", "own"))
    return Execution(cells, language, tables, modules, own, tuple(remarks))


def _hints(cell: Mapping[str, Any]) -> list[str]:
    parts = [output.get("data", {}).get(PART_TYPE, {}) for output in cell["outputs"] or ()]
    return [hint for part in parts for hint in part.get("hints", ())]


def executed(content: bytes, execution: Execution) -> NotebookNode:
    """Return a notebook as papermill has left it: its text is that of the file, the rest is the execution's.

    Papermill itself is not asked: it is slow to import, and a report is drawn again more often than run.
    """
    import nbformat

    from analysis.publishing.running.strip_volatile import INJECTED_TAG, stripped

    notebook, _ = stripped(nbformat.reads(content.decode("utf-8"), as_version=4))  # type: ignore[no-untyped-call]
    places = [place for place, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    for number, ran in enumerate(execution.cells):
        if ran["id"] == INJECTED_TAG and len(places) < len(execution.cells):
            tagged = {"metadata": {"tags": [INJECTED_TAG]}, "id": INJECTED_TAG}
            cell = nbformat.v4.new_code_cell(**tagged)  # type: ignore[no-untyped-call]
            notebook.cells.insert(places[number - 1] + 1 if number else 0, cell)
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell, ran in zip(code, execution.cells, strict=True):
        cell.update(source=ran.get("source", cell.source), execution_count=ran["execution_count"])
        cell.outputs = nbformat.from_dict(ran["outputs"])  # type: ignore[no-untyped-call]
    notebook.metadata["language_info"] = nbformat.from_dict(execution.language)  # type: ignore[no-untyped-call]
    return notebook
