"""A run gets a fixed environment, and of the machine only what it cannot do without."""

from datetime import date
from pathlib import Path

import pytest

from analysis.publishing.running.workers import ONE_THREAD, PRIVATE, environment


def test_the_environment_is_fixed_but_for_the_programs_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("PATH", "/some/bin")
    given = environment("2024-01-10", Path("/work"))
    assert "MPLBACKEND" not in given
    assert (given["PATH"], given["PYTHONHASHSEED"], given["TZ"]) == ("/some/bin", "0", "UTC")
    assert {given[name] for name in PRIVATE} == {"/work"}
    assert {given[name] for name in ONE_THREAD} == {"1"}
    assert date.fromtimestamp(int(given["SOURCE_DATE_EPOCH"])) in {date(2024, 1, 9), date(2024, 1, 10)}
    assert int(given["SOURCE_DATE_EPOCH"]) % 86400 == 0
