"""Answers how the mix of drones and missiles shifts: the missile share beside the counts it is made of.

A share alone misleads, since it falls when drones rise and missiles stay; every result here holds both.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.data.lineage import measure
from analysis.statistics.intervals import bootstrap_interval, bootstrap_ratio
from analysis.statistics.results import OK, Day, direction, estimate_row
from analysis.subject.attacks.nights import weekly

WEEKS_NEEDED = 8
TRAILING_BLOCK, CHANGE_BLOCK = 2, 4  # weeks; mean block of the bootstrap
TRAILING_DRAWS, CHANGE_DRAWS, SEED = 1000, 2000, 1
Draws = NDArray[np.float64]


@measure
def weekly_mix(strikes: pd.DataFrame, *, as_of: Day, draws: int = TRAILING_DRAWS) -> pd.DataFrame:
    """Missile share and counts by week, with the trailing share of the last eight weeks.

    Columns, oldest first: ``week`` (Monday), ``drones``, ``missiles`` (float, launched; NaN = unknown),
    ``share`` (missiles / both, of that week), ``partial`` (bool); ``estimate, estimate_low,
    estimate_high``: share over the eight weeks that end with this one, stationary bootstrap over
    weeks; ``n`` (weeks of these in which both counts are known), ``method``, ``status``, ``needed`` (8),
    ``seed``.
    """
    counts = _weekly_counts(strikes, as_of=as_of)
    both = counts[["drones", "missiles"]].to_numpy(dtype=float)
    rows = []
    for end in range(1, len(both) + 1):
        used = both[max(0, end - WEEKS_NEEDED) : end]
        used = used[np.isfinite(used).all(axis=1)]
        rows.append(_trailing_row(used, draws=draws))
    share = counts["missiles"] / (counts["drones"] + counts["missiles"])
    results = pd.DataFrame(
        rows, index=counts.index, columns=None if rows else list(_trailing_row(both, draws=draws))
    )
    return pd.concat(
        [counts.assign(share=share)[["week", "drones", "missiles", "share", "partial"]], results], axis=1
    )


def _trailing_row(used: Draws, *, draws: int) -> dict[str, object]:
    low = high = np.nan
    if len(used) >= WEEKS_NEEDED:
        low, high = bootstrap_interval(used, _missile_share, block=TRAILING_BLOCK, draws=draws, seed=SEED)
    share = _of_period(used, _missile_share)
    method = f"share over weeks, stationary bootstrap, mean block {TRAILING_BLOCK} weeks, {draws} draws"
    return estimate_row(share, low, high, n=len(used), needed=WEEKS_NEEDED, method=method) | {"seed": SEED}


def _missile_share(draws: Draws) -> Draws:
    """Take (draws, weeks, [drones, missiles]) to the missile share of each draw."""
    totals = draws.sum(axis=1)
    everything = totals.sum(axis=1)
    shares: Draws = totals[:, 1] / np.where(everything > 0, everything, np.nan)
    return shares


@measure
def mix_change(strikes: pd.DataFrame, *, as_of: Day, weeks: int = 26, seed: int = SEED) -> pd.DataFrame:
    """Compare the missile share of the newest ``weeks`` full weeks with the ``weeks`` before them: one row.

    Columns: ``previous``, ``recent`` (missile shares); ``missiles_previous``, ``missiles_recent``,
    ``drones_previous``, ``drones_recent`` (mean launches a week, without which a share misleads);
    ``estimate, estimate_low, estimate_high``: recent / previous share, stationary bootstrap of each period;
    ``n`` (weeks of the shorter period in which both counts are known), ``method``, ``status``, ``needed``
    (8), ``seed``, ``verdict`` (``more``, ``fewer``, or ``open`` where the interval covers 1; none without
    an estimate).
    """
    counts = _weekly_counts(strikes, as_of=as_of)
    counts = counts[~counts["partial"]].tail(2 * weeks)
    recent, previous = (
        half[["drones", "missiles"]].dropna().to_numpy(dtype=float)
        for half in (counts.tail(weeks), counts.head(max(len(counts) - weeks, 0)))
    )
    method = (
        f"ratio of two periods, stationary bootstrap, mean block {CHANGE_BLOCK} weeks, {CHANGE_DRAWS} draws"
    )
    ratio = bootstrap_ratio(
        previous, recent, _missile_share, block=CHANGE_BLOCK, draws=CHANGE_DRAWS, seed=seed
    )
    row = estimate_row(*ratio, n=min(len(recent), len(previous)), needed=WEEKS_NEEDED, method=method)
    values: dict[str, object] = {}
    for name, half in (("previous", previous), ("recent", recent)):
        drones, missiles = half.mean(axis=0) if len(half) else (np.nan, np.nan)
        values |= {name: _of_period(half, _missile_share)}
        values |= {f"missiles_{name}": missiles, f"drones_{name}": drones}
    return pd.DataFrame([values | row | {"seed": seed, "verdict": direction(row)}])


@measure
def newest_share(mix: pd.DataFrame) -> pd.DataFrame:
    """Return the newest trailing missile share that is known, in one row; ``mix`` of :func:`weekly_mix`.

    Columns: those of :func:`weekly_mix`, and ``weeks`` (weeks of the whole series with a known share). With
    none known, the newest row as it is; without rows, ``n`` 0 and status "insufficient data".
    """
    known = mix[mix["status"] == OK] if len(mix) else mix
    newest = (known if len(known) else mix).tail(1)
    if newest.empty:
        newest = pd.DataFrame([_trailing_row(np.empty((0, 2)), draws=TRAILING_DRAWS)])
    return newest.assign(weeks=int(mix["share"].notna().sum()))


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
