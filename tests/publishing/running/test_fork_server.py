"""What a fork could give away is made anew; without a server everything starts cold, and that is said."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from analysis.errors import AnalysisError
from analysis.publishing.building.build import build
from analysis.publishing.running import fork_server
from analysis.publishing.running.fork_client import CAN_FORK, ForkServer
from analysis.publishing.running.workers import environment

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

Laid = Callable[..., "Asked"]
forks = pytest.mark.skipif(not CAN_FORK, reason="processes cannot be forked here")
QUIET = """
from pathlib import Path

from analysis.publishing.running import fork_server

fork_server.defer_grammars()
fork_server.get_ready()
fork_server.import_all((*fork_server.LATER, *fork_server.RUNNING, *fork_server.KERNELS))
print(*(task.name for task in Path("/proc/self/task").iterdir()))
"""


@pytest.fixture
def surroundings() -> Iterator[dict[str, str]]:
    """The environment of this process, which is put back together with what was read from it."""
    before = dict(os.environ)
    yield before
    os.environ.clear()
    os.environ.update(before)
    time.tzset()


@forks
def test_the_libraries_import_without_a_word_and_without_a_thread(tmp_path: Path) -> None:
    """A warning would be in a cold kernel's output and not in a warm one's; a thread would not survive."""
    done = subprocess.run(
        [sys.executable, "-c", QUIET],
        env=environment("2024-01-10", tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert len(done.stdout.split()) == 1


@forks
def test_what_runs_notebooks_is_imported_only_when_some_are_expected(tmp_path: Path) -> None:
    with ForkServer(environment("2024-01-10", tmp_path)) as server:
        assert server.is_ready
        assert server._process
        maps = Path(f"/proc/{server._process.pid}/maps")
        assert "pandas" not in maps.read_text(encoding="utf-8")
        server.expect_executions()
        end = time.monotonic() + 60
        while "pandas" not in maps.read_text(encoding="utf-8"):
            assert time.monotonic() < end
            time.sleep(0.05)


def test_a_kernel_imports_our_modules_itself(tmp_path: Path) -> None:
    """What it has imported is a part of its run; and a preview shows a module as it is now."""
    code = """
import sys
from analysis.publishing.running import fork_server

fork_server.defer_grammars()
fork_server.get_ready()
fork_server._forget_ours()
print(*(name for name in sys.modules if name.startswith("analysis")))
from analysis.parts import figure
"""
    given = environment("2024-01-10", tmp_path)
    done = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("\n", "")


@pytest.mark.filterwarnings("default")
def test_each_child_draws_random_numbers_of_its_own_and_reads_its_environment(
    surroundings: dict[str, str], tmp_path: Path
) -> None:
    def drawn() -> tuple[float, float]:
        return random.random(), float(np.random.random())  # noqa: NPY002

    random.seed(1)
    np.random.seed(1)  # noqa: NPY002
    before = drawn()
    random.seed(1)
    np.random.seed(1)  # noqa: NPY002
    tempfile.gettempdir()
    fork_server._take_on({**surroundings, "TZ": "Asia/Kathmandu", "TMPDIR": str(tmp_path)})
    after = drawn()
    assert before[0] != after[0]
    assert before[1] != after[1]
    assert time.strftime("%z", time.localtime(0)) == "+0530"  # Nepal's offset in 1970
    assert tempfile.gettempdir() == str(tmp_path)
    tempfile.tempdir = None


@forks
def test_a_server_that_nobody_has_asked_is_not_waited_for(tmp_path: Path) -> None:
    with ForkServer(environment("2024-01-10", tmp_path)) as server:
        process = server._process
    assert process
    assert process.returncode == -signal.SIGKILL


@forks
def test_without_a_server_reports_are_made_cold_and_that_is_said(
    project: Laid, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = project("states-a-finding", formats=("html",))
    (place,) = build(*request, say=lambda line: None)
    made = {path.name: path.read_bytes() for path in place.iterdir()}
    monkeypatch.setattr("sys.executable", "/bin/false")
    failing = ForkServer({})
    monkeypatch.undo()
    monkeypatch.setattr("analysis.publishing.building.processes.fork_server", lambda *_, **__: failing)
    said: list[str] = []
    (place,) = build(*request.but(force=True), say=said.append)
    assert said[-1] == "processes cannot be forked here; each report starts cold"
    assert {path.name: path.read_bytes() for path in place.iterdir()} == made


@forks
@pytest.mark.usefixtures("own_server")
def test_a_server_that_dies_costs_the_report_at_work_and_no_other(
    project: Laid, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = project("reads-another-table", "states-a-finding", formats=("html",), jobs=1, partial=True)
    servers: list[ForkServer] = []
    fork = ForkServer.fork

    def killed_after_the_first(server: ForkServer, *task: object, **where: object) -> object:
        process = fork(server, *task, **where)  # type: ignore[arg-type]
        if not servers:
            assert server._process
            server._process.kill()
        servers.append(server)
        return process

    monkeypatch.setattr(ForkServer, "fork", killed_after_the_first)
    said: list[str] = []
    with pytest.raises(AnalysisError, match="the worker ended with signal 9: it said nothing") as caught:
        build(*request, say=said.append)
    assert "cannot be written" not in str(caught.value)
    assert said[-1] == "the server of warm processes is gone; each further report starts cold"
    assert sum(line.endswith(": made") for line in said) == 1
