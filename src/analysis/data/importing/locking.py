"""Who may write into a folder of tables now? One writer at a time; a second one is refused at once."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import DataError, Problem


@contextmanager
def locked(folder: str | Path) -> Iterator[None]:
    """Hold a folder for the one writer of its tables; the system lets go of it also when the writer dies.

    Raises `DataError` while another holds it.
    """
    place = Path(folder).as_posix()
    try:
        held = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise DataError(
            [Problem(place, "", f"cannot be read: {error.strerror}", "name the folder with --data")]
        ) from None
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        reason = "is being written to by another import or seal"
        raise DataError([Problem(place, "", reason, "run this again when that has ended")]) from None
    finally:
        os.close(held)
