"""Answers which nights are on record, how many are missing, and from when on the series can carry a trend."""

from __future__ import annotations

import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Day
from analysis.subject.attacks.nights import COVERAGE_NEEDED, launches, nightly

STRETCH_NIGHTS = 91
YEAR_NIGHTS = 365
THIN = 0.2  # of the newest year's nights unknown: then the reader must know before any number


def covered_from(strikes: pd.DataFrame, *, as_of: Day) -> pd.Timestamp | None:
    """Return the first Monday from which the drones of every later 91 nights are at least 80 % known.

    Trends and breaks begin there, so that the thin coverage before is not read as few launches. ``None`` when
    even the newest stretch is known less, or shorter.
    """
    known = launches(strikes, weapon="drone", as_of=as_of).notna().astype("float64")
    share = known.rolling(STRETCH_NIGHTS).mean().shift(1 - STRETCH_NIGHTS).dropna()
    if share.empty or share.iloc[-1] < COVERAGE_NEEDED:
        return None
    thin = share.index[share < COVERAGE_NEEDED]
    first = share.index[0] if thin.empty else thin[-1] + pd.Timedelta(days=1)
    return pd.Timestamp(first + pd.Timedelta(days=(7 - first.day_of_week) % 7))


@measure
def coverage(strikes: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Count known and missing nights by calendar year, with a last row for all of them.

    Columns: ``period`` (the year, or ``all``), ``first``, ``last``, ``nights``; ``recorded`` (nights with a
    record of any weapon), ``missing`` (without any); ``drones_known`` (nights with a known drone count),
    ``estimate`` (share of nights with a known drone count), ``n`` (= ``nights``); ``thin`` (bool: more than
    a fifth of the newest 365 nights of the period have no drone count).

    >>> strikes = pd.DataFrame({
    ...     "date": pd.to_datetime(["2025-01-01", "2025-01-04"]), "window": "night", "weapon_class": "drone",
    ...     "launched": [10, 20], "shot_down": 6, "suppressed": 2, "outcome_basis": "separate"})
    >>> coverage(strikes, as_of="2025-01-05")[["period", "nights", "missing", "drones_known"]]
      period  nights  missing  drones_known
    0   2025       5        3             2
    1    all       5        3             2
    """
    drones = nightly(strikes, as_of=as_of).query("weapon == 'drone'")
    years = [(str(year), rows) for year, rows in drones.groupby(drones["date"].dt.year, sort=True)]
    return pd.DataFrame([_coverage_row(period, rows) for period, rows in [*years, ("all", drones)]])


def _coverage_row(period: str, nights: pd.DataFrame) -> dict[str, object]:
    known, total = int(nights["launched"].notna().sum()), len(nights)
    return {
        "period": period,
        "first": nights["date"].min(),
        "last": nights["date"].max(),
        "nights": total,
        "recorded": int(nights["recorded"].sum()),
        "missing": int((~nights["recorded"]).sum()),
        "drones_known": known,
        "estimate": known / total if total else float("nan"),
        "n": total,
        "thin": bool(nights["launched"].tail(YEAR_NIGHTS).isna().mean() > THIN),
    }
