"""What share of ceasefires had gone back to war by each age, what share had become a treaty, and what held?

Aalen–Johansen cumulative incidence of renewed war against a treaty that supersedes the ceasefire. One minus
Kaplan–Meier would overstate war, because a spell ended by treaty can no longer fail.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from analysis.measures.intervals import CONFIDENCE, Floats
from analysis.measures.spells import ONGOING, TREATY, WAR
from analysis.measures.sufficiency import estimate_row, require_columns, status

MINIMUM_EVENTS: Final = 10
MINIMUM_AT_RISK: Final = 5
CAUSES: Final = (WAR, TREATY)
METHOD: Final = "Aalen–Johansen, log-log interval"


def incidence(
    spells: pd.DataFrame,
    *,
    causes: Sequence[str] = CAUSES,
    weight: str | None = None,
    needed: int = MINIMUM_EVENTS,
) -> pd.DataFrame:
    """Return the cumulative incidence of each cause at every time observed, and the share still in force.

    ``spells`` has ``years`` and ``outcome``; any outcome not among ``causes`` is censored. Columns
    returned: ``years, at_risk, in_force`` and, for each cause, its name, ``_low`` and ``_high``; then ``n,
    method, status, needed``. Incidences and ``in_force`` sum to 1. ``weight`` names a column of similarity
    weights: they are scaled to the effective sample size (sum w)² / sum w², so that intervals widen with
    uneven weights. With fewer than ``needed`` events of any cause: one row without numbers.

    Assumes censoring without regard to prognosis and independent spells. An interval is NaN where an
    incidence is 0, and where nobody is left. Reference: Aalen and Johansen 1978; Marubini and Valsecchi
    1995, section 10.3.

    >>> trial = pd.DataFrame({"years": [1.0, 2, 3, 4],
    ...     "outcome": ["renewed_war", "superseded_by_treaty", "renewed_war", "ongoing"]})
    >>> incidence(trial, needed=3)[["years", "in_force", "renewed_war", "superseded_by_treaty"]]
       years  in_force  renewed_war  superseded_by_treaty
    0    0.0      1.00         0.00                  0.00
    1    1.0      0.75         0.25                  0.00
    2    2.0      0.50         0.25                  0.25
    3    3.0      0.25         0.50                  0.25
    4    4.0      0.25         0.50                  0.25
    """
    require_columns(spells, ["years", "outcome"], measure="incidence")
    events = int(spells["outcome"].isin(list(causes)).sum())
    common: dict[str, Any] = {
        "n": len(spells),
        "method": METHOD,
        "status": status(events, needed),
        "needed": needed,
    }
    if events < max(needed, 1):
        names = [name + end for name in causes for end in ("", "_low", "_high")]
        blank = {"years": np.nan, "at_risk": len(spells), "in_force": np.nan} | dict.fromkeys(names, np.nan)
        return pd.DataFrame([blank | common])
    risk = _risk_table(spells, causes, weight)
    steps: dict[str, Any] = {"years": risk.times, "at_risk": risk.number, "in_force": risk.in_force}
    for cause, counts in zip(causes, risk.counts, strict=True):
        share = np.asarray(np.cumsum(risk.before * counts / risk.at_risk), dtype=float)
        low, high = _interval(share, _error(risk, share, counts))
        steps |= {cause: share, f"{cause}_low": low, f"{cause}_high": high}
    start: dict[str, Any] = {"years": 0.0, "at_risk": len(spells), "in_force": 1.0}
    start |= {f"{cause}{end}": 0.0 for cause in causes for end in ("", "_low", "_high")}
    return pd.concat([pd.DataFrame([start]), pd.DataFrame(steps)], ignore_index=True).assign(**common)


def incidence_at(
    spells: pd.DataFrame,
    *,
    horizons: Sequence[float],
    causes: Sequence[str] = CAUSES,
    weight: str | None = None,
    needed: int = MINIMUM_EVENTS,
) -> pd.DataFrame:
    """Return the incidence of each cause, and the share in force, at each horizon (years).

    One row per ``horizon`` and ``outcome`` (each cause, then "ongoing" for the share still in force):
    ``estimate, estimate_low, estimate_high, n, at_risk, events`` (of that cause until then), ``method,
    status, needed``. A horizon that fewer than five spells reached gives "insufficient data". Assumptions
    as in :func:`incidence`.

    >>> trial = pd.DataFrame({"years": [1.0, 2, 3] + [9.0] * 5,
    ...     "outcome": ["renewed_war"] * 3 + ["ongoing"] * 5})
    >>> incidence_at(trial, horizons=[5], needed=3)[["outcome", "estimate", "at_risk", "events"]]
                    outcome  estimate  at_risk  events
    0           renewed_war     0.375        5       3
    1  superseded_by_treaty     0.000        5       0
    2               ongoing     0.625        5       0
    """
    steps = incidence(spells, causes=causes, weight=weight, needed=needed)
    years = spells["years"].to_numpy(dtype=float)
    enough = steps["status"].iloc[0] == status(1, 1)
    rows = []
    for horizon in horizons:
        at_risk = int((years >= horizon).sum())
        step = steps[steps["years"] <= horizon].tail(1).iloc[0] if enough else steps.iloc[0]
        for outcome in (*causes, ONGOING):
            numbers = _numbers(step, outcome)
            row = estimate_row(*numbers, n=at_risk if enough else 0, needed=MINIMUM_AT_RISK, method=METHOD)
            until = spells["outcome"].eq(outcome) & (spells["years"] <= horizon) & (outcome != ONGOING)
            counts = {"n": len(spells), "at_risk": at_risk, "events": int(until.sum())}
            rows.append({"horizon": horizon, "outcome": outcome} | row | counts)
    return pd.DataFrame(rows)


def effective_number(weights: Floats) -> float:
    """Return Kish's effective sample size, (sum w)² / sum w²; 0 without any weight.

    >>> effective_number(np.array([1.0, 1.0, 1.0])), effective_number(np.array([1.0, 0.0]))
    (3.0, 1.0)
    """
    squares = float((weights**2).sum())
    return float(weights.sum() ** 2 / squares) if squares > 0 else 0.0


class _RiskTable:
    """Counts at each distinct time: at risk, failing of each cause, and the share in force."""

    def __init__(self, years: Floats, failed: Sequence[Floats], weights: Floats) -> None:
        self.times, place = np.unique(years, return_inverse=True)
        size = len(self.times)
        leaving = np.bincount(place, weights=weights, minlength=size)
        self.number = np.bincount(place, minlength=size)[::-1].cumsum()[::-1]
        self.at_risk = leaving[::-1].cumsum()[::-1]
        self.counts: list[Any] = [
            np.bincount(place, weights=weights * cause, minlength=size) for cause in failed
        ]
        self.all_causes = np.sum(self.counts, axis=0)
        self.in_force = np.cumprod(np.clip(1 - self.all_causes / self.at_risk, 0, 1))
        self.before = np.append(1.0, self.in_force[:-1])


def _risk_table(spells: pd.DataFrame, causes: Sequence[str], weight: str | None) -> _RiskTable:
    years = spells["years"].to_numpy(dtype=float)
    weights = np.ones(len(years))
    if weight is not None:
        require_columns(spells, [weight], measure="incidence")
        raw = spells[weight].to_numpy(dtype=float)
        weights = raw * effective_number(raw) / raw.sum()
        years, weights = years[raw > 0], weights[raw > 0]
        spells = spells[raw > 0]
    return _RiskTable(
        years, [np.asarray(spells["outcome"] == cause, dtype=float) for cause in causes], weights
    )


def _error(risk: _RiskTable, share: Floats, counts: Floats) -> Floats:
    """Return the delta-method standard error of a cumulative incidence; NaN once nobody is left."""
    left = risk.at_risk - risk.all_causes
    empty = left <= 1e-9 * risk.at_risk
    hazard = np.divide(risk.all_causes, risk.at_risk * left, out=np.full(left.shape, np.nan), where=~empty)
    sampling = risk.before**2 * counts * (risk.at_risk - counts) / risk.at_risk**3
    crossed = risk.before * counts / risk.at_risk**2
    variance = (
        share**2 * np.cumsum(hazard)
        - 2 * share * np.cumsum(share * hazard)
        + np.cumsum(share**2 * hazard)
        + np.cumsum(sampling)
        - 2 * share * np.cumsum(crossed)
        + 2 * np.cumsum(share * crossed)
    )
    return np.asarray(np.sqrt(np.clip(variance, 0, None)))


def _interval(share: Floats, error: Floats) -> tuple[Floats, Floats]:
    """Return the log(−log) interval of an incidence: within 0 and 1, NaN where the incidence is 0 or 1."""
    low, high = np.full(share.shape, np.nan), np.full(share.shape, np.nan)
    inside = (share > 0) & (share < 1)
    logs = np.log(share[inside])
    spread = stats.norm.ppf(0.5 + CONFIDENCE / 2) * error[inside] / np.abs(share[inside] * logs)
    low[inside] = share[inside] ** np.exp(spread)
    high[inside] = share[inside] ** np.exp(-spread)
    return low, high


def _numbers(step: pd.Series, outcome: str) -> tuple[float, float, float]:
    if outcome == ONGOING:
        return float(step["in_force"]), float("nan"), float("nan")
    return float(step[outcome]), float(step[f"{outcome}_low"]), float(step[f"{outcome}_high"])
