"""Answers how uncertain a share, a ratio or a statistic of a dependent series is.

Small array functions shared by all measures: Wilson and Jeffreys for independent counts, an effective sample
size for clustered ones, a quasi-Poisson ratio, and the stationary bootstrap for series.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from analysis.errors import AnalysisError

Floats = NDArray[np.float64]
CONFIDENCE = 0.95


def _checked_counts(successes: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    k, total = np.broadcast_arrays(np.asarray(successes, dtype=float), np.asarray(n, dtype=float))
    wrong = (k > total) | (k < 0) | (total < 0)
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        raise AnalysisError(
            f"a share needs 0 <= successes <= n; got {k.flat[first]:g} of {total.flat[first]:g}"
            f" ({int(wrong.sum())} such): leave those rows out"
        )
    return k, total


def wilson(successes: ArrayLike, n: ArrayLike, *, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Wilson score interval of a share of independent trials; NaN where ``n`` is 0.

    Misleads when trials are clustered (cases of one day, say): use :func:`clustered_share` there.
    Raises ``AnalysisError`` when successes exceed ``n``. Reference: Newcombe 1998, method 3.

    >>> low, high = wilson([81, 0], [263, 20])
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.2553, 0.0], [0.3662, 0.1611])
    """
    k, total = _checked_counts(successes, n)
    known = total > 0
    low, high = np.full(k.shape, np.nan), np.full(k.shape, np.nan)
    low[known], high[known] = proportion_confint(
        k[known], total[known], alpha=1 - confidence, method="wilson"
    )
    return low, high


def jeffreys(
    successes: ArrayLike,
    n: ArrayLike,
    *,
    prior: tuple[float, float] = (0.5, 0.5),
) -> tuple[Floats, Floats]:
    """Equal-tailed beta-binomial interval; the default prior (½, ½) is Jeffreys'.

    With that prior the end at 0 of ``n`` or ``n`` of ``n`` is set to 0 or 1. Another ``prior`` (a, b)
    gives the plain posterior quantiles. Reference: Brown, Cai and DasGupta 2001, section 4.1.2.

    >>> low, high = jeffreys([0, 5], [10, 10])
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0, 0.2235], [0.2172, 0.7765])
    """
    k, total = _checked_counts(successes, n)
    tail = (1 - CONFIDENCE) / 2
    a, b = prior
    low = np.asarray(stats.beta.ppf(tail, k + a, total - k + b), dtype=float)
    high = np.asarray(stats.beta.ppf(1 - tail, k + a, total - k + b), dtype=float)
    if prior == (0.5, 0.5):
        low = np.where((k == 0) & (total > 0), 0.0, low)
        high = np.where((k == total) & (total > 0), 1.0, high)
    return low, high


def design_effect(successes: ArrayLike, n: ArrayLike) -> float:
    """How many times the variance of a pooled share exceeds the binomial one: Pearson chi² / (clusters − 1).

    Each element is one cluster. Never below 1; NaN with fewer than two clusters. A share of exactly
    0 or 1 shows no spread and gives 1. Reference: Cameron and Trivedi 2013, section 3.2.

    >>> design_effect([5, 5, 5], [10, 10, 10])
    1.0
    >>> round(design_effect([10, 0, 5], [10, 10, 10]), 6)
    10.0
    """
    k, total = _checked_counts(successes, n)
    used = total > 0
    k, total = k[used], total[used]
    if len(k) < 2:
        return float("nan")
    share = k.sum() / total.sum()
    if share in (0.0, 1.0):
        return 1.0
    chi2 = ((k - total * share) ** 2 / (total * share * (1 - share))).sum()
    return float(max(1.0, chi2 / (len(k) - 1)))


def clustered_share(successes: ArrayLike, n: ArrayLike) -> tuple[float, float, float, float]:
    """Pooled share over clusters with a Wilson interval on the effective sample size n / design effect.

    Returns ``(share, low, high, design_effect)``. Assumes clusters independent of one another.

    >>> [round(x, 3) for x in clustered_share([10, 0, 5], [10, 10, 10])]
    [0.5, 0.125, 0.875, 10.0]
    """
    k, total = _checked_counts(successes, n)
    effect = design_effect(k, total)
    if not np.isfinite(effect) or total.sum() == 0:
        return float("nan"), float("nan"), float("nan"), effect
    low, high = wilson(k.sum() / effect, total.sum() / effect)
    return float(k.sum() / total.sum()), float(low), float(high), effect


def rate_ratio(
    before: float,
    after: float,
    *,
    exposure_before: float = 1.0,
    exposure_after: float = 1.0,
    dispersion: float = 1.0,
) -> tuple[float, float, float]:
    """Ratio of two rates ``after / before`` with a log-normal quasi-Poisson interval.

    ``dispersion`` is variance / mean of such a total (1 = Poisson, too narrow for most counts). The two
    totals are taken as independent. NaN when a total is 0. Reference: Cameron and Trivedi 2013, section 3.2.

    >>> [round(x, 4) for x in rate_ratio(3148, 4776)]
    [1.5172, 1.4504, 1.587]
    """
    if min(before, after) <= 0 or min(exposure_before, exposure_after) <= 0:
        return float("nan"), float("nan"), float("nan")
    ratio = (after / exposure_after) / (before / exposure_before)
    spread = stats.norm.ppf(0.5 + CONFIDENCE / 2) * np.sqrt(dispersion * (1 / before + 1 / after))
    return float(ratio), float(ratio * np.exp(-spread)), float(ratio * np.exp(spread))


def total_dispersion(counts: ArrayLike, length: int, *, level: ArrayLike | None = None) -> float:
    """Variance / mean of a total over ``length`` consecutive values of a stationary series.

    Uses the sample autocovariances of ``counts`` (NaN = unknown, left out pair by pair) up to ``length − 1``,
    at most a quarter of the series: φ = (γ₀ + 2 Σ (1 − j/length) γⱼ) / mean, never below 1. ``level`` is the
    expected count of each value (default: the mean of all), so that a known change is not taken for noise.

    >>> total_dispersion([1, 3, 1, 3, 1, 3, 1, 3], 1)
    1.0
    >>> round(total_dispersion([0.0, 40.0, 0.0, 40.0], 1), 6)
    26.666667
    """
    x = np.asarray(counts, dtype=float)
    mean = np.nanmean(x) if np.isfinite(x).any() else 0.0
    if mean <= 0:
        return float("nan")
    centred = x - (mean if level is None else np.asarray(level, dtype=float))
    total = float(np.nansum(centred**2) / max(np.isfinite(x).sum() - 1, 1))
    for lag in range(1, min(length, len(x) // 4)):
        products = centred[lag:] * centred[:-lag]
        pairs = np.isfinite(products).sum()
        total += 2 * (1 - lag / length) * float(np.nansum(products)) / max(pairs, 1)
    return float(max(1.0, total / mean))


def resampled_indices(size: int, *, block: float, draws: int, seed: int) -> NDArray[np.intp]:
    """Draw a stationary-bootstrap index matrix (``draws`` × ``size``).

    Blocks wrap around the end; their length is geometric with mean ``block``.
    Reference: Politis and Romano 1994.

    >>> resampled_indices(5, block=2, draws=3, seed=1).shape
    (3, 5)
    """
    generator = np.random.default_rng(seed)
    starts = generator.integers(0, size, (draws, size))
    new_block = generator.random((draws, size)) < 1 / max(block, 1.0)
    new_block[:, 0] = True
    position = np.arange(size)
    latest = np.maximum.accumulate(np.where(new_block, position, 0), axis=1)
    begun_at = np.take_along_axis(starts, latest, axis=1)
    return np.asarray((begun_at + position - latest) % size, dtype=np.intp)


def bootstrap_interval(
    values: ArrayLike,
    statistic: Callable[[NDArray[Any]], ArrayLike],
    *,
    block: float = 4,
    draws: int = 2000,
    seed: int = 1,
) -> tuple[float, float]:
    """Percentile interval of ``statistic`` under the stationary bootstrap.

    ``values`` has one row per period. ``statistic`` is vectorised: it gets an array of shape (draws, periods)
    or (draws, periods, columns) and returns one number per draw; NaN draws are ignored.

    >>> low, high = bootstrap_interval(np.arange(40.0), lambda draws: draws.mean(axis=1), block=1)
    >>> low < 19.5 < high
    True
    """
    observed = np.asarray(values)
    drawn = observed[resampled_indices(len(observed), block=block, draws=draws, seed=seed)]
    statistics = np.asarray(statistic(drawn), dtype=float)
    if not np.isfinite(statistics).any():
        return float("nan"), float("nan")
    tail = (1 - CONFIDENCE) / 2
    low, high = np.nanquantile(statistics, [tail, 1 - tail])
    return float(low), float(high)


def bootstrap_ratio(
    before: ArrayLike,
    after: ArrayLike,
    statistic: Callable[[NDArray[Any]], ArrayLike],
    *,
    block: float = 4,
    draws: int = 2000,
    seed: int = 1,
) -> tuple[float, float, float]:
    """Ratio ``statistic(after) / statistic(before)`` with a percentile interval, each period drawn by itself.

    Arguments as in :func:`bootstrap_interval`. NaN when a period is empty or ``before`` gives 0.

    >>> ratio, low, high = bootstrap_ratio(np.full(20, 2.0), np.full(20, 3.0), lambda x: x.mean(axis=1))
    >>> ratio, low, high
    (1.5, 1.5, 1.5)
    """
    periods = [np.asarray(before), np.asarray(after)]
    if not all(map(len, periods)):
        return float("nan"), float("nan"), float("nan")
    observed, drawn = [], []
    for offset, values in enumerate(periods):
        indices = resampled_indices(len(values), block=block, draws=draws, seed=seed + offset)
        drawn.append(np.asarray(statistic(values[indices]), dtype=float))
        observed.append(float(np.asarray(statistic(values[np.newaxis]), dtype=float)[0]))
    if not observed[0] > 0:
        return float("nan"), float("nan"), float("nan")
    tail = (1 - CONFIDENCE) / 2
    usable = drawn[0] > 0
    low, high = np.nanquantile(drawn[1][usable] / drawn[0][usable], [tail, 1 - tail])
    return observed[1] / observed[0], float(low), float(high)
