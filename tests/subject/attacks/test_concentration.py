"""Gini and burstiness: printed values, their limits, and scale properties."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.subject.attacks.concentration import burstiness, concentration, gini

Drones = Callable[..., pd.DataFrame]
amounts = st.lists(st.integers(0, 1000), min_size=1, max_size=40).filter(any)


def test_gini_as_printed() -> None:
    assert gini([0, 0, 0, 1]) == 0.75
    assert round(gini([1, 2, 3, 4, 5]), 5) == 0.26667
    assert np.isnan(gini([0, 0]))
    assert np.isnan(gini([]))


@given(amounts)
def test_gini_is_half_the_mean_difference(values: list[int]) -> None:
    x = np.array(values, dtype=float)
    assert gini(x) == pytest.approx(np.abs(x[:, None] - x).mean() / (2 * x.mean()))


@given(amounts, st.integers(1, 50))
def test_gini_ignores_scale_and_order(values: list[int], factor: int) -> None:
    assert gini([factor * value for value in values]) == pytest.approx(gini(values))
    assert gini(values[::-1]) == pytest.approx(gini(values))


@pytest.mark.parametrize("n", [4, 20, 99])
def test_corrected_burstiness_reaches_its_limits_at_any_size(n: int) -> None:
    """Regular gaps give −1 and one gap that holds all the time gives 1 (Kim and Jo 2016)."""
    assert burstiness([5] * n) == pytest.approx(-1)
    assert burstiness([0] * (n - 1) + [1]) == pytest.approx(1)
    assert burstiness([0] * (n - 1) + [1], finite_size=False) < 1


def test_corrected_burstiness_of_a_random_process_is_nought() -> None:
    """Cut the unit interval at random: ten gaps have a corrected mean near 0, an uncorrected one below."""
    generator = np.random.default_rng(2)
    cuts = np.sort(generator.random((4000, 9)), axis=1)
    gaps = np.diff(cuts, prepend=0, append=1, axis=1)
    corrected = np.mean([burstiness(row) for row in gaps])
    uncorrected = np.mean([burstiness(row, finite_size=False) for row in gaps])
    assert abs(corrected) < 0.05
    assert uncorrected < -0.07


@given(st.lists(st.integers(1, 99), min_size=2, max_size=30), st.integers(2, 9))
def test_burstiness_ignores_the_unit_of_time(gaps: list[int], factor: int) -> None:
    assert burstiness([factor * gap for gap in gaps]) == pytest.approx(burstiness(gaps))


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
