"""A project of its own for each test: tiny tables and the fixture notebooks that the test names."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.publishing.planning import Request

HERE = Path(__file__).parent
Project = Callable[..., Request]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A function that lays out a project of the notebooks named and returns the request to build it."""

    def lay_out(*notebooks: str, folder: str = "project", **wanted: object) -> Request:
        root = tmp_path / folder
        shutil.copytree(HERE / "data", root / "data")
        (root / "notebooks").mkdir()
        for name in notebooks:
            shutil.copyfile(HERE / "notebooks" / f"{name}.ipynb", root / "notebooks" / f"{name}.ipynb")
        (root / "requirements.lock").write_text("pandas==3.1.1\n", encoding="utf-8")
        places = {name: root / name for name in ("notebooks", "data")}
        return Request(**places, out=root / "reports", **wanted)  # type: ignore[arg-type]

    return lay_out
