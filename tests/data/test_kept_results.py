"""What an earlier run has computed is taken from file; what could differ the next time is computed."""

from __future__ import annotations

import logging
import random
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.publishing.conftest import HERE

from analysis.data import load_dataset, opened
from analysis.data.kept_results import FOLDER, kept


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER, str(tmp_path / "results"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "results"


class Computing:
    """Something that is computed, and counts how often it is."""

    def __init__(self, meanwhile: Callable[[], object] = lambda: None, *, result: object = 7) -> None:
        self.times = 0
        self._meanwhile, self._result = meanwhile, result

    def __call__(self) -> object:
        self.times += 1
        self._meanwhile()
        return self._result


def asked_twice(computing: Computing, key: str = "tons") -> tuple[object, object]:
    return kept(lambda: key, computing), kept(lambda: key, computing)


def test_what_is_on_file_is_not_computed_again(folder: Path) -> None:
    tons = pd.DataFrame({"tons": [0.1 + 0.2, None]}, index=pd.Index([3, 4], name="place"))
    tons.attrs["tables"] = ("harvests",)
    computing = Computing(result=tons)
    one, other = asked_twice(computing)
    assert computing.times == 1
    for result in (one, other):
        assert isinstance(result, pd.DataFrame)
        pd.testing.assert_frame_equal(result, tons, check_exact=True)
        assert result.attrs == tons.attrs
    assert [path.name for path in folder.iterdir()] == ["tons"]


def test_another_key_is_another_result() -> None:
    assert (kept(lambda: "a", lambda: 1), kept(lambda: "b", lambda: 2)) == (1, 2)


def test_without_a_folder_or_a_key_all_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> str:
        raise TypeError

    computing = Computing()
    assert [kept(unknown, computing) for _ in range(2)] == [7, 7]
    monkeypatch.delenv(FOLDER)
    asked_twice(computing)
    assert computing.times == 4


def test_a_result_is_the_same_object_in_no_case() -> None:
    names = ["hill"]
    for key in ("kept", "kept"):
        assert kept(lambda key=key: key, lambda: names) is not names  # type: ignore[misc]


MEANWHILE: dict[str, Callable[[], object]] = {
    "chance of Python": random.random,
    "chance of numpy": np.random.random,
    "printed": lambda: print("dry year"),
    "on stderr": lambda: sys.stderr.write("dry year"),
    "a table read": lambda: load_dataset(HERE / "data").table("nights"),
    "a table read again": lambda: opened().table("nights"),  # type: ignore[union-attr]
    "a file read": lambda: Path("nights.csv").read_text(),
}


@pytest.mark.parametrize("name", MEANWHILE)
def test_what_could_differ_is_computed_each_time(name: str, folder: Path) -> None:
    load_dataset(HERE / "data").table("nights")
    Path("nights.csv").touch()
    computing = Computing(MEANWHILE[name])
    kept(lambda: "tons", computing)
    assert computing.times == 1
    assert not folder.exists()


def test_words_still_come_out(capsys: pytest.CaptureFixture[str]) -> None:
    kept(lambda: "tons", Computing(lambda: print("dry year")))
    assert capsys.readouterr().out == "dry year\n"


def test_an_own_generator_and_a_silent_log_make_no_difference() -> None:
    def meanwhile() -> None:
        np.random.default_rng(7).normal()
        logging.getLogger("harvests").debug("dry year")

    computing = Computing(meanwhile)
    asked_twice(computing)
    assert computing.times == 1


def test_an_error_is_raised_each_time() -> None:
    def broken() -> None:
        raise ValueError("no rows")

    for _ in range(2):
        with pytest.raises(ValueError, match="no rows"):
            kept(lambda: "tons", broken)


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 1000], ids=["empty", "short", "other"])
def test_a_damaged_file_is_computed_and_written_anew(damage: bytes, folder: Path) -> None:
    computing = Computing()
    kept(lambda: "tons", computing)
    (folder / "tons").write_bytes(damage)
    assert asked_twice(computing) == (7, 7)
    assert computing.times == 2


def test_what_no_file_can_hold_is_returned_as_it_is(folder: Path) -> None:
    answer = lambda: 7  # noqa: E731 - a function that cannot be pickled
    computing = Computing(result=answer)
    assert asked_twice(computing) == (answer, answer)
    assert computing.times == 2
    assert not list(folder.glob("*"))


def test_where_nothing_can_be_written_all_is_computed(folder: Path) -> None:
    folder.write_text("no folder")
    assert asked_twice(Computing()) == (7, 7)


@pytest.mark.parametrize("how", ["import hills", "from hills import *", "importlib.import_module('hills')"])
def test_modules_of_the_project_are_imported_though_nothing_is_computed(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hills.py").write_text("HEIGHT = 3\n")
    monkeypatch.syspath_prepend(tmp_path)
    __import__("hills")  # had before: the import asks for it all the same
    kept(lambda: "tons", Computing(lambda: exec(f"import importlib\n{how}", {})))
    del sys.modules["hills"]
    assert kept(lambda: "tons", Computing()) == 7
    assert sys.modules.pop("hills")


def test_imports_are_as_before_afterwards() -> None:
    plain = __builtins__["__import__"]  # type: ignore[index]
    kept(lambda: "tons", Computing())
    assert __builtins__["__import__"] is plain  # type: ignore[index]
