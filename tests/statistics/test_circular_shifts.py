"""Circular shifts: all of them at once give what each gives alone; p-values of what chance makes are even."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.circular_shifts import adjusted_p, around, log_ratios, ratio_test, shifted_sums


def test_shifts_agree_with_the_plain_computation() -> None:
    generator = np.random.default_rng(2)
    values = pd.Series(generator.gamma(2, 1, 60)).mask(generator.random(60) < 0.1)
    at = np.array([10, 25, 40])
    ratios = log_ratios(values, at, [(0, 2), (-3, 3)])
    outside = around(60, at, (-3, 3)) == 0
    for shift in (0, 1, 17, 59):
        inside = np.roll(around(60, at, (0, 2)) > 0, shift)
        expected = np.log(values[inside].mean() / values[np.roll(outside, shift)].mean())
        assert ratios[0, shift] == pytest.approx(expected)


@given(st.lists(st.integers(0, 9), min_size=3, max_size=12), st.integers(1, 11))
def test_shifted_sums_turn_with_the_series(values: list[int], by: int) -> None:
    x = np.array(values, dtype=float)
    mask = (np.arange(len(x)) % 3 == 0).astype(float)
    assert shifted_sums(np.roll(x, by), mask) == pytest.approx(np.roll(shifted_sums(x, mask), by), abs=1e-9)


@given(st.floats(0.01, 1000))
def test_ratios_ignore_the_unit(unit: float) -> None:
    values = pd.Series(np.random.default_rng(4).gamma(2, 1, 50))
    at = np.array([10, 30])
    assert log_ratios(values * unit, at, [(0, 2)]) == pytest.approx(log_ratios(values, at, [(0, 2)]))


def test_p_counts_the_shifts_that_are_as_extreme() -> None:
    """One of four shifts is as far from 1 as what was observed, itself among them."""
    ratio, low, high, p, _ = ratio_test(np.log([2.0, 1.0, 0.9, 1.1]))
    assert (ratio, p) == pytest.approx((2.0, 0.25))
    assert low < ratio < high


def test_a_window_without_a_known_value_has_no_ratio() -> None:
    assert np.isnan(ratio_test(np.array([np.nan, 0.1, 0.2]))).all()


def test_trying_more_windows_never_lowers_p() -> None:
    values = np.random.default_rng(5).gamma(2, 1, 200)
    ratios = log_ratios(values, np.array([20, 90, 160]), [(0, 2), (-5, -1), (-7, 7)])
    single = [ratio_test(row)[3] for row in ratios]
    assert (adjusted_p(ratios) >= np.array(single) - 0.05).all()
    assert (adjusted_p(ratios) >= [adjusted_p(row[np.newaxis])[0] for row in ratios]).all()
