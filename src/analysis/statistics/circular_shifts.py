"""Does a series differ around certain positions, or would the same positions elsewhere show as much?

The positions are moved along the series in every possible way, which shows what chance alone gives. All
shifts are computed, nothing is drawn at random.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from analysis.statistics.arrays import require_numbers
from analysis.statistics.intervals import CONFIDENCE, Floats

Window = tuple[int, int]
"""The first and the last step of a stretch, counted from a position; both belong to it."""

POWER: Final = 0.8
LEVEL_NEEDED: Final = 14  # known values that make a level
SHIFTS_TRIED: Final = 100
STEPS: Final = 24  # upward, of a logarithm
BISECTIONS: Final = 4  # between two steps: to about half a percent of a ratio
LARGEST_RATIO: Final = 10.0
TRIAL: Final = 0.5  # the increase by which the effect on neighbouring shifts is measured
BLOCK: Final = 512  # shifts computed at once, which bounds the memory


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


def log_ratios(values: ArrayLike, at: NDArray[np.intp], windows: Sequence[Window], *, reach: int) -> Floats:
    """Return log (mean inside / mean outside) by window (rows) and circular shift (columns, 0 = observed).

    ``values`` are amounts ≥ 0 (NaN = unknown). Each is first taken relative to its level, the mean of the
    known values within ``reach`` steps on either side that lie in no window of any position: so neither
    growth nor the windows themselves are in what they are compared with. Level and outside are found anew at
    each shift. NaN where a window holds no value with a level (14 known values at least).

    >>> np.exp(log_ratios([1.0] * 40 + [2.0] + [1.0] * 39, np.array([40]), [(0, 0)], reach=20))[0, :3]
    array([2.        , 0.97561011, 0.97560294])
    """
    series = require_numbers(values, estimator="circular shifts", least=0.0, unknown=True)
    n = len(series)
    widest = (min(first for first, _ in windows), max(last for _, last in windows))
    outside = 1.0 - around(n, at, widest)
    inside = [around(n, at, window) for window in windows]
    return np.hstack(
        [
            _log_ratios(series, outside, inside, shifts, reach)
            for shifts in np.split(np.arange(n), range(BLOCK, n, BLOCK))
        ]
    )


def _log_ratios(
    series: Floats, outside: Floats, inside: Sequence[Floats], shifts: NDArray[np.intp], reach: int
) -> Floats:
    """Compute some shifts (columns) of :func:`log_ratios`; a matrix here is shifts × steps."""
    known = np.isfinite(series)
    away = _shifted(outside, shifts) * known
    counts = _moving_sums(away, reach)
    with np.errstate(invalid="ignore", divide="ignore"):
        level = _moving_sums(away * np.nan_to_num(series), reach) / counts
        relative = series / np.where(counts >= LEVEL_NEEDED, level, np.nan)
        usable = np.isfinite(relative)
        relative[~usable] = 0.0
        base = (relative * away).sum(axis=1) / (usable * away).sum(axis=1)
        rows = []
        for window in inside:
            mask = _shifted(window, shifts)
            means = np.maximum((relative * mask).sum(axis=1), 1e-9) / np.vecdot(usable, mask)
            rows.append(np.log(np.where(np.isfinite(means), means, np.nan) / base))
    return np.array(rows)


def _shifted(steps: Floats, shifts: NDArray[np.intp]) -> Floats:
    """Return the steps of a series moved on by each shift in turn (rows): consecutive ones, not copied."""
    n = len(steps)
    return sliding_window_view(np.tile(steps, 2), n)[n - shifts[0] : n - shifts[-1] - 1 : -1]


def _moving_sums(rows: Floats, reach: int) -> Floats:
    """Sum each row over the steps within ``reach`` on either side, cut off at its ends."""
    cumulated = np.pad(rows, ((0, 0), (reach + 1, reach))).cumsum(axis=1)
    return np.asarray(cumulated[:, 2 * reach + 1 :] - cumulated[:, : -2 * reach - 1])


def ratio_test(ratios: Floats) -> tuple[float, float, float, float]:
    """Return ratio, its interval and p of one window, from a row of :func:`log_ratios`.

    The interval inverts the permutation; p is two-sided. All NaN where nothing was observed. Assumes the
    series exchangeable under rotation. Reference: Ernst 2004, section 2.

    >>> chance = np.log(np.linspace(0.5, 1.5, 101))
    >>> [round(value, 2) for value in ratio_test(np.append(np.log(1.6), chance))]
    [1.6, 1.08, 3.05, 0.14]
    """
    observed, chance = ratios[0], ratios[1:]
    if not np.isfinite(observed):
        return (float("nan"),) * 4
    tail = (1 - CONFIDENCE) / 2
    low, high = np.nanquantile(chance, [tail, 1 - tail])
    p = (1 + np.sum(np.abs(chance) >= abs(observed) - 1e-12)) / len(ratios)
    ratio, lower, upper = np.exp([observed, observed - high, observed - low]).tolist()
    return ratio, lower, upper, float(p)


def detectable_ratios(
    values: ArrayLike, at: NDArray[np.intp], windows: Sequence[Window], *, reach: int
) -> Floats:
    """Return for each window the smallest ratio above 1 that the adjusted test finds in four of five cases.

    Arguments as in :func:`log_ratios`. Shifts in turn (a hundred, evenly spread) stand for the observed
    positions; the values inside are multiplied, which also moves the level and the shifts that overlap them;
    :func:`adjusted_p` decides. NaN where nothing up to 10 is found so often.

    >>> noise = np.random.default_rng(1).gamma(9, 1, 300)
    >>> found = detectable_ratios(noise, np.array([40, 120, 200]), [(-2, 2)], reach=28)
    >>> bool(1.2 < found[0] < 2.5)
    True
    """
    series = np.asarray(values, dtype=float)
    ratios = log_ratios(series, at, windows, reach=reach)
    shifts = np.unique(np.linspace(0, len(series) - 1, SHIFTS_TRIED).astype(int))
    cases = np.stack([np.roll(ratios, -shift, axis=1) for shift in shifts])
    found = []
    for index, window in enumerate(windows):
        even = np.where(np.isfinite(series), 1 + TRIAL * around(len(series), at, window), np.nan)
        felt = (
            np.expm1(log_ratios(even, at, windows, reach=reach)) / TRIAL
        )  # share of it that each shift feels
        found.append(_smallest_found(cases, felt, index))
    return np.array(found)


def _smallest_found(cases: Floats, felt: Floats, index: int) -> float:
    """Search upward for the ratio of one window that is found often enough, then below that step.

    Upward, since a very large ratio moves so many shifts that it is found less often again.
    """

    def often(log_ratio: float) -> bool:
        moved = cases + np.log(np.maximum(1 + np.expm1(log_ratio) * felt, 1e-9))
        adjusted = adjusted_p(moved)[:, index]
        return bool(((adjusted < 1 - CONFIDENCE) & (moved[:, index, 0] > 0)).mean() >= POWER)

    high = next(
        (step for step in np.arange(1, STEPS + 1) / STEPS * np.log(LARGEST_RATIO) if often(step)), None
    )
    if high is None:
        return float("nan")
    low = high - np.log(LARGEST_RATIO) / STEPS
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (low, middle) if often(middle) else (middle, high)
    return float(np.exp(high))


def adjusted_p(ratios: Floats) -> Floats:
    """Return the p of each window of :func:`log_ratios`, corrected for having tried all of them.

    The share of shifts whose most extreme window, in its standard deviations, is at least as extreme. A stack
    of such results gives a stack of p.
    Reference: Westfall and Young 1993, section 2.5 (largest statistic).

    >>> adjusted_p(np.log([[2.0, 1.0, 0.9, 1.1], [1.0, 0.9, 1.0, 1.1]])).tolist()
    [0.25, 1.0]
    """
    scaled = np.abs(ratios) / np.nanstd(ratios, axis=-1, keepdims=True)
    own, most = scaled[..., :1], np.nanmax(scaled[..., 1:], axis=-2, keepdims=True)
    return np.asarray((1 + np.sum(most >= own - 1e-12, axis=-1)) / scaled.shape[-1])
