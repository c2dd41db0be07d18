"""Answers where the level of a series changes, for counts as well as for measurements.

The cheapest segmentation of all, found exactly without trying each, with a cost on the scale of −2
log-likelihood, and the interval of each break.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy

from analysis.statistics.arrays import require_numbers
from analysis.statistics.intervals import CONFIDENCE
from analysis.statistics.results import require_choice

COSTS = ("negative_binomial", "poisson", "squared_error")
MULTIPLIERS: Final = np.array([0, 0.25, 0.5, 0.75])[:, None]  # of the largest one that the dual allows

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


class LevelCost:
    """Cost of one level for a stretch of the series: −2 log-likelihood without constants.

    ``poisson`` and ``negative_binomial`` (variance μ + ``spread`` μ²) suit counts; ``squared_error``
    divides by the noise variance ``spread``. Sums are cumulated once, so that each cost is a constant-time
    look-up.
    """

    def __init__(self, values: ArrayLike, *, cost: str, spread: float) -> None:
        require_choice(cost, COSTS, name="cost")
        x = np.asarray(values, dtype=float)
        self.kind = cost
        self.spread = spread
        self._cumulated = np.zeros((3, len(x) + 1))
        np.cumsum([x, x**2, np.ones(len(x))], axis=1, out=self._cumulated[:, 1:])

    def between(self, start: ArrayLike, end: ArrayLike) -> Floats:
        """Cost of values ``start`` to ``end − 1``; an array, elementwise."""
        return self.of(self.stretch(start, end))

    def stretch(self, start: ArrayLike, end: ArrayLike) -> Floats:
        """Sum, sum of squares and number of values ``start`` to ``end − 1``, each in a row."""
        first, last = np.atleast_1d(start).astype(np.int64), np.atleast_1d(end).astype(np.int64)
        return np.asarray(self._cumulated[:, last] - self._cumulated[:, first])

    def of(self, stretch: Floats) -> Floats:
        """Cost of stretches of which sums, sums of squares and numbers are known, elementwise."""
        s, q, m = stretch
        mean = s / m
        if self.kind == "squared_error":
            return np.asarray((q - s * mean) / self.spread)
        if self.kind == "poisson" or self.spread == 0:
            return np.asarray(2 * (s - xlogy(s, mean)))
        size = 1 / self.spread
        return np.asarray(-2 * (xlogy(s, mean / (mean + size)) + m * size * np.log(size / (mean + size))))


def spread(values: ArrayLike, *, cost: str) -> float:
    """Noise of a series with level shifts, from neighbouring values only (a shift touches one pair).

    Half the mean squared step for ``squared_error``; the negative binomial α by moments, at least 0, for
    ``negative_binomial``; 0 for ``poisson``.

    >>> spread([10, 12, 10, 12, 110, 112, 110], cost="squared_error") > 2
    True
    """
    require_choice(cost, COSTS, name="cost")
    x = require_numbers(values, estimator="noise of a level")
    half_squares = np.diff(x) ** 2 / 2
    if cost == "poisson":
        return 0.0
    if cost == "squared_error":
        return float(max(half_squares.mean(), np.finfo(float).tiny))
    means, squared_means = (
        (x[1:] + x[:-1]) / 2,
        x[1:] * x[:-1],
    )  # each without bias for independent neighbours
    return float(max(0.0, (half_squares - means).sum() / max(squared_means.sum(), 1.0)))


def level_breaks(
    values: ArrayLike, *, cost: str, penalty: float | None = None, min_size: int = 1
) -> list[int]:
    """Find where new levels start: the segmentation with the least cost and ``penalty`` per break.

    ``penalty`` is on the scale of −2 log-likelihood; the default is 3 log n (Zhang and Siegmund 2007).
    ``min_size`` is the shortest level. Exact: every index may be a break, and only what cannot be the
    cheapest is left out (PELT: Killick, Fearnhead and Eckley 2012; by duality: Truong and Runge 2024).

    >>> level_breaks([2, 3, 2, 3, 2, 9, 8, 9, 10, 9], cost="poisson")
    [5]
    """
    x = require_numbers(values, estimator="breaks of a level")
    level = LevelCost(x, cost=cost, spread=spread(x, cost=cost))
    last = _last_levels(level, len(x), 3 * np.log(len(x)) if penalty is None else penalty, min_size)
    breaks, end = [], len(x)
    while last[end] > 0:
        end = int(last[end])
        breaks.append(end)
    return breaks[::-1]


def _last_levels(level: LevelCost, n: int, penalty: float, min_size: int) -> Indices:
    """Return for each end the start of the last level in the cheapest segmentation up to it."""
    least = np.zeros(n + 1)
    last, until = np.zeros(n + 1, dtype=np.int64), np.full(n + 1, n)
    starts = np.zeros(0, dtype=np.int64)
    for end in range(min_size, n + 1):
        new = end - min_size
        if new == 0 or new >= min_size:
            starts = np.append(starts, new)
        bounds = _bounds(level, least, starts, end)
        cheapest = bounds[0].argmin()
        least[end], last[end] = bounds[0, cheapest] + penalty, starts[cheapest]
        # What is dearer than a level that starts here stays so, as soon as that level is long enough.
        beaten = starts[(bounds > least[end]).any(axis=0)]
        until[beaten] = np.minimum(until[beaten], end + min_size - 1)
        starts = starts[until[starts] > end]
    return last


def _bounds(level: LevelCost, least: Floats, starts: Indices, end: int) -> Floats:
    """Bound from below the cost up to ``end`` with a last level from each of ``starts``.

    The first row is that cost. The others bound it over those levels at which ``start`` beats the start
    before it: at any other one, it is not needed.
    """
    before = np.append(starts[:1], starts[:-1])
    behind, ahead = level.stretch(before, starts), level.stretch(starts, end)
    # A dual stretch has no negative length, and of counts no negative sum.
    nonnegative = (2,) if level.kind == "squared_error" else (0, 2)
    most = np.min(
        [
            np.divide(ahead[row], behind[row], out=np.full(len(starts), np.inf), where=behind[row] > 0)
            for row in nonnegative
        ],
        axis=0,
    )
    share = MULTIPLIERS * np.where(starts > before, most, 0)
    dual = level.of(ahead[:, None] - share * behind[:, None])
    return np.asarray(least[starts] + share * (least[starts] - least[before]) + dual)


def break_interval(
    values: ArrayLike,
    breaks: Sequence[int],
    index: int,
    *,
    cost: str,
) -> tuple[int, int]:
    """Interval of one break's index, given its neighbours.

    Between the neighbouring breaks every index gets the weight exp(−cost / 2) (a flat prior, the two levels
    profiled); the shortest set of the heaviest indices with at least 95 % of the weight gives the
    ends. Conditional on the number of breaks, which the penalty chose. Reference: Carlin, Gelfand and Smith
    1992.

    >>> break_interval([2, 3, 2, 3, 2, 9, 8, 9, 10, 9], [5], 0, cost="poisson")
    (4, 5)
    """
    x = require_numbers(values, estimator="interval of a break")
    ends = [0, *breaks, len(x)]
    start, end = ends[index], ends[index + 2]
    level = LevelCost(x, cost=cost, spread=spread(x, cost=cost))
    at = np.arange(start + 1, end)
    costs = level.between(start, at) + level.between(at, end)
    weight = np.exp(-(costs - costs.min()) / 2)
    heaviest = np.argsort(-weight, kind="stable")
    enough = int(np.searchsorted(np.cumsum(weight[heaviest]) / weight.sum(), CONFIDENCE)) + 1
    chosen = at[heaviest[:enough]]
    return int(chosen.min()), int(chosen.max())
