"""Who cleans up after a build that was killed? A process beside it, which wakes when the build is gone.

It waits for the lock, which the last worker of the dead build lets go, puts right what was left, and ends.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.publishing.editions.staging import Archive, clean, opened

ENDED = b"ended"


@contextmanager
def swept(archive: Archive, memory: Path) -> Iterator[None]:
    """Have an archive and the memory put right should this process be killed before it leaves the context."""
    folders = (str(folder.resolve()) for folder in (archive.folder, memory))
    command = [sys.executable, "-P", "-m", __name__, *folders]
    sweeper = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        clean(archive)  # before the sweeper goes, so that at no moment a kill leaves anything
        sweeper.communicate(ENDED)


def main() -> None:
    """Wait for the build to end; if it did not say so itself, put right what it left."""
    if sys.stdin.buffer.read() == ENDED:
        return
    from analysis.publishing.archive import archive

    folder, memory = map(Path, sys.argv[1:])
    with opened(folder) as opened_archive:
        archive.draw(opened_archive)
    with suppress(OSError):
        folder.rmdir()  # only where the dead build was the first and has left nothing
    if memory.exists():
        with opened(memory):
            pass


if __name__ == "__main__":
    main()
