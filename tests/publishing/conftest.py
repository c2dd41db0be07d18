"""A project of its own for each test: tiny tables and the fixture notebooks that the test names."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.publishing.planning.plan import Request

HERE = Path(__file__).parent
Project = Callable[..., Request]


def lay_out(root: Path, *notebooks: str, **wanted: object) -> Request:
    """Lay out a project of the notebooks named and return the request to build it."""
    shutil.copytree(HERE / "data", root / "data")
    (root / "notebooks").mkdir()
    for name in notebooks:
        shutil.copyfile(HERE / "notebooks" / f"{name}.ipynb", root / "notebooks" / f"{name}.ipynb")
    (root / "requirements.lock").write_text("pandas==3.1.1\n", encoding="utf-8")
    places = {name: root / name for name in ("notebooks", "data")}
    return Request(**places, out=root / "reports", **wanted)  # type: ignore[arg-type]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A function that lays out a project in the folder of the test."""

    def named(*notebooks: str, folder: str = "project", **wanted: object) -> Request:
        return lay_out(tmp_path / folder, *notebooks, **wanted)

    return named


@pytest.fixture(scope="module")
def shared_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A function that lays out a project once for all tests of a module, to be copied by `copied`."""

    def named(*notebooks: str, **wanted: object) -> Request:
        return lay_out(tmp_path_factory.mktemp("shared") / "project", *notebooks, **wanted)

    return named


@pytest.fixture
def copied(tmp_path: Path) -> Callable[[Request], Request]:
    """A function that copies a project with its editions and its cache into the folder of the test."""

    def copy(request: Request) -> Request:
        root = Path(shutil.copytree(request.data.parent, tmp_path / "project"))
        return replace(request, notebooks=root / "notebooks", data=root / "data", out=root / request.out.name)

    return copy
