"""Who cleans up after a build that was killed? A process beside it, which wakes when the build is gone.

It waits for the lock, which the last worker of the dead build lets go, puts right what was left, and ends.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.publishing.editions import Archive, opened

ENDED = b"ended"


@contextmanager
def swept(archive: Archive) -> Iterator[None]:
    """Have an archive put right should this process be killed before it leaves the context."""
    command = [sys.executable, "-P", "-m", __name__, str(archive.folder.resolve())]
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
        sweeper.communicate(ENDED)


def main() -> None:
    """Wait for the build to end; if it did not say so itself, put right what it left."""
    if sys.stdin.buffer.read() == ENDED:
        return
    from analysis.publishing import archive

    folder = Path(sys.argv[1])
    with opened(folder) as opened_archive:
        archive.draw(opened_archive)
    with suppress(OSError):
        folder.rmdir()  # only where the dead build was the first and has left nothing


if __name__ == "__main__":
    main()
