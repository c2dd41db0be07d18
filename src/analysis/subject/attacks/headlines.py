"""Answers what the headlines on escalation are, and how each is computed from the nights known to a date.

Computed on plain arrays, since `robustness` asks for each of them some hundred times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

THRESHOLD = 1000
POINTS = "percentage points"

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Nights:
    """The nights to a date: columns of numbers, NaN where unknown, and the last two winters in them.

    Of each winter: where its nights stand in the columns, and how many days it has.
    """

    dates: pd.DatetimeIndex
    columns: Mapping[str, Floats]
    winters: tuple[tuple[slice, int], ...]

    @property
    def weeks(self) -> npt.NDArray[np.int64]:
        """The number of each night's week, which begins on Monday."""
        return (self.dates.to_numpy().astype("datetime64[D]").astype(np.int64) + 3) // 7

    def without(self, nights: npt.NDArray[np.bool_]) -> Nights:
        """Return the same nights with some of them as unknown."""
        blank = {name: np.where(nights, np.nan, values) for name, values in self.columns.items()}
        return replace(self, columns=blank)


Compute = Callable[[Nights, int, float], float]


@dataclass(frozen=True)
class Headline:
    """One headline number: how it is computed from the nights, its window and the other windows to try.

    ``compute`` takes the nights (columns ``drones``, ``missiles``, ``hit``, ``engaged``), the window in
    nights and the share of its nights that must be known, else it gives NaN. ``unit``: none for a ratio,
    ``share``, or percentage points for a difference of shares. ``neutral`` separates one sign
    from the other, NaN when there is none. ``reach``: nights back from ``as_of`` it can depend on.
    """

    name: str
    unit: str
    neutral: float
    window: int
    other_windows: tuple[int, ...]
    reach: int
    compute: Compute


def _halves(nights: Nights, names: list[str], window: int, share: float) -> tuple[Floats, Floats] | None:
    """Give sums and counts of the known nights before and in the newest window, if enough are known.

    Each half is the sums of the columns ``names`` over its nights on which all are known, then their count.
    """
    if len(nights.dates) < 2 * window:
        return None
    newest = np.column_stack([nights.columns[name] for name in names])[-2 * window :]
    known = np.asarray(~np.isnan(newest).any(axis=1))
    if min(known[:window].sum(), known[window:].sum()) < share * window:
        return None
    before, after = (
        np.append(half[mask].sum(axis=0), mask.sum())
        for half, mask in ((newest[:window], known[:window]), (newest[window:], known[window:]))
    )
    return before, after


def _ratio(column: str) -> Compute:
    def compute(nights: Nights, window: int, share: float) -> float:
        halves = _halves(nights, [column], window, share)
        if halves is None or not halves[0][0] > 0:
            return np.nan
        (before, nights_before), (after, nights_after) = halves
        return float((after / nights_after) / (before / nights_before))

    return compute


def _missile_share_ratio(nights: Nights, window: int, share: float) -> float:
    halves = _halves(nights, ["drones", "missiles"], window, share)
    if halves is None:
        return np.nan
    (drones_before, before, _), (drones_after, after, _) = halves
    if not (before > 0 and drones_after + after > 0):
        return np.nan
    return float((after / (drones_after + after)) / (before / (drones_before + before)))


def _neutralised_change(nights: Nights, window: int, share: float) -> float:
    halves = _halves(nights, ["hit", "engaged"], window, share)
    if halves is None:
        return np.nan
    (hit_before, before, _), (hit_after, after, _) = halves
    return float(100 * (hit_after / after - hit_before / before)) if before > 0 and after > 0 else np.nan


def _percentile(nights: Nights, window: int, share: float) -> float:
    drones, now = nights.columns["drones"][:-1], nights.columns["drones"][-1]
    base = drones[~np.isnan(drones)][-window:]
    return float((base < now).mean()) if len(base) >= share * window and np.isfinite(now) else np.nan


def _weeks_above(nights: Nights, window: int, share: float) -> float:
    drones, (_, week) = nights.columns["drones"], np.unique(nights.weeks, return_inverse=True)
    launched, known = np.bincount(week, np.nan_to_num(drones)), np.bincount(week, ~np.isnan(drones))
    full = np.bincount(week) == 7
    newest, counted = launched[full][-(window // 7) :], known[full][-(window // 7) :] > 0
    enough = counted.any() and counted.sum() >= share * window / 7
    return float((newest[counted] > THRESHOLD).mean()) if enough else np.nan


def _winter_ratio(nights: Nights, window: int, share: float) -> float:
    if len(nights.winters) < 2:
        return np.nan
    drones = [nights.columns["drones"][place] for place, _ in nights.winters]
    known = [winter[~np.isnan(winter)] for winter in drones]
    length = max(window, *(days for _, days in nights.winters))
    if min(map(len, known)) < share * length or not known[0].mean() > 0:
        return np.nan
    return float(known[1].mean() / known[0].mean())


_HALF_YEAR = (182, (140, 161, 210), 364)
HEADLINES = (
    Headline("drones, month", "", 1.0, 28, (21, 35, 42), 56, _ratio("drones")),
    Headline("drones, half-year", "", 1.0, *_HALF_YEAR, _ratio("drones")),
    Headline("missiles, half-year", "", 1.0, *_HALF_YEAR, _ratio("missiles")),
    Headline("missile share", "", 1.0, *_HALF_YEAR, _missile_share_ratio),
    Headline("neutralised share", POINTS, 0.0, *_HALF_YEAR, _neutralised_change),
    Headline("drones, winter", "", 1.0, 28, (), 365 + 182, _winter_ratio),
    Headline("percentile", "share", np.nan, 365, (182, 270, 540), 372, _percentile),
    Headline("weeks above", "share", np.nan, 364, (182, 273), 371, _weeks_above),
)
