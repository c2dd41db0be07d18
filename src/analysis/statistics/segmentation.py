"""Answers where the level of a series changes, for counts as well as for measurements.

PELT on every index (``jump=1``) with a cost on the scale of −2 log-likelihood, and the interval of each
break.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import ruptures
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy

from analysis.statistics.intervals import CONFIDENCE
from analysis.statistics.results import require_choice

COSTS = ("negative_binomial", "poisson", "squared_error")


class LevelCost(ruptures.base.BaseCost):  # type: ignore[misc]
    """Cost of one level for a stretch of the series: −2 log-likelihood without constants.

    ``poisson`` and ``negative_binomial`` (variance μ + ``spread`` μ²) suit counts; ``squared_error``
    divides by the noise variance ``spread``. Sums are cumulated once, so that each cost is a constant-time
    look-up.
    """

    model = "level"
    min_size = 1

    def __init__(self, cost: str, spread: float) -> None:
        require_choice(cost, COSTS, name="cost")
        self.kind = cost
        self.spread = spread

    def fit(self, signal: ArrayLike) -> LevelCost:
        """Cumulate the sums of ``signal``; ruptures calls it."""
        x = np.asarray(signal, dtype=float).ravel()
        self.signal = x.reshape(-1, 1)
        self.sums = np.concatenate([[0.0], np.cumsum(x)])
        self.squares = np.concatenate([[0.0], np.cumsum(x**2)])
        return self

    def error(self, start: int, end: int) -> float:
        """Cost of values ``start`` to ``end − 1``; ruptures calls it."""
        total, squares = self.sums[end] - self.sums[start], self.squares[end] - self.squares[start]
        return float(self.of(total, squares, end - start))

    def of(self, total: ArrayLike, squares: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
        """Cost from sum, sum of squares and length, elementwise."""
        s, q, m = (np.asarray(part, dtype=float) for part in (total, squares, n))
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
    x = np.asarray(values, dtype=float)
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
    values: ArrayLike,
    *,
    cost: str,
    penalty: float | None = None,
    breaks: int | None = None,
    min_size: int = 1,
) -> list[int]:
    """Find where new levels start, by PELT for a ``penalty`` or exactly for a number of ``breaks``.

    ``penalty`` is per break, on the scale of −2 log-likelihood; the default is 3 log n (Zhang and Siegmund
    2007). ``min_size`` is the shortest level. Reference: Killick, Fearnhead and Eckley 2012.

    >>> level_breaks([2, 3, 2, 3, 2, 9, 8, 9, 10, 9], cost="poisson")
    [5]
    """
    x = np.asarray(values, dtype=float)
    level = LevelCost(cost, spread(x, cost=cost))
    if breaks is not None:
        search = ruptures.Dynp(custom_cost=level, min_size=min_size, jump=1).fit(x)
        return [int(end) for end in search.predict(n_bkps=breaks)[:-1]]
    per_break = 3 * np.log(len(x)) if penalty is None else penalty
    search = ruptures.Pelt(custom_cost=level, min_size=min_size, jump=1).fit(x)
    return [int(end) for end in search.predict(pen=per_break)[:-1]]


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
    x = np.asarray(values, dtype=float)
    ends = [0, *breaks, len(x)]
    start, end = ends[index], ends[index + 2]
    level = LevelCost(cost, spread(x, cost=cost)).fit(x)
    at = np.arange(start + 1, end)
    left = level.of(level.sums[at] - level.sums[start], level.squares[at] - level.squares[start], at - start)
    right = level.of(level.sums[end] - level.sums[at], level.squares[end] - level.squares[at], end - at)
    weight = np.exp(-(left + right - (left + right).min()) / 2)
    heaviest = np.argsort(-weight, kind="stable")
    enough = int(np.searchsorted(np.cumsum(weight[heaviest]) / weight.sum(), CONFIDENCE)) + 1
    chosen = at[heaviest[:enough]]
    return int(chosen.min()), int(chosen.max())
