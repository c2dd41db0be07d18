"""A foreign file is text whatever its encoding, within an archive too; what cannot be opened is said."""

import os
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from analysis.data.importing.opening import opened
from analysis.errors import DataError

TEXT = "day,place\r\n2026-01-05,Київ\n"


def read(path: Path) -> tuple[str, str]:
    with opened(path, wanted=lambda lines: next(lines).startswith("day")) as (place, lines):
        return place.rpartition("download")[2], lines.read()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_gives_the_same_text_with_its_line_ends(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "download"
    path.write_bytes(TEXT.encode(encoding))
    assert read(path) == ("", TEXT)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("daily.csv", TEXT.encode(encoding))
    assert read(path) == ("/daily.csv", TEXT)


def test_of_an_archive_the_file_that_is_wanted_is_read(tmp_path: Path) -> None:
    path = tmp_path / "download"
    files = {"read.me": "day", "__MACOSX/daily.csv": "day", "names.csv": "name\n", "in/daily.CSV": TEXT}
    with ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    assert read(path) == ("/in/daily.CSV", TEXT)


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"read.me": ""}, "holds no CSV file; unpack it"),
        ({"a.csv": TEXT, "b.csv": TEXT}, r"holds 2 CSV files that may be meant: a\.csv, b\.csv; unpack it"),
    ],
)
def test_an_archive_with_no_file_or_several_is_refused(
    tmp_path: Path, files: dict[str, str], reason: str
) -> None:
    path = tmp_path / "download"
    with ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with pytest.raises(DataError, match=reason):
        read(path)


def test_a_damaged_file_is_said_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "download"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("daily.csv", TEXT * 1_000)
    whole = path.read_bytes()
    for damaged in (whole[:200], whole[:60] + b"\xff" * 40 + whole[100:]):
        path.write_bytes(damaged)
        with pytest.raises(DataError, match="download is an archive that cannot be read"):
            read(path)
    path.write_bytes(TEXT.encode("utf-16")[:-1])
    with pytest.raises(DataError, match="download is UTF-16 that breaks off or is damaged"):
        read(path)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_only_a_file_is_opened(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "download")
    with pytest.raises(DataError, match="download is no file; give the CSV file to import, or the zip"):
        read(tmp_path / "download")
