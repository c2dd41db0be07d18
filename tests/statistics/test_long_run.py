"""Intervals of dependent series: exact where t is, close where neighbours are alike, the waves by hand."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from analysis.statistics.long_run import (
    coefficient_half_widths,
    half_width,
    long_run_variance,
    mean_interval,
    period_ratio,
    share_interval,
    smooth_waves,
)

Draw = Callable[[np.random.Generator, int], np.ndarray]


def independent(generator: np.random.Generator, n: int) -> np.ndarray:
    """Over-dispersed nights on the scale of the reports."""
    return generator.negative_binomial(1.24, 1.24 / (1.24 + 136.5), n).astype(float)


def weekly(generator: np.random.Generator, n: int) -> np.ndarray:
    """Nights of a week share a level, which makes a fifth of the variance."""
    weeks = np.repeat(generator.normal(0, 0.39, n // 7 + 1), 7)[:n]
    mean = 136.5 * np.exp(weeks - 0.39**2 / 2)
    return np.asarray(generator.negative_binomial(1.8, 1.8 / (1.8 + mean)), dtype=float)


def test_waves_are_legendre_polynomials_without_their_mean() -> None:
    waves = smooth_waves(np.ones((400, 1)))
    time = np.linspace(-1, 1, 400)
    for degree, wave in enumerate(waves.T, start=1):
        legendre = np.polynomial.legendre.Legendre.basis(degree)(time)
        assert abs(np.corrcoef(wave, legendre)[0, 1]) > 0.9999


def test_waves_leave_out_what_the_design_explains() -> None:
    design = np.column_stack([np.ones(30), np.arange(30.0), np.sin(np.arange(30.0))])
    waves = smooth_waves(design)
    assert design.T @ waves == pytest.approx(np.zeros((3, 3)), abs=1e-9)
    assert waves.T @ waves == pytest.approx(np.eye(3))


def test_the_variance_of_noise_is_its_variance_and_that_of_a_walk_is_larger() -> None:
    generator = np.random.default_rng(2)
    ones = np.ones((300, 1))
    noise = [long_run_variance(x - x.mean(), ones) for x in generator.normal(size=(400, 300))]
    assert np.mean(noise) == pytest.approx(1, abs=0.1)
    walk = generator.normal(size=300).cumsum()
    assert long_run_variance(walk - walk.mean(), ones) > 100


def test_no_interval_is_narrower_than_that_of_independent_values() -> None:
    calm = np.tile([1.0, -1.0], 20)
    assert half_width(calm, np.ones((40, 1))) == pytest.approx(stats.t.ppf(0.975, 39) * np.sqrt(40 / 39))
    _, low, high = mean_interval(0.0, calm)
    assert high == pytest.approx(-low) == pytest.approx(stats.t.ppf(0.975, 39) * np.sqrt(1 / 39))


@pytest.mark.parametrize("draw", [independent, weekly])
@pytest.mark.parametrize("n", [28, 97])
def test_a_ratio_of_periods_covers_as_often_as_it_says(draw: Draw, n: int) -> None:
    generator = np.random.default_rng(3)
    ratios = [period_ratio(draw(generator, n), draw(generator, n)) for _ in range(500)]
    assert 0.925 <= np.mean([low <= 1 <= high for _, low, high in ratios]) <= 0.985


def test_a_ratio_of_a_few_large_amounts_covers_too() -> None:
    """Missiles: most nights few, some nights very many."""
    generator = np.random.default_rng(8)
    nights = generator.negative_binomial(0.21, 0.21 / (0.21 + 5.8), (500, 2, 28))
    ratios = [period_ratio(*pair) for pair in nights if pair.sum(axis=1).all()]
    assert 0.925 <= np.mean([low <= 1 <= high for _, low, high in ratios]) <= 0.995


@pytest.mark.parametrize("draw", [independent, weekly])
def test_a_change_of_a_share_that_is_not_there_is_rarely_told(draw: Draw) -> None:
    generator = np.random.default_rng(9)
    told = 0
    for _ in range(400):
        launched = draw(generator, 56) + 1
        hit = generator.binomial(launched.astype(int), generator.beta(9.5, 2, 56))
        both = np.column_stack([hit, launched])
        _, low, high = period_ratio(both[:28], both[28:])
        told += not low <= 1 <= high
    assert told / 400 <= 0.07


@pytest.mark.parametrize("draw", [independent, weekly])
def test_a_share_of_a_year_covers_as_often_as_it_says(draw: Draw) -> None:
    generator = np.random.default_rng(5)
    held = []
    for _ in range(400):
        launched = draw(generator, 365)
        hit = generator.binomial(launched.astype(int), generator.beta(9.5, 2, 365))
        _, low, high = share_interval(hit, launched)
        held.append(low <= 9.5 / 11.5 <= high)
    assert 0.925 <= np.mean(held) <= 0.985


def test_what_is_too_short_or_has_no_level_has_no_interval() -> None:
    assert np.isnan(period_ratio([1.0] * 7, [1.0] * 20)).all()
    assert np.isnan(period_ratio([0.0] * 20, [1.0] * 20)).all()
    assert np.isnan(share_interval([1.0] * 20, [1.0] * 20)).all()
    assert np.isnan(mean_interval(1.0, [1.0] * 7)).all()


def test_the_trend_of_noise_is_that_of_least_squares() -> None:
    """With three waves, the share of |slope| above its half width is that of t with three, at most."""
    generator = np.random.default_rng(7)
    time = np.arange(26) - 12.5
    design = np.column_stack([np.ones(26), time])
    seen = []
    for noise in generator.normal(size=(600, 26)):
        fit = np.linalg.lstsq(design, noise, rcond=None)[0]
        half = coefficient_half_widths(design, np.ones(26), noise - design @ fit)
        seen.append(abs(fit[1]) > half[1])
    assert 0.015 <= np.mean(seen) <= 0.07
