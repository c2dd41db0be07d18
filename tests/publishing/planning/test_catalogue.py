"""Reports are found by their description; what a description lacks is said for all notebooks at once."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis.errors import AnalysisError, NotebookError
from analysis.publishing.planning.catalogue import choose, load_catalogue
from analysis.publishing.planning.notebooks import read_notebook

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def test_reports_come_in_reading_order() -> None:
    reports = load_catalogue(NOTEBOOKS)
    assert [report.order for report in reports] == sorted(report.order for report in reports)
    assert reports[0].id == "states-a-finding"
    assert reports[0].requires == ("nights",)
    assert reports[0].parameters["window"] == 7


def described(folder: Path, name: str, **analysis: object) -> None:
    content = {"cells": [], "metadata": {"analysis": analysis}, "nbformat": 4, "nbformat_minor": 5}
    (folder / f"{name}.ipynb").write_text(json.dumps(content), encoding="utf-8")


def test_every_problem_of_every_description_is_said_at_once(tmp_path: Path) -> None:
    sound = {"title": "T", "description": "D", "audience": "A"}
    described(tmp_path, "one", **sound, id="other", order="first", requires="strikes")
    described(tmp_path, "two", id="two", order=1)
    (tmp_path / "three.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(AnalysisError) as caught:
        load_catalogue(tmp_path)
    lines = str(caught.value).splitlines()
    for said in (
        "metadata analysis.id is 'other'; the id is the file's stem: one",
        "metadata analysis.order is 'first'",
        "metadata analysis.requires is 'strikes'",
        "two.ipynb: metadata analysis.title is missing",
        "two.ipynb: metadata analysis.audience is missing",
        "three.ipynb: the file is not a Jupyter notebook of format 4",
    ):
        assert any(said in line for line in lines), said


@pytest.mark.parametrize(
    ("name", "fix"), [("rian", "did you mean rain.runs.csv?"), ("sales", "there are rain")]
)
def test_a_table_of_runs_without_its_notebook_is_named(tmp_path: Path, name: str, fix: str) -> None:
    described(tmp_path, "rain", id="rain", title="T", description="D", audience="A", order=1)
    (tmp_path / f"{name}.runs.csv").write_text("since\n1999\n", encoding="utf-8")
    with pytest.raises(AnalysisError) as caught:
        load_catalogue(tmp_path)
    assert str(caught.value) == f"{tmp_path / name}.runs.csv is the table of runs of no notebook; {fix}"


def test_two_reports_cannot_have_one_place(tmp_path: Path) -> None:
    for name in ("a", "b"):
        described(tmp_path, name, id=name, title="T", description="D", audience="A", order=3)
    with pytest.raises(AnalysisError, match=r"b.ipynb: metadata analysis.order is 3, as in a"):
        load_catalogue(tmp_path)


def test_an_empty_and_a_missing_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="holds no notebook"):
        load_catalogue(tmp_path)
    with pytest.raises(AnalysisError, match="does not exist"):
        load_catalogue(tmp_path / "none")


def test_an_unknown_report_is_answered_with_the_nearest() -> None:
    reports = load_catalogue(NOTEBOOKS)
    with pytest.raises(
        AnalysisError, match=r'report = "state-a-finding" is unknown; did you mean states-a-finding\?'
    ):
        choose(reports, ["state-a-finding"])
    assert [report.id for report in choose(reports, ["hangs", "states-a-finding"])] == [
        "states-a-finding",
        "hangs",
    ]


def test_a_file_that_is_no_notebook_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="does not exist"):
        read_notebook(tmp_path / "absent.ipynb")


@pytest.mark.parametrize("stem", ["a" * 81, "a-" * 40 + "a"])
def test_an_id_that_is_too_long_for_file_systems_is_refused(project: Callable[..., Asked], stem: str) -> None:
    asked = project("states-a-finding")
    path = asked.project.notebooks / "states-a-finding.ipynb"
    path.rename(path.with_stem(stem))
    with pytest.raises(AnalysisError, match=r"is no report id; use lower-case words .* at most 80 letters"):
        load_catalogue(asked.project.notebooks)


def test_a_pipe_is_no_notebook_and_nobody_waits_for_it(project: Callable[..., Asked]) -> None:
    asked = project("states-a-finding")
    os.mkfifo(asked.project.notebooks / "pipe.ipynb")
    with pytest.raises(AnalysisError, match=r"pipe\.ipynb is no regular file; move it away"):
        load_catalogue(asked.project.notebooks)
