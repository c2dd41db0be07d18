"""A cluster makes the bytes that one machine makes, whoever is lost on the way: ``make test-cluster``.

A scheduler and two workers are started on this machine; nothing here needs another one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analysis.publishing.editions import attachments, manifests

pytestmark = pytest.mark.cluster

FIXTURES = Path(__file__).parents[1] / "publishing"
ANALYSIS = [sys.executable, "-P", "-c", "from analysis.cli import main; main()"]
RANGE = ["build", "--format", "html", "--once", "--as-of", "2024-01-05..2024-01-10/1d"]
PATIENCE = 120


class Cluster:
    """A scheduler and its workers, as anybody would start them from a shell."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self._folder = folder
        self.processes = [self._start("scheduler", "--port", str(port), "--no-dashboard", "--no-show")]
        self.workers = [self.worker() for _ in range(2)]

    def worker(self) -> subprocess.Popen[bytes]:
        own = ["--nthreads", "1", "--no-dashboard", "--no-nanny", "--local-directory", str(self._folder)]
        process = self._start("worker", self.address, *own)
        self.processes.append(process)
        return process

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{len(list(self._folder.iterdir()))}.log").open("wb") as said:
            command = [sys.executable, "-P", "-m", "distributed.cli.dask_" + words[0], *words[1:]]
            return subprocess.Popen(
                command, stdout=said, stderr=said, cwd=self._folder, start_new_session=True
            )

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    cluster = Cluster(folder)
    yield cluster
    cluster.end()


def lay_out(root: Path) -> Path:
    shutil.copytree(FIXTURES / "data", root / "data")
    (root / "notebooks").mkdir()
    for name in ("states-a-finding", "reads-another-table"):
        shutil.copy(FIXTURES / "notebooks" / f"{name}.ipynb", root / "notebooks")
    return root


def state(root: Path) -> dict[str, str]:
    files = (path for path in sorted((root / "reports").rglob("*")) if path.is_file())
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def run(root: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*ANALYSIS, *RANGE, *more], cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture
def local(tmp_path: Path) -> dict[str, str]:
    """What one machine makes of the same."""
    done = run(lay_out(tmp_path / "local"))
    assert done.returncode == 0, done.stderr
    return state(tmp_path / "local")


def executions(root: Path) -> int:
    return len(list((root / ".cache").rglob("*.execution")))


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_bytes_are_those_of_one_machine_though_a_worker_is_killed(
    tmp_path: Path, cluster: Cluster, local: dict[str, str]
) -> None:
    root = lay_out(tmp_path / "far")
    command = [*ANALYSIS, *RANGE, "--scheduler", cluster.address]
    build = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    wait_until(lambda: executions(root) >= 2)
    cluster.workers[0].kill()
    said, _ = build.communicate(timeout=5 * PATIENCE)
    assert build.returncode == 0, said
    assert state(root) == local
    assert "6 editions: 6 sealed, 0 unchanged, 0 failed" in said


def test_after_a_killed_client_the_next_build_completes_with_the_same_bytes(
    tmp_path: Path, cluster: Cluster, local: dict[str, str]
) -> None:
    root = lay_out(tmp_path / "far")
    command = [*ANALYSIS, *RANGE, "--scheduler", cluster.address]
    build = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_until(lambda: executions(root) >= 2)
    os.kill(build.pid, signal.SIGKILL)
    build.wait()
    done = run(root, "--scheduler", cluster.address)
    assert done.returncode == 0, done.stderr
    assert state(root) == local


def test_what_a_user_can_do_wrong_is_said(tmp_path: Path, cluster: Cluster) -> None:
    root = lay_out(tmp_path / "far")
    (root / "requirements.lock").write_text("pandas==3.1.1\nno-such-package==1\n", encoding="utf-8")
    failing = root / "notebooks" / "raises-an-error.ipynb"
    shutil.copy(FIXTURES / "notebooks" / failing.name, failing)
    done = run(root, "--scheduler", cluster.address)
    assert done.returncode == 1
    assert "cell divides-by-zero (no. 7): the code raised ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr
    assert (root / ".cache/analysis/failed/2024-01-10/raises-an-error/traceback.txt").exists()


def test_a_worker_of_another_version_is_refused() -> None:
    from analysis.publishing.running.cluster import differences

    here = {"Python": manifests.PYTHON, "program": manifests.sha256(attachments.source())}
    assert differences(here) == []
    found = differences({**here, "pandas": "0.1", "no-such-package": "1"})
    assert found[0].startswith("pandas is ")
    assert found[1] == "no-such-package is absent, not 1"
