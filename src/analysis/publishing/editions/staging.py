"""How does an edition come into the world at once and whole? Staged beside its place, then exchanged with it.

One build at a time works on an archive; whatever a killed build left is put right before the next one starts.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from analysis.errors import AnalysisError, Problem

STAGING: Final = ".staging"
FORMER: Final = "former"
UNWRITABLE: Final = {errno.EACCES, errno.EDQUOT, errno.EFBIG, errno.ENOSPC, errno.EPERM, errno.EROFS}
_AT_FDCWD: Final = -100
_EXCHANGE: Final = 2  # RENAME_EXCHANGE of renameat2(2)


@dataclass(frozen=True)
class Archive:
    """A folder of editions that this process alone may change; ``staging`` is gone when it lets go."""

    folder: Path
    lock: int

    @property
    def staging(self) -> Path:
        """Where everything is made, on the file system of the editions."""
        return self.folder / STAGING

    def edition(self, as_of: str) -> Path:
        """Return the place of an edition, whether it is there or not."""
        return self.folder / as_of

    def put(self, staged: Path, as_of: str) -> None:
        """Put a staged folder in the place of an edition; the former one goes at the same moment."""
        for file in staged.iterdir():
            flush(file)
        flush(staged)
        place = self.edition(as_of)
        if not place.exists():
            staged.rename(place)
        elif not exchanged(staged, place):
            former = self.staging / f"{FORMER}-{as_of}"
            place.rename(former)
            try:
                staged.rename(place)
            except BaseException:
                former.rename(place)
                raise
        flush(self.folder)


@contextmanager
def opened(folder: Path, *, waiting: Callable[[], None] = lambda: None) -> Iterator[Archive]:
    """Lock an archive, put right what a killed build has left, and clean up at the end.

    Another build that is at work is waited for, after a call of ``waiting``. Raises ``AnalysisError`` when
    the folder cannot be made or written.
    """
    new = not folder.exists()
    lock = _locked(folder, waiting)
    try:
        archive = Archive(folder, lock)
        clean(archive)
        try:
            archive.staging.mkdir()
            yield archive
        except FileExistsError as error:
            if error.filename != str(archive.staging):
                raise
            problem = Problem(str(archive.staging), "", "is in the way of a build's work", "move it away")
            raise AnalysisError(str(problem)) from None
        except OSError as error:
            if error.errno not in UNWRITABLE:
                raise
            raise unwritable(folder, error) from error
        finally:
            clean(archive)
            if new:
                with suppress(OSError):
                    folder.rmdir()
    finally:
        os.close(lock)


def clean(archive: Archive) -> None:
    """Put back an edition that was just being replaced, and remove everything staged."""
    for former in archive.staging.glob(f"{FORMER}-*"):
        place = archive.edition(former.name.removeprefix(f"{FORMER}-"))
        if not place.exists():
            former.rename(place)
    if not archive.staging.is_symlink():
        shutil.rmtree(archive.staging, ignore_errors=True)


def unwritable(folder: Path, error: OSError) -> AnalysisError:
    """Return what a user can do about a folder that cannot be written."""
    reason = f"cannot be written: {error.strerror or error}"
    return AnalysisError(
        str(Problem(str(folder), "", reason, "free space or choose another folder with --out"))
    )


def write_atomically(path: Path, content: bytes, staging: Path) -> None:
    """Write a file at once and whole; a file that already says the same is left untouched."""
    if path.is_file() and path.read_bytes() == content:
        return
    staged = staging / path.name
    staged.write_bytes(content)
    flush(staged)
    staged.replace(path)


def _locked(folder: Path, waiting: Callable[[], None]) -> int:
    """Make a folder and lock it; return the open folder, which holds the lock until it is closed."""
    while True:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as error:
            raise unwritable(folder, error) from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(lock), folder.stat()):
                return lock
        os.close(lock)  # whoever held the lock before us has removed the folder


def exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in a single step; False where the system cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0)


def flush(path: Path) -> None:
    """Have the file or folder reach the disk before anything depends on it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
