"""What does a process of a build do? One job: run a notebook, or render a report of what a run has left.

`workers` starts it in a working folder that holds ``request.json`` and what else the job needs. It leaves
there what it makes, and in ``result.json`` what is to be said of it or what went wrong.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
import traceback
from pathlib import Path
from typing import Any, Final, NoReturn

from analysis.errors import AnalysisError
from analysis.publishing.running.fork_server import CHANNEL
from analysis.publishing.running.quick_imports import defer_grammars

REQUEST: Final = Path("request.json")
RESULT: Final = Path("result.json")
TRACEBACK: Final = Path("traceback.txt")


def main() -> None:
    """Do what ``request.json`` asks for; a user's error is a result, any other one a crash with traceback."""
    signal.signal(signal.SIGTERM, _end)
    request = json.loads(REQUEST.read_text(encoding="utf-8"))
    try:
        result = _done(request)
    except AnalysisError as error:
        result = {"error": str(error)}
    except Exception as error:
        TRACEBACK.write_text(traceback.format_exc(), encoding="utf-8")
        result = {"error": f"{request['label']}: {type(error).__name__}: {error}"}
    RESULT.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


def _done(request: dict[str, Any]) -> dict[str, Any]:
    channel = os.environ.pop(CHANNEL, "")
    if request["job"] == "execute":
        from analysis.publishing.running import kernels
        from analysis.publishing.running.executing import execute_here

        if channel:
            kernels.use(socket.socket(fileno=int(channel)))
        return execute_here(request)
    from analysis.publishing.running.making import make_here

    return make_here(request)


def _end_with_parent() -> None:
    """Wait for the end of the parent, seen by the closing of our standard input; then end, kernel and all."""
    sys.stdin.buffer.read()
    _end()


def _end(*_: object) -> NoReturn:
    """End now, and the kernel with us; whoever started us removes the working folder."""
    if execution := sys.modules.get("analysis.publishing.running.engine"):
        execution.stop_kernels()
    os._exit(143)


if __name__ == "__main__":
    if CHANNEL not in os.environ:  # not forked: else the server ends us with whoever asked for us
        threading.Thread(target=_end_with_parent, daemon=True).start()
        defer_grammars()
    main()
