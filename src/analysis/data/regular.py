"""Which files can be read? Those of bytes on a disk: a pipe that nobody fills is never read to its end."""

from __future__ import annotations

from pathlib import Path


def read_regular(path: Path) -> bytes:
    """Return the bytes of a file; raises ``OSError`` for what is none, such as a pipe."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(0, "it is no regular file")
    return path.read_bytes()
