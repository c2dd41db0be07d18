"""What is tested here is how notebooks are run: nothing is taken from runs of other tests."""

from __future__ import annotations

import pytest

from analysis.publishing.building import processes

ORIGINAL = processes.fork_server


@pytest.fixture(scope="session")
def executions() -> None:
    """Have each project keep its own executions."""


@pytest.fixture
def own_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each build start its server, as it does outside of tests."""
    monkeypatch.setattr(processes, "fork_server", ORIGINAL)
