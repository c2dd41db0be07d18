"""A fork does the second task: what it leaves is there at the end, and its error is raised."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from analysis.errors import NotebookError, Problem
from analysis.publishing.running import beside as module
from analysis.publishing.running.beside import beside

ERROR = NotebookError("a.ipynb", "count", [Problem("the picture", "", "is missing")])


@pytest.fixture(params=["forked", "in turn"])
def is_forked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the task is done in a fork; this process has threads, but none that matters here."""
    forks = str(request.param) == "forked"
    monkeypatch.setattr(module, "has_one_thread", lambda: forks)
    return forks


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_both_tasks_are_done(is_forked: bool, tmp_path: Path) -> None:
    place = tmp_path / "told"
    with beside(lambda: place.write_text(str(os.getpid()), encoding="utf-8")):
        done = os.getpid()
    assert (place.read_text(encoding="utf-8") != str(done)) == is_forked


def refused() -> None:
    raise ERROR


@pytest.mark.usefixtures("is_forked")
def test_its_error_is_raised_before_that_of_the_context() -> None:
    with pytest.raises(NotebookError) as caught, beside(refused):
        raise ValueError("the other one")
    assert str(caught.value) == str(ERROR)
    assert (caught.value.cell, caught.value.problems) == (ERROR.cell, ERROR.problems)


def test_a_crash_is_told_with_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "has_one_thread", lambda: True)
    with pytest.raises(RuntimeError, match=r"(?s)Traceback.*ZeroDivisionError"), beside(lambda: 1 / 0):
        pass


def test_a_fork_that_is_killed_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "has_one_thread", lambda: True)
    with pytest.raises(ChildProcessError, match="status 9"), beside(lambda: os.kill(os.getpid(), 9)):
        pass


def test_a_process_with_threads_is_not_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("it was forked"))
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    done: list[int] = []
    with beside(lambda: done.append(1)):
        assert done == [1]
    stop.set()
    thread.join()
