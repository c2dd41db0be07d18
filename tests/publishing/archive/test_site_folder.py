"""A folder is replaced at once or not at all, whenever it is killed; a folder of others is refused."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.publishing.archive.site_folder import LIST, Source, replace, standing
from analysis.publishing.editions import staging
from analysis.publishing.editions.manifests import sha256

OLD = {"index.html": b"old", "a/kept.html": b"kept", "a/gone.html": b"gone"}
NEW = {"index.html": b"new", "a/kept.html": b"kept", "b/added.html": b"added"}


def put(folder: Path, files: dict[str, bytes]) -> None:
    former = standing(folder)
    wanted = {path: Source.of(content) for path, content in files.items()}
    kept = [path for path, source in wanted.items() if former.has(path, source.sha256)]
    replace(former, wanted, kept)


def held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def is_whole(folder: Path, files: dict[str, bytes]) -> bool:
    found = held(folder)
    listed = json.loads(found.pop(LIST))["files"]
    return found == files and {path: each["sha256"] for path, each in listed.items()} == {
        path: sha256(content) for path, content in files.items()
    }


@pytest.mark.parametrize("exchanges", [True, False])
def test_one_folder_follows_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool) -> None:
    if not exchanges:
        monkeypatch.setattr(staging, "exchanged", lambda one, other: False)
    site = tmp_path / "deep" / "site"
    put(site, OLD)
    assert is_whole(site, OLD)
    kept = (site / "a/kept.html").stat().st_ino
    put(site, NEW)
    assert is_whole(site, NEW)
    assert (site / "a/kept.html").stat().st_ino == kept
    assert [path.name for path in site.parent.iterdir()] == ["site"]


KILLED = """
import os, signal, sys
from pathlib import Path
from analysis.publishing.editions import staging
from tests.publishing.archive.test_site_folder import NEW, put

left = int(sys.argv[2])
flush = staging.flush
if sys.argv[3] == "renames":
    staging.exchanged = lambda one, other: False
    rename = Path.rename
    def renamed(self, target):
        rename(self, target)
        os.kill(os.getpid(), signal.SIGKILL)
    Path.rename = renamed

def counted(path):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    flush(path)

staging.flush = counted
put(Path(sys.argv[1]), NEW)
"""


@pytest.mark.parametrize(
    ("flush", "way", "after"),
    [
        (1, "exchange", OLD),
        (2, "exchange", OLD),
        (4, "exchange", OLD),
        (5, "exchange", NEW),
        (9, "renames", OLD),
    ],
)
def test_a_kill_leaves_the_one_or_the_other(
    tmp_path: Path, flush: int, way: str, after: dict[str, bytes]
) -> None:
    site = tmp_path / "site"
    put(site, OLD)
    command = [sys.executable, "-c", KILLED, str(site), str(flush), way]
    root = Path(__file__).parents[3]
    assert subprocess.run(command, cwd=root, check=False).returncode == -signal.SIGKILL
    if way == "exchange":
        assert is_whole(site, after)
    else:
        assert not site.exists()  # between two renames, where the system cannot exchange
        assert standing(site).ours
        assert is_whole(site, after)
    put(site, NEW)
    assert is_whole(site, NEW)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_files_and_links_of_others_are_kept(tmp_path: Path) -> None:
    put(tmp_path / "real", OLD)
    (tmp_path / "real" / "robots.txt").write_bytes(b"mine")
    (tmp_path / "real" / "alias").symlink_to("robots.txt")
    put(tmp_path / "real", NEW)
    assert held(tmp_path / "real")["robots.txt"] == b"mine"
    assert (tmp_path / "real" / "alias").is_symlink()


def test_without_hard_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    put(tmp_path / "site", OLD)
    monkeypatch.setattr("os.link", refused)
    put(tmp_path / "site", NEW)
    assert is_whole(tmp_path / "site", NEW)


def test_what_is_not_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AnalysisError, match="file is no folder"):
        standing(tmp_path / "file")
    with pytest.raises(AnalysisError, match="holds files and is no site of ours; name an empty folder"):
        standing(tmp_path)
    (tmp_path / LIST).write_text("[]", encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"site\.json is no list of a site of ours"):
        standing(tmp_path)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    former = standing(tmp_path / "site")
    site = type(former)(tmp_path / "file" / "site", {}, frozenset())
    with pytest.raises(AnalysisError, match="cannot be written: Not a directory; its parent folder must be"):
        replace(site, {"index.html": Source.of(b"new")}, [])
