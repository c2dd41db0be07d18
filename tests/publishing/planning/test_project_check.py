"""Errors stop a project, hints do not; both are said at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.errors import AnalysisError
from analysis.publishing.planning.plan import plan
from analysis.publishing.planning.project_check import check_project

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

LOOP = "for night in dataset.nights:\n    print(night)"


def change(request: Asked, id: str, source: str) -> None:
    path = request.project.notebooks / "states-a-finding.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    next(cell for cell in content["cells"] if cell["id"] == id)["source"] = source
    path.write_text(json.dumps(content), encoding="utf-8")


def test_a_sound_project_has_no_hints(project: Callable[..., Asked]) -> None:
    request = project("states-a-finding")
    said = check_project(data=request.project.data, notebooks=request.project.notebooks)
    assert said == "3 tables and 1 notebook are in order"


def test_hints_are_said_apart_and_stop_neither_check_nor_build(project: Callable[..., Asked]) -> None:
    request = project("states-a-finding")
    change(request, "most-lights", LOOP)
    done = CliRunner().invoke(
        main, ["check", "--data", str(request.project.data), "--notebooks", str(request.project.notebooks)]
    )
    assert done.exit_code == 0
    first, second, hint = done.output.splitlines()
    assert (first, second) == (
        "3 tables and 1 notebook are in order",
        "hints: 1 (style; nothing has to change)",
    )
    assert "cell most-lights (no. 5): holds a loop" in hint
    assert len(plan(request.project, request.request)) == 1


def test_errors_come_first_and_stop_both(project: Callable[..., Asked]) -> None:
    request = project("states-a-finding")
    change(request, "most-lights", LOOP)
    change(request, "most", "There were 653.")
    with pytest.raises(AnalysisError) as caught:
        check_project(data=request.project.data, notebooks=request.project.notebooks)
    error, *said = str(caught.value).splitlines()
    assert "“653” is a number typed by hand" in error
    assert said[0] == "hints: 1 (style; nothing has to change)"
    with pytest.raises(AnalysisError, match="653"):
        plan(request.project, request.request)


def test_every_notebook_and_every_table_is_told(project: Callable[..., Asked]) -> None:
    request = project("states-a-finding", "shows-a-path")
    change(request, "most", "There were 653.")
    (request.project.notebooks / "shows-a-path.ipynb").write_text("{", encoding="utf-8")
    (request.project.data / "nights.csv").write_text("night,lights\n", encoding="utf-8")
    with pytest.raises(AnalysisError) as caught:
        check_project(data=request.project.data, notebooks=request.project.notebooks)
    for said in ("nights.csv", "shows-a-path.ipynb", "653"):
        assert said in str(caught.value)
