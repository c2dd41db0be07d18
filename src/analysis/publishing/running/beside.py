"""How does one process use two processors? It forks itself, and the fork does the second task.

Only for a process with a single thread, as the fork server's children are: what threads hold would be held
for ever in the fork.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn

from analysis.errors import AnalysisError

TASKS: Final = Path("/proc/self/task")
PARENT_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG of prctl(2)


def has_one_thread() -> bool:
    """Whether it is safe to fork: a library that has started threads makes it unsafe."""
    return TASKS.exists() and len(list(TASKS.iterdir())) == 1


def end_with(parent: int) -> None:
    """Have the system kill this fork when its parent dies, and make sure that it has not died already."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


@contextmanager
def beside(task: Callable[[], object]) -> Iterator[None]:
    """Do a task in a fork, beside what the context does; raise its error, before any of the context's.

    Where a fork is not safe the task is done first. What it leaves are files and errors, no values.
    """
    if not has_one_thread():
        task()
        yield
        return
    answer, told = os.pipe()
    parent, child = os.getpid(), os.fork()
    if child == 0:
        end_with(parent)
        _do(task, told)
    os.close(told)
    try:
        yield
    finally:
        with os.fdopen(answer, "rb") as pipe:
            said = pipe.read()
        _, status = os.waitpid(child, 0)
        if error := pickle.loads(said) if said else None:
            raise error
        if status:
            raise ChildProcessError(f"drawing beside ended with status {status}")


def _do(task: Callable[[], object], told: int) -> NoReturn:
    error: Exception | None = None
    try:
        task()
    except AnalysisError as problem:
        error = problem
    except BaseException:
        error = RuntimeError(traceback.format_exc())
    with os.fdopen(told, "wb") as pipe:
        pipe.write(pickle.dumps(error) if error else b"")
    os._exit(0)
