"""Whoever asks for an execution gets it; none is made twice."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from tests.publishing.caching.test_execution_store import EXECUTION, HERE, request, store

from analysis.errors import AnalysisError
from analysis.publishing.caching.executions import Executions
from analysis.publishing.running.executing import ExecutionError
from analysis.publishing.running.execution import ExecutionRequest


class Runner:
    """Counts what it is asked to run, and breaks off when told."""

    def __init__(self) -> None:
        self.ran = 0
        self.error = ""
        self.tables: Sequence[str] | None = None
        self.says = "the same"

    def run(self, request: ExecutionRequest, *, tables: Sequence[str] | None = None) -> bytes:
        self.ran += 1
        self.tables = tables
        if self.error:
            raise ExecutionError(self.error, {})
        self.says += "" if self.says == "the same" else "."
        cell = {"id": "shows", "execution_count": 1, "outputs": [{"text": self.says}]}
        return replace(EXECUTION, cells=[cell]).packed()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE / "data", tmp_path / "data"))


def test_it_is_run_once_however_many_ask_and_never_in_a_later_build(tmp_path: Path, data: Path) -> None:
    runner, barrier = Runner(), Barrier(4)
    executions = Executions(store(tmp_path / "kept", data), runner, force=False)

    def ask(_: int) -> tuple[str, ...]:
        barrier.wait()
        return tuple(executions.get(request()).tables)

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(ask, range(4))) == {("nights",)}
    assert runner.ran == 1
    later = Executions(store(tmp_path / "kept", data), runner, force=False)
    assert later.get(request()) == executions.get(request())
    assert runner.ran == 1


def test_whether_a_look_is_worth_while_is_told_without_the_data(tmp_path: Path, data: Path) -> None:
    executions = Executions(store(tmp_path / "kept", data), Runner(), force=False)
    assert not executions.may_have(request())
    executions.get(request())
    shutil.rmtree(data)
    assert executions.may_have(request())
    assert not Executions(store(tmp_path / "kept", data), Runner(), force=True).may_have(request())


def test_asked_anew_it_is_run_again_but_only_once(tmp_path: Path, data: Path) -> None:
    runner = Runner()
    Executions(store(tmp_path / "kept", data), runner, force=False).get(request())
    anew = Executions(store(tmp_path / "kept", data), runner, force=True)
    anew.get(request())
    anew.get(request())
    assert runner.ran == 2


def test_where_nothing_can_be_kept_it_is_still_run_once(tmp_path: Path, data: Path) -> None:
    (tmp_path / "file").touch()
    runner = Runner()
    executions = Executions(store(tmp_path / "file", data), runner, force=False)
    assert executions.get(request()) == executions.get(request())
    assert runner.ran == 1


def test_what_breaks_off_is_an_error_each_time_it_is_asked_for(tmp_path: Path, data: Path) -> None:
    runner = Runner()
    runner.error = "broken"
    executions = Executions(store(tmp_path / "kept", data), runner, force=False)
    for _ in range(2):
        with pytest.raises(ExecutionError, match="broken"):
            executions.get(request())
    assert runner.ran == 1
    runner.error = ""
    again = Executions(store(tmp_path / "kept", data), runner, force=False)
    assert again.get(request()).tables == ["nights"]


def test_asked_for_twice_it_runs_again_on_what_it_has_read_once_for_good(tmp_path: Path, data: Path) -> None:
    runner = Runner()
    Executions(store(tmp_path / "kept", data), runner, force=False).get(request())
    for _ in range(2):
        Executions(store(tmp_path / "kept", data), runner, force=False).get(request(), twice=True)
    assert (runner.ran, runner.tables) == (2, ["nights"])


def test_what_is_another_the_second_time_is_an_error_that_names_cell_and_difference(
    tmp_path: Path, data: Path
) -> None:
    runner = Runner()
    runner.says = "at twelve"
    executions = Executions(store(tmp_path / "kept", data), runner, force=False)
    with pytest.raises(AnalysisError, match=r"cell shows: the output was another one .*at twelve\.\."):
        executions.get(request(), twice=True)
