"""How is one notebook run? Papermill, with an engine that reports what was read and where a run broke off.

Runs in the working folder it is started in; `worker` sees to a process, a folder and an environment.
"""

from __future__ import annotations

import ast
import json
import os
import re
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any, Final

import nbformat
import papermill
from jupyter_core.utils import run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.exceptions import PapermillExecutionError

from analysis.errors import NotebookError, Problem
from analysis.publishing.planning.parameters import Value
from analysis.publishing.running.execution import KERNEL
from analysis.publishing.running.kernels import kernel_manager
from analysis.publishing.running.strip_volatile import INJECTED_TAG

ENGINE: Final = "analysis"
AUDIT: Final = "__import__('analysis.publishing.running.audit', fromlist=['begin'])"
COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")

RUNNING: Final[list[ReportClient]] = []


@dataclass(frozen=True)
class Executed:
    """A notebook with its outputs, and what its run has read and imported, see `audit.used`."""

    notebook: NotebookNode
    used: Mapping[str, Any]


class ReportClient(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client; with a ``seed``, where chance begins, the kernel is audited while cells run."""

    seed: int | None = None
    results: str = ""

    def create_kernel_manager(self) -> Any:
        """Have the kernel forked warm where that can be."""
        self.km = kernel_manager(self.kernel_name)
        return self.km

    async def async_start_new_kernel_client(self) -> Any:
        """Connect to the kernel and wait until both of its voices are heard, no longer."""
        self.kc = self.km.client()
        self.kc.start_channels()
        self.kc.allow_stdin = False
        for _ in range(self.startup_timeout):
            self.kc.kernel_info()
            with suppress(Empty):
                await self.kc.get_shell_msg(timeout=1)
                await self.kc.get_iopub_msg(timeout=0.2)
                return self.kc
            if not await self.km.is_alive():
                break
        await self._async_cleanup_kernel()
        raise DeadKernelError("the kernel did not start")

    start_new_kernel_client = run_sync(async_start_new_kernel_client)

    def papermill_execute_cells(self) -> None:
        """Have the kernel audited if that is wanted, run all cells, then ask what was used."""
        if self.seed is None:
            super().papermill_execute_cells()
            return
        self._ask(f"{AUDIT}.begin({self.seed}, {self.results!r})")
        super().papermill_execute_cells()
        self.nb.metadata.papermill["used"] = self._ask(f"{AUDIT}.used()")

    def _ask(self, expression: str) -> Any:
        """Return what an expression gives in the kernel; a kernel that cannot say it is dead.

        It is given as JSON: of what has a thousand members and more, a kernel shows the first thousand.
        """
        asked = {"asked": f"__import__('json').dumps({expression})"}
        reply = self.wait_for_reply(self.kc.execute("", silent=True, user_expressions=asked))
        answer = reply["content"].get("user_expressions", {}).get("asked", {}) if reply else {}
        if answer.get("status") != "ok":
            raise DeadKernelError(f"the kernel does not answer: {answer.get('evalue', 'nothing')}")
        return json.loads(ast.literal_eval(answer["data"]["text/plain"]))


class ReportEngine(Engine):  # type: ignore[misc]
    """A papermill engine for which a hung cell and a dead kernel are errors of the cell that was running."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        execution_timeout: int | None = None,
        start_timeout: int = 60,
        seed: int | None = None,
        results: str = "",
        **_: Any,  # papermill passes all its options to every engine
    ) -> None:
        """Run all cells; the outcome stands in the notebook of ``nb_man``. No timeout means no limit."""
        client = ReportClient(
            nb_man,
            kernel_name=kernel_name,
            timeout=execution_timeout,
            startup_timeout=start_timeout,
            coalesce_streams=True,
            record_timing=False,
            shutdown_kernel="immediate",
        )
        client.seed, client.results = seed, results
        RUNNING.append(client)
        try:
            client.execute()
        except CellTimeoutError:
            said = f"the cell ran longer than {execution_timeout} s and was stopped"
            _break_off(nb_man.nb, "Timeout", said)
        except DeadKernelError:
            said = "the kernel died while the cell ran (killed, or out of memory)"
            _break_off(nb_man.nb, "DeadKernel", said)
        finally:
            RUNNING.remove(client)


def stop_kernels() -> None:
    """Kill every kernel that runs for this process, at once."""
    for client in RUNNING:
        pid = getattr(getattr(client.km, "provisioner", None), "pid", None)
        if pid:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def execute(
    source: Path, parameters: Mapping[str, Value], *, label: str, timeout: int, seed: int, results: str = ""
) -> Executed:
    """Run a notebook with the parameters injected and return it with its outputs.

    ``label`` is the notebook's name in messages, ``seed`` where chance begins, ``results`` the folder of what
    earlier runs have computed, blank for none.

    Raises ``NotebookError`` naming the cell, the exception and its message; the notebook as far as it came is
    left in ``failed.ipynb``, the traceback in ``traceback.txt``, both in the working folder.
    """
    papermill_engines.register(ENGINE, ReportEngine)
    failed = Path("failed.ipynb")
    try:
        notebook = papermill.execute_notebook(
            str(source),
            str(failed),
            parameters=dict(parameters),
            engine_name=ENGINE,
            kernel_name=KERNEL,
            progress_bar=False,
            request_save_on_cell_execute=False,
            execution_timeout=timeout,
            seed=seed,
            results=results,
        )
    except PapermillExecutionError as error:
        Path("traceback.txt").write_text(COLOUR.sub("", "\n".join(error.traceback)) + "\n", encoding="utf-8")
        failed_notebook = nbformat.read(failed, as_version=4)  # type: ignore[no-untyped-call]
        raise _broken_cell(error, failed_notebook, label) from None
    failed.unlink()
    return Executed(notebook, notebook.metadata.papermill["used"])


def _break_off(notebook: NotebookNode, name: str, reason: str) -> None:
    """Record in the cell that was running why it did not end."""
    started = [cell for cell in notebook.cells if cell.metadata.papermill["start_time"]]
    running = next(cell for cell in reversed(started) if cell.cell_type == "code")
    error = {"output_type": "error", "ename": name, "evalue": reason, "traceback": [reason]}
    running.outputs.append(nbformat.from_dict(error))  # type: ignore[no-untyped-call]


def _broken_cell(error: PapermillExecutionError, notebook: NotebookNode, label: str) -> NotebookError:
    """Say which cell broke, as its author counts: without the cells that papermill has put in."""
    added = {INJECTED_TAG, "papermill-error-cell-tag"}
    own = [cell for cell in notebook.cells if not added & set(cell.metadata.get("tags", ()))]
    number, cell = next(
        ((number, cell) for number, cell in enumerate(own, start=1) if _holds_error(cell)), (0, None)
    )
    name = f"{cell.id} (no. {number})" if cell else INJECTED_TAG
    return NotebookError(label, name, [Problem("the code", "", f"raised {error.ename}: {error.evalue}", "")])


def _holds_error(cell: NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", ()))
