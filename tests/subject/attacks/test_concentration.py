"""How unequal the nights are and whether mass salvos come in bursts: known values, and what is too short."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.subject.attacks.concentration import concentration

Drones = Callable[..., pd.DataFrame]


def row_of(frame: pd.DataFrame) -> dict[str, Any]:
    return dict(frame.iloc[0])


def test_the_real_series_has_its_stated_concentration(real: pd.DataFrame) -> None:
    row = row_of(concentration(real, as_of="2026-01-05", start="2024-10-01"))
    assert row["drones"] == pytest.approx(0.41, abs=0.01)
    assert row["missiles"] == pytest.approx(0.82, abs=0.005)
    assert row["estimate"] == row["missiles"] - row["drones"]
    assert 0 < row["estimate_low"] < row["estimate"] < row["estimate_high"]
    assert row["verdict"] == "more"


def test_the_mass_salvos_of_the_real_series_are_not_told_from_chance(real: pd.DataFrame) -> None:
    """On whole days chance gives less than 0: 31 salvos in 219 nights about −0.06."""
    row = row_of(concentration(real, as_of="2026-01-05"))
    assert (row["pauses"], row["timing"]) == (30, "chance")
    assert row["burstiness"] == pytest.approx(-0.158, abs=0.001)
    assert row["by_chance"] == pytest.approx(-0.06, abs=0.01)
    assert 0.1 < row["burstiness_p"] < 0.5


def test_short_series_are_insufficient(drones: Drones) -> None:
    row = row_of(concentration(drones([500] * 9), as_of="2025-01-14"))
    assert (row["status"], row["timing"], row["verdict"]) == ("insufficient data", "too few pauses", "open")
    assert np.isnan([row["drones"], row["missiles"], row["burstiness"]]).all()


def salvos(gaps: list[int]) -> list[float]:
    """Return nights with a mass salvo after each gap."""
    return [500.0, *(night for gap in gaps for night in [*[100.0] * (gap - 1), 500.0])]


@pytest.mark.parametrize(
    ("gaps", "timing"),
    [
        ([5] * 20, "regular"),
        ([1] * 40 + [50, 60, 70, 80], "bursts"),
        ([1, 2, 3, 4, 6, 9, 13, 18, 2, 5], "chance"),
    ],
)
def test_the_timing_of_salvos_is_told(drones: Drones, gaps: list[int], timing: str) -> None:
    nights = salvos(gaps)
    last = pd.Timestamp("2025-01-06") + pd.Timedelta(days=len(nights) - 1)
    assert row_of(concentration(drones(nights), as_of=last, start="2025-01-06"))["timing"] == timing


def test_it_begins_where_coverage_does(real: pd.DataFrame, drones: Drones) -> None:
    row = row_of(concentration(real, as_of="2026-01-05"))
    assert row["first"] >= pd.Timestamp("2024-07-01")
    thin = drones([500, None, None] * 60)
    counts = [row_of(concentration(thin, as_of="2025-07-04", start=start)) for start in (None, "2025-01-06")]
    assert [(row["n"], row["pauses"]) for row in counts] == [(0, 0), (60, 59)]
    assert row_of(concentration(real, as_of="2024-10-01"))["status"] == "insufficient data"
