"""How is a search that would never end stopped? By a limit on the processor's time, whatever else runs."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


@contextmanager
def cpu_time_limited(seconds: float) -> Iterator[None]:
    """Raise ``TimeoutError`` in the block when it has used so many seconds of CPU.

    Only the main thread of a system with such timers can be stopped; elsewhere the block takes its time.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> NoReturn:
        raise TimeoutError

    former = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)
