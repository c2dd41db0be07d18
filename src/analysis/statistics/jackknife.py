"""How far could an estimate have moved had other groups of related observations been at hand?

The jackknife that leaves out whole clusters: related observations go together, so that what they share is
not taken for evidence. It needs no model of how they are related.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.statistics.intervals import Floats, students

MINIMUM_CLUSTERS: Final = 5  # below it, too few groups say how groups differ


def leave_one_out(clusters: ArrayLike) -> Floats:
    """Return weights of 0 and 1: a first row with all observations, then one row without each cluster.

    ``clusters`` names the cluster of each observation, none missing.

    >>> leave_one_out(["a", "a", "b"]).tolist()
    [[1.0, 1.0, 1.0], [0.0, 0.0, 1.0], [1.0, 1.0, 0.0]]
    """
    member, labels = pd.factorize(np.asarray(clusters))
    inside = np.arange(len(labels))[:, np.newaxis] == member
    return np.vstack([np.ones(len(member)), 1.0 - inside])


def jackknife_error(estimates: Floats) -> Floats:
    """Return the standard error of estimates whose first row has all clusters, and each other lacks one.

    With G clusters: sqrt((G − 1) / G × sum of squared moves). Assumes clusters independent of one another and
    none that alone decides the estimate. Reference: Efron and Tibshirani 1993, chapter 11; Lipsitz, Dear and
    Zhao 1994 (clusters of survival times); MacKinnon, Nielsen and Webb 2023 (few clusters).

    >>> values = np.array([1.0, 2.0, 3.0, 6.0])
    >>> means = np.array([values.mean(), *((values.sum() - value) / 3 for value in values)])
    >>> error = jackknife_error(means)
    >>> bool(np.isclose(error, values.std(ddof=1) / 2))  # of a mean: the textbook's error
    True
    """
    groups = len(estimates) - 1
    moves = estimates[1:] - estimates[0]
    return np.asarray(np.sqrt((groups - 1) / groups * (moves**2).sum(axis=0)))


def reach(estimates: Floats) -> Floats:
    """Return half the width of the interval of such estimates; NaN with fewer than five clusters.

    By Student's t with one degree of freedom less than clusters.

    >>> reach(np.array([0.5, 0.4, 0.6, 0.5, 0.5, 0.5])).round(3).item()
    0.351
    """
    groups = len(estimates) - 1
    if groups < MINIMUM_CLUSTERS:
        return np.full(estimates.shape[1:], np.nan)
    return np.asarray(students(groups - 1) * jackknife_error(estimates))


def share_interval(shares: Floats) -> tuple[Floats, Floats]:
    """Return the interval of shares, first row with all clusters, on the scale log(−log), within 0 and 1.

    NaN where a share is 0 or 1, with all clusters or without one (then a single cluster decides it), and with
    fewer than five clusters.

    >>> low, high = share_interval(np.array([[0.5], [0.4], [0.6], [0.5], [0.5], [0.5]]))
    >>> low.round(2).item(), high.round(2).item()
    (0.14, 0.78)
    """
    inside = ((shares > 0) & (shares < 1)).all(axis=0)
    logs = np.log(-np.log(np.where(inside, shares, 0.5)))
    spread = np.where(inside, reach(logs), np.nan)
    whole = np.where(inside, shares[0], np.nan)
    return whole ** np.exp(spread), whole ** np.exp(-spread)


def clustered_proportion(hits: ArrayLike, clusters: ArrayLike) -> tuple[float, float, float]:
    """Return the share of observations that are hits, with its interval over clusters; NaN without any.

    ``hits`` is true or false for each observation, ``clusters`` names its cluster. Where clusters are of one
    observation each, the interval is about that of Wilson.

    >>> [round(x, 2) for x in clustered_proportion([True, False, False] * 10, list(range(30)))]
    [0.33, 0.17, 0.51]
    """
    hit = np.asarray(hits, dtype=float)
    if not len(hit):
        return (float("nan"),) * 3
    kept = leave_one_out(clusters)
    number = kept.sum(axis=1)
    shares = np.divide(kept @ hit, number, out=np.zeros(len(number)), where=number > 0)
    low, high = share_interval(shares)
    return float(shares[0]), float(low), float(high)
