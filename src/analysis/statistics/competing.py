"""What share had ended by each age, and of which cause, when any one cause keeps the others from happening?

Aalen–Johansen cumulative incidence of competing causes. One minus Kaplan–Meier would overstate each cause,
because a spell ended by one can no longer end by another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.statistics.intervals import Floats
from analysis.statistics.results import OK, estimate_row, require_columns, status
from analysis.statistics.survival import loglog_interval

MINIMUM_EVENTS: Final = 10
MINIMUM_AT_RISK: Final = 5
ONGOING: Final = "ongoing"  # the name of what no cause has ended yet
METHOD: Final = "Aalen–Johansen, log-log interval"


def incidence(
    spells: pd.DataFrame,
    *,
    causes: Sequence[str],
    weight: str | None = None,
    needed: int = MINIMUM_EVENTS,
) -> pd.DataFrame:
    """Return the cumulative incidence of each cause at every time observed, and the share still ongoing.

    ``spells`` has ``years`` (how long each lasted or was observed, > 0) and ``outcome`` (a code of what
    ended it); any outcome not among ``causes`` is censored. Columns returned: ``years, at_risk``;
    ``ongoing`` and, for each cause, its code, each with ``_low`` and ``_high``; then ``n, ended`` (by any
    cause), ``method, status, needed``. Incidences and ``ongoing`` sum to 1. ``weight`` names a column of
    weights: they are scaled to the effective sample size (sum w)² / sum w², so that intervals widen with
    uneven weights. With fewer than ``needed`` events of any cause: one row without numbers. Raises
    ``AnalysisError`` for a missing column.

    Assumes censoring without regard to prognosis and independent spells. An interval is NaN where an
    incidence is 0, and where nobody is left. Reference: Aalen and Johansen 1978; Marubini and Valsecchi
    1995, section 10.3.

    >>> trial = pd.DataFrame({"years": [1.0, 2, 3, 4], "outcome": ["relapse", "death", "relapse", ""]})
    >>> steps = incidence(trial, causes=["relapse", "death"], needed=3)
    >>> steps[["years", "ongoing", "relapse", "death"]]
       years  ongoing  relapse  death
    0    0.0     1.00     0.00   0.00
    1    1.0     0.75     0.25   0.00
    2    2.0     0.50     0.25   0.25
    3    3.0     0.25     0.50   0.25
    4    4.0     0.25     0.50   0.25
    """
    counted, weights = _weighed(spells, weight)
    events = int(counted["outcome"].isin(list(causes)).sum())
    common: dict[str, Any] = {"n": len(counted), "ended": events, "method": METHOD}
    common |= {"status": status(events if len(counted) else -1, needed), "needed": needed}
    names = [name + end for name in (ONGOING, *causes) for end in ("", "_low", "_high")]
    if common["status"] != OK:
        blank = {"years": np.nan, "at_risk": len(counted)} | dict.fromkeys(names, np.nan)
        return pd.DataFrame([blank | common])
    risk = _RiskTable(counted, causes, weights)
    steps: dict[str, Any] = {"years": risk.times, "at_risk": risk.number}
    for name, (share, error) in risk.shares().items():
        low, high = loglog_interval(share, error)
        steps |= {name: share, f"{name}_low": low, f"{name}_high": high}
    start: dict[str, Any] = {"years": 0.0, "at_risk": len(counted)} | dict.fromkeys(names, 0.0)
    start |= dict.fromkeys(names[:3], 1.0)
    return pd.concat([pd.DataFrame([start]), pd.DataFrame(steps)], ignore_index=True).assign(**common)


def incidence_at(
    spells: pd.DataFrame,
    *,
    horizons: Sequence[float],
    causes: Sequence[str],
    weight: str | None = None,
    needed: int = MINIMUM_EVENTS,
) -> pd.DataFrame:
    """Return the incidence of each cause, and the share still ongoing, at each horizon (years).

    One row per ``horizon`` and ``outcome`` (each cause, then "ongoing"): ``estimate, estimate_low,
    estimate_high`` (shares), ``n, at_risk, events`` (of that cause until then), ``method, status, needed``.
    A horizon that fewer than five spells reached gives "insufficient data". Arguments and assumptions as in
    :func:`incidence`.

    >>> trial = pd.DataFrame({"years": [1.0, 2, 3] + [9.0] * 5, "outcome": ["relapse"] * 3 + [""] * 5})
    >>> table = incidence_at(trial, horizons=[5], causes=["relapse", "death"], needed=3)
    >>> table[["outcome", "estimate", "at_risk", "events"]]
       outcome  estimate  at_risk  events
    0  relapse     0.375        5       3
    1    death     0.000        5       0
    2  ongoing     0.625        5       0
    """
    steps = incidence(spells, causes=causes, weight=weight, needed=needed)
    counted, _ = _weighed(spells, weight)
    years = counted["years"].to_numpy(dtype=float)
    enough = steps["status"].iloc[0] == OK
    rows = []
    for horizon in horizons:
        at_risk = int((years >= horizon).sum())
        step = steps[steps["years"] <= horizon].tail(1).iloc[0] if enough else steps.iloc[0]
        for outcome in (*causes, ONGOING):
            numbers = [float(step[outcome + end]) for end in ("", "_low", "_high")]
            row = estimate_row(*numbers, n=at_risk if enough else 0, needed=MINIMUM_AT_RISK, method=METHOD)
            until = (counted["outcome"] == outcome) & (years <= horizon) & (outcome != ONGOING)
            counts = {"n": len(counted), "at_risk": at_risk, "events": int(until.sum())}
            rows.append({"horizon": horizon, "outcome": outcome} | row | counts)
    return pd.DataFrame(rows)


def effective_number(weights: Floats) -> float:
    """Return Kish's effective sample size, (sum w)² / sum w²; 0 without any weight.

    >>> effective_number(np.array([1.0, 1.0, 1.0])), effective_number(np.array([1.0, 0.0]))
    (3.0, 1.0)
    """
    squares = float((weights**2).sum())
    return float(weights.sum() ** 2 / squares) if squares > 0 else 0.0


def _weighed(spells: pd.DataFrame, weight: str | None) -> tuple[pd.DataFrame, Floats]:
    """Return the spells that count, and weights that sum to their effective number."""
    require_columns(spells, ["years", "outcome"] + ([weight] if weight else []), measure="incidence")
    if weight is None:
        return spells, np.ones(len(spells))
    counted = spells[spells[weight] > 0]
    raw = np.asarray(counted[weight], dtype=float)
    return counted, raw * effective_number(raw) / raw.sum() if len(raw) else raw


class _RiskTable:
    """What happened at each distinct time: how many were at risk, failed of each cause, and were left."""

    def __init__(self, spells: pd.DataFrame, causes: Sequence[str], weights: Floats) -> None:
        self.times, place = np.unique(np.asarray(spells["years"], dtype=float), return_inverse=True)
        size = len(self.times)
        self.number = np.bincount(place, minlength=size)[::-1].cumsum()[::-1]
        self.at_risk = np.bincount(place, weights=weights, minlength=size)[::-1].cumsum()[::-1]
        self.failed = {
            cause: np.bincount(
                place, weights=weights * np.asarray(spells["outcome"] == cause), minlength=size
            )
            for cause in causes
        }
        ended = np.sum(list(self.failed.values()), axis=0)
        left = self.at_risk - ended
        self.ongoing = np.cumprod(np.clip(left / self.at_risk, 0, 1))
        self.before = np.append(1.0, self.ongoing[:-1])
        known = left > 1e-9 * self.at_risk
        self.hazard = np.divide(ended, self.at_risk * left, out=np.full(size, np.nan), where=known)

    def shares(self) -> dict[str, tuple[Floats, Floats]]:
        """Return the share still ongoing and the incidence of each cause, each with its standard error."""
        greenwood = self.ongoing * np.sqrt(np.cumsum(self.hazard))
        return {
            ONGOING: (self.ongoing, greenwood),
            **{cause: self._incidence(cause) for cause in self.failed},
        }

    def _incidence(self, cause: str) -> tuple[Floats, Floats]:
        """Return a cumulative incidence and its delta-method error; NaN once nobody is left."""
        failed = self.failed[cause]
        share = np.cumsum(self.before * failed / self.at_risk)
        sampling = self.before**2 * failed * (self.at_risk - failed) / self.at_risk**3
        crossed = self.before * failed / self.at_risk**2
        variance = (
            share**2 * np.cumsum(self.hazard)
            - 2 * share * np.cumsum(share * self.hazard)
            + np.cumsum(share**2 * self.hazard)
            + np.cumsum(sampling)
            - 2 * share * np.cumsum(crossed)
            + 2 * np.cumsum(share * crossed)
        )
        return share, np.sqrt(np.clip(variance, 0, None))
