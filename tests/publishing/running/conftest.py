"""What is tested here is how processes are started: each build has a server of its own."""

from __future__ import annotations

import pytest

from analysis.publishing.building import processes

ORIGINAL = processes.fork_server


@pytest.fixture(autouse=True)
def own_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each build start its server, as it does outside of tests."""
    monkeypatch.setattr(processes, "fork_server", ORIGINAL)
