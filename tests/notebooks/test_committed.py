"""Notebooks are committed as the filter of `make lab` leaves them, so that to open one changes nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_is_as_the_filter_leaves_it(path: Path) -> None:
    command = [sys.executable, "-m", "nbstripout", "--keep-id"]
    done = subprocess.run(command, input=path.read_bytes(), capture_output=True, check=True)
    assert done.stdout == path.read_bytes()
