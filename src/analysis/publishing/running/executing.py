"""How is an execution made? The notebook runs in a folder that holds it and its view of the data, no more.

`laid_out` and `left` are the two ends of it for whoever starts the process that runs `execute_here`: on this
machine or on another one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import analysis
from analysis.errors import AnalysisError, Problem
from analysis.publishing.running.execution import NOTEBOOK, ExecutionRequest, of_notebook
from analysis.publishing.running.views import Files

DATA: Final = "data"
LEFT: Final = "execution"
REMAINS: Final = ("failed.ipynb", "traceback.txt")


class ExecutionError(AnalysisError):
    """A notebook did not run to its end; ``remains`` are the files that tell how far it came, by name."""

    def __init__(self, message: str, remains: Mapping[str, bytes]) -> None:
        super().__init__(message)
        self.remains = remains


def laid_out(
    request: ExecutionRequest, files: Files, folder: Path, *, results: Path | None = None
) -> dict[str, Any]:
    """Lay out the working folder of a run, and return the request that its process reads there.

    ``results`` is the folder of what earlier runs have computed, None where all is to be computed.
    """
    (folder / NOTEBOOK).write_bytes(request.notebook.content)
    from analysis.data.excerpts import write_folder

    write_folder(files, folder / DATA)
    write_folder({name: module.content for name, module in request.modules.items()}, folder)
    return {
        "job": "execute",
        "label": request.notebook.label,
        "values": request.values,
        "timeout": request.timeout,
        "seed": request.seed,
        "results": str(results.resolve()) if results else "",
    }


def left(folder: Path, result: Mapping[str, Any]) -> bytes:
    """Return the packed execution that a process left; raises `ExecutionError` when it left none."""
    if error := result.get("error"):
        found = [folder / name for name in REMAINS]
        raise ExecutionError(str(error), {path.name: path.read_bytes() for path in found if path.exists()})
    return (folder / LEFT).read_bytes()


def execute_here(request: Mapping[str, Any]) -> dict[str, Any]:
    """Run the notebook of this working folder and leave its execution; return nothing to say.

    Raises ``NotebookError`` naming the cell that broke, ``AnalysisError`` when an output shows what is this
    machine's.
    """
    from analysis.publishing.running.engine import execute
    from analysis.publishing.running.strip_volatile import leaks

    label = request["label"]
    how = {name: request[name] for name in ("timeout", "seed", "results")}
    ran = execute(Path(NOTEBOOK), request["values"], label=label, **how)
    if foreign := ran.used["foreign"]:
        raise AnalysisError("\n".join(str(each) for each in _foreign(foreign, label)))
    execution = of_notebook(ran.notebook, ran.used)
    program = str(Path(analysis.__file__).parent)
    machine = {str(Path.cwd()), sys.prefix, program, os.environ.get("HOME", "")} - {"/", ""}
    if problems := list(leaks(ran.notebook, machine, label)):
        raise AnalysisError("\n".join(map(str, problems)))
    Path(LEFT).write_bytes(execution.packed())
    return {}


def _foreign(modules: Mapping[str, str], label: str) -> Iterator[Problem]:
    """Yield each module that is neither the project's own nor a library's, so that nobody else has it."""
    fix = "put it beside the notebooks or in src, or install it as a package"
    for name, path in modules.items():
        yield Problem(f"{label}: module {name}", "", f"comes from {path}, which is not in the project", fix)
