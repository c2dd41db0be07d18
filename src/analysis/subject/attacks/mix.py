"""Answers how the mix of drones and missiles shifts: the missile share beside the counts it is made of.

A share alone misleads, since it falls when drones rise and missiles stay; every result here holds both.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.data.lineage import measure
from analysis.statistics.long_run import period_ratio
from analysis.statistics.results import OK, Day, direction, estimate_row, without_interval
from analysis.subject.attacks.nights import weekly

WEEKS_NEEDED = 8
CHANGE_NEEDED = 26  # of each period: fewer weeks do not show how slowly the mix moves
Weeks = NDArray[np.float64]
"""One row a week: drones and missiles."""


@measure
def weekly_mix(strikes: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Missile share and counts by week, with the trailing share of the last eight weeks.

    Columns, oldest first: ``week`` (Monday), ``drones``, ``missiles`` (float, launched; NaN = unknown),
    ``share`` (missiles / both, of that week), ``partial`` (bool); ``estimate``: share over the eight weeks
    that end with this one, as reported and without an interval: eight weeks cannot carry one that holds if
    weeks resemble one another; ``n`` (weeks of these in which both counts are known), ``method``, ``status``,
    ``needed`` (8).
    """
    counts = _weekly_counts(strikes, as_of=as_of)
    both = counts[["drones", "missiles"]].to_numpy(dtype=float)
    rows = []
    for end in range(1, len(both) + 1):
        used = both[max(0, end - WEEKS_NEEDED) : end]
        used = used[np.isfinite(used).all(axis=1)]
        rows.append(_trailing_row(used))
    share = counts["missiles"] / (counts["drones"] + counts["missiles"])
    results = pd.DataFrame(rows, index=counts.index, columns=None if rows else list(_trailing_row(both)))
    return pd.concat(
        [counts.assign(share=share)[["week", "drones", "missiles", "share", "partial"]], results], axis=1
    )


def _trailing_row(used: Weeks) -> dict[str, object]:
    row = estimate_row(_missile_share(used), n=len(used), needed=WEEKS_NEEDED, method="share over weeks")
    return without_interval(row)


def _missile_share(weeks: Weeks) -> float:
    launched = weeks.sum()
    return float(weeks[:, 1].sum() / launched) if launched > 0 else np.nan


@measure
def mix_change(strikes: pd.DataFrame, *, as_of: Day, weeks: int = 26) -> pd.DataFrame:
    """Compare the missile share of the newest ``weeks`` full weeks with the ``weeks`` before them: one row.

    Columns: ``previous``, ``recent`` (missile shares); ``missiles_previous``, ``missiles_recent``,
    ``drones_previous``, ``drones_recent`` (mean launches a week, without which a share misleads);
    ``estimate, estimate_low, estimate_high``: recent / previous share, with dependence of weeks allowed for
    (``long_run.period_ratio``); ``n`` (weeks of the shorter period in which both counts are known),
    ``method``, ``status``, ``needed`` (26), ``verdict`` (``more``, ``fewer``, or ``open`` where the interval
    covers 1; none without an estimate). Assumes that weeks some months apart are independent.
    """
    counts = _weekly_counts(strikes, as_of=as_of)
    counts = counts[~counts["partial"]].tail(2 * weeks)
    recent, previous = (
        half[["drones", "missiles"]].dropna().to_numpy(dtype=float)
        for half in (counts.tail(weeks), counts.head(max(len(counts) - weeks, 0)))
    )
    ratio = period_ratio(*(np.column_stack([half[:, 1], half.sum(axis=1)]) for half in (previous, recent)))
    method = "ratio of two periods, long-run variance"
    row = estimate_row(*ratio, n=min(len(recent), len(previous)), needed=CHANGE_NEEDED, method=method)
    values: dict[str, object] = {}
    for name, half in (("previous", previous), ("recent", recent)):
        drones, missiles = half.mean(axis=0) if len(half) else (np.nan, np.nan)
        values |= {name: _missile_share(half)}
        values |= {f"missiles_{name}": missiles, f"drones_{name}": drones}
    return pd.DataFrame([values | row | {"verdict": direction(row)}])


@measure
def newest_share(mix: pd.DataFrame) -> pd.DataFrame:
    """Return the newest trailing missile share that is known, in one row; ``mix`` of :func:`weekly_mix`.

    Columns: those of :func:`weekly_mix`, and ``weeks`` (weeks of the whole series with a known share). With
    none known, the newest row as it is; without rows, ``n`` 0 and status "insufficient data".
    """
    known = mix[mix["status"] == OK] if len(mix) else mix
    newest = (known if len(known) else mix).tail(1)
    if newest.empty:
        newest = pd.DataFrame([_trailing_row(np.empty((0, 2)))])
    return newest.assign(weeks=int(mix["share"].notna().sum()))


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
