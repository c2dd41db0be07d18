"""Rows enter a sound record in one step; whatever is wrong, the file stays as it was."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from analysis.data import load_dataset
from analysis.data.importing.appending import append, enter, open_record, replace_file
from analysis.errors import DataError

WritePackage = Callable[..., Path]
SOURCE = {"source_id": "new", "publisher": "A press", "recorded_on": "2026-02-01"}


def test_rows_are_appended_behind_what_stood_there(write_package: WritePackage) -> None:
    rows = "source_id,author,publisher,title,year,recorded_on,status", "af,,,,,2026-01-01,"
    folder = write_package(sources="\r\n".join([*rows, "fortna,F,,,,2026-01-01,"]))
    before = (folder / "sources.csv").read_bytes()
    append([SOURCE], open_record(folder, "2026-02-01"), "sources")
    after = (folder / "sources.csv").read_bytes()
    assert after == before + b"\r\nnew,,A press,,,2026-02-01,\r\n"  # in the file's own line ends
    assert load_dataset(folder).sources["source_id"].tolist() == ["af", "fortna", "new"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({**SOURCE, "year": "soon"}, 'year = "soon" is not a whole number'),
        ({**SOURCE, "source_id": "af", "recorded_on": "2026-01-01"}, "repeats the row at line 2"),
    ],
)
def test_a_row_that_is_not_sound_is_not_written(
    write_package: WritePackage, row: dict[str, str], message: str
) -> None:
    folder = write_package()
    before = (folder / "sources.csv").read_bytes()
    with pytest.raises(DataError, match=message):
        append([row], open_record(folder, "2026-02-01"), "sources")
    assert (folder / "sources.csv").read_bytes() == before


def test_a_dry_run_checks_and_writes_nothing(write_package: WritePackage) -> None:
    folder = write_package()
    before = (folder / "strikes.csv").read_bytes()
    row = {"date": "2026-01-06", "weapon_class": "drone", "launched": "9", "source_id": "af"}
    record = open_record(folder, date(2026, 2, 1))
    found = enter([row], record, "strikes", compared=("launched",), dry_run=True)
    assert [one["launched"] for one in found.new] == ["9"]
    assert (folder / "strikes.csv").read_bytes() == before
    enter([row], record, "strikes", compared=("launched",), dry_run=False)
    assert (folder / "strikes.csv").read_bytes() == before + b"2026-01-06,drone,9,,,,af,2026-02-01,\n"


def test_a_file_that_was_changed_in_the_meantime_is_left_alone(
    write_package: WritePackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_package()
    record, path = open_record(folder, "2026-02-01"), folder / "sources.csv"
    read = iter([path.read_bytes(), b"something else"])
    monkeypatch.setattr(Path, "read_bytes", lambda _: next(read))
    with pytest.raises(DataError, match=r"was changed in the meantime; run the import again"):
        append([SOURCE], record, "sources")


def test_a_record_that_is_not_sound_is_not_opened(write_package: WritePackage) -> None:
    with pytest.raises(DataError, match="recorded_on is blank; give the day on which the rows are recorded"):
        open_record(write_package(), "")
    with pytest.raises(DataError, match=r"is not a date of the form YYYY-MM-DD; did you mean 2026-02-01"):
        open_record(write_package(), "2026/02/01")
    with pytest.raises(DataError, match=r"sources\.csv"):
        open_record(write_package(sources="source_id\naf\n"), "2026-02-01")


def test_a_write_that_fails_leaves_the_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("old", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DataError, match=r"notes\.csv cannot be written: No space left on device"):
        replace_file(path, b"new")
    assert [one.read_text(encoding="utf-8") for one in tmp_path.iterdir()] == ["old"]
