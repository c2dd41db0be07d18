"""How does a notebook get a kernel that is warm? By a fork of a server that has imported the libraries.

Where processes cannot be forked, and for kernels of another kind, everything is started as Jupyter does.
"""

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
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Protocol

from analysis.publishing.running.fork_server import MESSAGE, READY

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager

CAN_FORK: Final = sys.platform == "linux"
LAUNCHER: Final = "ipykernel_launcher"
PROVISIONER: Final = "analysis-warm"
SECONDS_BETWEEN_LOOKS: Final = 0.5
_channel: socket.socket | None = None


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
    """A worker started afresh; its standard input tells it, by closing, that we are gone."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end."""
        code = super().wait(timeout)
        if self.stdin:
            self.stdin.close()
        return code


def started_worker(
    folder: Path, environment: Mapping[str, str], said: Path, *, held: Iterable[int]
) -> Process:
    """Start a worker in a process of its own, cold; ``held`` are file descriptors that it keeps open."""
    with said.open("wb") as out:
        return StartedProcess(
            [sys.executable, "-P", "-m", "analysis.publishing.running.worker"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=out,
            pass_fds=tuple(held),
            start_new_session=True,
        )


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

    ``remark`` says, once it is known, that a server which was wanted is none: everything then starts cold.
    """

    def __init__(
        self, environment: Mapping[str, str], *, held: Iterable[int] = (), wanted: bool = True
    ) -> None:
        self.remark = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._ready: bool | None = None if wanted else False
        if not wanted:
            return
        self.channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        numbers = [theirs.fileno(), *held]
        command = [sys.executable, "-P", "-m", "analysis.publishing.running.fork_server", *map(str, numbers)]
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
            if not self._ready:  # it may still be importing, for nobody
                self._process.kill()
            self.channel.close()
            self._process.wait()

    @property
    def is_ready(self) -> bool:
        """Whether the server has imported the libraries and can fork; waits until that is known."""
        if self._ready is None:
            self._ready = self.channel.recv(MESSAGE) == READY
            self.remark = "" if self._ready else "processes cannot be forked here; each report starts cold"
        return self._ready

    def fork(self, kind: str, argv: Sequence[str], **where: Any) -> ForkedProcess:
        """Fork a ``worker`` or a ``kernel``; ``where`` gives cwd, env and the file for what it says.

        Raises ``ChildProcessError`` when the server is gone; it is not asked again.
        """
        try:
            return ForkedProcess(self.channel, {"kind": kind, "argv": list(argv), **where})
        except ChildProcessError as error:
            self._ready, self.remark = False, f"{error}; each further report starts cold"
            raise


def use(channel: socket.socket) -> None:
    """Have this process ask for its kernels on a channel of the server that forked it."""
    global _channel
    _channel = channel


def kernel_manager(name: str) -> AsyncKernelManager:
    """Return a manager whose kernels are forked where they can be, and talk over files where they can."""
    from jupyter_client.manager import AsyncKernelManager

    manager = AsyncKernelManager(kernel_name=name)
    if os.name == "posix":
        manager.transport, manager.ip = "ipc", "kernel-ipc"  # relative: no path is too long, no port is taken
    spec = manager.kernel_spec
    if _channel is not None and spec is not None and LAUNCHER in spec.argv:
        _register_provisioner()
        spec.metadata["kernel_provisioner"] = {"provisioner_name": PROVISIONER}
    return manager


def _register_provisioner() -> None:
    """Make the provisioner known to jupyter_client, as an entry point would."""
    from importlib.metadata import EntryPoint

    from jupyter_client.provisioning.factory import KernelProvisionerFactory

    factory = KernelProvisionerFactory.instance()
    value = "analysis.publishing.running.provisioning:ForkedProvisioner"
    factory.provisioners[PROVISIONER] = EntryPoint(PROVISIONER, value, factory.GROUP_NAME)


def fork_kernel(cmd: Sequence[str], *, cwd: str | None, env: Mapping[str, str]) -> ForkedProcess:
    """Fork a kernel for a command that would launch one."""
    if _channel is None:
        raise ChildProcessError("no fork server is known to this process")
    argv = list(cmd)[list(cmd).index(LAUNCHER) + 1 :]
    where = {"cwd": cwd or str(Path.cwd()), "env": dict(env), "said": None}
    return ForkedProcess(_channel, {"kind": "kernel", "argv": argv, **where})
