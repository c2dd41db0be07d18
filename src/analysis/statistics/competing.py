"""What share had ended by each age, and of which cause, when any one cause keeps the others from happening?

Aalen–Johansen cumulative incidence of competing causes. One minus Kaplan–Meier would overstate each cause,
because a spell ended by one can no longer end by another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.statistics.domain import require_complete, require_durations, require_weights
from analysis.statistics.intervals import Floats
from analysis.statistics.jackknife import leave_one_out, share_interval
from analysis.statistics.results import OK, estimate_row, status
from analysis.statistics.risk_table import RiskTable, risk_table
from analysis.statistics.survival import loglog_interval

MINIMUM_EVENTS: Final = 10
MINIMUM_AT_RISK: Final = 5
ENDS: Final = ("", "_low", "_high")  # of the names of a share and of its interval
ONGOING: Final = "ongoing"  # the name of what no cause has ended yet
METHOD: Final = "Aalen–Johansen, log-log interval"
CLUSTERED: Final = "Aalen–Johansen, log-log interval, clusters left out in turn"


def incidence(
    spells: pd.DataFrame,
    *,
    causes: Sequence[str],
    cluster: str | None = None,
    weight: str | None = None,
    needed: int = MINIMUM_EVENTS,
) -> pd.DataFrame:
    """Return the cumulative incidence of each cause at every time observed, and the share still ongoing.

    ``spells`` has ``years`` (how long each lasted or was observed, > 0) and ``outcome`` (a code of what
    ended it); any outcome not among ``causes`` is censored. Columns returned: ``years, at_risk``;
    ``ongoing`` and, for each cause, its code, each with ``_low`` and ``_high``; then ``n, ended`` (by any
    cause), ``method, status, needed``. Incidences and ``ongoing`` sum to 1. With fewer than ``needed`` events
    of any cause: one row without numbers. Raises ``AnalysisError`` for a missing column, and names the rows
    of a duration that is none, of a missing outcome or cluster, and of a weight below 0.

    Assumes censoring without regard to prognosis. ``cluster`` names a column of related spells: intervals
    then come from leaving out each cluster in turn, so that spells of one cluster need not be independent
    (NaN below five clusters, and where a single one decides). Without it, spells are taken as independent,
    and intervals of related ones are too narrow. ``weight`` names a column of weights; without clusters they
    are scaled to the effective sample size (sum w)² / sum w², so that intervals widen with uneven weights. An
    interval is NaN where an incidence is 0, and where nobody is left. Reference: Aalen and Johansen 1978;
    Marubini and Valsecchi 1995, section 10.3; `jackknife`.

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
    counted = _counted(spells, weight, cluster)
    common = _common(counted, causes, cluster, needed)
    if common["status"] == OK:
        return pd.DataFrame(_steps(counted, causes, cluster, weight)).assign(**common)
    blank = {"years": np.nan, "at_risk": len(counted)} | dict.fromkeys(_names(causes), np.nan)
    return pd.DataFrame([blank | common])


def incidence_at(
    spells: pd.DataFrame,
    *,
    horizons: Sequence[float],
    causes: Sequence[str],
    cluster: str | None = None,
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
    counted = _counted(spells, weight, cluster)
    common = _common(counted, causes, cluster, needed)
    enough = common["status"] == OK
    steps = _steps(counted, causes, cluster, weight) if enough else {}
    years, outcomes = counted["years"].to_numpy(dtype=float), counted["outcome"].to_numpy(dtype=object)
    rows = []
    for horizon in horizons:
        at_risk, until = int((years >= horizon).sum()), years <= horizon
        place = int(np.searchsorted(steps["years"], horizon, side="right")) - 1 if enough else 0
        for outcome in (*causes, ONGOING):
            numbers = [float(steps[outcome + end][place]) for end in ENDS] if enough else ()
            row = estimate_row(
                *numbers, n=at_risk if enough else 0, needed=MINIMUM_AT_RISK, method=common["method"]
            )
            events = int(((outcomes == outcome) & until).sum()) if outcome != ONGOING else 0
            counts = {"n": len(counted), "at_risk": at_risk, "events": events}
            rows.append({"horizon": horizon, "outcome": outcome} | row | counts)
    return pd.DataFrame(rows)


def effective_number(weights: Floats) -> float:
    """Return Kish's effective sample size, (sum w)² / sum w²; 0 without any weight.

    >>> effective_number(np.array([1.0, 1.0, 1.0])), effective_number(np.array([1.0, 0.0]))
    (3.0, 1.0)
    """
    squares = float((weights**2).sum())
    return float(weights.sum() ** 2 / squares) if squares > 0 else 0.0


def _names(causes: Sequence[str]) -> list[str]:
    """Return the columns of shares: the ongoing, then each cause, with the ends of their intervals."""
    return [name + end for name in (ONGOING, *causes) for end in ENDS]


def _counted(spells: pd.DataFrame, weight: str | None, cluster: str | None) -> pd.DataFrame:
    """Return the spells that count: those of any weight. Refuses what no estimator can take."""
    require_durations(spells, measure="incidence")
    require_complete(spells, [cluster], measure="incidence")
    return spells if weight is None else spells[require_weights(spells, weight, measure="incidence") > 0]


def _common(counted: pd.DataFrame, causes: Sequence[str], cluster: str | None, needed: int) -> dict[str, Any]:
    """Return what the rows of a curve share: how many spells and ends, the method, and whether they do."""
    events = int(counted["outcome"].isin(list(causes)).sum())
    common: dict[str, Any] = {"n": len(counted), "ended": events, "method": CLUSTERED if cluster else METHOD}
    return common | {"status": status(events if len(counted) else -1, needed), "needed": needed}


def _steps(
    counted: pd.DataFrame, causes: Sequence[str], cluster: str | None, weight: str | None
) -> dict[str, NDArray[Any]]:
    """Return the curve, from time 0 on: times, numbers at risk, and each share with its interval."""
    years, outcomes = counted["years"].to_numpy(dtype=float), counted["outcome"].to_numpy()
    risk = risk_table(years, outcomes, _weights(counted, weight, cluster), causes=causes)
    steps = {"years": np.append(0.0, risk.times), "at_risk": np.append(len(counted), risk.number)}
    for name in (ONGOING, *causes):
        share = risk.ongoing if name == ONGOING else risk.incidence(name)
        low, high = share_interval(share) if cluster else loglog_interval(share[0], _error(risk, name))
        start = float(name == ONGOING)
        steps |= {
            name + end: np.append(start, line) for end, line in zip(ENDS, (share[0], low, high), strict=True)
        }
    return steps


def _weights(counted: pd.DataFrame, weight: str | None, cluster: str | None) -> Floats:
    """Return one row of weights with all spells, then, where clusters are named, one without each."""
    weights = np.ones(len(counted)) if weight is None else counted[weight].to_numpy(dtype=float)
    if cluster is not None:
        return leave_one_out(counted[cluster]) * weights
    scale = effective_number(weights) / weights.sum() if len(weights) else 1.0
    return weights[np.newaxis] * scale


def _error(risk: RiskTable, name: str) -> Floats:
    """Return the delta-method error of a share of independent spells; NaN once nobody is left."""
    ended, at_risk = np.sum([failed[0] for failed in risk.failed.values()], axis=0), risk.at_risk[0]
    left = at_risk - ended
    hazard = np.divide(ended, at_risk * left, out=np.full(len(left), np.nan), where=left > 1e-9 * at_risk)
    if name == ONGOING:
        return np.asarray(risk.ongoing[0] * np.sqrt(np.cumsum(hazard)))
    failed, before, share = risk.failed[name][0], risk.before[0], risk.incidence(name)[0]
    sampling = before**2 * failed * (at_risk - failed) / at_risk**3
    crossed = before * failed / at_risk**2
    variance = (
        share**2 * np.cumsum(hazard)
        - 2 * share * np.cumsum(share * hazard)
        + np.cumsum(share**2 * hazard)
        + np.cumsum(sampling)
        - 2 * share * np.cumsum(crossed)
        + 2 * np.cumsum(share * crossed)
    )
    return np.asarray(np.sqrt(np.clip(variance, 0, None)))
