"""What in an executed notebook differs from run to run? Times, random ids, stderr and versions: out they go.

Paths of the machine and addresses of objects in an output are errors. What is left depends on inputs alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from nbformat import NotebookNode

from analysis.errors import Problem

INJECTED_TAG = "injected-parameters"
ADDRESS = re.compile(r"\b(?:at|object) 0x[0-9a-f]{6,}")


def stripped(notebook: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """Return the notebook without what differs between two runs, and what it wrote to stderr, by cell.

    The notebook given is changed in place; nobody else holds it.
    """
    notebook.metadata.pop("papermill", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    remarks: list[str] = []
    for cell in notebook.cells:
        for timed in ("papermill", "execution"):
            cell.metadata.pop(timed, None)
        if INJECTED_TAG in cell.metadata.get("tags", ()):
            cell.id = INJECTED_TAG
        if cell.cell_type == "code":
            cell.outputs, said = _streams_joined(cell.outputs)
            remarks.extend(f"cell {cell.id}: {line}" for line in said.splitlines() if line.strip())
    return notebook, remarks


def leaks(notebook: NotebookNode, machine: Iterable[str], label: str) -> Iterator[Problem]:
    """Yield each cell whose outputs hold a path of this machine or the address of an object in memory."""
    for cell in notebook.cells:
        text = json.dumps(cell.get("outputs", []), ensure_ascii=False)
        place = f"{label}, cell {cell.id}:"
        for path in sorted({path for path in machine if path in text}):
            yield Problem(place, "", f"shows a path of this machine, {path}", "leave it out of the report")
        if found := ADDRESS.search(text):
            reason = f"shows an address in memory ({found.group()}), which differs in each run"
            yield Problem(place, "", reason, "end the cell with a part, or with ;")


def _streams_joined(outputs: list[NotebookNode]) -> tuple[list[NotebookNode], str]:
    """Return the outputs, each run of stdout joined into one and stderr taken out; and the text of stderr."""
    kept: list[NotebookNode] = []
    said = ""
    for output in outputs:
        if output.output_type == "stream" and output.name == "stderr":
            said += output.text
        elif output.output_type == "stream" and kept and kept[-1].output_type == "stream":
            kept[-1].text += output.text
        else:
            output.get("metadata", {}).pop("execution", None)
            kept.append(output)
    return kept, said
