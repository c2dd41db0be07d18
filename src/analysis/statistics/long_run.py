"""Answers how uncertain a share, a ratio or a trend is when neighbours in time resemble one another.

The slowest movements of the residuals (three smooth waves over the whole period) tell how far an average of
the period may wander. That holds where what happens lies several times closer together than the period is
long; a level that drifts as slowly as the period itself misleads every method, and this one least.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from analysis.statistics.arrays import require_numbers
from analysis.statistics.intervals import Floats, students

WAVES: Final = 3
"""How many smooth waves measure the variance: few, so that slow movements are in it; Student's t with as many
degrees of freedom pays for so few. Chosen by simulation, see ``benchmarks/calibration.py``."""

SHORTEST: Final = 8
"""Fewer values show no movement slower than themselves."""

Interval = tuple[float, float, float]
"""An estimate and the ends of its 95 % interval."""

NOTHING: Final[Interval] = (float("nan"), float("nan"), float("nan"))


def smooth_waves(design: Floats) -> Floats:
    """Return the three smoothest orthonormal waves (rows × 3) orthogonal to the columns of ``design``.

    Polynomials in time of rising degree, the part of each that ``design`` explains removed. Reference:
    Phillips 2005 (orthonormal series); Lazarus, Lewis, Stock and Watson 2018 (few terms and Student's t).

    >>> waves = smooth_waves(np.ones((8, 1)))
    >>> waves.shape, float(abs(waves.sum(axis=0)).max()) < 1e-12
    ((8, 3), True)
    """
    n, terms = design.shape
    powers = np.polynomial.legendre.legvander(np.linspace(-1, 1, n), WAVES + terms)
    columns, _ = np.linalg.qr(design)
    waves: list[Floats] = []
    for power in powers.T:
        others = np.column_stack([columns, *waves])
        left = power - others @ (others.T @ power)
        length = float(np.linalg.norm(left))
        if length > 1e-8 and len(waves) < WAVES:
            waves.append(left / length)
    return np.column_stack(waves)


def long_run_variance(residuals: ArrayLike, design: Floats) -> float:
    """Return the variance per step of what is slow in the ``residuals`` of a regression on ``design``.

    Mean square of the residuals' products with :func:`smooth_waves`, which has three degrees of freedom; for
    independent residuals their plain variance.

    >>> noise = np.random.default_rng(1).normal(0, 2, 3000)
    >>> 0.3 < long_run_variance(noise - noise.mean(), np.ones((3000, 1))) / 4 < 3
    True
    """
    products = np.asarray(residuals, dtype=float) @ smooth_waves(design)
    return float((products**2).mean())


def half_width(residuals: ArrayLike, design: Floats) -> float:
    """Half the width of a 95 % interval of a coefficient, for an influence of length one of the residuals.

    By the long-run variance with t of three degrees of freedom, but never narrower than independent residuals
    would give: three waves may be calm by luck.

    >>> round(half_width([1.0, -1.0] * 4, np.ones((8, 1))), 2)
    2.53
    """
    x = np.asarray(residuals, dtype=float)
    degrees = design.shape[0] - design.shape[1]
    slow = students(WAVES) * np.sqrt(long_run_variance(x, design))
    independent = students(degrees) * np.sqrt((x**2).sum() / degrees)
    return float(max(slow, independent))


def mean_interval(estimate: float, influence: ArrayLike) -> Interval:
    """Interval of an estimate that is a mean, or nearly one, of what each value of a series adds to it.

    ``influence`` is what each value adds, in any order of magnitude around any level (of a mean: the
    values). Assumes one level over the whole period but for movements shorter than it. NaN for fewer than
    eight values. Reference: as :func:`smooth_waves`.

    >>> mean_interval(1.5, [1, 2, 1, 2, 1, 2, 1, 2])[1] < 1.5
    True
    """
    x = require_numbers(influence, estimator="mean of a series")
    if len(x) < SHORTEST:
        return NOTHING
    spread = half_width(x - x.mean(), np.ones((len(x), 1))) / np.sqrt(len(x))
    return estimate, float(estimate - spread), float(estimate + spread)


def period_ratio(before: ArrayLike, after: ArrayLike) -> Interval:
    """Ratio of the levels of two periods, ``after`` / ``before``, with its interval on a log scale.

    A period is a series of amounts ≥ 0 (its level is their mean), or two columns, amounts and what they are
    counted in (its level is the ratio of the sums: a share, say). The periods are taken as independent, each
    as in :func:`mean_interval`; degrees of freedom by Welch and Satterthwaite, fewer where a few amounts
    make up the whole (Kish). It is the ratio of the levels of these periods: where a level drifts over
    months, two periods differ more often than the interval of a ratio of 1 says. NaN when a period has fewer
    than eight values or a level of 0. Reference: Cochran 1977, section 6.4 (linearised ratio).

    >>> ratio, low, high = period_ratio([9, 11, 10, 10] * 5, [21, 19, 20, 20] * 5)
    >>> ratio, 1.9 < low < 2 < high < 2.1
    (2.0, True)
    """
    periods = [_paired(period, estimator="ratio of two periods") for period in (before, after)]
    if any(len(period) < SHORTEST or not period[:, 0].sum() > 0 for period in periods):
        return NOTHING
    first, second = map(_level, periods)
    ratio = second.ratio / first.ratio
    spread = max(
        _welch(first.slow, second.slow, WAVES, WAVES),
        _welch(first.plain, second.plain, first.effective - 1, second.effective - 1),
    )
    return ratio, float(ratio * np.exp(-spread)), float(ratio * np.exp(spread))


def _paired(period: ArrayLike, *, estimator: str) -> Floats:
    x = require_numbers(period, estimator=estimator, least=0.0)
    return x if x.ndim == 2 else np.column_stack([x, np.ones(len(x))])


class _Level(NamedTuple):
    """A ratio of sums, the variances of its logarithm (long-run, plain), and how many values carry it."""

    ratio: float
    slow: float
    plain: float
    effective: float


def _level(amounts: Floats) -> _Level:
    top, base = amounts.T
    n, ratio = len(top), float(top.sum() / base.sum())
    relative = (top - ratio * base) / (ratio * base.mean())
    return _Level(
        ratio,
        long_run_variance(relative, np.ones((n, 1))) / n,
        float((relative**2).sum() / (n - 1) / n),
        float(top.sum() ** 2 / (top**2).sum()),
    )


def _welch(first: float, second: float, degrees: float, other: float) -> float:
    """Half the width of a 95 % interval of a difference of two means with these variances."""
    total = first + second
    if total == 0:
        return 0.0
    welch = total**2 / (first**2 / max(degrees, 1) + second**2 / max(other, 1))
    return students(welch) * float(np.sqrt(total))


def share_interval(part: ArrayLike, whole: ArrayLike) -> Interval:
    """Share of two summed series, Σ part / Σ whole, with its interval on the logit scale.

    Linearised ratio estimator with dependence in time allowed for (:func:`mean_interval`). For spans over
    which neighbours resemble one another; ``intervals.clustered_share`` is sharper where they do not. NaN for
    fewer than eight steps, or where the share is 0 or 1. Reference: Cochran 1977, section 6.4.

    >>> share, low, high = share_interval([1, 2, 3, 1, 2, 3, 1, 2, 3], [10] * 9)
    >>> round(share, 3), low < 0.2 < high
    (0.2, True)
    """
    top, base = _paired(np.column_stack([part, whole]), estimator="share of a series").T
    if len(top) < SHORTEST or not 0 < top.sum() < base.sum():
        return NOTHING
    share = float(top.sum() / base.sum())
    influence = (top - share * base) / (share * (1 - share) * base.mean())
    _, *ends = mean_interval(float(np.log(share / (1 - share))), influence)
    low, high = (float(1 / (1 + np.exp(-end))) for end in ends)
    return share, low, high


def coefficient_half_widths(design: Floats, weights: Floats, residuals: Floats) -> Floats:
    """Half the widths of 95 % intervals of regression coefficients whose errors are dependent in time.

    ``weights`` and ``residuals`` are the working ones of the last step of iteratively reweighted least
    squares (for plain least squares: ones, and the residuals). Assumes that the working errors have about
    the same variance throughout, and that a term moves slowly, as a trend or a season does: for one that
    swings fast (weekdays) use errors clustered by period.

    >>> time = np.linspace(-1, 1, 40)
    >>> design = np.column_stack([np.ones(40), time])
    >>> noise = np.random.default_rng(3).normal(size=40)
    >>> residuals = noise - design @ np.linalg.lstsq(design, noise, rcond=None)[0]
    >>> coefficient_half_widths(design, np.ones(40), residuals).shape
    (2,)
    """
    weighted = design * weights[:, np.newaxis]
    influence = np.linalg.solve(design.T @ weighted, weighted.T)
    return np.asarray(half_width(residuals, design) * np.sqrt((influence**2).sum(axis=1)))
