"""How unequal are amounts, and do events come in bursts?

Gini's coefficient, and the burstiness of the gaps between events with its correction for short series. Both
take one sample, or many at once (samples in rows) for a bootstrap.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from analysis.statistics.intervals import Floats


def gini(values: ArrayLike) -> Floats:
    """Return the Gini coefficient of non-negative values along the last axis.

    0 when all are equal, towards 1 when one has all; NaN when all are 0 or there are none. Reference: Gini
    1912, as half the relative mean difference.

    >>> float(gini([0, 0, 0, 1])), gini([[1, 2, 3, 4, 5], [2, 2, 2, 2, 2]]).round(5).tolist()
    (0.75, [0.26667, 0.0])
    """
    ordered = np.sort(np.asarray(values, dtype=float), axis=-1)
    n = ordered.shape[-1]
    totals = ordered.sum(axis=-1)
    weights = 2 * np.arange(1, n + 1) - n - 1
    return np.asarray(ordered @ weights / np.where(totals > 0, n * totals, np.nan))


def burstiness(gaps: ArrayLike) -> Floats:
    """Return the burstiness of the gaps between events along the last axis, corrected for their number.

    −1 regular, 0 as a Poisson process, 1 extremely bursty; NaN for fewer than two gaps. With r = standard
    deviation / mean (both over n gaps): (√(n+1) r − √(n−1)) / ((√(n+1) − 2) r + √(n−1)). Reference: Kim and
    Jo 2016, equation 22, after Goh and Barabási 2008.

    >>> float(burstiness([7, 7, 7, 7])), burstiness([[1, 1, 1, 97], [1, 2, 3, 4]]).round(3).tolist()
    (-1.0, [0.935, -0.398])
    """
    x = np.asarray(gaps, dtype=float)
    n = x.shape[-1]
    if n < 2:
        return np.full(x.shape[:-1], np.nan)
    means = x.mean(axis=-1)
    r = x.std(axis=-1) / np.where(means > 0, means, np.nan)
    above, below = np.sqrt(n + 1), np.sqrt(n - 1)
    return np.asarray((above * r - below) / ((above - 2) * r + below))
