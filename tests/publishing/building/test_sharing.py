"""Shares run every notebook once between them; a last build finds all of it, runs nothing, and seals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from analysis.errors import AnalysisError
from analysis.publishing.building.build import build
from analysis.publishing.building.sharing import Share, execute_share
from analysis.publishing.running.workers import LocalRunner

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

Laid = Callable[..., "Asked"]


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each date was run, by all builds and shares of a test."""
    runs: Counter[str] = Counter()
    run = LocalRunner.run

    def counted(runner: LocalRunner, request: Any, **more: Any) -> bytes:
        runs[request.view.as_of] += 1
        return run(runner, request, **more)

    monkeypatch.setattr(LocalRunner, "run", counted)
    return runs


def quiet(line: str) -> None:
    del line


def test_shares_run_everything_and_the_last_build_nothing(project: Laid, ran: Counter[str]) -> None:
    asked = project(
        "states-a-finding", formats=(), as_of=("2024-01-08..2024-01-10",), twice=None, shared=None
    )
    for number in (1, 2):
        execute_share(*asked, Share(number, 2), say=quiet)
    assert not asked.project.out.exists()
    assert ran == {"2024-01-08": 2, "2024-01-09": 1, "2024-01-10": 1}, "the first of a new report runs twice"
    places = build(*asked, say=quiet)
    assert [place.name for place in places] == ["2024-01-08", "2024-01-09", "2024-01-10"]
    assert ran.total() == 4


def test_a_range_of_a_new_report_runs_its_first_date_twice_and_no_other(
    project: Laid, ran: Counter[str]
) -> None:
    asked = project(
        "states-a-finding", formats=(), as_of=("2024-01-08..2024-01-10",), twice=None, shared=None
    )
    build(*asked, say=quiet)
    assert ran == {"2024-01-08": 2, "2024-01-09": 1, "2024-01-10": 1}


def test_what_fails_in_a_share_is_said_and_the_rest_is_there(project: Laid) -> None:
    asked = project("states-a-finding", "raises-an-error", formats=())
    said: list[str] = []
    with pytest.raises(AnalysisError, match="ZeroDivisionError"):
        execute_share(*asked, Share(1, 1), say=said.append)
    assert said[-1] == "share 1/1: 1 of 2 executions are there"


@pytest.mark.parametrize("text", ["", "0/2", "3/2", "1", "1/0", "-1/2", "a/b"])
def test_what_is_no_share_is_said(text: str) -> None:
    with pytest.raises(AnalysisError, match="is no share; write K/N"):
        Share.read(text)
    assert Share.read("2/4") == Share(2, 4)
