"""Gini and burstiness: printed values, their limits, and scale properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.concentration import burstiness, gini

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
