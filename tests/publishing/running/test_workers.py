"""A run gets a fixed environment, and of the machine only what it cannot do without."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from analysis.publishing.running.workers import ONE_THREAD, PRIVATE, Places, environment


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


@pytest.mark.parametrize("number", [1, 2])
def test_who_is_urgent_goes_first_and_never_too_many_at_once(number: int) -> None:
    places, done, at_work, most = Places(number), list[str](), list[str](), list[int]()

    def work(name: str) -> None:
        with places.one(urgent=name.startswith("render")):
            at_work.append(name)
            most.append(len(at_work))
            time.sleep(0.05)
            done.append(name)
            at_work.remove(name)

    with ThreadPoolExecutor(8) as pool:
        for name in ("run 1", "run 2", "run 3", "run 4", "render 1", "render 2"):
            pool.submit(work, name)
            time.sleep(0.005)
    assert sorted(done[number : number + 2]) == ["render 1", "render 2"]
    assert sorted(done[:number]) == ["run 1", "run 2"][:number]
    assert max(most) == number
