"""What became of a mail is on the disk before anything depends on it, and is read after any crash."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.publishing.sending.journal import NAME, opened

KEY = ("2024-01-10", 1, "ada@example.org")


def test_states_outlive_the_program(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        assert journal.state(*KEY) == "new"
        journal.note(*KEY, "begun")
        assert journal.state(*KEY) == "begun"
        journal.note(*KEY, "sent", reply="250 taken")
    with opened(tmp_path) as journal:
        assert journal.state("2024-01-10", 1, "ADA@example.org") == "sent"
        assert journal.state("2024-01-10", 2, "ada@example.org") == "new"
        assert journal.state("2024-01-09", 1, "ada@example.org") == "new"


def test_the_journal_is_for_its_owner_alone(tmp_path: Path) -> None:
    with opened(tmp_path):
        assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600


def test_a_line_that_a_crash_cut_off_told_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        journal.note(*KEY, "begun")
        journal.note(*KEY, "sent")
    content = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).write_bytes(content[:-20])
    with opened(tmp_path) as journal:
        assert journal.state(*KEY) == "begun"
        journal.note(*KEY, "sent")
    with opened(tmp_path) as journal:
        assert journal.state(*KEY) == "sent"


@pytest.mark.parametrize("line", ["nonsense", "{}", "[]", '{"as_of": 1}'])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / NAME).write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"sent\.jsonl:1 is no line of the journal"), opened(tmp_path):
        pass


def test_a_second_send_is_refused(tmp_path: Path) -> None:
    with (
        opened(tmp_path),
        pytest.raises(AnalysisError, match=r"sent\.jsonl is in use: another send is at work"),
        opened(tmp_path),
    ):
        pass


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with opened(tmp_path) as journal:
        monkeypatch.setattr(os, "write", full)
        with pytest.raises(AnalysisError, match=r"sent\.jsonl cannot be written: No space left"):
            journal.note(*KEY, "begun")
        assert journal.state(*KEY) == "new"


def test_an_archive_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="cannot be written: No such file"), opened(tmp_path / "nowhere"):
        pass
