"""Circular shifts: all of them at once give what each gives alone; p-values of what chance makes are even."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.circular_shifts import (
    adjusted_p,
    around,
    detectable_ratios,
    log_ratios,
    ratio_test,
)


def test_shifts_agree_with_the_plain_computation() -> None:
    generator = np.random.default_rng(2)
    values = pd.Series(generator.gamma(2, 1, 120)).mask(generator.random(120) < 0.1)
    at = np.array([20, 50, 80])
    ratios = log_ratios(values, at, [(0, 2), (-3, 3)], reach=20)
    for shift in (0, 1, 17, 119):
        inside, outside = (np.roll(around(120, at, window) > 0, shift) for window in ((0, 2), (-3, 3)))
        away = values.mask(outside)
        level = pd.Series([away[max(0, step - 20) : step + 21].mean() for step in range(120)])
        relative = values / level
        expected = np.log(relative[inside].mean() / relative[~outside].mean())
        assert ratios[0, shift] == pytest.approx(expected)


def test_blocks_of_shifts_give_what_all_at_once_give(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(3).gamma(2, 1, 90)
    whole = log_ratios(values, np.array([30, 60]), [(0, 2)], reach=20)
    monkeypatch.setattr("analysis.statistics.circular_shifts.BLOCK", 7)
    assert log_ratios(values, np.array([30, 60]), [(0, 2)], reach=20) == pytest.approx(whole)


@given(st.floats(0.01, 1000))
def test_ratios_ignore_the_unit(unit: float) -> None:
    values = pd.Series(np.random.default_rng(4).gamma(2, 1, 80))
    at = np.array([20, 50])
    first, other = (log_ratios(series, at, [(0, 2)], reach=20) for series in (values, values * unit))
    assert first == pytest.approx(other)


def test_what_happens_inside_the_windows_is_not_in_the_level() -> None:
    values = np.ones(120)
    values[[40, 41, 42, 80, 81, 82]] = 50.0
    ratio = ratio_test(log_ratios(values, np.array([40, 80]), [(0, 2)], reach=28)[0])[0]
    assert ratio == pytest.approx(50)


def test_the_detectable_ratio_is_found_in_four_cases_of_five() -> None:
    """Put it in at other positions of the same series, and test again by the rule that decides."""
    values = np.random.default_rng(7).gamma(1.2, 100, 420)
    at, windows = np.array([60, 120, 170, 260, 300, 350]), [(-7, -1), (0, 3)]
    detectable = detectable_ratios(values, at, windows, reach=28)[0]
    found = []
    for shift in range(0, 420, 10):
        moved = np.roll(values, -shift)
        moved[around(420, at, windows[0]) > 0] *= detectable
        found.append(adjusted_p(log_ratios(moved, at, windows, reach=28))[0] < 0.05)
    assert 0.62 <= np.mean(found) <= 0.95


def test_a_window_differs_rarely_where_nothing_does() -> None:
    draws = np.random.default_rng(9).gamma(1.2, 100, (80, 300))
    at, windows = np.array([50, 110, 150, 230]), [(-7, -1), (0, 3), (1, 7)]
    tests = [adjusted_p(log_ratios(x, at, windows, reach=28)).min() < 0.05 for x in draws]
    assert np.mean(tests) <= 0.1  # 5 % of 80, with two standard errors


def test_p_counts_the_shifts_that_are_as_extreme() -> None:
    """One of four shifts is as far from 1 as what was observed, itself among them."""
    ratio, low, high, p = ratio_test(np.log([2.0, 1.0, 0.9, 1.1]))
    assert (ratio, p) == pytest.approx((2.0, 0.25))
    assert low < ratio < high


def test_a_window_without_a_known_value_has_no_ratio() -> None:
    assert np.isnan(ratio_test(np.array([np.nan, 0.1, 0.2]))).all()


def test_trying_more_windows_never_lowers_p() -> None:
    values = np.random.default_rng(5).gamma(2, 1, 200)
    ratios = log_ratios(values, np.array([20, 90, 160]), [(0, 2), (-5, -1), (-7, 7)], reach=28)
    single = [ratio_test(row)[3] for row in ratios]
    assert (adjusted_p(ratios) >= np.array(single) - 0.05).all()
    assert (adjusted_p(ratios) >= [adjusted_p(row[np.newaxis])[0] for row in ratios]).all()
