"""How is a folder replaced so that nobody sees half of it? By another one made beside it, in one step.

What stays is linked, not written again. A list in the folder says which files are ours and what they are;
those of others are kept, and a folder of others is refused.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from analysis.errors import DataError, Problem
from analysis.publishing.editions import staging
from analysis.publishing.editions.manifests import sha256

LIST: Final = "site.json"


@dataclass(frozen=True)
class Source:
    """What a file is made from: its digest, and its content or the file that has it."""

    sha256: str
    content: bytes | Path

    @classmethod
    def of(cls, content: bytes) -> Source:
        """Return the source of a file of this content."""
        return cls(sha256(content), content)


@dataclass(frozen=True)
class Standing:
    """What a folder holds: ``ours`` with digest and size by path, and the paths of ``others``."""

    folder: Path
    ours: Mapping[str, tuple[str, int]]
    others: frozenset[str]

    def has(self, path: str, digest: str) -> bool:
        """Whether a file of ours is there as it is wanted; its size is looked at, not every byte."""
        known, size = self.ours.get(path, ("", -1))
        file = self.folder / path
        return known == digest and file.is_file() and file.stat().st_size == size


def standing(folder: Path) -> Standing:
    """Return what a folder holds, after putting right what a killed call has left.

    Raises ``AnalysisError`` when it is neither absent nor empty nor made by us.
    """
    if _beside(folder, "former").exists() and not folder.exists():
        _beside(folder, "former").rename(folder)
    for what in ("former", "next"):
        shutil.rmtree(_beside(folder, what), ignore_errors=True)
    if not folder.exists():
        return Standing(folder, {}, frozenset())
    if not folder.is_dir():
        raise DataError([Problem(str(folder), "", "is no folder", "name another one")])
    present = frozenset(_files(folder))
    if not present:
        return Standing(folder, {}, present)
    ours = _listed(folder)
    return Standing(folder, ours, present - ours.keys() - {LIST})


def _listed(folder: Path) -> dict[str, tuple[str, int]]:
    try:
        content = json.loads((folder / LIST).read_text(encoding="utf-8"))["files"]
        return {str(path): (str(one["sha256"]), int(one["size"])) for path, one in content.items()}
    except FileNotFoundError:
        fix = "name an empty folder, or one that `analysis publish` has made"
        problem = Problem(str(folder), "", "holds files and is no site of ours", fix)
    except (ValueError, KeyError, TypeError, AttributeError):
        problem = Problem(str(folder / LIST), "", "is no list of a site of ours", "name an empty folder")
    raise DataError([problem])


def _files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_dir():
            yield path.relative_to(folder).as_posix()


def replace(former: Standing, wanted: Mapping[str, Source], kept: Collection[str]) -> None:
    """Put a folder of the files wanted in the place of the former one; others' files stay in it.

    ``kept`` are the wanted files that it has already. Raises ``AnalysisError`` with each source that is not
    what it should be, and when the folder cannot be written; the former one then stands.
    """
    following = _beside(former.folder, "next")
    try:
        following.mkdir(parents=True)
        problems = [
            problem
            for path in sorted(wanted.keys() - kept)
            for problem in _written(wanted[path], following / path)
        ]
        if problems:
            raise DataError(problems)
        for path in (*kept, *former.others):
            _link(former.folder / path, following / path)
        sizes = {path: (following / path).stat().st_size for path in sorted(wanted)}
        files = {path: {"sha256": wanted[path].sha256, "size": size} for path, size in sizes.items()}
        _write(json.dumps({"files": files}, indent=1).encode(), following / LIST)
        _exchange(following, former.folder)
    except OSError as error:
        reason = f"cannot be written: {error.strerror or error}"
        fix = "its parent folder must be writable, and it no mount of its own: name a folder within"
        raise DataError([Problem(str(former.folder), "", reason, fix)]) from None
    finally:
        shutil.rmtree(following, ignore_errors=True)


def _beside(folder: Path, what: str) -> Path:
    return folder.with_name(f".{folder.name}.{what}-site")


def _link(file: Path, place: Path) -> None:
    """Let a file stand in a second place as well; copied where the file system has no hard links."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(file, place, follow_symlinks=False)
    except OSError:
        shutil.copy2(file, place, follow_symlinks=False)


def _written(source: Source, place: Path) -> Iterator[Problem]:
    """Write a file; yield what is wrong with its source instead."""
    content = source.content
    if isinstance(content, Path):
        again = f"put it back from a copy, or move {content.parent} away and build its date again"
        if not content.is_file():
            yield Problem(str(content), "", "is not there", again)
            return
        file, content = content, content.read_bytes()
        if sha256(content) != source.sha256:
            yield Problem(str(file), "", "is not what was sealed", again)
            return
    _write(content, place)


def _write(content: bytes, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    staging.flush(place)


def _exchange(following: Path, folder: Path) -> None:
    staging.flush(following)
    if not folder.exists():
        following.rename(folder)
    elif not staging.exchanged(following, folder):
        former = _beside(folder, "former")
        folder.rename(former)
        following.rename(folder)
        shutil.rmtree(former)
    staging.flush(folder.parent)
