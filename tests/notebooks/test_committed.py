"""Notebooks are committed as the filter of `make lab` leaves them, so that to open one changes nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def test_notebooks_are_as_the_filter_leaves_them() -> None:
    paths = sorted(NOTEBOOKS.glob("*.ipynb"))
    assert len(paths) == 4
    command = [sys.executable, "-m", "nbstripout", "--keep-id", "--textconv", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, check=True)
    left = done.stdout
    for path in paths:
        committed = path.read_bytes()
        assert left[: len(committed)] == committed, path.name
        left = left[len(committed) :]
    assert left == b""
