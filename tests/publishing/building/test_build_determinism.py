"""The same inputs make the same bytes, wherever, whenever and in whatever surroundings they are built."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1]
ROOT = HERE.parents[1]
PLAIN = {"TZ": "UTC", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1", "COLUMNS": "80"}
STRANGE = {
    "TZ": "Asia/Kathmandu",
    "LANG": "uk_UA.UTF-8",
    "LC_ALL": "",
    "PYTHONHASHSEED": "4242",
    "COLUMNS": "200",
    "SOURCE_DATE_EPOCH": "1",
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "2",
    "PYTHONWARNINGS": "ignore",
    "HOSTNAME": "elsewhere",
    "USER": "somebody",
}


def built(root: Path, surroundings: dict[str, str], umask: int, *arguments: str) -> dict[str, bytes]:
    """The files of an archive built in a process of its own."""
    command = [sys.executable, "-c", "from analysis.cli import main; main()", "build", "--once"]
    environment = {**os.environ, **surroundings}
    done = subprocess.run(
        [*command, *arguments],
        cwd=root,
        env=environment,
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    files = (path for path in sorted((root / "reports").rglob("*")) if path.is_file())
    return {str(path.relative_to(root / "reports")): path.read_bytes() for path in files}


def project(root: Path) -> Path:
    shutil.copytree(HERE / "data", root / "data")
    (root / "notebooks").mkdir()
    for name in ("states-a-finding", "prints-and-warns"):
        shutil.copy(HERE / "notebooks" / f"{name}.ipynb", root / "notebooks")
    shutil.copy(ROOT / "requirements.lock", root)
    return root


def assert_same(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []


def test_two_builds_in_different_surroundings_make_the_same_bytes(tmp_path: Path) -> None:
    one = built(project(tmp_path / "one"), PLAIN, 0o022)
    other = built(project(tmp_path / "інший build"), STRANGE, 0o077, "--jobs", "1")
    assert {Path(name).suffix for name in one} >= {".html", ".pdf", ".ipynb", ".json"}
    assert_same(one, other)
    text = one["2024-01-10/states-a-finding.ipynb"].decode() + one["2024-01-10/manifest.json"].decode()
    for trace in (str(tmp_path), str(Path.home()), sys.prefix, os.uname().nodename):
        assert trace not in text
    assert not re.search(r"20[2-9]\d-\d\d-\d\dT\d\d:\d\d", text)


@pytest.mark.reference
def test_the_real_reports_make_the_same_bytes(tmp_path: Path) -> None:
    def copied(root: Path) -> Path:
        for name in ("data", "notebooks"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "requirements.lock", root)
        return root

    assert_same(
        built(copied(tmp_path / "one"), PLAIN, 0o022),
        built(copied(tmp_path / "інший build"), STRANGE, 0o077, "--jobs", "1"),
    )
