"""Who finishes what a killed build has left? A process beside the build, which outlives it.

It waits until the build is gone, then opens the archive and the build cache, which puts right what lies
there (see `staging.opened`), and draws the pages over all editions.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def swept(archive: Path, build_cache: Path) -> Iterator[None]:
    """Have an archive and a build cache put right should this process be killed within the context."""
    command = [sys.executable, "-P", "-m", __name__, str(archive.resolve()), str(build_cache.resolve())]
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
        sweeper.kill()
        sweeper.communicate()


def main() -> None:
    """Wait for the end of the build, which closes our standard input, or else kills us when it is done."""
    sys.stdin.buffer.read()
    from analysis.publishing.archive import archive
    from analysis.publishing.editions.staging import opened

    folder, build_cache = map(Path, sys.argv[1:])
    with opened(folder) as opened_archive:
        archive.draw(opened_archive)
    with suppress(OSError):
        folder.rmdir()  # only where the dead build was the first and has left nothing
    if build_cache.exists():
        with opened(build_cache):
            pass


if __name__ == "__main__":
    main()
