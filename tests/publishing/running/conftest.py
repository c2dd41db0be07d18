"""What is tested here is how processes are started: each build has a server of its own."""

from __future__ import annotations

import pytest

from analysis.publishing.building import rounds

ORIGINAL = rounds.fork_server


@pytest.fixture(autouse=True)
def own_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each build start its server, as it does outside of tests."""
    monkeypatch.setattr(rounds, "fork_server", ORIGINAL)
