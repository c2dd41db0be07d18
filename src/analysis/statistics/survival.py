"""What share was still without an event after so long, and how long does it take half of them?

Kaplan–Meier with log-log intervals and the numbers at risk, read at fixed horizons, as a median and as a
restricted mean. Every end other than the event is censored; see ``competing`` for the incidence of an event
that another kind of end can forestall.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from statsmodels.duration.survfunc import SurvfuncRight

from analysis.statistics.domain import require_complete, require_durations
from analysis.statistics.intervals import NORMAL, Floats
from analysis.statistics.jackknife import jackknife_error, leave_one_out, share_interval
from analysis.statistics.results import estimate_row, status
from analysis.statistics.risk_table import risk_table

MINIMUM_EVENTS: Final = 5
MINIMUM_AT_RISK: Final = 5
METHOD: Final = "Kaplan–Meier, log-log interval"
CLUSTERED: Final = ", clusters left out in turn"
SHARES: Final = ["survival", "survival_low", "survival_high"]
SAME: Final = float(np.finfo(float).eps ** 0.5)  # R's own: shares nearer to each other than this are equal


def survival(spells: pd.DataFrame, *, event: str, cluster: str | None = None) -> pd.DataFrame:
    """Return the Kaplan–Meier steps, from time 0 to the last time observed.

    ``spells`` has ``years`` (how long each lasted or was observed, > 0) and ``outcome`` (a code of what ended
    it): a row is an event when ``outcome == event``, else censored at ``years``. Columns returned: ``years,
    at_risk`` (just before ``years``), ``events, survival, survival_low, survival_high, n, method, status,
    needed``. With fewer than five events: one row, no number. Raises ``AnalysisError`` for a missing
    column, and names the rows of a duration that is none and of a missing outcome or cluster.

    Assumes that a censored spell would have gone on like the others. ``cluster`` names a column of related
    spells: intervals then come from leaving out each cluster in turn, so that spells of one cluster need not
    be independent (NaN below five clusters, and where a single one decides). Without it, spells are taken as
    independent, and the interval of related ones is too narrow. Reference: Kaplan and Meier 1958; Kalbfleisch
    and Prentice 2002, section 1.4 (log-log interval); `jackknife`.

    >>> trial = pd.DataFrame({"years": [6, 6, 6, 7, 10, 6], "outcome": ["relapse"] * 5 + [""]})
    >>> survival(trial, event="relapse")[["years", "survival", "at_risk", "events"]].round(3)
       years  survival  at_risk  events
    0    0.0      1.00        6       0
    1    6.0      0.50        6       3
    2    7.0      0.25        2       1
    3   10.0      0.00        1       1
    """
    years, happened = _observed(spells, event, cluster, measure="survival")
    events = int(happened.sum())
    common: dict[str, Any] = {
        "n": len(years),
        "method": METHOD + CLUSTERED * bool(cluster),
        "status": status(events, MINIMUM_EVENTS),
        "needed": MINIMUM_EVENTS,
    }
    if events < MINIMUM_EVENTS:
        blank = dict.fromkeys(["years", *SHARES], np.nan)
        return pd.DataFrame([{**blank, "at_risk": len(years), "events": events, **common}])
    start = {"time": 0.0, "at_risk": len(years), "events": 0} | dict.fromkeys(SHARES, 1.0)
    steps = pd.concat([pd.DataFrame([start]), _curve(spells, years, happened, cluster)], ignore_index=True)
    return _with_last_time(steps.rename(columns={"time": "years"}), years).assign(**common)


def survival_at(
    spells: pd.DataFrame, *, horizons: Sequence[float], event: str, cluster: str | None = None
) -> pd.DataFrame:
    """Return the Kaplan–Meier share at each horizon (years): one row each.

    Columns: ``horizon, estimate, estimate_low, estimate_high, n, at_risk, events`` (until then), ``method,
    status, needed``. A horizon with fewer than five spells still at risk, or a frame with fewer than
    five events, gives an "insufficient data" row. Arguments and assumptions as in :func:`survival`.

    >>> trial = pd.DataFrame({"years": [1.0, 2, 3, 4, 5, 9, 9, 9, 9, 9],
    ...     "outcome": ["relapse"] * 5 + [""] * 5})
    >>> table = survival_at(trial, horizons=[5, 20], event="relapse")
    >>> table[["horizon", "estimate", "at_risk", "status"]]
       horizon  estimate  at_risk             status
    0        5       0.5        6                 ok
    1       20       NaN        0  insufficient data
    """
    years, happened = _observed(spells, event, cluster, measure="survival_at")
    steps = survival(spells, event=event, cluster=cluster)
    method = steps["method"].iloc[0]
    rows = []
    for horizon in horizons:
        at_risk = int((years >= horizon).sum())
        step = steps[steps["years"] <= horizon].tail(1)
        numbers = step[SHARES].iloc[0] if len(step) else [np.nan] * 3
        enough = at_risk if happened.sum() >= MINIMUM_EVENTS else 0
        row = estimate_row(*numbers, n=enough, needed=MINIMUM_AT_RISK, method=method)
        counts = {"n": len(years), "at_risk": at_risk, "events": int(happened[years <= horizon].sum())}
        rows.append({"horizon": horizon} | row | counts)
    return pd.DataFrame(rows)


def median(
    spells: pd.DataFrame, *, event: str, cluster: str | None = None, needed: int = MINIMUM_EVENTS
) -> pd.DataFrame:
    """Return the time by which half had the event (years), by the rule of :func:`median_time`: one row.

    Columns: ``estimate, estimate_low, estimate_high, n, events, method, status, needed``. NaN where the
    curve or its bound never falls to one half in the time observed: "not reached", which is no lack of
    data. Arguments and assumptions as in :func:`survival`.

    >>> trial = pd.DataFrame({"years": [1.0, 2, 3, 4, 5, 6, 7], "outcome": "relapse"})
    >>> median(trial, event="relapse")["estimate"].item()
    4.0
    """
    years, happened = _observed(spells, event, cluster, measure="median")
    enough = happened.sum() >= max(needed, 1)
    numbers = median_time(_curve(spells, years, happened, cluster)) if enough else (np.nan,) * 3
    method = "Kaplan–Meier median, log-log interval" + CLUSTERED * bool(cluster)
    row = estimate_row(*numbers, n=int(happened.sum()), needed=needed, method=method)
    counts = {"n": len(years), "events": int(happened.sum())}
    return pd.DataFrame([row | counts | {"status": status(counts["events"], max(needed, 1))}])


def restricted_mean(
    spells: pd.DataFrame,
    *,
    tau: float,
    event: str,
    cluster: str | None = None,
    needed: int = MINIMUM_EVENTS,
) -> pd.DataFrame:
    """Return the mean years without the event up to ``tau`` (years): one row.

    Columns: ``estimate, estimate_low, estimate_high, n, events, tau, std_error, method, status, needed``. The
    area under the Kaplan–Meier curve. A ``tau`` beyond the last time observed gives an "insufficient data"
    row. The interval is normal; with ``cluster``, that of the mean as a share of ``tau``, clusters left
    out in turn. Misleads when tau is chosen after seeing the curves: fix it beforehand. Other arguments and
    assumptions as in :func:`survival`. Reference: Klein and Moeschberger 2003, section 4.5.

    >>> trial = pd.DataFrame({"years": [1.0, 2, 3, 4, 5], "outcome": "relapse"})
    >>> restricted_mean(trial, tau=5, event="relapse")["estimate"].round(6).item()
    3.0
    """
    years, happened = _observed(spells, event, cluster, measure="restricted_mean")
    enough = int(happened.sum()) if len(years) and tau <= years.max() else 0
    mean, error = _area(kaplan_meier(years, happened), tau) if enough >= max(needed, 1) else (np.nan,) * 2
    reach = NORMAL * error
    low, high = max(mean - reach, 0.0), min(mean + reach, tau)
    method = "area under Kaplan–Meier, normal interval"
    if cluster and enough >= max(needed, 1):
        kept = leave_one_out(spells[cluster])
        means = risk_table(years, happened, kept, causes=[True]).area(tau)
        low, high = (tau * float(end) for end in share_interval(means / tau))
        error, method = float(jackknife_error(means)), "area under Kaplan–Meier" + CLUSTERED
    row = estimate_row(mean, low, high, n=enough, needed=needed, method=method)
    return pd.DataFrame(
        [row | {"tau": float(tau), "std_error": error, "n": len(years), "events": int(happened.sum())}]
    )


def kaplan_meier(times: ArrayLike, happened: ArrayLike) -> pd.DataFrame:
    """Return the Kaplan–Meier curve of right-censored times: one row per time at which an event came.

    Spells are taken as independent. ``happened`` says of each of ``times`` (any unit, > 0) whether it ended
    with the event. Columns: ``time, at_risk`` (just before it), ``events, survival, survival_low,
    survival_high`` (share after it, log-log interval on Greenwood's error). Library: statsmodels
    ``SurvfuncRight``.

    >>> kaplan_meier([1, 2, 3, 4], [True, False, True, False])[["time", "at_risk", "survival"]]
       time  at_risk  survival
    0   1.0        4     0.750
    1   3.0        2     0.375
    """
    curve = SurvfuncRight(np.asarray(times, dtype=float), np.asarray(happened, dtype=float))
    share, events = np.asarray(curve.surv_prob, dtype=float), np.asarray(curve.n_events)
    low, high = loglog_interval(share, share * np.sqrt(np.cumsum(_greenwood(curve.n_risk, events))))
    return pd.DataFrame(
        {
            "time": np.asarray(curve.surv_times, dtype=float),
            "at_risk": np.asarray(curve.n_risk).astype(int),
            "events": events.astype(int),
            "survival": share,
            "survival_low": low,
            "survival_high": high,
        }
    )


def median_time(curve: pd.DataFrame) -> tuple[float, float, float]:
    """Return when a curve of :func:`kaplan_meier`, and each end of its interval, first falls below one half.

    NaN where that does not happen. The ends are those of the log-log interval, inverted (Brookmeyer and
    Crowley 1982).

    >>> median_time(kaplan_meier([1, 2, 3, 4, 5, 6, 7], [True] * 7))
    (4.0, 1.0, 6.0)
    """
    times = curve["time"].to_numpy()
    median, low, high = (_first_below_half(times, curve[name].to_numpy()) for name in SHARES)
    return median, low, high


def loglog_interval(share: Floats, error: Floats) -> tuple[Floats, Floats]:
    """Return the log(−log) interval of a share (of a survival curve, or of an incidence) from its error.

    ``error`` is the standard error of the share. Stays within 0 and 1; NaN where the share is exactly 0 or
    1, where it is not defined. Reference: Kalbfleisch and Prentice 2002, section 1.4.

    >>> low, high = loglog_interval(np.array([0.7529]), np.array([0.0963]))
    >>> low.round(3).item(), high.round(3).item()
    (0.503, 0.889)
    """
    low, high = np.full(share.shape, np.nan), np.full(share.shape, np.nan)
    inside = (share > 0) & (share < 1)
    logs = np.log(share[inside])
    spread = NORMAL * error[inside] / np.abs(share[inside] * logs)
    low[inside] = share[inside] ** np.exp(spread)
    high[inside] = share[inside] ** np.exp(-spread)
    return low, high


def _observed(
    spells: pd.DataFrame, event: str, cluster: str | None, *, measure: str
) -> tuple[Floats, NDArray[np.bool_]]:
    years = require_durations(spells, measure=measure)
    require_complete(spells, [cluster], measure=measure)
    return years, np.asarray(spells["outcome"] == event, dtype=bool)


def _curve(
    spells: pd.DataFrame, years: Floats, happened: NDArray[np.bool_], cluster: str | None
) -> pd.DataFrame:
    """Return the curve of :func:`kaplan_meier`, its interval from clusters left out where they are named."""
    curve = kaplan_meier(years, happened)
    if cluster is None:
        return curve
    risk = risk_table(years, happened, leave_one_out(spells[cluster]), causes=[True])
    low, high = share_interval(risk.ongoing[:, np.isin(risk.times, curve["time"])])
    return curve.assign(survival_low=low, survival_high=high)


def _greenwood(at_risk: ArrayLike, events: ArrayLike) -> Floats:
    """Return Greenwood's term d / (n (n − d)) of each time; NaN where all at risk fail."""
    n, d = np.asarray(at_risk, dtype=float), np.asarray(events, dtype=float)
    return np.asarray(np.divide(d, n * (n - d), out=np.full(d.shape, np.nan), where=n > d))


def _with_last_time(steps: pd.DataFrame, years: Floats) -> pd.DataFrame:
    """Carry the last step on to the last time observed, where the curve ends."""
    last = float(years.max())
    if last <= steps["years"].iloc[-1]:
        return steps
    end = steps.tail(1).assign(years=last, at_risk=int((years >= last).sum()), events=0)
    return pd.concat([steps, end], ignore_index=True)


def _first_below_half(times: Floats, shares: Floats) -> float:
    """R's rule (survival:::survmean): the first time below one half, or the middle of those at one half."""
    reached = shares < 0.5 + SAME
    if not reached.any():
        return float("nan")
    first = float(times[reached][0])
    below = times[shares < 0.5 - SAME]
    at_half = abs(shares[reached][0] - 0.5) < SAME
    return (first + float(below[0])) / 2 if at_half and len(below) else first


def _area(curve: pd.DataFrame, tau: float) -> tuple[float, float]:
    """Return the area under the curve up to ``tau`` and its standard error."""
    passed = curve[curve["time"] < tau]
    edges = np.concatenate([[0.0], passed["time"], [tau]])
    pieces = np.diff(edges) * np.append(1.0, passed["survival"])
    beyond = pieces.sum() - np.cumsum(pieces)[:-1]  # area to the right of each event
    terms = np.nan_to_num(_greenwood(passed["at_risk"], passed["events"]))
    return float(pieces.sum()), float(np.sqrt((beyond**2 * terms).sum()))
