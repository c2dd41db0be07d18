"""How do notebooks run on other machines? As tasks of a Dask cluster, which gets the data once, by digest.

Each worker lays out a run as this machine would and starts the same processes: the bytes are the same; a
worker of another version is refused. A worker that is lost costs time only: its runs are asked for again,
under new names, since a dying worker is held against every task that it had.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from distributed import Client, KilledWorker, Worker, WorkerPlugin, get_worker

from analysis.errors import AnalysisError, Problem
from analysis.publishing.editions import attachments
from analysis.publishing.editions.manifests import PYTHON, sha256
from analysis.publishing.running.executing import ExecutionError
from analysis.publishing.running.execution import ExecutionRequest
from analysis.publishing.running.fork_client import CAN_FORK, ForkServer
from analysis.publishing.running.views import Views
from analysis.publishing.running.workers import LocalRunner, Workers, environment

ATTEMPTS: Final = 3
SECONDS_FOR_A_WORKER: Final = 60
SECONDS_TO_SPARE: Final = 300  # of a run, beside those of its cells: starting, and one run before it


class OnWorker(WorkerPlugin):
    """What a Dask worker holds of a build: its data, and processes that have imported the libraries.

    A plugin of the cluster, so that workers which come later have it too.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        content = {name: sha256(content) for name, content in files.items()}
        self.name = f"analysis-{sha256(repr(sorted(content.items())).encode())[:16]}"
        self._files = dict(files)

    def setup(self, worker: Worker) -> None:
        """Write the data, and start the server of warm processes."""
        from analysis.data.excerpts import write_folder

        self._stack = ExitStack()
        folder = Path(
            self._stack.enter_context(
                tempfile.TemporaryDirectory(prefix="analysis-", dir=worker.local_directory)
            )
        ).resolve()
        write_folder(self._files, folder / "data")
        (folder / "runs").mkdir()
        surroundings = environment("1970-01-01", folder)
        server = self._stack.enter_context(ForkServer(surroundings, wanted=CAN_FORK, renders=False))
        workers = self._stack.enter_context(Workers(worker.state.nthreads, server=server))
        self.runner = LocalRunner(
            workers, Views(folder / "data"), folder / "runs", at_once=worker.state.nthreads
        )

    def teardown(self, worker: Worker) -> None:
        """End what still runs, and remove the folder."""
        self._stack.close()


class DaskRunner:
    """Runs notebooks on the cluster whose scheduler has an address; ``packages`` must be the workers' too.

    Raises ``AnalysisError`` when there is no such scheduler, or no worker within a minute.
    """

    def __init__(self, address: str, data: Path, *, packages: Mapping[str, str]) -> None:
        self._address = address
        self._client = _connected(address)
        self._same = {"program": sha256(attachments.source()), **packages}
        files = {
            path.relative_to(data).as_posix(): path.read_bytes()
            for path in sorted(data.rglob("*"))
            if path.is_file()
        }
        self._on_worker = OnWorker(files)

    def __enter__(self) -> DaskRunner:
        try:
            self._client.wait_for_workers(1, timeout=SECONDS_FOR_A_WORKER)
        except TimeoutError:
            self._client.close()  # type: ignore[no-untyped-call]
            fix = f"start one: dask worker {self._address}"
            raise AnalysisError(str(Problem("--scheduler", self._address, "has no worker", fix))) from None
        self._client.register_plugin(self._on_worker, name=self._on_worker.name)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()  # type: ignore[no-untyped-call]

    @property
    def at_once(self) -> int:
        """How many runs keep all workers busy: as many again as they can do wait beside them."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        return max(2 * sum(int(worker["nthreads"]) for worker in workers), 1)

    def run(self, request: ExecutionRequest, *, tables: Sequence[str] | None = None) -> bytes:
        """Run a notebook somewhere, on some tables only if they are named.

        Raises `ExecutionError` when it breaks off, or when the cluster fails it.
        """
        payload = pickle.dumps((request, tables))
        digest = sha256(payload)[:24]
        deadline = request.timeout * len(request.notebook.code) + SECONDS_TO_SPARE
        last: BaseException | None = None
        for attempt in range(ATTEMPTS):
            key = f"execution-{digest}-{attempt}-{id(request)}"
            asked = {"pure": False, "retries": 0, "key": key}
            try:
                future = self._client.submit(execute, payload, self._on_worker.name, self._same, **asked)
                try:
                    outcome: Mapping[str, Any] = future.result(timeout=deadline)
                finally:
                    future.release()  # type: ignore[no-untyped-call]
            except (OSError, TimeoutError, CancelledError, KilledWorker) as error:
                last = error
                continue
            if "error" in outcome:
                raise ExecutionError(outcome["error"], outcome["remains"])
            content: bytes = outcome["content"]
            if sha256(content) == outcome["sha256"]:
                return content
        reason = f"did not run on {self._address} in {ATTEMPTS} attempts ({type(last).__name__}: {last})"
        raise ExecutionError(f"{request.notebook.label}: {reason}", {})


def execute(payload: bytes, name: str, same: Mapping[str, str]) -> dict[str, Any]:
    """Run a notebook on a worker: returns the packed execution and its digest, or what went wrong."""
    if other := differences(same):
        return {"error": f"the worker is another version than the build: {'; '.join(other)}", "remains": {}}
    try:
        held = get_worker().plugins[name]
        assert isinstance(held, OnWorker)
        request, tables = pickle.loads(payload)
        content = held.runner.run(request, tables=tables)
    except ExecutionError as error:
        return {"error": str(error), "remains": dict(error.remains)}
    return {"content": content, "sha256": sha256(content)}


def differences(same: Mapping[str, str]) -> list[str]:
    """Return in what this machine differs from versions that must be the same, by name."""
    here = {name: _here(name) for name in same}
    return [f"{name} is {here[name]}, not {same[name]}" for name in same if here[name] != same[name]]


def _here(name: str) -> str:
    if name == "program":
        return sha256(attachments.source())
    if name == "Python":
        return PYTHON
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _connected(address: str) -> Client:
    try:
        return Client(address, timeout=SECONDS_FOR_A_WORKER, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        reason = f"does not answer ({type(error).__name__})"
        fix = "start one: dask scheduler"
        raise AnalysisError(str(Problem("--scheduler", address, reason, fix))) from None
