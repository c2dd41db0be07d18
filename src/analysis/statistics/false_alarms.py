"""Answers how often a search for breaks finds some where there are none.

The same search on simulated counts of one level shows it: with independent values, and with a level that
drifts slowly without any step. What the drift gives as well as the series did is no evidence of steps.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.statistics.arrays import require_numbers
from analysis.statistics.intervals import Floats

LONGEST: Final = 200  # a longer series is simulated at this length
DRAWS, SEED = 400, 1
SLOWEST: Final = 0.98


class Level(NamedTuple):
    """A process of counts: ``mean``, negative binomial ``spread`` α around a level, and how the level drifts.

    The logarithm of the level is a stationary autoregression with standard deviation ``drift`` and
    correlation ``memory`` from one value to the next; ``drift`` 0 is a constant level.
    """

    mean: float
    spread: float
    drift: float = 0.0
    memory: float = 0.0


def fitted_level(values: ArrayLike) -> Level:
    """Fit the drift that a series of counts would show if no step were in it.

    From the variance of the logarithms and their covariances with the next value and the one after: what
    falls off from one to the other is the memory (at most 0.98), what is not shared with the next is noise.
    Moments only: for simulating a rival explanation, not for inference.

    >>> fit = fitted_level([10, 12, 11, 13, 30, 33, 29, 31, 60, 66, 61, 65])
    >>> bool(fit.drift > 0.5), bool(fit.memory > 0.5)
    (True, True)
    """
    x = require_numbers(values, estimator="drift of a level", least=0.0)
    mean = float(x.mean())
    logs = np.log(np.maximum(x, 0.5))
    centred = logs - logs.mean()
    variance, near, far = (float((centred[lag:] * centred[: len(x) - lag]).mean()) for lag in (0, 1, 2))
    if near <= 0:
        return Level(mean, float(_spreads(x[np.newaxis])[0]))
    memory = float(np.clip(far / near, 0.05, SLOWEST))
    drift = min(near / memory, variance)
    return Level(mean, max(0.0, variance - drift - 1 / max(mean, 0.5)), float(np.sqrt(drift)), memory)


def simulated_counts(level: Level, n: int, *, draws: int, seed: int) -> Floats:
    """Draw ``draws`` series of ``n`` counts (rows) of a process without steps.

    >>> simulated_counts(Level(100, 0.1, 0.4, 0.9), 50, draws=3, seed=1).shape
    (3, 50)
    """
    generator = np.random.default_rng(seed)
    path = generator.normal(size=(draws, n))
    for step in range(1, n):
        path[:, step] = level.memory * path[:, step - 1] + np.sqrt(1 - level.memory**2) * path[:, step]
    mean = level.mean * np.exp(level.drift * path - level.drift**2 / 2)
    if level.spread > 0:
        mean = mean * generator.gamma(1 / level.spread, level.spread, mean.shape)
    return np.asarray(generator.poisson(mean), dtype=float)


@lru_cache(maxsize=64)  # several measures of a report ask for the same
def false_alarms(level: Level, n: int, *, factor: float, min_size: int, at_least: int = 1) -> float:
    """Share of simulated series of a process without steps in which ``at_least`` so many breaks are found.

    Negative binomial cost, penalty ``factor`` × log of the length, as ``segmentation.level_breaks``, with
    each series' own noise. Series longer than 200 are simulated at that length. From fixed draws.

    >>> steady = Level(mean=1000, spread=0.1)
    >>> [false_alarms(steady, 73, factor=factor, min_size=4) for factor in (1, 12)]
    [0.5525, 0.0]
    """
    counts = simulated_counts(level, min(n, LONGEST), draws=DRAWS, seed=SEED)
    found = break_counts(counts, penalty=factor * float(np.log(counts.shape[1])), min_size=min_size)
    return float((found >= at_least).mean())


def break_counts(series: Floats, *, penalty: float, min_size: int) -> NDArray[np.intp]:
    """Count the breaks in each row of ``series``, all rows at once, by optimal partitioning.

    Same cost and answer as ``segmentation.level_breaks`` with ``cost="negative_binomial"``. Reference:
    Jackson et al. 2005.

    >>> break_counts(np.array([[2.0] * 9 + [40.0] * 9, [5.0] * 18]), penalty=9, min_size=4).tolist()
    [1, 0]
    """
    rows, n = series.shape
    sums = np.hstack([np.zeros((rows, 1)), series.cumsum(axis=1)])
    size = 1 / np.maximum(_spreads(series), 1e-9)[:, np.newaxis]
    best = np.full((rows, n + 1), np.inf)
    best[:, 0] = -penalty
    breaks = np.full((rows, n + 1), -1, dtype=np.intp)
    for end in range(min_size, n + 1):
        starts = np.arange(end - min_size + 1)
        total, length = sums[:, [end]] - sums[:, starts], (end - starts).astype(float)
        costs = best[:, starts] + _cost(total, length, size) + penalty
        chosen = costs.argmin(axis=1)[:, np.newaxis]
        best[:, end] = np.take_along_axis(costs, chosen, axis=1)[:, 0]
        breaks[:, end] = np.take_along_axis(breaks[:, starts], chosen, axis=1)[:, 0] + 1
    return breaks[:, n]


def _cost(total: Floats, length: Floats, size: Floats) -> Floats:
    """−2 log-likelihood of one negative binomial level, without constants."""
    mean = total / length
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(total > 0, total * np.log(mean / (mean + size)), 0.0)
    return np.asarray(-2 * (share - length * size * np.log1p(mean / size)))


def _spreads(series: Floats) -> Floats:
    """Negative binomial α of each row from neighbouring values, as ``segmentation.spread``."""
    left, right = series[:, :-1], series[:, 1:]
    excess = ((right - left) ** 2 / 2 - (left + right) / 2).sum(axis=1)
    return np.asarray(np.maximum(0.0, excess / np.maximum((left * right).sum(axis=1), 1.0)))
