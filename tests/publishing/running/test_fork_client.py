"""Warm processes do what cold ones do, in a folder and environment of their own, and end with their asker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis.publishing.building.build import build
from analysis.publishing.running.fork_client import CAN_FORK, ForkedProcess, ForkServer, fork
from analysis.publishing.running.kernels import LAUNCHER
from analysis.publishing.running.workers import WORKER, environment

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

Laid = Callable[..., "Asked"]
pytestmark = pytest.mark.skipif(not CAN_FORK, reason="processes cannot be forked here")


@pytest.fixture
def server(one_server: ForkServer) -> ForkServer:
    assert one_server.is_ready
    return one_server


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid: int) -> bool:
    end = time.monotonic() + 20
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not alive(pid)


def kernel(server: ForkServer, folder: Path) -> ForkedProcess:
    """A kernel that runs and waits for work."""
    argv = ["-f", str(folder / "connection.json")]
    return fork(server.channel, LAUNCHER, argv=argv, cwd=str(folder), env={"MARK": "own"})


def test_a_child_has_a_folder_an_environment_and_a_session_of_its_own(
    server: ForkServer, tmp_path: Path
) -> None:
    process = kernel(server, tmp_path)
    time.sleep(0.5)
    assert process.poll() is None
    assert Path(f"/proc/{process.pid}/cwd").resolve() == tmp_path
    assert os.getsid(process.pid) == process.pid
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.05)
    process.send_signal(signal.SIGKILL)
    assert process.wait(20) == -signal.SIGKILL
    assert process.poll() == -signal.SIGKILL
    process.terminate()  # to a process that has ended: nothing


def test_a_child_that_cannot_start_tells_why(server: ForkServer, tmp_path: Path) -> None:
    process = server.fork(WORKER, cwd=str(tmp_path), env={}, said=str(tmp_path / "said.txt"))
    assert process.wait(20) == 1
    assert "request.json" in (tmp_path / "said.txt").read_text(encoding="utf-8")


def test_children_end_with_their_server(tmp_path: Path) -> None:
    with ForkServer(environment("2024-01-10", tmp_path)) as own:
        assert own.is_ready
        process = kernel(own, tmp_path)
        assert alive(process.pid)
    assert gone(process.pid)
    assert process.wait() == -signal.SIGKILL


def test_a_server_that_is_killed_is_noticed(tmp_path: Path) -> None:
    with ForkServer(environment("2024-01-10", tmp_path)) as own:
        assert own.is_ready
        process = kernel(own, tmp_path)
        assert own._process
        own._process.kill()
        assert process.wait(20) == -signal.SIGKILL
        with pytest.raises(OSError, match=r"gone|Broken pipe|Connection"):
            kernel(own, tmp_path)
    assert gone(process.pid)


def test_a_server_that_is_not_wanted_is_not_started(tmp_path: Path) -> None:
    with ForkServer({}, wanted=False) as none:
        assert not none.is_ready


def test_warm_and_cold_make_the_same_bytes(project: Laid) -> None:
    request = project("draws-with-pyplot", formats=())
    made = []
    for warm in (True, False):
        (place,) = build(*request.but(warm=warm, force=True), say=lambda line: None)
        made.append({path.name: path.read_bytes() for path in place.iterdir()})
    assert made[0] == made[1]
    cells = json.loads(made[0]["draws-with-pyplot.ipynb"])["cells"]
    shown = [output["data"] for cell in cells for output in cell.get("outputs", ())]
    assert any("image/png" in data for data in shown)
