"""How does a notebook get a kernel that is warm? By a fork of a server that has imported the libraries.

Where processes cannot be forked, and for kernels of another kind, everything is started as Jupyter does.
"""

from __future__ import annotations

import os
import socket
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, Final, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from analysis.publishing.running.fork_client import fork

LAUNCHER: Final = "ipykernel_launcher"
PROVISIONER: Final = "analysis-warm"
INLINE: Final = "module://matplotlib_inline.backend_inline"  # what ipykernel sets before matplotlib comes in
_channel: socket.socket | None = None


def use(channel: socket.socket) -> None:
    """Have this process ask for its kernels on a channel of the server that forked it."""
    global _channel
    _channel = channel


def kernel_manager(name: str) -> AsyncKernelManager:
    """Return a manager whose kernels are forked where they can be, and talk over files where they can."""
    manager = AsyncKernelManager(kernel_name=name)
    if os.name == "posix":
        manager.transport, manager.ip = "ipc", "kernel-ipc"  # relative: no path is too long, no port is taken
    spec = manager.kernel_spec
    if _channel is not None and spec is not None and LAUNCHER in spec.argv:
        factory = KernelProvisionerFactory.instance()  # told here what an entry point would tell it
        value = f"{ForkedProvisioner.__module__}:{ForkedProvisioner.__name__}"
        factory.provisioners[PROVISIONER] = EntryPoint(PROVISIONER, value, factory.GROUP_NAME)
        spec.metadata["kernel_provisioner"] = {"provisioner_name": PROVISIONER}
    return manager


class ForkedProvisioner(LocalProvisioner):
    """Jupyter's official place for other ways to launch a kernel: it is forked warm, not started cold."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel that the command would launch; it leads a process group of its own."""
        if _channel is None:
            raise ChildProcessError("no fork server is known to this process")
        process = fork(
            _channel,
            LAUNCHER,
            argv=cmd[cmd.index(LAUNCHER) + 1 :],
            cwd=kwargs.get("cwd") or str(Path.cwd()),
            env={"MPLBACKEND": INLINE, **kwargs["env"]},
        )
        self.process = cast(Any, process)  # has the methods of the Popen that is declared
        self.pid = self.pgid = process.pid
        return self.connection_info
