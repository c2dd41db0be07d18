"""Answers how uncertain a mean, a share, a ratio or a trend is when neighbours in time resemble one another.

The slowest movements of the residuals (three smooth waves over the whole period) tell how far an average of
the period may wander. That holds where what happens lies several times closer together than the period is
long; a level that drifts as slowly as the period itself misleads every method, and this one least.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from analysis.statistics.arrays import require_numbers
from analysis.statistics.intervals import CONFIDENCE, Floats

WAVES: Final = 3
"""How many smooth waves measure the variance: few, so that slow movements are in it; t with as many degrees
of freedom pays for so few. Chosen by simulation, see ``benchmarks/calibration.py``."""

Interval = tuple[float, float, float]
NOTHING: Final[Interval] = (float("nan"), float("nan"), float("nan"))
SHORTEST: Final = 8
"""Fewer values show no movement slower than themselves."""


def smooth_waves(design: Floats) -> Floats:
    """Return the three smoothest orthonormal waves (rows × 3) orthogonal to the columns of ``design``.

    Polynomials in time of rising degree, the part of each that ``design`` explains removed. Reference: Phillips
    2005 (orthonormal series); Lazarus, Lewis, Stock and Watson 2018 (few terms and Student's t).

    >>> waves = smooth_waves(np.ones((8, 1)))
    >>> waves.shape, float(abs(waves.sum(axis=0)).max()) < 1e-12
    ((8, 3), True)
    """
    n, terms = design.shape
    time = np.linspace(-1, 1, n)
    powers = np.polynomial.legendre.legvander(time, WAVES + terms)
    columns, _ = np.linalg.qr(design)
    left = powers - columns @ (columns.T @ powers)
    kept: list[Floats] = []
    for wave in left.T:
        for other in kept:
            wave = wave - other * (other @ wave)  # noqa: PLW2901 (Gram and Schmidt)
        length = float(np.linalg.norm(wave))
        if length > 1e-8 and len(kept) < WAVES:
            kept.append(wave / length)
    return np.column_stack(kept)


def long_run_variance(residuals: ArrayLike, design: Floats) -> float:
    """Return the variance per step of what is slow in ``residuals`` of a regression on ``design``.

    Mean square of the residuals' products with :func:`smooth_waves`; for independent residuals their plain
    variance. It has three degrees of freedom: intervals use t with three.

    >>> noise = np.random.default_rng(1).normal(0, 2, 3000)
    >>> 0.3 < long_run_variance(noise - noise.mean(), np.ones((3000, 1))) / 4 < 3
    True
    """
    products = np.asarray(residuals, dtype=float) @ smooth_waves(design)
    return float((products**2).mean())


def _students(degrees: float) -> float:
    return float(stats.t.ppf(0.5 + CONFIDENCE / 2, degrees))


def around_estimate(estimate: float, influence: ArrayLike) -> Interval:
    """Interval of an estimate from what each value of a series adds to it (its influence, mean about 0).

    The estimate is taken as normal around its true value, as a mean of the influences would be.

    >>> around_estimate(5.0, [1, -1, 2, -2, 1, -1, 2, -2])[1] < 5
    True
    """
    x = np.asarray(influence, dtype=float)
    error = float(np.sqrt(long_run_variance(x - x.mean(), np.ones((len(x), 1))) / len(x)))
    spread = _students(WAVES) * error
    return estimate, estimate - spread, estimate + spread


def mean_interval(values: ArrayLike) -> Interval:
    """Mean of a series with its interval; NaN for fewer than eight values.

    Assumes a level that holds over the whole period but for movements that are shorter than it; a level
    that drifts about as slowly as the period is long is covered less often than said. Reference: as
    :func:`smooth_waves`.

    >>> mean, low, high = mean_interval([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8])
    >>> round(mean, 2), low < mean < high
    (4.33, True)
    """
    x = require_numbers(values, estimator="mean of a series")
    return around_estimate(float(x.mean()), x) if len(x) >= SHORTEST else NOTHING


def _log_level(amounts: Floats) -> tuple[float, float]:
    """Logarithm of the sum of the first column over that of the second, and its variance (linearised)."""
    top, base = amounts[:, 0], amounts[:, 1]
    ratio = top.sum() / base.sum()
    relative = (top - ratio * base) / (ratio * base.mean())
    return float(np.log(ratio)), long_run_variance(relative, np.ones((len(top), 1))) / len(top)


def _paired(period: ArrayLike, *, estimator: str) -> Floats:
    x = require_numbers(period, estimator=estimator, least=0.0)
    return x if x.ndim == 2 else np.column_stack([x, np.ones(len(x))])


def period_ratio(before: ArrayLike, after: ArrayLike) -> Interval:
    """Ratio of the levels of two periods, ``after`` / ``before``, with its interval on a log scale.

    A period is a series of amounts ≥ 0 (its level is their mean), or two columns, amounts and what they are
    counted in (its level is the ratio of the sums: a share, say). The periods are taken as independent, each
    level as in :func:`mean_interval`; degrees of freedom by Welch and Satterthwaite. NaN when a period has
    fewer than eight values or a level of 0. Reference: Cochran 1977, section 6.4 (linearised ratio).

    >>> ratio, low, high = period_ratio([9, 11, 10, 10] * 5, [21, 19, 20, 20] * 5)
    >>> round(ratio, 6), 1.9 < low < 2 < high < 2.1
    (2.0, True)
    """
    periods = [_paired(period, estimator="ratio of two periods") for period in (before, after)]
    if any(len(period) < SHORTEST or not period[:, 0].sum() > 0 for period in periods):
        return NOTHING
    (log_before, first), (log_after, second) = map(_log_level, periods)
    total = first + second
    if total == 0:
        return (float(np.exp(log_after - log_before)),) * 3
    degrees = WAVES * total**2 / (first**2 + second**2)
    spread = _students(degrees) * np.sqrt(total)
    ratio, low, high = np.exp(log_after - log_before + np.array([0.0, -spread, spread])).tolist()
    return ratio, low, high


def share_interval(part: ArrayLike, whole: ArrayLike) -> Interval:
    """Share of two summed series, Σ part / Σ whole, with its interval on the logit scale.

    Linearised ratio estimator whose variance allows for dependence in time (:func:`long_run_variance`). For
    spans over which neighbours resemble one another; ``intervals.clustered_share`` is sharper where they do
    not. NaN for fewer than eight steps, or where the share is 0 or 1. Reference: Cochran 1977, section 6.4.

    >>> share, low, high = share_interval([1, 2, 3, 1, 2, 3, 1, 2, 3], [10] * 9)
    >>> round(share, 3), low < 0.2 < high
    (0.2, True)
    """
    amounts = np.column_stack([part, whole])
    top, base = _paired(amounts, estimator="share of a series").T
    if len(top) < SHORTEST or not 0 < top.sum() < base.sum():
        return NOTHING
    share = top.sum() / base.sum()
    residuals = (top - share * base) / (share * (1 - share) * base.mean())
    error = np.sqrt(long_run_variance(residuals, np.ones((len(top), 1))) / len(top))
    odds, spread = np.log(share / (1 - share)), _students(WAVES) * error
    low, high = (1 / (1 + np.exp(-(odds + end))) for end in (-spread, spread))
    return float(share), float(low), float(high)


def coefficient_errors(design: Floats, weights: Floats, residuals: Floats) -> Floats:
    """Standard errors of the coefficients of a regression whose errors are dependent in time; t with three.

    ``weights`` and ``residuals`` are the working ones of the last step of iteratively reweighted least
    squares (for plain least squares: ones, and the residuals). Assumes that the working errors have about
    the same variance throughout, and that a term moves slowly, as a trend or a season does: for one that
    swings fast (weekdays) use errors clustered by period.

    >>> time = np.linspace(-1, 1, 40)
    >>> design = np.column_stack([np.ones(40), time])
    >>> noise = np.random.default_rng(3).normal(size=40)
    >>> residuals = noise - design @ np.linalg.lstsq(design, noise, rcond=None)[0]
    >>> coefficient_errors(design, np.ones(40), residuals).shape
    (2,)
    """
    weighted = design * weights[:, np.newaxis]
    influence = np.linalg.solve(design.T @ weighted, weighted.T)
    return np.asarray(np.sqrt(long_run_variance(residuals, design) * (influence**2).sum(axis=1)))
