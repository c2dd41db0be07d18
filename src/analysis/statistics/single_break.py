"""Answers whether a series shifted at one point, without a model of its values: a second opinion.

By ranks alone, so that a heavy tail cannot pass for a shift and no penalty has to be chosen.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from analysis.statistics.arrays import require_numbers


class Shift(NamedTuple):
    """Where the ranks shift most (index of the first value after it), the statistic K and its p-value."""

    at: int
    statistic: float
    p_value: float


def pettitt(values: ArrayLike) -> Shift | None:
    """Pettitt's test of one shift against none; None for fewer than two values.

    K is the largest absolute value of U(t) = 2 Σ ranks of the first t values − t (n + 1); p is two-sided,
    approximately 2 exp(−6 K² / (n³ + n²)), at most 1, good below 0.5. Assumes independent values: a trend, or
    a slow drift, is told as a shift. Reference: Pettitt 1979.

    >>> pettitt([1, 2, 1, 2, 1, 8, 9, 8, 9, 8])
    Shift(at=5, statistic=25.0, p_value=0.06614250297660204)
    """
    x = require_numbers(values, estimator="test of one shift")
    n = len(x)
    if n < 2:
        return None
    before = np.arange(1, n)
    statistics = np.abs(2 * rankdata(x).cumsum()[:-1] - before * (n + 1))
    at = int(statistics.argmax())
    largest = float(statistics[at])
    p_value = min(1.0, 2 * float(np.exp(-6 * largest**2 / (n**3 + n**2))))
    return Shift(at + 1, largest, p_value)
