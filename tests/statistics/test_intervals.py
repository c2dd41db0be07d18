"""Intervals against printed tables, hand-worked numbers and their own properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.errors import AnalysisError
from analysis.statistics.intervals import (
    clopper_pearson,
    clustered_share,
    jeffreys,
    rate_ratio,
    wilson,
)

NEWCOMBE_1998_TABLE_I = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]
SALVOS = [(137, 165, 0.7657, 0.8799), (585, 653, 0.8701, 0.9170), (0, 9, 0.0, 0.2991)]
counts = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("successes", "n", "low", "high"), [*NEWCOMBE_1998_TABLE_I, *SALVOS])
def test_wilson_gives_the_printed_digits(successes: int, n: int, low: float, high: float) -> None:
    found_low, found_high = wilson(successes, n)
    assert (round(float(found_low), 4), round(float(found_high), 4)) == (low, high)


def test_wilson_of_no_trials_is_unknown() -> None:
    low, high = wilson(0, 0)
    assert np.isnan(low)
    assert np.isnan(high)


def test_more_successes_than_trials_is_an_error_that_says_which() -> None:
    with pytest.raises(AnalysisError, match=r"got 12 of 11 \(1 such\): leave those rows out"):
        wilson([3, 12], [4, 11])


@given(counts)
def test_wilson_holds_the_share_and_mirrors(count: tuple[int, int]) -> None:
    successes, n = count
    low, high = (float(end) for end in wilson(successes, n))
    mirrored_low, mirrored_high = (float(end) for end in wilson(n - successes, n))
    assert -1e-12 <= low <= successes / n + 1e-12
    assert successes / n - 1e-12 <= high <= 1 + 1e-12
    assert (1 - mirrored_high, 1 - mirrored_low) == pytest.approx((low, high), abs=1e-9)


def test_jeffreys_gives_the_digits_of_brown_cai_dasgupta() -> None:
    # Brown, Cai and DasGupta 2001, table 5 (limits of the modified Jeffreys interval, n = 10).
    low, high = jeffreys([0, 2, 5], [10, 10, 10])
    assert np.round(low, 3).tolist() == [0.0, 0.044, 0.224]
    assert np.round(high, 3).tolist() == [0.217, 0.503, 0.776]


def test_another_prior_gives_its_plain_quantiles() -> None:
    low, high = jeffreys(0, 3, prior=(1, 1))
    # Beta(1, 4): quantile q is 1 − (1 − q)^(1/4).
    assert float(low) == pytest.approx(1 - 0.975**0.25)
    assert float(high) == pytest.approx(1 - 0.025**0.25)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)],
)
def test_clopper_pearson_gives_the_printed_digits(successes: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998, table I, method 5."""
    found_low, found_high = clopper_pearson(successes, n)
    assert (round(float(found_low), 4), round(float(found_high), 4)) == (low, high)


@given(counts)
def test_clopper_pearson_covers_at_least_as_often_as_it_says(count: tuple[int, int]) -> None:
    """The chance of all counts whose interval holds the true share, summed exactly."""
    _, n = count
    every = np.arange(n + 1)
    low, high = clopper_pearson(every, n)
    for share in (0.03, 0.3, 0.5):
        assert stats.binom.pmf(every, n, share)[(low <= share) & (share <= high)].sum() >= 0.95 - 1e-9


def test_a_clustered_share_by_hand() -> None:
    # Share ½, residuals 5, −5, 0 each over 1 − 1/3: squares 2 · 7.5² = 112.5, over 30² · ¼ · ¼ as log odds.
    share, low, high, effect = clustered_share([10, 0, 5], [10, 10, 10])
    error = np.sqrt(112.5 / 30**2) / 0.25
    assert share == 0.5
    assert np.log(high / (1 - high)) == pytest.approx(stats.t.ppf(0.975, 2) * error)
    assert low == pytest.approx(1 - high)
    assert effect == pytest.approx(112.5 / 30**2 / 0.25 * 30)
    assert np.isnan(clustered_share([1], [2])).all()


def test_clusters_that_all_succeed_count_as_one_trial_each() -> None:
    share, low, high, effect = clustered_share([100] * 5, [100] * 5)
    assert (share, high, effect) == (1.0, 1.0, 100.0)
    assert low == pytest.approx(float(wilson(5, 5)[0]))


def test_clustering_widens() -> None:
    _, low, high, effect = clustered_share([90, 50, 70] * 3, [100, 100, 100] * 3)
    naive_low, naive_high = wilson(630, 900)
    assert effect > 5
    assert low < naive_low
    assert high > naive_high


def clusters(generator: np.random.Generator, n: int, share: float) -> tuple[np.ndarray, np.ndarray]:
    """Nights of very unequal size whose drones share their fate (correlation 0.08)."""
    size = generator.negative_binomial(1.24, 1.24 / (1.24 + 136.5), n) + 1
    return generator.binomial(size, generator.beta(share * 11.5, (1 - share) * 11.5, n)), size


@pytest.mark.parametrize("n", [10, 30])
def test_the_share_of_unequal_clusters_covers_as_often_as_it_says(n: int) -> None:
    generator = np.random.default_rng(4)
    ends = [clustered_share(*clusters(generator, n, 0.83))[1:3] for _ in range(600)]
    assert 0.925 <= np.mean([low <= 0.83 <= high for low, high in ends]) <= 0.975


def test_before_and_after_as_published() -> None:
    # 3,148 and 4,776: The Telegraph, 2025-04-04.
    ratio, low, high = rate_ratio(3148, 4776)
    assert round(ratio, 4) == 1.5172
    wide = rate_ratio(3148, 4776, dispersion=100)
    assert np.log(wide[2] / wide[0]) == pytest.approx(10 * np.log(high / ratio))
    assert low < ratio < high


@given(st.floats(0.1, 1e4), st.floats(0.1, 1e4), st.floats(0.1, 100))
def test_rate_ratio_turns_around_and_ignores_the_unit_of_exposure(
    before: float, after: float, unit: float
) -> None:
    ratio, low, high = rate_ratio(before, after)
    back = rate_ratio(after, before)
    assert (1 / back[0], 1 / back[2], 1 / back[1]) == pytest.approx((ratio, low, high), rel=1e-9)
    scaled = rate_ratio(before, after, exposure_before=unit, exposure_after=unit)
    assert scaled == pytest.approx((ratio, low, high), rel=1e-9)


def test_a_ratio_needs_launches_in_both_periods() -> None:
    assert np.isnan(rate_ratio(0, 5)).all()
    assert np.isnan(rate_ratio(5, 0)).all()
