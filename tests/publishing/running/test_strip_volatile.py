"""What differs between two runs of a notebook is taken out of it, or refused."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from analysis.publishing.running.strip_volatile import leaks, stripped

v4: Any = nbformat.v4  # has no types


def run(*outputs: NotebookNode, tags: tuple[str, ...] = ()) -> NotebookNode:
    """A notebook of one cell as papermill leaves it."""
    cell = v4.new_code_cell("1", id="a1b2", outputs=list(outputs), metadata={"tags": list(tags)})
    cell.metadata["papermill"] = {"start_time": "2026-11-24T05:44:12", "duration": 0.1}
    cell.metadata["execution"] = {"iopub.status.busy": "2026-11-24T05:44:12"}
    language = {"name": "python", "version": "3.11.7"}
    notebook: NotebookNode = v4.new_notebook(
        cells=[cell], metadata={"papermill": {"duration": 1.0}, "language_info": language}
    )
    return notebook


def stream(name: str, text: str) -> NotebookNode:
    output: NotebookNode = v4.new_output("stream", name=name, text=text)
    return output


def test_stamps_and_versions_go() -> None:
    notebook, _ = stripped(run())
    text = v4.writes_json(notebook)
    assert "2026" not in text
    assert "3.11.7" not in text
    assert notebook.cells[0].id == "a1b2"


def test_the_injected_cell_gets_a_fixed_id() -> None:
    notebook, _ = stripped(run(tags=("injected-parameters",)))
    assert notebook.cells[0].id == "injected-parameters"


def test_pieces_of_stdout_are_one_output_and_stderr_is_said_apart() -> None:
    said = (stream("stdout", "a\n"), stream("stderr", "careful\n"), stream("stdout", "b\n"))
    notebook, remarks = stripped(run(*said))
    assert [output.text for output in notebook.cells[0].outputs] == ["a\nb\n"]
    assert remarks == ["cell a1b2: careful"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/srv/user/project/x.csv", "shows a path of this machine, /srv/user/project"),
        ("<Axes at 0x7f3a9c2b10>", "shows an address in memory (at 0x7f3a9c2b10)"),
    ],
)
def test_traces_of_the_machine_are_refused_with_the_cell(text: str, said: str) -> None:
    problems = list(leaks(run(stream("stdout", text)), ["/srv/user/project"], "notebooks/x.ipynb"))
    assert len(problems) == 1
    assert str(problems[0]).startswith(f"notebooks/x.ipynb, cell a1b2: {said}")
