"""How do several jobs get done at once? One fresh process each, so many at a time, none left behind.

Each has a working folder and an environment of its own; all but the program's place in it is fixed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Condition, Lock
from typing import Any, Final, Protocol

from analysis.publishing.running import executing
from analysis.publishing.running.execution import ExecutionRequest
from analysis.publishing.running.fork_client import ForkServer
from analysis.publishing.running.views import Views

INHERITED: Final = ("PATH", "HOME", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "SYSTEMROOT")
PRIVATE: Final = (
    "IPYTHONDIR",
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "MPLCONFIGDIR",
    "TMPDIR",
)
ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
SECONDS_TO_END: Final = 5
SAID: Final = "said.txt"
WORKER: Final = "analysis.publishing.running.worker"


class Process(Protocol):
    """What `Workers` needs of a process, however it was started."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return its exit code; negative for a signal."""
        ...

    def terminate(self) -> None:
        """Ask it to end."""
        ...

    def kill(self) -> None:
        """Kill it, now."""
        ...


class StartedProcess(subprocess.Popen[bytes]):
    """A worker started cold; its standard input tells it, by closing, that we are gone."""

    def __init__(
        self, folder: Path, environment: Mapping[str, str], said: Path, *, held: Iterable[int]
    ) -> None:
        with said.open("wb") as out:
            super().__init__(
                [sys.executable, "-P", "-m", WORKER],
                cwd=folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=out,
                pass_fds=tuple(held),
                start_new_session=True,
            )

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end."""
        code = super().wait(timeout)
        if self.stdin:
            self.stdin.close()
        return code


class Places:
    """So many at a time; whoever is urgent goes before all others that wait."""

    def __init__(self, number: int) -> None:
        self._free, self._urgent = number, 0
        self._changed = Condition()

    @contextmanager
    def one(self, *, urgent: bool) -> Iterator[None]:
        """Wait for a place and hold it."""
        with self._changed:
            self._urgent += urgent
            self._changed.wait_for(lambda: self._free > 0 and (urgent or not self._urgent))
            self._urgent -= urgent
            self._free -= 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()


class Workers:
    """Does jobs, at most ``at_once`` together, each in a process; on leaving, whatever still runs is ended.

    A report is rendered before a notebook is run: editions are sealed one after the other, and whatever waits
    for one waits for its reports. Processes are forked by the server where it can, else started. ``held`` are
    file descriptors that each one keeps open: the lock of the archive, so that it stays shut until the last
    of a killed build has gone.
    """

    def __init__(self, at_once: int, *, server: ForkServer, held: Iterable[int] = ()) -> None:
        self._places = Places(at_once)
        self._server = server
        self._held = tuple(held)
        self._running: set[Process] = set()
        self._lock = Lock()
        self._closed = False

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._closed = True
            running = list(self._running)
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def do(
        self,
        request: Mapping[str, Any],
        folder: Path,
        *,
        as_of: str,
        meanwhile: Callable[[], object] = lambda: None,
    ) -> Mapping[str, Any]:
        """Do a job in a folder laid out for it; return its result, whose ``error`` says what went wrong.

        ``meanwhile`` is what to do here before waiting for it.
        """
        (folder / "request.json").write_text(json.dumps(request), encoding="utf-8")
        if request["job"] == "execute":
            self._server.expect_executions()
        with self._places.one(urgent=request["job"] == "render"):
            with self._lock:
                if self._closed:
                    return {"error": "stopped"}
                process = self._start(folder.resolve(), as_of)
                self._running.add(process)
            try:
                meanwhile()
                code = process.wait()
            finally:
                with self._lock:
                    self._running.discard(process)
        return result_in(folder, code, label=request["label"])

    def _start(self, folder: Path, as_of: str) -> Process:
        surroundings = environment(as_of, folder)
        said = folder / SAID
        said.touch()
        if self._server.is_ready:
            with suppress(ChildProcessError):  # the server is gone: start as if there had been none
                return self._server.fork(WORKER, cwd=str(folder), env=surroundings, said=str(said))
        return StartedProcess(folder, surroundings, said, held=self._held)


class LocalRunner:
    """Runs notebooks in processes of this machine, each in a folder of its own under ``staging``.

    ``at_once`` tells how many may be asked for together, ``results`` the folder of what earlier runs have
    computed, None where all is to be computed.
    """

    def __init__(
        self, workers: Workers, views: Views, staging: Path, *, at_once: int, results: Path | None = None
    ) -> None:
        self.at_once = at_once
        self._workers = workers
        self._views = views
        self._staging = staging
        self._results = results

    def run(self, request: ExecutionRequest, *, tables: Sequence[str] | None = None) -> bytes:
        """Run a notebook, on some tables only if named; raises `ExecutionError` when it breaks off."""
        views, view = self._views, request.view
        files = views.files(view) if tables is None else views.seen(view, tables)
        with tempfile.TemporaryDirectory(dir=self._staging, prefix="run-") as name:
            folder = Path(name)
            results = self._results if tables is None else None  # made a second time, all is computed
            job = executing.laid_out(request, files, folder, results=results)
            return executing.left(folder, self._workers.do(job, folder, as_of=request.view.as_of))


def result_in(folder: Path, code: int, *, label: str) -> Mapping[str, Any]:
    """Return what a worker has left in its folder, or how it ended and its last words."""
    try:
        result: dict[str, Any] = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        said = (folder / SAID).read_text(encoding="utf-8", errors="replace").strip()
        ending = f"signal {-code}" if code < 0 else f"exit code {code}"
        last = said.splitlines()[-1:] or ["it said nothing"]
        (folder / "traceback.txt").write_text(f"{said}\n", encoding="utf-8")
        return {"error": f"{label}: the worker ended with {ending}: {last[0]}"}
    return result


def environment(as_of: str, folder: Path) -> dict[str, str]:
    """Return the whole environment of a run: what it needs of this machine, and the rest fixed."""
    midnight = datetime.fromisoformat(as_of).replace(tzinfo=UTC)
    return {
        **{name: os.environ[name] for name in INHERITED if name in os.environ},
        **dict.fromkeys(PRIVATE, str(folder)),
        **dict.fromkeys(ONE_THREAD, "1"),
        "PYTHONHASHSEED": "0",
        "PYTHONWARNINGS": "default",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": str(int(midnight.timestamp())),
    }
