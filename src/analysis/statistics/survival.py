"""What share of ceasefires was still without renewed war after so many years?

Kaplan–Meier with log-log intervals and the numbers at risk, read at fixed horizons, as a median and as a
restricted mean. Ends other than the event (a treaty, the ``as_of`` date) are censored; see ``competing`` for
the incidence of war when a treaty may come first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight

from analysis.statistics.intervals import CONFIDENCE, Floats
from analysis.statistics.results import estimate_row, require_columns, status
from analysis.subject.ceasefires.spells import WAR

MINIMUM_EVENTS: Final = 5
MINIMUM_AT_RISK: Final = 5
METHOD: Final = "Kaplan–Meier, log-log interval"


def survival(spells: pd.DataFrame, *, event: str = WAR, needed: int = MINIMUM_EVENTS) -> pd.DataFrame:
    """Return the Kaplan–Meier steps, from time 0 to the last time observed.

    ``spells`` has ``years`` (> 0) and ``outcome``; a row is an event when ``outcome == event``, else
    censored at ``years``. Columns returned: ``years, survival, survival_low, survival_high, at_risk`` (just
    before ``years``), ``events, n, method, status, needed``. With fewer than ``needed`` events: one row, no
    number.

    Assumes that a censored spell would have gone on like the others, and that spells are independent of one
    another: spells of one conflict are not, so that the interval is too narrow (see ``ceasefires``).
    Reference: Kaplan and Meier 1958; Kalbfleisch and Prentice 2002, section 1.4 (log-log interval).

    >>> trial = pd.DataFrame({"years": [6, 6, 6, 7, 10, 6], "outcome": ["war"] * 5 + ["ongoing"]})
    >>> survival(trial, event="war")[["years", "survival", "at_risk", "events"]].round(3)
       years  survival  at_risk  events
    0    0.0      1.00        6       0
    1    6.0      0.50        6       3
    2    7.0      0.25        2       1
    3   10.0      0.00        1       1
    """
    years, happened = _observed(spells, event, measure="survival")
    events = int(happened.sum())
    common: dict[str, Any] = {
        "n": len(years),
        "method": METHOD,
        "status": status(events, needed),
        "needed": needed,
    }
    if events < max(needed, 1):
        blank = dict.fromkeys(["years", "survival", "survival_low", "survival_high"], np.nan)
        return pd.DataFrame([{**blank, "at_risk": len(years), "events": events, **common}])
    curve = SurvfuncRight(years, happened)
    low, high = loglog_interval(curve.surv_prob, _log_survival_error(curve))
    steps = pd.DataFrame(
        {
            "years": np.append(0.0, curve.surv_times),
            "survival": np.append(1.0, curve.surv_prob),
            "survival_low": np.append(1.0, low),
            "survival_high": np.append(1.0, high),
            "at_risk": np.append(len(years), curve.n_risk).astype(int),
            "events": np.append(0, curve.n_events).astype(int),
        }
    )
    return _with_last_time(steps, years).assign(**common)


def survival_at(
    spells: pd.DataFrame, *, horizons: Sequence[float], event: str = WAR, needed: int = MINIMUM_EVENTS
) -> pd.DataFrame:
    """Return the Kaplan–Meier share at each horizon: ``horizon, estimate, …, at_risk, events`` (until then).

    A horizon with fewer than five spells still at risk, or a frame with fewer than ``needed`` events, gives
    an "insufficient data" row. Assumptions as in :func:`survival`.

    >>> trial = pd.DataFrame({"years": [1.0, 2, 3, 4, 5, 9, 9, 9, 9, 9],
    ...     "outcome": ["renewed_war"] * 5 + ["ongoing"] * 5})
    >>> survival_at(trial, horizons=[5, 20])[["horizon", "estimate", "at_risk", "status"]]
       horizon  estimate  at_risk             status
    0        5       0.5        6                 ok
    1       20       NaN        0  insufficient data
    """
    years, happened = _observed(spells, event, measure="survival_at")
    steps = survival(spells, event=event, needed=needed)
    rows = []
    for horizon in horizons:
        at_risk = int((years >= horizon).sum())
        step = steps[steps["years"] <= horizon].tail(1)
        numbers = step[["survival", "survival_low", "survival_high"]].iloc[0] if len(step) else [np.nan] * 3
        enough = at_risk if happened.sum() >= needed else 0
        row = estimate_row(*numbers, n=enough, needed=MINIMUM_AT_RISK, method=METHOD)
        counts = {"n": len(years), "at_risk": at_risk, "events": int(happened[years <= horizon].sum())}
        rows.append({"horizon": horizon} | row | counts)
    return pd.DataFrame(rows)


def median(spells: pd.DataFrame, *, event: str = WAR, needed: int = MINIMUM_EVENTS) -> pd.DataFrame:
    """Return the time from which fewer than half were without the event (years): one row.

    NaN where the curve or its bound never falls to one half in the time observed: "not reached", which is no
    lack of data. Interval: log-log, inverted. Reference: Brookmeyer and Crowley 1982.

    >>> trial = pd.DataFrame({"years": [1.0, 2, 3, 4, 5, 6], "outcome": ["renewed_war"] * 6})
    >>> median(trial)["estimate"].item()
    4.0
    """
    years, happened = _observed(spells, event, measure="median")
    numbers = [np.nan] * 3
    if happened.sum() >= max(needed, 1):
        curve = SurvfuncRight(years, happened)
        low, high = loglog_interval(curve.surv_prob, _log_survival_error(curve))
        numbers = [_first_below_half(curve.surv_times, side) for side in (curve.surv_prob, low, high)]
    method = "Kaplan–Meier median, log-log interval"
    row = estimate_row(*numbers, n=int(happened.sum()), needed=needed, method=method)
    counts = {"n": len(years), "events": int(happened.sum())}
    return pd.DataFrame([row | counts | {"status": status(counts["events"], max(needed, 1))}])


def restricted_mean(
    spells: pd.DataFrame, *, tau: float | None = None, event: str = WAR, needed: int = MINIMUM_EVENTS
) -> pd.DataFrame:
    """Return the mean years without the event up to ``tau``: one row, with ``tau`` and ``std_error``.

    The area under the Kaplan–Meier curve. Without ``tau`` it is the last time observed; a ``tau`` beyond
    that gives an "insufficient data" row. Misleads when tau is chosen after seeing the curves: fix it
    beforehand. Reference: Klein and Moeschberger 2003, section 4.5.

    >>> trial = pd.DataFrame({"years": [1.0, 2, 3, 4, 5], "outcome": ["renewed_war"] * 5})
    >>> restricted_mean(trial, tau=5)["estimate"].round(6).item()
    3.0
    """
    years, happened = _observed(spells, event, measure="restricted_mean")
    last = float(years.max()) if len(years) else 0.0
    tau = last if tau is None else float(tau)
    enough = int(happened.sum()) if tau <= last else 0
    mean, error = _area(SurvfuncRight(years, happened), tau) if enough >= max(needed, 1) else (np.nan,) * 2
    reach = stats.norm.ppf(0.5 + CONFIDENCE / 2) * error
    method = "area under Kaplan–Meier, normal interval"
    row = estimate_row(
        mean, max(mean - reach, 0.0), min(mean + reach, tau), n=enough, needed=needed, method=method
    )
    return pd.DataFrame(
        [row | {"tau": tau, "std_error": error, "n": len(years), "events": int(happened.sum())}]
    )


def loglog_interval(survival: Floats, log_error: Floats) -> tuple[Floats, Floats]:
    """Return the log(−log) interval of a survival share from the standard error of its logarithm.

    Stays within 0 and 1; NaN where the share is exactly 0 or 1, where it is not defined.

    >>> low, high = loglog_interval(np.array([0.7529]), np.array([0.0963 / 0.7529]))
    >>> low.round(3).item(), high.round(3).item()
    (0.503, 0.889)
    """
    low, high = np.full(survival.shape, np.nan), np.full(survival.shape, np.nan)
    inside = (survival > 0) & (survival < 1)
    spread = stats.norm.ppf(0.5 + CONFIDENCE / 2) * log_error[inside] / np.abs(np.log(survival[inside]))
    low[inside] = survival[inside] ** np.exp(spread)
    high[inside] = survival[inside] ** np.exp(-spread)
    return low, high


def _observed(spells: pd.DataFrame, event: str, *, measure: str) -> tuple[Floats, Floats]:
    require_columns(spells, ["years", "outcome"], measure=measure)
    return np.asarray(spells["years"], dtype=float), np.asarray(spells["outcome"] == event, dtype=float)


def _log_survival_error(curve: SurvfuncRight) -> Floats:
    """Greenwood's standard error of log S; NaN from the time on at which all at risk fail."""
    at_risk, events = np.asarray(curve.n_risk, dtype=float), np.asarray(curve.n_events, dtype=float)
    left = at_risk - events
    terms = np.divide(events, at_risk * left, out=np.full(events.shape, np.nan), where=left > 0)
    return np.asarray(np.sqrt(np.cumsum(terms)))


def _with_last_time(steps: pd.DataFrame, years: Floats) -> pd.DataFrame:
    """Carry the last step on to the last time observed, where the curve ends."""
    last = float(years.max())
    if last <= steps["years"].iloc[-1]:
        return steps
    end = steps.tail(1).assign(years=last, at_risk=int((years >= last).sum()), events=0)
    return pd.concat([steps, end], ignore_index=True)


def _first_below_half(times: Floats, shares: Floats) -> float:
    """Return the first time at which the share is below one half, or NaN."""
    below = np.flatnonzero(shares < 0.5)
    return float(times[below[0]]) if len(below) else float("nan")


def _area(curve: SurvfuncRight, tau: float) -> tuple[float, float]:
    """Return the area under the curve up to ``tau`` and its standard error."""
    times = np.asarray(curve.surv_times, dtype=float)
    before = times < tau
    edges = np.concatenate([[0.0], times[before], [tau]])
    heights = np.append(1.0, np.asarray(curve.surv_prob)[before])
    pieces = np.diff(edges) * heights
    beyond = pieces.sum() - np.cumsum(pieces)[:-1]  # area to the right of each event
    at_risk = np.asarray(curve.n_risk, dtype=float)[before]
    events = np.asarray(curve.n_events, dtype=float)[before]
    left = at_risk - events
    terms = np.divide(events, at_risk * left, out=np.zeros(events.shape), where=left > 0)
    return float(pieces.sum()), float(np.sqrt((beyond**2 * terms).sum()))
