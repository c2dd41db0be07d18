"""How do several reports get made at once? One fresh process each, so many at a time, none left behind.

Each has a working folder and an environment of its own; all but the program's place in it is fixed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final, Protocol

from analysis.publishing.running.fork_client import ForkServer

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


@dataclass(frozen=True)
class Task:
    """One report of one date to be made in ``folder``; ``request`` is what the worker reads there."""

    folder: Path
    request: Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What came of a task: the worker's result, in which ``error`` says what went wrong."""

    task: Task
    result: Mapping[str, Any]

    @property
    def error(self) -> str:
        """What went wrong, blank when nothing did."""
        return str(self.result.get("error", ""))


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


class Workers:
    """Runs tasks, at most ``at_once`` together; on leaving, whatever still runs is ended.

    Workers are forked by the server where it can, else started. ``held`` are file descriptors that each one
    keeps open: the lock of the archive, so that it stays shut until the last of a killed build has gone.
    """

    def __init__(self, at_once: int, *, server: ForkServer, held: Iterable[int] = ()) -> None:
        self._at_once = at_once
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

    def run(self, tasks: Iterable[Task], done: Callable[[Outcome], None]) -> None:
        """Run all tasks; ``done`` is called in this thread with each outcome as it comes."""
        pool = ThreadPoolExecutor(self._at_once)
        try:
            for future in as_completed([pool.submit(self._run, task) for task in tasks]):
                done(future.result())
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, task: Task) -> Outcome:
        (task.folder / "request.json").write_text(json.dumps(task.request), encoding="utf-8")
        with self._lock:
            if self._closed:
                return Outcome(task, {"error": "stopped"})
            process = self._start(task)
            self._running.add(process)
        try:
            code = process.wait()
        finally:
            with self._lock:
                self._running.discard(process)
        return Outcome(task, _result(task, code))

    def _start(self, task: Task) -> Process:
        folder = task.folder.resolve()
        surroundings = environment(task.request["edition"]["as_of"], folder)
        said = folder / SAID
        said.touch()
        if self._server.is_ready:
            with suppress(ChildProcessError):  # the server is gone: start as if there had been none
                return self._server.fork(WORKER, cwd=str(folder), env=surroundings, said=str(said))
        return StartedProcess(folder, surroundings, said, held=self._held)


def _result(task: Task, code: int) -> Mapping[str, Any]:
    """Return what a worker has left, or how it ended and its last words."""
    try:
        result: dict[str, Any] = json.loads((task.folder / "result.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        said = (task.folder / SAID).read_text(encoding="utf-8", errors="replace").strip()
        ending = f"signal {-code}" if code < 0 else f"exit code {code}"
        last = said.splitlines()[-1:] or ["it said nothing"]
        (task.folder / "traceback.txt").write_text(f"{said}\n", encoding="utf-8")
        return {"error": f"{task.request['label']}: the worker ended with {ending}: {last[0]}"}
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
