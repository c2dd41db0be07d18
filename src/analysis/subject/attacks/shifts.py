"""Answers what chance alone gives: the same dates moved along a series in every possible way.

The circular-shift permutation behind the event study; exact, since all shifts are computed at once.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.statistics.results import Day
from analysis.subject.attacks.coverage import covered_from
from analysis.subject.attacks.nights import launches

Floats = NDArray[np.float64]
Window = tuple[int, int]
LEVEL_NIGHTS = 28


def relative_launches(
    strikes: pd.DataFrame, *, as_of: Day, start: Day | None = None, weapon: str = "drone"
) -> pd.Series:
    """Return launches by night relative to the mean of the 28 nights on either side (NaN = unknown).

    So growth is not read as an effect. The night itself is in that mean, which shrinks an effect a little.
    From ``start``, by default where coverage begins; empty when it never does.
    """
    begin = covered_from(strikes, as_of=as_of, weapon=weapon) if start is None else pd.Timestamp(start)
    if begin is None:
        return pd.Series(dtype="float64", index=pd.DatetimeIndex([]))
    series = launches(strikes, weapon=weapon, as_of=as_of, start=begin)
    level = series.rolling(2 * LEVEL_NIGHTS + 1, center=True, min_periods=LEVEL_NIGHTS).mean()
    return series / level.where(level > 0)


def around(length: int, at: NDArray[np.intp], window: Window) -> Floats:
    """Mark the nights (1.0) within ``window`` of any position in ``at``; lags beyond the series fall away.

    >>> around(6, np.array([1, 4]), (0, 1)).tolist()
    [0.0, 1.0, 1.0, 0.0, 1.0, 1.0]
    """
    lags = (at[:, np.newaxis] + np.arange(window[0], window[1] + 1)).ravel()
    mask = np.zeros(length)
    mask[lags[(lags >= 0) & (lags < length)]] = 1.0
    return mask


def shifted_sums(values: Floats, mask: Floats) -> Floats:
    """Sum ``values`` under ``mask`` moved circularly by 0, 1, … n−1 nights.

    >>> shifted_sums(np.array([1.0, 2.0, 4.0]), np.array([1.0, 1.0, 0.0])).round(6).tolist()
    [3.0, 6.0, 5.0]
    """
    spectrum = np.fft.rfft(values) * np.conj(np.fft.rfft(mask))
    return np.asarray(np.fft.irfft(spectrum, n=len(values)))


def log_ratios(relative: pd.Series, at: NDArray[np.intp], windows: Mapping[str, Window]) -> Floats:
    """Return log (mean inside / mean outside) by window (rows) and circular shift (columns, 0 = observed).

    Outside are the nights in no window of any milestone, so that the baseline holds no milestone.
    """
    known: Floats = relative.notna().to_numpy().astype(np.float64)
    values: Floats = relative.fillna(0.0).to_numpy().astype(np.float64)
    widest = (min(first for first, _ in windows.values()), max(last for _, last in windows.values()))
    outside = 1.0 - around(len(values), at, widest)
    base = shifted_sums(values, outside) / shifted_sums(known, outside)
    rows = []
    for window in windows.values():
        inside = around(len(values), at, window)
        rows.append(
            np.log(np.maximum(shifted_sums(values, inside), 1e-9) / shifted_sums(known, inside) / base)
        )
    return np.array(rows)
