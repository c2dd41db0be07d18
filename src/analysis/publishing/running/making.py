"""How do an execution and a notebook become the files of a report? In a process of its own, nothing is run.

The working folder holds the notebook, the execution of its code and the data it has seen, see `laid_out`; the
files are left in ``made/``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from analysis.errors import NotebookError
from analysis.publishing.editions.attachments import Input, inputs, seal, source
from analysis.publishing.running.beside import beside
from analysis.publishing.running.executing import DATA, LEFT
from analysis.publishing.running.execution import NOTEBOOK, Execution, executed
from analysis.publishing.running.views import Files

MADE: Final = "made"
MODULES: Final = "modules"


def laid_out(
    notebook: bytes, execution: Execution, seen: Files, modules: Mapping[str, bytes], folder: Path
) -> None:
    """Lay out the working folder of a report that is to be rendered."""
    from analysis.data.excerpts import write_folder

    (folder / NOTEBOOK).write_bytes(notebook)
    (folder / LEFT).write_bytes(execution.packed())
    write_folder(seen, folder / DATA)
    write_folder(modules, folder / MODULES)


def make_here(request: Mapping[str, Any]) -> dict[str, Any]:
    """Render the report of this working folder; return its inputs, pages and what the build is to say of it.

    Raises ``NotebookError`` of the exporters, which names each cell that cannot be shown as it should.
    """
    from analysis.publishing.comparing.comparison import with_section
    from analysis.publishing.exporters.rendering import in_turn, render, write_notebook

    report, edition, told = request["report"], dict(request["edition"]), request["changes"]
    lock = Path(request["lock"]) if request["lock"] else None
    execution = Execution.unpacked(Path(LEFT).read_bytes())
    content = Path(NOTEBOOK).read_bytes()
    notebook = executed(content, execution)
    if told:
        notebook = with_section(notebook, told, as_of=edition["as_of"])
        edition["changes"] = told["sentences"]
    notebook.metadata.setdefault("analysis", {})["edition"] = edition
    carried = {"data": _files(Path(DATA)), "modules": _files(Path(MODULES))}
    found = inputs(content, report=report, lock=lock, program=source(), **carried)
    sealed = {"edition": edition, "parameters": request["parameters"], "changes": told}
    found.append(seal(found, report=report, lock=lock, **sealed))
    made = Path(MADE)
    made.mkdir()
    write_notebook(notebook, made / f"{report}.ipynb")
    try:
        pages, remarks = render(
            notebook,
            report,
            request["formats"],
            made,
            attachments=_attached(found),
            beside=beside if request["beside"] else in_turn,
        )
    except NotebookError as error:
        raise NotebookError(request["label"], error.cell, error.problems) from None
    entries = sorted((one.entry for one in found), key=lambda entry: entry["path"])
    return {"inputs": entries, "pages": pages, "remarks": remarks}


def _attached(found: Sequence[Input]) -> list[dict[str, Any]]:
    return [one.attached for one in found]


def _files(folder: Path) -> Files:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
