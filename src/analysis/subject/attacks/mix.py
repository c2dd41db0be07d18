"""Answers how the mix of drones and missiles shifts: the missile share beside the counts it is made of.

A share alone misleads, since it falls when drones rise and missiles stay; every result here holds both.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.statistics.intervals import bootstrap_interval, bootstrap_ratio
from analysis.statistics.results import Day, estimate_row, excludes
from analysis.subject.attacks.nights import weekly

WEEKS_NEEDED = 8
Draws = NDArray[np.float64]


def weekly_mix(
    strikes: pd.DataFrame,
    *,
    as_of: Day,
    trailing: int = WEEKS_NEEDED,
    block: float = 2,
    draws: int = 1000,
    seed: int = 1,
) -> pd.DataFrame:
    """Missile share and counts by week, with the trailing share of the last ``trailing`` weeks.

    Columns, oldest first: ``week`` (Monday), ``drones``, ``missiles`` (float, launched; NaN = unknown),
    ``share`` (missiles / both, of that week), ``partial`` (bool); ``estimate, estimate_low,
    estimate_high``: share over the ``trailing`` weeks that end with this one, stationary bootstrap over
    weeks; ``n`` (weeks of these in which both counts are known), ``method``, ``status``, ``needed`` (8),
    ``seed``.
    """
    counts = _weekly_counts(strikes, as_of=as_of)
    both = counts[["drones", "missiles"]].to_numpy(dtype=float)
    rows = []
    for end in range(1, len(both) + 1):
        used = both[max(0, end - trailing) : end]
        used = used[np.isfinite(used).all(axis=1)]
        rows.append(_trailing_row(used, block=block, draws=draws, seed=seed))
    share = counts["missiles"] / (counts["drones"] + counts["missiles"])
    results = pd.DataFrame(
        rows, index=counts.index, columns=None if rows else list(_trailing_row(both, seed=seed))
    )
    return pd.concat(
        [counts.assign(share=share)[["week", "drones", "missiles", "share", "partial"]], results], axis=1
    )


def _trailing_row(used: Draws, *, block: float = 2, draws: int = 1000, seed: int) -> dict[str, object]:
    low = high = np.nan
    if len(used) >= WEEKS_NEEDED:
        low, high = bootstrap_interval(used, _missile_share, block=block, draws=draws, seed=seed)
    share = _of_period(used, _missile_share)
    method = f"share over weeks, stationary bootstrap, mean block {block:g} weeks, {draws} draws"
    return estimate_row(share, low, high, n=len(used), needed=WEEKS_NEEDED, method=method) | {"seed": seed}


def _missile_share(draws: Draws) -> Draws:
    """Take (draws, weeks, [drones, missiles]) to the missile share of each draw."""
    totals = draws.sum(axis=1)
    everything = totals.sum(axis=1)
    shares: Draws = totals[:, 1] / np.where(everything > 0, everything, np.nan)
    return shares


def mix_change(
    strikes: pd.DataFrame, *, as_of: Day, weeks: int = 26, block: float = 4, draws: int = 2000, seed: int = 1
) -> pd.DataFrame:
    """Compare the newest ``weeks`` full weeks with the ``weeks`` before them.

    Columns, one row per ``quantity`` (``missile share``, ``missiles a week``, ``drones a week``):
    ``previous``, ``recent``; ``estimate, estimate_low, estimate_high``: recent / previous, stationary
    bootstrap of each period; ``n`` (weeks of the shorter period in which both counts are known),
    ``method``, ``status``, ``needed`` (8), ``seed``, ``established`` (bool: the interval excludes 1).
    """
    counts = _weekly_counts(strikes, as_of=as_of)
    counts = counts[~counts["partial"]].tail(2 * weeks)
    recent, previous = (
        half[["drones", "missiles"]].dropna().to_numpy(dtype=float)
        for half in (counts.tail(weeks), counts.head(max(len(counts) - weeks, 0)))
    )
    method = f"ratio of two periods, stationary bootstrap, mean block {block:g} weeks, {draws} draws"
    rows = []
    for quantity, statistic in _QUANTITIES.items():
        ratio = bootstrap_ratio(previous, recent, statistic, block=block, draws=draws, seed=seed)
        row = estimate_row(*ratio, n=min(len(recent), len(previous)), needed=WEEKS_NEEDED, method=method)
        values = {"previous": _of_period(previous, statistic), "recent": _of_period(recent, statistic)}
        rows.append({"quantity": quantity} | values | row | {"seed": seed, "established": excludes(row, 1.0)})
    return pd.DataFrame(rows)


def _missiles(draws: Draws) -> Draws:
    means: Draws = draws[:, :, 1].mean(axis=1)
    return means


def _drones(draws: Draws) -> Draws:
    means: Draws = draws[:, :, 0].mean(axis=1)
    return means


_QUANTITIES = {"missile share": _missile_share, "missiles a week": _missiles, "drones a week": _drones}


def _of_period(weeks: Draws, statistic: Callable[[Draws], Draws]) -> float:
    return float(statistic(weeks[np.newaxis])[0]) if len(weeks) else np.nan


def _weekly_counts(strikes: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    weeks = weekly(strikes, as_of=as_of).set_index("week")
    launched = {weapon: weeks.loc[weeks["weapon"] == weapon, "launched"] for weapon in ("drone", "missile")}
    return pd.DataFrame(
        {
            "drones": launched["drone"].astype("float64"),
            "missiles": launched["missile"].astype("float64"),
            "partial": weeks.loc[weeks["weapon"] == "drone", "partial"],
        }
    ).reset_index()
