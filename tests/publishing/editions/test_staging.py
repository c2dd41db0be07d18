"""An edition takes its place whole and at once; what a killed build left is put right by the next."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import AnalysisError
from analysis.publishing.editions import staging
from analysis.publishing.editions.staging import STAGING, opened, write_atomically


def staged(folder: Path, text: str) -> Path:
    place = folder / STAGING / "edition"
    place.mkdir(parents=True)
    (place / "report.html").write_text(text, encoding="utf-8")
    return place


def content(reports: Path) -> str:
    return (reports / "2024-01-10" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("exchange", [True, False], ids=["exchanged", "renamed"])
def test_a_new_edition_replaces_the_former(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(staging, "exchanged", lambda one, other: False)
    for text in ("first", "second"):
        with opened(tmp_path) as archive:
            archive.put(staged(tmp_path, text), "2024-01-10")
        assert content(tmp_path) == text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2024-01-10"]


def test_a_failing_rename_puts_the_former_edition_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "exchanged", lambda one, other: False)
    with opened(tmp_path) as archive:
        archive.put(staged(tmp_path, "first"), "2024-01-10")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name == "edition":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(AnalysisError, match="No space left on device"), opened(tmp_path) as archive:
        archive.put(staged(tmp_path, "second"), "2024-01-10")
    assert content(tmp_path) == "first"


def test_an_edition_lost_between_two_renames_comes_back(tmp_path: Path) -> None:
    former = tmp_path / STAGING / "former-2024-01-10"
    former.mkdir(parents=True)
    (former / "report.html").write_text("first", encoding="utf-8")
    with opened(tmp_path):
        assert content(tmp_path) == "first"
    assert not (tmp_path / STAGING).exists()


def test_leftovers_of_a_killed_build_are_removed(tmp_path: Path) -> None:
    staged(tmp_path, "half")
    with opened(tmp_path) as archive:
        assert list(archive.staging.iterdir()) == []
    assert list(tmp_path.iterdir()) == []


def test_a_build_that_fails_leaves_no_new_folder(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), opened(tmp_path / "reports"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with opened(tmp_path, waiting=lambda: order.append("waits")):
            order.append("second")

    with opened(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        while not order:
            time.sleep(0.01)
        order.append("first")
    thread.join()
    assert order == ["waits", "first", "second"]


def test_a_build_that_waited_for_one_that_left_nothing_makes_the_folder_anew(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    waits = threading.Event()

    def second() -> None:
        with opened(folder, waiting=waits.set) as archive:
            archive.put(staged(folder, "second"), "2024-01-10")

    with opened(folder):
        thread = threading.Thread(target=second)
        thread.start()
        assert waits.wait(10)
    thread.join()
    assert content(folder) == "second"


def test_an_error_that_is_not_the_disk_is_not_blamed_on_it(tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError), opened(tmp_path):
        raise ConnectionResetError(104, "reset")


def test_a_folder_that_cannot_be_made_is_said_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file", encoding="utf-8")
    refused = pytest.raises(
        AnalysisError, match=r"reports cannot be written: .*; free space or choose another"
    )
    with refused, opened(tmp_path / "reports"):
        pass


def test_a_file_that_says_the_same_is_left_untouched(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_bytes(b"same")
    os.utime(page, (1, 1))
    with opened(tmp_path) as archive:
        write_atomically(page, b"same", archive.staging)
        assert page.stat().st_mtime == 1
        write_atomically(page, b"other", archive.staging)
    assert page.read_bytes() == b"other"


@pytest.mark.parametrize("make", [Path.touch, lambda path: path.symlink_to("elsewhere")])
def test_what_stands_where_a_build_works_is_said_and_stays(tmp_path: Path, make: Any) -> None:
    make(tmp_path / ".staging")
    with pytest.raises(AnalysisError) as caught, opened(tmp_path):
        pass
    assert str(caught.value) == f"{tmp_path}/.staging is in the way of a build's work; move it away"
    assert (tmp_path / ".staging").is_symlink() or (tmp_path / ".staging").is_file()
