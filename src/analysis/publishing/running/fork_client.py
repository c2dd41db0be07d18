"""How is a warm process asked for? By a message to the fork server, which answers with its id."""

from __future__ import annotations

import json
import math
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from threading import Lock
from typing import Any, Final

from analysis.publishing.running.fork_server import EXPECT, MESSAGE, READY, RENDERS

CAN_FORK: Final = sys.platform == "linux"
SECONDS_BETWEEN_LOOKS: Final = 0.5


class ForkedProcess:
    """A process that the server forked for us; has the face of ``subprocess.Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, channel: socket.socket, request: Mapping[str, Any]) -> None:
        self.returncode: int | None = None
        self._lock = Lock()
        self._line, line = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with line:
                socket.send_fds(channel, [json.dumps(request).encode()], [line.fileno()])
            told = self._line.recv(64)
        except OSError:
            told = b""
        if not told:
            self._line.close()
            raise ChildProcessError("the server of warm processes is gone")
        self.pid = int(told)

    def poll(self) -> int | None:
        """Return the exit code when the process has ended, None while it runs."""
        with self._lock:
            if self.returncode is None and select.select([self._line], [], [], 0)[0]:
                told = self._line.recv(64)
                self.returncode = int(told) if told else -signal.SIGKILL  # the server died, and all with it
                self._line.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; raises ``subprocess.TimeoutExpired``."""
        end = time.monotonic() + (timeout if timeout is not None else math.inf)
        while (code := self.poll()) is None:
            left = end - time.monotonic()
            if left <= 0:
                raise subprocess.TimeoutExpired("forked", timeout or 0)
            with suppress(OSError, ValueError):  # another thread has seen the end and closed the line
                select.select([self._line], [], [], min(left, SECONDS_BETWEEN_LOOKS))
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Kill the process, now."""
        self.send_signal(signal.SIGKILL)


class ForkServer:
    """A server of warm processes for as long as the context lasts; its children end with it.

    Without ``renders`` it is for running notebooks alone. ``remark`` says, once it is known, that a server
    which was wanted is none: everything then starts cold.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        *,
        held: Iterable[int] = (),
        wanted: bool = True,
        renders: bool = True,
    ) -> None:
        self.remark = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._ready: bool | None = None if wanted else False
        self._expects_executions = not renders
        if not wanted:
            return
        self.channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        numbers = [theirs.fileno(), *held]
        module = "analysis.publishing.running.fork_server"
        what = RENDERS if renders else "runs"
        command = [sys.executable, "-P", "-m", module, what, *map(str, numbers)]
        with theirs:
            self._process = subprocess.Popen(
                command,
                env=dict(environment),
                pass_fds=numbers,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            if not (self._ready and self._expects_executions):  # it may be importing, for nobody
                self._process.kill()  # and has no children: whoever asked for any has waited for them
            self.channel.close()
            self._process.wait()

    @property
    def is_ready(self) -> bool:
        """Whether the server has imported the libraries and can fork; waits until that is known."""
        if self._ready is None:
            self._ready = self.channel.recv(MESSAGE) == READY
            self.remark = "" if self._ready else "processes cannot be forked here; each report starts cold"
        return self._ready

    def expect_executions(self) -> None:
        """Have the server import what notebooks need, beside what is at work here: some will surely run."""
        if self._ready is not False and not self._expects_executions:
            self._expects_executions = True
            with suppress(OSError):  # a server that is gone is found out by who asks for a process
                self.channel.send(EXPECT)

    def fork(self, module: str, *, cwd: str, env: Mapping[str, str], said: str) -> ForkedProcess:
        """Fork a process that runs a module, may ask for more, and writes what it says to the file ``said``.

        Raises ``ChildProcessError`` when the server is gone; it is not asked again.
        """
        try:
            return fork(self.channel, module, cwd=cwd, env=env, said=said, asks=True)
        except ChildProcessError as error:
            self._ready, self.remark = False, f"{error}; each further report starts cold"
            raise


def fork(
    channel: socket.socket,
    module: str,
    *,
    cwd: str,
    env: Mapping[str, str],
    argv: Sequence[str] = (),
    said: str | None = None,
    asks: bool = False,
) -> ForkedProcess:
    """Fork a process that runs a module as ``python -m`` would.

    ``said`` is the file for its stderr, none when that is of no interest; ``asks`` when it may itself ask
    the server for processes. Raises ``ChildProcessError`` when the server is gone.
    """
    wanted = {"module": module, "argv": list(argv), "cwd": cwd, "env": dict(env), "said": said, "asks": asks}
    return ForkedProcess(channel, wanted)
