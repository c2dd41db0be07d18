"""Where does an execution come from? From the store, else from a run; whoever asks twice gets the same one.

A `Runner` makes those that are missing: on this machine or on others.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Final, Protocol

from analysis.publishing.caching.execution_store import ExecutionStore
from analysis.publishing.running.execution import Execution, ExecutionRequest
from analysis.publishing.running.repetition import check_same

SECONDS_APART: Final = 1.0  # a second run in the same second would find a clock that shows seconds unchanged


class Runner(Protocol):
    """What runs notebooks, somewhere: an execution request in, a packed execution out."""

    def run(self, request: ExecutionRequest, *, tables: Sequence[str] | None = None) -> bytes:
        """Run a notebook, on some tables only if named; raises `ExecutionError` when it breaks off."""
        ...


class Executions:
    """Gives executions, each made once; with ``force`` none of an earlier build is good enough."""

    def __init__(self, store: ExecutionStore, runner: Runner, *, force: bool) -> None:
        self._store = store
        self._runner = runner
        self._force = force
        self._lock = Lock()
        self._running: dict[str, Future[Execution]] = {}
        self._fresh: set[str] = set()
        self._homeless: dict[str, Execution] = {}  # those that the store could not keep

    def may_have(self, request: ExecutionRequest) -> bool:
        """Return whether it is worth looking for an execution; without a look at the data, so at once."""
        return not self._force and self._store.has(request)

    def get(self, request: ExecutionRequest, *, twice: bool = False) -> Execution:
        """Return an execution; waits when another thread is making it.

        With ``twice`` it is one that has been made a second time, with the same outputs. Raises
        `ExecutionError` when the notebook breaks off, ``AnalysisError`` when the outputs differ.
        """
        key = self._store.key(request)
        with self._lock:
            future = self._running.get(key)
            is_ours = future is None
            if future is None:
                future = self._running[key] = Future()
        if is_ours:
            try:
                future.set_result(self._made(request, key, twice=twice))
            except BaseException as error:
                future.set_exception(error)  # whoever asks again is told the same, and nothing runs again
            else:
                with self._lock:
                    del self._running[key]
        return future.result()

    def _made(self, request: ExecutionRequest, key: str, *, twice: bool) -> Execution:
        execution = self._recalled(request, key) or self._run(request, key)
        if twice and not self._store.is_repeated(request, execution):
            time.sleep(SECONDS_APART)
            again = Execution.unpacked(self._runner.run(request, tables=execution.tables))
            check_same(execution, again, label=request.notebook.label)
            self._store.note_repeated(request, execution)
        return execution

    def _recalled(self, request: ExecutionRequest, key: str) -> Execution | None:
        if key in self._homeless:
            return self._homeless[key]
        return self._store.recall(request) if key in self._fresh or not self._force else None

    def _run(self, request: ExecutionRequest, key: str) -> Execution:
        packed = self._runner.run(request)
        execution = Execution.unpacked(packed)
        if not self._store.keep(request, execution, packed):
            self._homeless[key] = execution
        self._fresh.add(key)
        return execution
