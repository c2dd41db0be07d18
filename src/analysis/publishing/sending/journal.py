"""Who has had which mail? A line before each is handed over and one after, so that nobody gets it twice.

Each line reaches the disk before anything depends on it. A mail that was begun and of which no end is known,
as after a crash, may have arrived: it is not sent again unless one asks for it.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from analysis.errors import AnalysisError, Problem

NAME: Final = "sent.jsonl"
State = Literal["new", "begun", "sent", "refused"]
_STATES: Final = {"begun", "sent", "refused"}
_FIELDS: Final = {"as_of", "revision", "to", "state", "at", "reply"}


class Journal:
    """The mails of an archive and what became of them; open it by `opened`."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path, self._descriptor = path, descriptor
        self._states: dict[tuple[str, int, str], State] = {}
        content = os.pread(descriptor, os.fstat(descriptor).st_size, 0)
        whole = content[: content.rfind(b"\n") + 1]
        os.ftruncate(descriptor, len(whole))  # a line that a crash cut off told nothing yet
        for number, line in enumerate(whole.splitlines(), 1):
            self._read(line, f"{path}:{number}")

    def _read(self, line: bytes, place: str) -> None:
        try:
            entry = json.loads(line)
            if set(entry) != _FIELDS or entry["state"] not in _STATES:
                raise ValueError
            self._states[entry["as_of"], int(entry["revision"]), entry["to"]] = entry["state"]
        except (ValueError, TypeError):
            fix = "put the file back from a copy: without it, readers would be written to again"
            raise AnalysisError(str(Problem(place, "", "is no line of the journal of mails", fix))) from None

    def state(self, as_of: str, revision: int, to: str) -> State:
        """Return what became of a mail: ``begun`` means that nobody knows whether it has arrived."""
        return self._states.get((as_of, revision, to.casefold()), "new")

    def note(self, as_of: str, revision: int, to: str, state: State, *, reply: str = "") -> None:
        """Write down what becomes of a mail; when this returns, it is on the disk."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        entry = {
            "as_of": as_of,
            "revision": revision,
            "to": to.casefold(),
            "state": state,
            "at": now,
            "reply": reply,
        }
        try:
            os.write(self._descriptor, f"{json.dumps(entry, ensure_ascii=False)}\n".encode())
            os.fsync(self._descriptor)
        except OSError as error:
            raise _unwritable(self._path, error) from None
        self._states[as_of, revision, to.casefold()] = state


def _unwritable(path: Path, error: OSError) -> AnalysisError:
    fix = "free space, or make the archive writable; what was sent before is known"
    return AnalysisError(str(Problem(str(path), "", f"cannot be written: {error.strerror}", fix)))


@contextmanager
def opened(archive: Path) -> Iterator[Journal]:
    """Open an archive's journal, which only its owner can read.

    Raises ``AnalysisError`` while another send has it, and when it cannot be read or written.
    """
    path = archive / NAME
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        folder = os.open(archive, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        yield Journal(path, descriptor)
    except BlockingIOError:
        problem = Problem(str(path), "", "is in use: another send is at work", "wait for its end")
        raise AnalysisError(str(problem)) from None
    finally:
        os.close(descriptor)
