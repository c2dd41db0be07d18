"""A project of its own for each test: tiny tables and the fixture notebooks that the test names."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from analysis.publishing.building import processes, sharing
from analysis.publishing.editions.staging import Archive
from analysis.publishing.planning.request import Options, Project, Request
from analysis.publishing.running.fork_client import CAN_FORK, ForkServer
from analysis.publishing.running.workers import environment

HERE = Path(__file__).parent


class Asked(NamedTuple):
    """What a build is asked, in the order of its arguments: ``build(*asked)``."""

    project: Project
    request: Request = Request()
    options: Options = Options(twice=False)

    def but(self, **changed: Any) -> Asked:
        """Return the same with some fields changed, whichever of the three has them."""
        unknown = set(changed) - {one.name for part in self for one in fields(part)}
        assert not unknown

        def changed_part(part: Any) -> Any:
            return replace(
                part, **{one.name: changed[one.name] for one in fields(part) if one.name in changed}
            )

        return Asked(*map(changed_part, self))

    def drafts(self) -> Asked:
        """Return the same asked of drafts, which may be made again and again."""
        return self._replace(project=self.project.drafts())


def lay_out(root: Path, *notebooks: str, **wanted: object) -> Asked:
    """Lay out a project of the notebooks named and return what to ask of a build."""
    shutil.copytree(HERE / "data", root / "data")
    (root / "notebooks").mkdir()
    for name in notebooks:
        shutil.copyfile(HERE / "notebooks" / f"{name}.ipynb", root / "notebooks" / f"{name}.ipynb")
    (root / "requirements.lock").write_text("pandas==3.1.1\n", encoding="utf-8")
    places = {name: root / name for name in ("notebooks", "data")}
    return Asked(Project(**places, out=root / "reports")).but(**wanted)


@pytest.fixture(scope="session", autouse=True)
def one_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkServer]:
    """Let all builds of a test run ask one server for warm processes; starting one costs seconds."""
    make = processes.fork_server
    shared = ForkServer(environment("1970-01-01", tmp_path_factory.mktemp("server")), wanted=CAN_FORK)

    def asked(archive: Archive, *, wanted: bool) -> AbstractContextManager[ForkServer]:
        return nullcontext(shared) if wanted else make(archive, wanted=wanted)

    def asked_by_a_share(
        _: Mapping[str, str], *, wanted: bool, renders: bool
    ) -> AbstractContextManager[ForkServer]:
        return nullcontext(shared) if wanted else ForkServer({}, wanted=False)

    with shared, pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "fork_server", asked)
        patch.setattr(sharing, "ForkServer", asked_by_a_share)
        yield shared


@pytest.fixture(scope="session")
def executions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all projects keep their executions: the same code on the same rows need not run for each test."""
    return tmp_path_factory.mktemp("executions")


@pytest.fixture
def project(tmp_path: Path, executions: Path) -> Callable[..., Asked]:
    """A function that lays out a project in the folder of the test."""

    def named(*notebooks: str, folder: str = "project", **wanted: object) -> Asked:
        return lay_out(tmp_path / folder, *notebooks, **{"shared": executions, **wanted})

    return named


@pytest.fixture(scope="module")
def shared_project(tmp_path_factory: pytest.TempPathFactory, executions: Path) -> Callable[..., Asked]:
    """A function that lays out a project once for all tests of a module, to be copied by `copied`."""

    def named(*notebooks: str, **wanted: object) -> Asked:
        return lay_out(
            tmp_path_factory.mktemp("shared") / "project", *notebooks, **{"shared": executions, **wanted}
        )

    return named


@pytest.fixture
def copied(tmp_path: Path) -> Callable[[Asked], Asked]:
    """A function that copies a project with its editions and its cache into the folder of the test."""

    def copy(asked: Asked) -> Asked:
        root = Path(shutil.copytree(asked.project.data.parent, tmp_path / "project"))
        places = {name: root / name for name in ("notebooks", "data")}
        return asked.but(**places, out=root / asked.project.out.name)

    return copy
