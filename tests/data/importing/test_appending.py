"""Rows enter a sound record in one step; whatever is wrong, the file stays as it was."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from analysis.data import load_dataset
from analysis.data.importing.appending import append, changes, open_record, replace_file
from analysis.data.importing.comparison import Span
from analysis.errors import DataError

WritePackage = Callable[..., Path]
SOURCE = {"source_id": "new", "publisher": "A press", "recorded_on": "2026-02-01"}


def test_rows_are_appended_behind_what_stood_there(write_package: WritePackage) -> None:
    rows = "source_id,author,publisher,title,year,recorded_on,status", "af,,,,,2026-01-01,"
    folder = write_package(sources="\r\n".join([*rows, "fortna,F,,,,2026-01-01,"]))
    before = (folder / "sources.csv").read_bytes()
    with open_record(folder, "2026-02-01") as record:
        append([SOURCE], record, "sources")
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
    with pytest.raises(DataError, match=message), open_record(folder, "2026-02-01") as record:
        append([row], record, "sources")
    assert (folder / "sources.csv").read_bytes() == before


def test_a_dry_run_checks_and_writes_nothing(write_package: WritePackage) -> None:
    folder = write_package()
    before = (folder / "strikes.csv").read_bytes()
    row = {"date": "2026-01-06", "weapon_class": "drone", "launched": "9", "source_id": "af"}
    with open_record(folder, date(2026, 2, 1)) as record:
        span = Span("2026-01-06", "2026-01-06")
        found = changes([row], record, "strikes", compared=("launched",), span=span, allow_older=False)
        assert [one["launched"] for one in found.new] == ["9"]
        append(found.added, record, "strikes", dry_run=True)
        assert (folder / "strikes.csv").read_bytes() == before
        append(found.added, record, "strikes")
    assert (folder / "strikes.csv").read_bytes() == before + b"2026-01-06,drone,9,,,,af,2026-02-01,\n"


@pytest.mark.parametrize("when", ["before the rows are checked", "while they are checked"])
def test_a_file_that_was_changed_in_the_meantime_is_left_alone(
    write_package: WritePackage, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    folder = write_package()
    path = folder / "sources.csv"
    changed = path.read_bytes().replace(b"af,", b"ag,", 1)
    read = iter([changed if when.startswith("before") else path.read_bytes(), changed])
    with open_record(folder, "2026-02-01") as record:
        monkeypatch.setattr(Path, "read_bytes", lambda _: next(read))
        with pytest.raises(DataError, match=r"was changed in the meantime; run the import again"):
            append([SOURCE], record, "sources")


def test_a_second_import_is_refused_while_one_is_under_way(write_package: WritePackage) -> None:
    folder = write_package()
    with (
        open_record(folder, "2026-02-01"),
        pytest.raises(DataError, match="is being written to by another import or seal; run this again"),
        open_record(folder, "2026-02-01"),
    ):
        pytest.fail("two imports at once")
    with open_record(folder, "2026-02-01") as record:
        append([SOURCE], record, "sources")


@pytest.mark.parametrize(
    ("recorded_on", "message"),
    [
        ("", "recorded_on is blank; give the day on which the rows are recorded"),
        ("2026/02/01", r"is not a date of the form YYYY-MM-DD; did you mean 2026-02-01"),
        ("2027-01-02", 'recorded_on = "2027-01-02" is after today, 2027-01-01; nothing is on record before'),
    ],
)
def test_a_day_on_which_nothing_can_be_recorded_is_refused(
    write_package: WritePackage, recorded_on: str, message: str
) -> None:
    with pytest.raises(DataError, match=message), open_record(write_package(), recorded_on):
        pytest.fail("opened")


def test_a_record_that_is_not_sound_is_not_opened(write_package: WritePackage) -> None:
    folder = write_package(sources="source_id\naf\n")
    with pytest.raises(DataError, match=r"sources\.csv"), open_record(folder, "2026-02-01"):
        pytest.fail("opened")


def test_a_writer_that_is_killed_leaves_the_table_whole_and_the_next_one_cleans_up(
    write_package: WritePackage,
) -> None:
    folder = write_package()
    before = (folder / "sources.csv").read_bytes()
    code = (
        "import os, sys; from analysis.data.importing import appending as at\n"
        "os.fsync = lambda _: os.kill(os.getpid(), 9)\n"
        "with at.open_record(sys.argv[1], '2026-02-01') as record:\n"
        f"    at.append([{SOURCE}], record, 'sources')\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(folder)], check=False)
    assert killed.returncode == -9
    assert (folder / "sources.csv").read_bytes() == before
    assert len(list(folder.glob(".*.part"))) == 1
    with open_record(folder, "2026-02-01") as record:
        append([SOURCE], record, "sources")
    assert (folder / "sources.csv").read_bytes().startswith(before)
    assert list(folder.glob(".*.part")) == []


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
