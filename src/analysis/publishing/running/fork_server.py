"""How does a process start warm? A server imports the libraries once, and forks for each worker and kernel.

A child then runs a module as ``python -m`` would, in a folder, an environment and a session of its own. The
server has a single thread, runs nothing of a report itself, and kills its children when whoever asked for
them is gone, however that came about.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import selectors
import signal
import socket
import sys
import time
import traceback
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from analysis.publishing.running.beside import end_with, has_one_thread
from analysis.publishing.running.quick_imports import defer_grammars

RENDERING: Final = (
    "analysis.publishing.running.making",
    "analysis.publishing.comparing.comparison",
    "analysis.publishing.exporters.rendering",
)
LATER: Final = ("fontTools.subset",)  # of which the HTML alone has need
RUNNING: Final = (  # what each worker that runs a notebook needs
    "analysis.publishing.running.executing",
    "analysis.publishing.running.engine",
)
KERNELS: Final = (  # what most notebooks need
    "pandas",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "IPython.core.completer",
    "scipy.stats",
    "seaborn",
    "statsmodels.api",
)
RENDERS: Final = "renders"  # an argument: reports will be drawn as well
CHANNEL: Final = "ANALYSIS_FORK_CHANNEL"  # names the file descriptor on which a child may ask for more
OURS: Final = "analysis"
MESSAGE: Final = 1 << 18  # the longest message: a command and an environment
READY: Final = b"ready"
SECONDS_FOR_AN_ANSWER: Final = 0.05  # whoever waits for us to be ready asks at once
EXPECT: Final = b"executions"  # a message: some will be asked for


@dataclass(frozen=True)
class Child:
    """A process that was forked: who asked for it, and the line on which its end is told."""

    pid: int
    line: socket.socket
    asker: socket.socket


class Server:
    """Forks on request. Each asker has a channel; a request brings a line, which tells pid and exit code.

    Libraries that only executions need are imported once such are expected, while nothing is at work, at the
    latest for the first kernel: a report that is drawn again neither waits for them nor shares a processor
    with them.
    """

    def __init__(self, channel: socket.socket) -> None:
        self._first = channel
        self._to_import = list(LATER)
        self._expects = False
        self._askers = {channel}
        self._children: dict[int, Child] = {}
        self._wake, wake = socket.socketpair()
        for end in (self._wake, wake):
            end.setblocking(False)
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._waker = wake

    def serve(self) -> None:
        """Serve until the first asker is gone; then kill whatever runs."""
        while self._first in self._askers:
            is_idle = bool(self._to_import) and not self._children
            pause = 0 if self._expects else SECONDS_FOR_AN_ANSWER
            with selectors.DefaultSelector() as selector:
                for end in (self._wake, *self._askers):
                    selector.register(end, selectors.EVENT_READ)
                ready = [key.fileobj for key, _ in selector.select(pause if is_idle else None)]
            if is_idle and not ready:
                self._import(1)
            with suppress(BlockingIOError):
                self._wake.recv(4096)
            for asker in [each for each in self._askers if each in ready]:
                self._listen(asker)
            self._bury()
        for child in list(self._children.values()):
            _kill(child.pid)

    def _listen(self, asker: socket.socket) -> None:
        """Fork as asked; when an asker has gone, kill what it had asked for."""
        try:
            message, lines, _, _ = socket.recv_fds(asker, MESSAGE, 1)
        except OSError:
            message, lines = b"", []
        if message == EXPECT:
            self.expect()
            return
        if message and lines:
            self._fork(json.loads(message), socket.socket(fileno=lines[0]), asker)
            return
        self._askers.discard(asker)
        asker.close()
        for child in self._children.values():
            if child.asker is asker:
                _kill(child.pid)

    def expect(self) -> None:
        """Have what kernels need imported from now on; what each worker that has one needs, at once."""
        if not self._expects:
            self._expects = True
            import_all(RUNNING)
            self._to_import += KERNELS

    def _import(self, count: int) -> None:
        """Import the next few libraries; after the last of them all is kept from the collector of garbage."""
        now, self._to_import = self._to_import[:count], self._to_import[count:]
        import_all(now)
        if now and self._expects and not self._to_import:
            keep()

    def _fork(self, request: Mapping[str, Any], line: socket.socket, asker: socket.socket) -> None:
        if asker is not self._first:  # a worker asks for a kernel
            self.expect()
            self._import(len(self._to_import))
        if not has_one_thread():  # the asker sees the line closed, and starts cold
            line.close()
            return
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = os.fork()
        if pid == 0:
            self._forget(line, ours)
            become(request, theirs)
        theirs.close()
        self._askers.add(ours)
        self._children[pid] = Child(pid, line, asker)
        with suppress(OSError):
            line.send(str(pid).encode())

    def _forget(self, *others: socket.socket) -> None:
        """Close, in a child, every end that is the server's, so that its closing is seen outside."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        lines = (child.line for child in self._children.values())
        for end in (*others, *self._askers, *lines, self._wake, self._waker):
            end.close()

    def _bury(self) -> None:
        """Tell the end of each child that has ended."""
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                child = self._children.pop(ended[0], None)
                if child:
                    with suppress(OSError):
                        child.line.send(str(os.waitstatus_to_exitcode(ended[1])).encode())
                    child.line.close()


def become(request: Mapping[str, Any], channel: socket.socket) -> NoReturn:
    """Run the module that was asked for in this forked process, as if it had been started afresh."""
    code = 1
    try:
        end_with(int(os.environ["JPY_PARENT_PID"]))
        os.setsid()
        os.chdir(request["cwd"])
        _take_on(request["env"])
        _redirect(request.get("said"))
        if request["asks"]:
            os.environ[CHANNEL] = str(channel.fileno())
        else:
            channel.close()
        if request["module"].partition(".")[0] != OURS:
            _forget_ours()
        sys.argv = [request["module"], *request["argv"]]
        runpy.run_module(request["module"], run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _take_on(environment: Mapping[str, str]) -> None:
    """Take on an environment, and whatever libraries have read from the former one."""
    import random
    import tempfile

    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    tempfile.tempdir = None
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    if "MPLBACKEND" in environment and (matplotlib := sys.modules.get("matplotlib")):
        matplotlib.rcParams["backend"] = environment["MPLBACKEND"]


def _forget_ours() -> None:
    """Have a kernel import our modules itself, as they are now: what it has imported is a part of its run."""
    for name in [name for name in sys.modules if name.partition(".")[0] == OURS]:
        del sys.modules[name]


def _redirect(said: str | None) -> None:
    """Read from nothing; write to a file, or nowhere."""
    null = os.open(os.devnull, os.O_RDWR)
    out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) if said else null
    for source, target in ((null, 0), (null, 1), (out, 2)):
        os.dup2(source, target)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115
        for number, mode in ((0, "r"), (1, "w"), (2, "w"))
    )


def _kill(pid: int) -> None:
    """Kill a child and everything it has started in its session."""
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def import_all(libraries: Iterable[str]) -> None:
    """Import the libraries that are installed."""
    for library in libraries:
        with suppress(ImportError):
            importlib.import_module(library)


def get_ready() -> None:
    """Import what draws and have it draw once, so that each child finds made what is made at first use."""
    gc.disable()  # all that is made here stays
    import_all(RENDERING)
    from analysis.publishing.editions.manifests import versions
    from analysis.publishing.exporters.warming import warm_up

    warm_up()
    versions()
    gc.freeze()
    gc.enable()


def keep() -> None:
    """Have the collector of garbage leave alone, in each child, what is there now: it stays shared."""
    gc.collect()
    gc.freeze()


def main() -> None:
    """Import what draws, if reports will be drawn, say so, serve; end where forking is unsafe."""
    renders, channel = sys.argv[1] == RENDERS, socket.socket(fileno=int(sys.argv[2]))
    for number in (int(each) for each in sys.argv[3:]):
        os.set_inheritable(number, False)
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # kernels end when their parent does
    defer_grammars()
    if renders:
        get_ready()
    if has_one_thread():
        channel.send(READY)
        server = Server(channel)
        if not renders:
            server.expect()
        server.serve()


if __name__ == "__main__":
    main()
