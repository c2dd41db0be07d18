"""Imports ask the clock which day it is; tests say it themselves."""

from datetime import date

import pytest


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the first day of 2027, on whatever day the tests run."""
    monkeypatch.setattr("analysis.data.importing.appending.today", lambda: date(2027, 1, 1))
