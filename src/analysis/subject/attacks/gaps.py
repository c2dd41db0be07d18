"""Answers how long the pauses between mass salvos last, with the pause still open counted as censored.

Dropping the last, open gap would make pauses look shorter than they are.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import OK, Day, estimate_row
from analysis.statistics.survival import kaplan_meier, median_time
from analysis.subject.attacks.nights import launches

MASS = 400
GAPS_NEEDED = 10


@measure
def mass_salvos(
    strikes: pd.DataFrame, *, as_of: Day, start: Day | None = None, minimum: float = MASS
) -> pd.DataFrame:
    """List the mass salvos and the gap that follows each, oldest first.

    Mass salvo: a night with at least ``minimum`` drones launched (default 400).

    Columns: ``date``, ``weapon``, ``launched``, ``threshold`` (weapons: ``minimum``), ``gap`` (days to the
    next mass salvo; for the newest, days to ``as_of``), ``open`` (bool: the newest gap, censored),
    ``nights_unknown`` (in the gap: an unknown night could have ended it).

    >>> strikes = pd.DataFrame({
    ...     "date": pd.date_range("2025-01-01", periods=6), "window": "night", "weapon_class": "drone",
    ...     "launched": [500, 10, 10, 400, 10, 10], "shot_down": 1, "suppressed": 0, "outcome_basis": ""})
    >>> mass_salvos(strikes, as_of="2025-01-06")[["gap", "open"]].to_dict("list")
    {'gap': [3, 2], 'open': [False, True]}
    """
    series = launches(strikes, weapon="drone", as_of=as_of)
    mass = series >= minimum
    if start is not None:
        mass &= series.index >= pd.Timestamp(start)
    dates = series.index[mass]
    ends = dates[1:].append(pd.DatetimeIndex([pd.Timestamp(as_of)])) if len(dates) else dates
    unknown = series.isna().cumsum()
    return pd.DataFrame(
        {
            "date": dates,
            "weapon": "drone",
            "launched": series[mass].to_numpy(),
            "threshold": float(minimum),
            "gap": (ends.to_numpy() - dates.to_numpy()) // np.timedelta64(1, "D"),
            "open": np.arange(len(dates)) == len(dates) - 1,
            "nights_unknown": unknown[ends].to_numpy() - unknown[dates].to_numpy(),
        }
    )


@measure
def gap_survival(salvos: pd.DataFrame) -> pd.DataFrame:
    """Kaplan–Meier curve of the gaps in ``salvos`` (from :func:`mass_salvos`).

    Columns, one row per day on which a gap ended: ``gap`` (days), ``at_risk``, ``ended``, ``estimate,
    estimate_low, estimate_high`` (share of gaps longer than ``gap``, log-log interval), ``n`` (all gaps),
    ``method``, ``status``, ``needed`` (10 closed gaps). Assumes independent gaps. With fewer closed gaps: one
    "insufficient data" row.
    """
    gaps, closed = _gaps(salvos)
    method = "Kaplan–Meier, open gap censored, log-log interval"
    if closed.sum() < GAPS_NEEDED:
        blank = {"gap": np.nan, "at_risk": len(gaps), "ended": int(closed.sum())}
        return pd.DataFrame([blank | estimate_row(n=int(closed.sum()), needed=GAPS_NEEDED, method=method)])
    names = {"time": "gap", "events": "ended", "survival": "estimate"}
    names |= {"survival_low": "estimate_low", "survival_high": "estimate_high"}
    curve = kaplan_meier(gaps, closed).rename(columns=names)
    return curve.assign(n=len(gaps), method=method, status=OK, needed=GAPS_NEEDED)


def _gaps(salvos: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Give gaps in days and whether closed; one opened on ``as_of`` itself has no length yet: left out."""
    begun = salvos[salvos["gap"] > 0]
    return begun["gap"].to_numpy(dtype=float), ~begun["open"].to_numpy(dtype=bool)


@measure
def gap_summary(salvos: pd.DataFrame) -> pd.DataFrame:
    """Median gap between mass salvos and the age of the open one: one row.

    Columns: ``threshold`` (weapons that make a salvo a mass salvo), ``first``, ``last`` (dates of mass
    salvos), ``salvos``, ``open_gap`` (days since the last), ``nights_unknown`` (within all gaps);
    ``estimate, estimate_low, estimate_high``: Kaplan–Meier median (days; an end the data do not reach is
    NaN), ``n`` (closed gaps), ``method``, ``status``, ``needed`` (10).
    """
    gaps, closed = _gaps(salvos)
    enough = closed.sum() >= GAPS_NEEDED
    median = median_time(kaplan_meier(gaps, closed)) if enough else (np.nan,) * 3
    method = "Kaplan–Meier median, open gap censored"
    row = estimate_row(*median, n=closed.sum(), needed=GAPS_NEEDED, method=method)
    return pd.DataFrame(
        [
            {
                "threshold": salvos["threshold"].max(),
                "first": salvos["date"].min(),
                "last": salvos["date"].max(),
                "salvos": len(salvos),
                "open_gap": int(salvos["gap"].iloc[-1]) if len(salvos) else pd.NA,
                "nights_unknown": int(salvos["nights_unknown"].sum()),
            }
            | row
        ]
    )
