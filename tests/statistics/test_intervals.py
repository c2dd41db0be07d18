"""Intervals against printed tables, hand-worked numbers and their own properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import AnalysisError
from analysis.statistics.intervals import (
    bootstrap_interval,
    bootstrap_ratio,
    clustered_share,
    design_effect,
    jeffreys,
    rate_ratio,
    resampled_indices,
    total_dispersion,
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


def test_design_effect_by_hand() -> None:
    # Pooled share ½: squares 25 + 25 + 0, over 10 · ¼ = 2.5 gives 20; two degrees of freedom: 10.
    assert design_effect([10, 0, 5], [10, 10, 10]) == pytest.approx(10.0)
    assert design_effect([3, 3], [3, 3]) == 1.0
    assert np.isnan(design_effect([1], [2]))


def test_clustering_widens_and_equal_nights_do_not() -> None:
    _, low, high, effect = clustered_share([90, 50, 70], [100, 100, 100])
    naive_low, naive_high = wilson(210, 300)
    assert effect > 5
    assert low < naive_low
    assert high > naive_high
    _, low, high, effect = clustered_share([70, 70, 70], [100, 100, 100])
    assert effect == 1.0
    assert (low, high) == pytest.approx((float(naive_low), float(naive_high)))


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


def test_dispersion_of_a_total_by_hand() -> None:
    # 0, 40, 0, 40: mean 20, variance 4 · 400 / 3; variance / mean 26.67 for one night.
    assert total_dispersion([0, 40, 0, 40], 1) == pytest.approx(4 * 400 / 3 / 20)
    # Nights alternate, so that a total of two nights hardly varies: γ₀ = 20 · 400 / 19, γ₁ = −400.
    assert total_dispersion([0, 40] * 10, 2) == pytest.approx((20 * 400 / 19 - 400) / 20)
    assert total_dispersion([5, 6, 5, 6, 5, 6], 1) == 1.0
    assert np.isnan(total_dispersion([np.nan, np.nan], 1))


def test_dispersion_leaves_out_unknown_nights() -> None:
    assert total_dispersion([0, 40, np.nan, 0, 40], 1) == pytest.approx(total_dispersion([0, 40, 0, 40], 1))


def test_dispersion_of_independent_counts_is_that_of_poisson() -> None:
    counts = np.random.default_rng(3).poisson(20, 20_000)
    assert total_dispersion(counts, 7) == pytest.approx(1.0, abs=0.15)


def test_blocks_wrap_and_have_the_mean_length() -> None:
    indices = resampled_indices(200, block=5, draws=400, seed=2)
    follows = (indices[:, 1:] - indices[:, :-1]) % 200 == 1
    assert indices.min() >= 0
    assert indices.max() < 200
    # A new block starts with probability 1/5 and then continues by luck with probability 1/200.
    assert follows.mean() == pytest.approx(1 - 1 / 5 + 1 / 1000, abs=0.01)


def test_bootstrap_covers_a_mean_about_as_often_as_it_says() -> None:
    generator = np.random.default_rng(5)
    hits = 0
    for seed in range(150):
        low, high = bootstrap_interval(
            generator.normal(1, 1, 60), lambda drawn: drawn.mean(axis=1), block=1, draws=300, seed=seed
        )
        hits += low <= 1 <= high
    assert 0.88 <= hits / 150 <= 0.99


def test_bootstrap_is_the_same_twice_and_changes_with_the_seed() -> None:
    values = np.random.default_rng(0).normal(size=50)
    first, again, other = (
        bootstrap_interval(values, lambda drawn: drawn.mean(axis=1), seed=seed) for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_bootstrap_ratio_of_scaled_periods() -> None:
    values = np.random.default_rng(0).poisson(50, 80).astype(float)
    ratio, low, high = bootstrap_ratio(values, 2 * values, lambda drawn: drawn.mean(axis=1))
    assert ratio == pytest.approx(2.0)
    assert low < 2 < high
    assert np.isnan(bootstrap_ratio([], values, lambda drawn: drawn.mean(axis=1))).all()
