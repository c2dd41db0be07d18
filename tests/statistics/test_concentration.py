"""Gini and burstiness: printed values, their limits, and scale properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.concentration import (
    burstiness,
    burstiness_test,
    gini,
    gini_difference,
    gini_influence,
)

amounts = st.lists(st.integers(0, 1000), min_size=1, max_size=40).filter(any)


def test_gini_as_printed() -> None:
    assert gini([0, 0, 0, 1]) == 0.75
    assert gini([1, 2, 3, 4, 5]).round(5) == 0.26667
    assert np.isnan(gini([0, 0]))
    assert np.isnan(gini([]))
    assert gini([[0, 0, 0, 1], [1, 1, 1, 1]]).tolist() == [0.75, 0.0]


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


def test_corrected_burstiness_of_a_random_process_is_nought() -> None:
    """Cut the unit interval at random: the corrected mean of ten gaps is near 0."""
    generator = np.random.default_rng(2)
    cuts = np.sort(generator.random((4000, 9)), axis=1)
    gaps = np.diff(cuts, prepend=0, append=1, axis=1)
    assert abs(burstiness(gaps).mean()) < 0.05


@given(st.lists(st.integers(1, 99), min_size=2, max_size=30), st.integers(2, 9))
def test_burstiness_ignores_the_unit_of_time(gaps: list[int], factor: int) -> None:
    assert burstiness([factor * gap for gap in gaps]) == pytest.approx(burstiness(gaps))


def test_one_gap_has_no_burstiness() -> None:
    assert np.isnan(burstiness([3]))


def test_the_influence_of_a_value_is_what_leaving_it_out_changes() -> None:
    x = np.random.default_rng(3).exponential(size=400)
    left_out = np.array([float(gini(np.delete(x, place))) for place in range(0, 400, 40)])
    jackknife = 399 * (float(gini(x)) - left_out)
    assert gini_influence(x)[::40] == pytest.approx(jackknife, abs=0.02)


def test_alike_series_are_rarely_told_apart_and_unlike_ones_are() -> None:
    generator = np.random.default_rng(4)
    pairs = generator.exponential(size=(500, 2, 200))
    assert (
        np.mean([not low <= 0 <= high for _, low, high in (gini_difference(*pair) for pair in pairs)]) <= 0.07
    )
    difference, low, high = gini_difference(pairs[0, 0], pairs[0, 1] ** 3)
    assert 0 < low < difference < high
    assert np.isnan(gini_difference([0] * 20, range(20))).all()


def test_chance_on_whole_days_is_below_nought_and_rarely_told_from_itself() -> None:
    """31 events dealt to 219 days: about -0.06, which a bootstrap of the gaps called regular in 29 of 100."""
    generator = np.random.default_rng(5)
    tests = [burstiness_test(generator.permutation(np.repeat([1.0, 0.0], [31, 188]))) for _ in range(150)]
    assert np.mean([test.expected for test in tests]) == pytest.approx(-0.06, abs=0.02)
    assert np.mean([test.p_value < 0.05 for test in tests]) <= 0.09  # 5 % of 150, with two standard errors


def test_bursts_are_told_and_unknown_days_take_no_event() -> None:
    bursts = np.tile([1.0, 1, 1, 1, *[0] * 26], 8)
    assert burstiness_test(bursts).p_value < 0.01
    unknown = np.where(bursts == 0, np.nan, bursts)
    assert burstiness_test(unknown).p_value == 1.0, "every deal puts each event where it was"
    assert np.isnan(burstiness_test([1, 0, 1, 1])).all()
