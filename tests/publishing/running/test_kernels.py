"""Kernels are forked only where a fork server is known, and are managed as Jupyter does elsewhere."""

import socket

import pytest

from analysis.publishing.running import kernels
from analysis.publishing.running.kernels import PROVISIONER, kernel_manager


def test_a_kernel_is_forked_only_when_a_server_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = kernel_manager("python3").kernel_spec
    assert spec
    assert "kernel_provisioner" not in spec.metadata
    ours, theirs = socket.socketpair()
    with ours, theirs:
        monkeypatch.setattr(kernels, "_channel", None)
        kernels.use(ours)
        forked = kernel_manager("python3").kernel_spec
    assert forked
    assert forked.metadata["kernel_provisioner"] == {"provisioner_name": PROVISIONER}
