"""How does Jupyter come by a forked kernel? By a provisioner, its official place for other ways to launch."""

from __future__ import annotations

from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from analysis.publishing.running.kernels import fork_kernel


class ForkedProvisioner(LocalProvisioner):
    """Like the local provisioner, but the kernel is forked warm instead of started cold."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel that the command would launch; it leads a process group of its own."""
        process = fork_kernel(cmd, cwd=kwargs.get("cwd"), env=kwargs["env"])
        self.process = cast(Any, process)  # which has the face of the Popen that is declared
        self.pid = self.pgid = process.pid
        return self.connection_info
