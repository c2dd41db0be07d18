"""An execution is found again while all that its run has read is the same, and never otherwise."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.publishing.caching.execution_store import ExecutionStore
from analysis.publishing.planning.notebooks import read_notebook
from analysis.publishing.running.execution import Execution, ExecutionRequest
from analysis.publishing.running.views import View, Views

HERE = Path(__file__).parents[1]
NOTEBOOK = HERE / "notebooks" / "states-a-finding.ipynb"
EXECUTION = Execution([], {"name": "python"}, ("nights",), ("analysis.errors",), (), ())
PROGRAM = {"errors.py": "1", "cli.py": "1"}


def request(path: Path = NOTEBOOK, **changed: object) -> ExecutionRequest:
    values = {"as_of": "2024-01-10", "known_on": "2024-02-01", "data_dir": "data", **changed}
    return ExecutionRequest(read_notebook(path), values, View("2024-01-10", "2024-02-01"), 60)  # type: ignore[arg-type]


def store(folder: Path, data: Path, **changed: object) -> ExecutionStore:
    program = {**PROGRAM, **changed}
    return ExecutionStore(folder, Views(data), program=program, surroundings={"pandas": "3"})  # type: ignore[arg-type]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE / "data", tmp_path / "data"))


def edited(folder: Path, old: str, new: str) -> ExecutionRequest:
    path = folder / NOTEBOOK.name
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return request(path)


def append(path: Path, line: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")


def test_it_is_found_for_the_same_code_whatever_the_words(tmp_path: Path, data: Path) -> None:
    kept = store(tmp_path / "kept", data)
    assert kept.recall(request()) is None
    assert kept.keep(request(), EXECUTION, EXECUTION.packed())
    again = store(tmp_path / "kept", data)
    assert again.recall(request()) is not None
    assert again.recall(edited(tmp_path, "## All nights", "## Each night")) is not None
    assert again.recall(edited(tmp_path, "At most there", "Never more")) is None
    assert again.recall(request(window=28)) is None
    assert again.recall(replace(request(), timeout=5)) is not None
    assert again.recall(replace(request(), view=View("2024-01-10", "2024-02-01", "2024-01-31"))) is None


@pytest.mark.parametrize(
    ("change", "is_found"),
    [
        (lambda data: append(data / "nights.csv", "2024-01-11,30,watch,2024-02-01,\n"), True),
        (lambda data: append(data / "nights.csv", "2024-01-03,4,watch,2024-02-02,\n"), True),
        (lambda data: append(data / "storms.csv", "2024-01-08,Bela,watch,2024-02-01,\n"), True),
        (lambda data: append(data / "nights.csv", "2024-01-03,4,watch,2024-02-01,\n"), False),
    ],
    ids=["a later night", "not known yet", "another table", "a row it sees"],
)
def test_only_rows_that_it_sees_matter(
    tmp_path: Path, data: Path, change: Callable[[Path], None], *, is_found: bool
) -> None:
    store(tmp_path / "kept", data).keep(request(), EXECUTION, EXECUTION.packed())
    change(data)
    assert (store(tmp_path / "kept", data).recall(request()) is not None) == is_found


def test_modules_that_it_imported_matter_and_others_do_not(tmp_path: Path, data: Path) -> None:
    store(tmp_path / "kept", data).keep(request(), EXECUTION, EXECUTION.packed())
    assert store(tmp_path / "kept", data, **{"cli.py": "2"}).recall(request()) is not None
    assert store(tmp_path / "kept", data, **{"errors.py": "2"}).recall(request()) is None


def test_a_damaged_file_is_passed_over_and_a_folder_that_cannot_be_written_is_said(
    tmp_path: Path, data: Path
) -> None:
    kept = store(tmp_path / "kept", data)
    kept.keep(request(), EXECUTION, EXECUTION.packed())
    (path,) = (tmp_path / "kept").rglob("*.execution")
    sound = path.read_bytes()
    for damage in (sound[:-1], b"", sound.replace(b"\n", b"0\n", 1)):
        path.write_bytes(damage)
        assert kept.recall(request()) is None
    path.write_bytes(sound)
    assert kept.recall(request()) is not None
    (tmp_path / "file").touch()
    assert not store(tmp_path / "file", data).keep(request(), EXECUTION, EXECUTION.packed())
