"""An execution is what the code of a notebook has left: it fits any text around the same code."""

from __future__ import annotations

import copy
import json
import zlib
from typing import Any

import nbformat
import papermill
import pytest
from nbformat import NotebookNode

from analysis.publishing.running.execution import PART_TYPE, Execution, executed, of_notebook
from analysis.publishing.running.strip_volatile import stripped

v4: Any = nbformat.v4  # has no types


def part(**content: object) -> NotebookNode:
    output: NotebookNode = v4.new_output("display_data", data={PART_TYPE: content})
    return output


def ran(*outputs: NotebookNode) -> Execution:
    """What a notebook of one cell leaves, with parameters and injected ones before it."""
    own = v4.new_code_cell("window = 28", id="parameters", metadata={"tags": ["parameters"]})
    injected = v4.new_code_cell("window = 7", id="x", metadata={"tags": ["injected-parameters"]})
    cell = v4.new_code_cell("show()", id="shows", outputs=list(outputs), execution_count=2)
    language = {"language_info": {"name": "python", "version": "3.11.7"}}
    cells = [v4.new_markdown_cell("# Old words"), own, injected, cell]
    notebook = v4.new_notebook(cells=cells, metadata=language)
    return of_notebook(notebook, {"tables": ["nights"], "modules": ["analysis"], "own": []})


def test_findings_are_gathered_in_order_from_single_parts_and_lists() -> None:
    one, two, three = ({"kind": "finding", "name": name, "value": 1} for name in ("one", "two", "three"))
    execution = ran(part(**one), part(kind="findings", findings=[two, three]), part(kind="note", text="x"))
    assert [finding["name"] for finding in execution.findings] == ["one", "two", "three"]
    assert all("kind" not in finding for finding in execution.findings)


def test_what_parts_hint_at_is_remarked_by_cell() -> None:
    execution = ran(part(kind="figure", hints=["On a phone …"]), part(kind="note", text="x"))
    assert list(execution.remarks) == ["cell shows: On a phone …"]


def test_it_is_packed_and_unpacked_unchanged_and_damage_is_noticed() -> None:
    execution = ran(part(kind="note", text="Zażółć \ud800"))
    again = Execution.unpacked(execution.packed())
    assert again.packed() == execution.packed()
    assert again.cells == json.loads(json.dumps(execution.cells))
    with pytest.raises(ValueError, match="Expecting value"):
        Execution.unpacked(zlib.compress(b"no json"))


def test_other_words_around_the_same_code_get_the_same_outputs() -> None:
    cells = [
        v4.new_code_cell("window = 28", id="parameters", metadata={"tags": ["parameters"]}),
        v4.new_markdown_cell("# New words", id="title"),
        v4.new_code_cell("show()", id="shows"),
        v4.new_markdown_cell("More.", id="more"),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    content = v4.writes_json(v4.new_notebook(cells=cells, metadata=kernel)).encode()
    execution = Execution.unpacked(ran(part(kind="note", text="seven")).packed())
    notebook = executed(content, execution)
    assert [cell.id for cell in notebook.cells] == [
        "parameters", "injected-parameters", "title", "shows", "more",
    ]  # fmt: skip
    assert notebook.cells[1].source == "window = 7"
    assert notebook.cells[3].outputs[0].data[PART_TYPE]["text"] == "seven"
    assert notebook.cells[3].execution_count == 2
    assert notebook.metadata.language_info == {"name": "python"}
    assert "papermill" not in v4.writes_json(notebook)


@pytest.mark.parametrize("tag", ["parameters", "none", "injected-parameters"])
def test_a_notebook_is_as_papermill_leaves_it(tag: str) -> None:
    cells = [
        v4.new_markdown_cell("# Title", id="title"),
        v4.new_code_cell("window = 28", id="first", metadata={"tags": [tag]}),
        v4.new_markdown_cell("Words.", id="words", metadata={"tags": ["own"]}),
        v4.new_code_cell("show()", id="shows"),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = v4.new_notebook(cells=cells, metadata=kernel)
    left = papermill.execute_notebook(
        copy.deepcopy(notebook),
        None,
        parameters={"window": 7, "town": "Gent"},
        prepare_only=True,
        progress_bar=False,
    )
    left.metadata["language_info"] = {"name": "python"}
    execution = of_notebook(copy.deepcopy(left), {"tables": [], "modules": [], "own": []})
    assert executed(v4.writes_json(notebook).encode(), execution) == stripped(left)[0]
