"""One writer at a time holds a folder; when it ends, however it ends, the next one may."""

import subprocess
import sys
from pathlib import Path

import pytest

from analysis.data.importing.locking import locked
from analysis.errors import DataError


def test_a_second_writer_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    with (
        locked(tmp_path),
        pytest.raises(DataError, match="is being written to by another import or seal"),
        locked(tmp_path),
    ):
        pytest.fail("two writers at once")
    with locked(tmp_path):
        assert list(tmp_path.iterdir()) == []  # nothing is left behind


def test_a_writer_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    code = (
        "import os, sys; from analysis.data.importing.locking import locked\n"
        "with locked(sys.argv[1]): os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == -9
    with locked(tmp_path):
        pass


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="nowhere cannot be read: No such file"), locked(tmp_path / "nowhere"):
        pytest.fail("held")
