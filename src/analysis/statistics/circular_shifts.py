"""Does a series differ around certain positions, or would the same positions elsewhere show as much?

The positions are moved along the series in every possible way, which shows what chance alone gives. Exact:
all shifts are computed at once, nothing is drawn at random.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.statistics.intervals import CONFIDENCE, Floats

Window = tuple[int, int]
"""The first and the last step of a stretch, counted from a position; both belong to it."""

POWER: Final = 0.8


def around(length: int, at: NDArray[np.intp], window: Window) -> Floats:
    """Mark the steps (1.0) of a series within ``window`` of any position in ``at``.

    What lies beyond the series falls away.

    >>> around(6, np.array([1, 4]), (0, 1)).tolist()
    [0.0, 1.0, 1.0, 0.0, 1.0, 1.0]
    """
    steps = (at[:, np.newaxis] + np.arange(window[0], window[1] + 1)).ravel()
    mask = np.zeros(length)
    mask[steps[(steps >= 0) & (steps < length)]] = 1.0
    return mask


def shifted_sums(values: Floats, mask: Floats) -> Floats:
    """Sum ``values`` under ``mask`` moved circularly by 0, 1, … n−1 steps.

    >>> shifted_sums(np.array([1.0, 2.0, 4.0]), np.array([1.0, 1.0, 0.0])).round(6).tolist()
    [3.0, 6.0, 5.0]
    """
    spectrum = np.fft.rfft(values) * np.conj(np.fft.rfft(mask))
    return np.asarray(np.fft.irfft(spectrum, n=len(values)))


def log_ratios(values: ArrayLike, at: NDArray[np.intp], windows: Sequence[Window]) -> Floats:
    """Return log (mean inside / mean outside) by window (rows) and circular shift (columns, 0 = observed).

    ``values`` are positive (NaN = unknown). Outside are the steps in no window of any position, so that the
    baseline holds none of them.

    >>> np.exp(log_ratios([1, 2, 1, 1], np.array([1]), [(0, 0)])).round(2).tolist()
    [[2.0, 0.75, 0.75, 0.75]]
    """
    series = np.asarray(values, dtype=float)
    known, filled = np.isfinite(series).astype(float), np.nan_to_num(series)
    widest = (min(first for first, _ in windows), max(last for _, last in windows))
    outside = 1.0 - around(len(series), at, widest)
    base = shifted_sums(filled, outside) / shifted_sums(known, outside)
    rows = []
    for window in windows:
        inside = around(len(series), at, window)
        means = np.maximum(shifted_sums(filled, inside), 1e-9) / shifted_sums(known, inside)
        rows.append(np.log(means / base))
    return np.array(rows)


def ratio_test(ratios: Floats) -> tuple[float, float, float, float, float]:
    """Return ratio, its interval, p and the detectable ratio of one window, from a row of :func:`log_ratios`.

    The interval inverts the permutation; p is two-sided; the detectable ratio is the smallest above 1 that
    would be found with probability 0.8. All NaN where nothing was observed. Assumes the series exchangeable
    under rotation. Reference: Ernst 2004, section 2.

    >>> chance = np.log(np.linspace(0.5, 1.5, 101))
    >>> [round(value, 2) for value in ratio_test(np.append(np.log(1.6), chance))]
    [1.6, 1.08, 3.05, 0.14, 2.11]
    """
    observed, chance = ratios[0], ratios[1:]
    if not np.isfinite(observed):
        return (float("nan"),) * 5
    tail = (1 - CONFIDENCE) / 2
    low, missed, high = np.nanquantile(chance, [tail, 1 - POWER, 1 - tail])
    p = (1 + np.sum(np.abs(chance) >= abs(observed) - 1e-12)) / len(ratios)
    ratio, lower, upper = np.exp([observed, observed - high, observed - low]).tolist()
    return ratio, lower, upper, float(p), float(np.exp(high - missed))


def adjusted_p(ratios: Floats) -> Floats:
    """Return the p of each window of :func:`log_ratios`, corrected for having tried all of them.

    The share of shifts whose most extreme window, in its standard deviations, is at least as extreme.
    Reference: Westfall and Young 1993, section 2.5 (largest statistic).

    >>> adjusted_p(np.log([[2.0, 1.0, 0.9, 1.1], [1.0, 0.9, 1.0, 1.1]])).tolist()
    [0.25, 1.0]
    """
    scaled = np.abs(ratios) / np.nanstd(ratios, axis=1, keepdims=True)
    most = np.nanmax(scaled, axis=0)
    return np.asarray([(1 + np.sum(most[1:] >= own - 1e-12)) / len(most) for own in scaled[:, 0]])
