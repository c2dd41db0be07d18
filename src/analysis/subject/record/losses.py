"""Answers what losses one belligerent claims for the other, a day, month by month.

The figures are one party's claim under one definition; they are compared with nothing but their own past.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Day, require_columns, status

LOSS_COLUMNS = ["month", "month_end", "mean_daily", "days", "cumulative_end", "claimant", "definition_id"]


@measure
def monthly(losses: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """List the months up to ``as_of``: the claimed mean a day, whether the month is whole, its rank.

    Columns: those of ``losses`` (``mean_daily`` in persons a day, ``cumulative_end`` in persons),
    ``complete`` (bool: every day of the month is covered), ``previous`` and ``change`` (persons a day,
    against the complete month before, within one definition), ``rank`` (1 = most a day among the complete
    months to date; NA for a partial one), ``months`` (complete months to date).

    >>> losses = pd.DataFrame({
    ...     "month": ["2025-11", "2025-12", "2026-01"], "mean_daily": [1034.3, 1130.6, 922.0],
    ...     "month_end": pd.to_datetime(["2025-11-30", "2025-12-31", "2026-01-05"]), "days": [30, 31, 5],
    ...     "cumulative_end": [1172860, 1207910, 1212520], "claimant": "GS", "definition_id": "D1"})
    >>> monthly(losses, as_of="2026-01-05")[["month", "complete", "change", "rank"]].round(1)
         month  complete  change  rank
    0  2025-11      True     NaN     2
    1  2025-12      True    96.3     1
    2  2026-01     False     NaN  <NA>
    """
    require_columns(losses, LOSS_COLUMNS, measure="monthly")
    rows = losses[losses["month_end"] <= pd.Timestamp(as_of)].sort_values(["month", "claimant"])
    rows = rows.reset_index(drop=True)
    rows["complete"] = rows["days"] == pd.to_datetime(rows["month"]).dt.days_in_month
    whole = rows[rows["complete"]]
    rows["previous"] = whole.groupby(["claimant", "definition_id"])["mean_daily"].shift()
    rows["change"] = rows["mean_daily"] - rows["previous"]
    ranked = whole.groupby(["claimant", "definition_id"])["mean_daily"].rank(ascending=False, method="min")
    rows["rank"] = ranked.astype("Int64")
    rows["months"] = len(whole)
    return rows


@measure
def newest_month(losses: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Return the newest whole month of :func:`monthly`: one row.

    Columns: those of ``monthly``, ``higher`` (whole months to date with a higher claim a day), ``status``.
    Where no month is whole, its numbers are missing and its texts blank.

    >>> none = pd.DataFrame(columns=LOSS_COLUMNS).assign(month_end=pd.to_datetime([]))
    >>> newest_month(none, as_of="2022-03-01")[["mean_daily", "status"]].values.tolist()
    [[nan, 'insufficient data']]
    """
    months = monthly(losses, as_of=as_of)
    newest = months[months["complete"]].tail(1).reset_index(drop=True)
    if newest.empty:
        texts = {"month": "", "claimant": "", "definition_id": "", "month_end": pd.NaT}
        newest = pd.DataFrame([dict.fromkeys(months.columns, np.nan) | texts])
    known = int(newest["mean_daily"].notna().item())
    return newest.assign(higher=newest["rank"] - 1, status=status(known, 1))
