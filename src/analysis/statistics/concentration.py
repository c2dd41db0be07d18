"""How unequal are amounts, and do events come in bursts?

Gini's coefficient, the difference of two with its interval, and the burstiness of the gaps between events
beside what chance gives on the same calendar.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.statistics.arrays import require_numbers
from analysis.statistics.intervals import Floats
from analysis.statistics.long_run import NOTHING, SHORTEST, Interval, mean_interval

DRAWS, SEED = 1999, 1
TOLERANCE: Final = 1e-9


def gini(values: ArrayLike) -> Floats:
    """Return the Gini coefficient of non-negative values along the last axis.

    0 when all are equal, towards 1 when one has all; NaN when all are 0 or there are none. Reference: Gini
    1912, as half the relative mean difference.

    >>> float(gini([0, 0, 0, 1])), gini([[1, 2, 3, 4, 5], [2, 2, 2, 2, 2]]).round(5).tolist()
    (0.75, [0.26667, 0.0])
    """
    ordered = np.sort(require_numbers(values, estimator="Gini coefficient", least=0.0), axis=-1)
    n = ordered.shape[-1]
    totals = ordered.sum(axis=-1)
    weights = 2 * np.arange(1, n + 1) - n - 1
    return np.asarray(ordered @ weights / np.where(totals > 0, n * totals, np.nan))


def gini_influence(values: ArrayLike) -> Floats:
    """Return by how much each value moves the Gini coefficient, times their number; they sum to about 0.

    Reference: Langel and Tillé 2013, section 4 (linearisation).

    >>> gini_influence([1, 1, 1, 5]).round(3).tolist()
    [-0.062, -0.062, -0.062, 0.188]
    """
    x = require_numbers(values, estimator="Gini coefficient", least=0.0)
    n, total, coefficient = len(x), x.sum(), float(gini(x))
    order = np.argsort(x, kind="stable")
    rank = np.empty(n)
    rank[order] = np.arange(1, n + 1)
    below = np.empty(n)
    below[order] = x[order].cumsum() / np.arange(1, n + 1)
    linear = 2 * rank * (x - below) + total - n * x - coefficient * (total + n * x)
    return np.asarray(linear / total)


def gini_difference(first: ArrayLike, second: ArrayLike) -> Interval:
    """Difference of the Gini coefficients, ``second`` − ``first``, of two series over the same steps.

    Its interval allows for what both series share, which two intervals side by side do not, and for
    dependence in time. Assumes one distribution throughout: growth, or a step of the level, also makes
    values unequal. Misleads below some hundred values of a heavy tail, where a coefficient is too low. NaN
    for fewer than eight steps, and when all of a series are 0. Reference: as :func:`gini_influence`.

    >>> steps = np.random.default_rng(1).exponential(size=300)
    >>> difference, low, high = gini_difference(steps, steps**3)
    >>> bool(low > 0)
    True
    """
    one, other = (np.asarray(values, dtype=float) for values in (first, second))
    if len(one) < SHORTEST or not min(one.sum(), other.sum()) > 0:
        return NOTHING
    return mean_interval(float(gini(other) - gini(one)), gini_influence(other) - gini_influence(one))


def burstiness(gaps: ArrayLike) -> Floats:
    """Return the burstiness of the gaps between events along the last axis, corrected for their number.

    −1 regular, 0 as a Poisson process in continuous time, 1 extremely bursty; NaN for fewer than two gaps. On
    whole days chance gives less than 0: see :func:`burstiness_test`. With r = standard deviation / mean (both
    over n gaps): (√(n+1) r − √(n−1)) / ((√(n+1) − 2) r + √(n−1)). Reference: Kim and Jo 2016, equation 22,
    after Goh and Barabási 2008.

    >>> float(burstiness([7, 7, 7, 7])), burstiness([[1, 1, 1, 97], [1, 2, 3, 4]]).round(3).tolist()
    (-1.0, [0.935, -0.398])
    """
    x = require_numbers(gaps, estimator="burstiness", least=0.0)
    n = x.shape[-1]
    if n < 2:
        return np.full(x.shape[:-1], np.nan)
    means = x.mean(axis=-1)
    r = x.std(axis=-1) / np.where(means > 0, means, np.nan)
    above, below = np.sqrt(n + 1), np.sqrt(n - 1)
    return np.asarray((above * r - below) / ((above - 2) * r + below))


class Burstiness(NamedTuple):
    """The burstiness seen, its mean by chance on the same steps, and the two-sided p-value."""

    estimate: float
    expected: float
    p_value: float


def burstiness_test(happened: ArrayLike) -> Burstiness:
    """Hold the burstiness of events on a calendar against events dealt at random to the same steps.

    ``happened`` says for each step, in order, whether an event fell on it: 1, 0, or NaN where that is unknown
    and no event can be dealt. The first and the last event stay where they are, the others are dealt to the
    known steps between, 1,999 times from a fixed seed; p is twice the smaller tail. Assumes that under chance
    every known step is as likely: a rate that rises makes bursts. All NaN for fewer than four events.
    Reference: Kim and Jo 2016 for the coefficient; Good 2005 for the test.

    >>> regular = np.tile([1.0, 0, 0, 0, 0, 0, 0], 20)
    >>> test = burstiness_test(regular)
    >>> test.estimate, bool(test.expected > -0.2), test.p_value
    (-1.0, True, 0.001)
    """
    steps = require_numbers(happened, estimator="test of burstiness", least=0.0, unknown=True)
    at = np.flatnonzero(steps > 0)
    if len(at) < 4:
        return Burstiness(*NOTHING)
    between = np.flatnonzero(np.isfinite(steps))
    between = between[(between > at[0]) & (between < at[-1])]
    dealt = _dealt(between, len(at) - 2)
    ends = np.broadcast_to(at[[0, -1]], (DRAWS, 2))
    chance = burstiness(np.diff(np.hstack([ends[:, :1], dealt, ends[:, 1:]]), axis=1))
    seen = float(burstiness(np.diff(at)))
    tails = [(1 + (sign * (chance - seen) >= -TOLERANCE).sum()) / (DRAWS + 1) for sign in (1, -1)]
    return Burstiness(seen, float(chance.mean()), min(1.0, 2 * float(min(tails))))


def _dealt(places: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    """Deal ``count`` events to distinct places, in order, one deal a row."""
    keys = np.random.default_rng(SEED).random((DRAWS, len(places)))
    return np.sort(places[np.argpartition(keys, count - 1, axis=1)[:, :count]], axis=1)
