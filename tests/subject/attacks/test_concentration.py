"""How unequal the nights are and whether mass salvos come in bursts: known values, and what is too short."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.subject.attacks.concentration import concentration

Drones = Callable[..., pd.DataFrame]


def test_the_real_series_has_its_stated_concentration(real: pd.DataFrame) -> None:
    rows = concentration(real, as_of="2026-01-05", start="2024-10-01").set_index("quantity")
    assert rows.loc["Gini, drones", "estimate"] == pytest.approx(0.41, abs=0.01)
    assert rows.loc["Gini, missiles", "estimate"] == pytest.approx(0.82, abs=0.005)
    assert rows.loc["burstiness, mass salvos", "n"] == 30
    assert (rows["estimate_low"] < rows["estimate_high"]).all()


def test_short_series_are_insufficient(drones: Drones) -> None:
    rows = concentration(drones([500] * 9), as_of="2025-01-14")
    assert rows["status"].tolist() == ["insufficient data"] * 3
    assert rows["estimate"].isna().all()


def test_it_begins_where_coverage_does(real: pd.DataFrame, drones: Drones) -> None:
    rows = concentration(real, as_of="2026-01-05")
    assert rows["first"].min() >= pd.Timestamp("2024-07-01")
    thin = drones([500, None, None] * 60)
    assert concentration(thin, as_of="2025-07-04")["n"].tolist() == [0] * 3
    assert concentration(thin, as_of="2025-07-04", start="2025-01-06")["n"].tolist() == [60, 60, 59]
