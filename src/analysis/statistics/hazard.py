"""Does the risk of an event fall the longer it has not come?

A life table of events per spell-year with exact Poisson intervals, and the shape of a Weibull fit: below 1
the hazard falls with time, at 1 it is constant, above 1 it rises.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from scipy import optimize, stats

from analysis.errors import AnalysisError
from analysis.statistics.domain import require_durations
from analysis.statistics.intervals import CONFIDENCE, Floats, students
from analysis.statistics.results import estimate_row

MINIMUM_EVENTS: Final = 10
MINIMUM_EXPOSURE: Final = 10.0  # spell-years in the last interval of a life table
BOUNDS: Final = (0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 40.0)
SHAPES: Final = (0.02, 50.0)  # where a root is looked for first; above, as far as it takes
STEEPEST: Final = 1e6


def life_table(
    spells: pd.DataFrame,
    *,
    bounds: Sequence[float] = BOUNDS,
    event: str,
    needed: int = MINIMUM_EVENTS,
) -> pd.DataFrame:
    """Return the rate of the event per spell-year in each interval of age.

    ``spells`` has ``years`` (> 0) and ``outcome`` (a row is an event when it equals ``event``, else
    censored). One row per interval ``(from_years, to_years]`` that anyone
    entered: ``at_risk`` (spells entering), ``events``, ``exposure`` (spell-years), ``estimate,
    estimate_low, estimate_high`` (events per spell-year, exact Poisson). With fewer than ``needed`` events
    in all, one "insufficient data" row. Raises ``AnalysisError`` that names the rows of what is no duration.

    Assumes a constant rate within an interval and independent spells; where related spells share a risk that
    varies by a factor of two to three, the exact interval of few events still holds (tried
    in `benchmarks`). Misleads at high ages: those who get
    there are the ones that hold, so that a falling rate need not mean that a given spell grows safer
    (unobserved differences between spells do the same). Reference: Garwood 1936 (interval); Clayton and
    Hills 1993, chapter 5.

    >>> trial = pd.DataFrame({"years": [0.5, 0.5, 8, 9], "outcome": ["relapse"] * 2 + [""] * 2})
    >>> table = life_table(trial, event="relapse", bounds=[0, 1, 9], needed=2)
    >>> table[["to_years", "events", "exposure", "estimate"]].round(3)
       to_years  events  exposure  estimate
    0       1.0       2       3.0     0.667
    1       9.0       0      15.0     0.000
    """
    years = require_durations(spells, measure="life_table")
    happened = (spells["outcome"] == event).to_numpy()
    method = "events per spell-year, exact Poisson interval"
    if happened.sum() < needed:
        row = estimate_row(n=int(happened.sum()), needed=needed, method=method)
        blank = {"from_years": np.nan, "to_years": np.nan, "at_risk": len(years), "exposure": years.sum()}
        return pd.DataFrame([blank | {"events": int(happened.sum())} | row | {"n": len(years)}])
    rows = []
    for lower, upper in _filled(_intervals(bounds, float(years.max())), years):
        exposure = float(np.clip(years - lower, 0, upper - lower).sum())
        events = int((happened & (years > lower) & (years <= upper)).sum())
        at_risk = int((years > lower).sum())
        row = estimate_row(
            events / exposure, *_poisson(events, exposure), n=len(years), needed=0, method=method
        )
        edges = {"from_years": lower, "to_years": upper, "at_risk": at_risk, "events": events}
        rows.append(edges | {"exposure": exposure} | row | {"needed": needed})
    return pd.DataFrame(rows)


def weibull_shape(spells: pd.DataFrame, *, event: str, needed: int = MINIMUM_EVENTS) -> pd.DataFrame:
    """Return the maximum-likelihood Weibull shape of right-censored times: one row, with ``scale``.

    ``estimate`` is the shape (no unit); the interval is by Student's t on its logarithm, with two degrees
    less than events. No number where every event came at the last time observed: the shape is then without
    limit. Raises ``AnalysisError`` that names the rows of what is no duration. Assumes independent spells,
    though a risk that related spells share moves level and not shape, so that the interval holds (tried in
    `benchmarks`). Assumes that the hazard is a power of time; a shape below 1 also arises when fragile and
    robust spells are mixed, each at a constant hazard. Reference: Kalbfleisch and Prentice 2002, section 3.6.

    >>> ages = [17.88, 28.92, 33.0, 41.52, 42.12, 45.6, 48.48, 51.84, 51.96, 54.12, 55.56, 67.8, 68.64,
    ...     68.64, 68.88, 84.12, 93.12, 98.64, 105.12, 105.84, 127.92, 128.04, 173.4]  # Lieblein, Zelen 1956
    >>> fit = weibull_shape(pd.DataFrame({"years": ages, "outcome": "failed"}), event="failed")
    >>> fit[["estimate", "scale"]].round(2).values.tolist()
    [[2.1, 81.88]]
    """
    years = require_durations(spells, measure="weibull_shape")
    happened = (spells["outcome"] == event).to_numpy()
    events = int(happened.sum())
    shape, scale, error = (np.nan,) * 3
    if events >= max(needed, 2) and years[happened].min() < years.max():
        shape, scale, error = _weibull(years, happened)
    reach = np.exp(students(max(events - 2, 1)) * error)
    method = "Weibull maximum likelihood, Student's t interval on the log shape"
    row = estimate_row(
        shape, shape / reach, shape * reach, n=events if shape == shape else 0, needed=needed, method=method
    )
    return pd.DataFrame([row | {"n": len(years), "events": events, "scale": scale}])


def _intervals(bounds: Sequence[float], last: float) -> list[tuple[float, float]]:
    """Return consecutive intervals up to the last time observed; the final one ends there."""
    edges = [float(edge) for edge in bounds]
    if edges[0] != 0 or edges != sorted(set(edges)):
        raise AnalysisError(f"bounds of a life table rise from 0; got {', '.join(map(str, bounds))}")
    kept = [edge for edge in edges if edge < last]
    return list(zip(kept, [*kept[1:], last], strict=True))


def _filled(intervals: Sequence[tuple[float, float]], years: Floats) -> list[tuple[float, float]]:
    """Join the last intervals until at least ten spell-years were observed in the final one."""
    kept = list(intervals)
    while len(kept) > 1 and np.clip(years - kept[-1][0], 0, None).sum() < MINIMUM_EXPOSURE:
        kept[-2:] = [(kept[-2][0], kept[-1][1])]
    return kept


def _poisson(events: int, exposure: float) -> tuple[float, float]:
    """Return Garwood's exact interval of a rate."""
    tail = (1 - CONFIDENCE) / 2
    low = stats.chi2.ppf(tail, 2 * events) / 2 if events else 0.0
    return float(low / exposure), float(stats.chi2.isf(tail, 2 * events + 2) / 2 / exposure)


def _weibull(years: Floats, happened: np.ndarray) -> tuple[float, float, float]:
    """Return shape, scale and the standard error of log shape, from the profile likelihood of the shape."""
    longest = years.max()
    times, logs = years / longest, np.log(years / longest)  # scaled, so that powers do not overflow
    events = float(happened.sum())

    def slope(shape: float) -> float:
        power = times**shape
        return float((power * logs).sum() / power.sum() - 1 / shape - logs[happened].mean())

    low, high = SHAPES
    while slope(high) < 0 and high < STEEPEST:  # times that are nearly equal have a steep shape
        low, high = high, 2 * high
    if slope(low) > 0 or slope(high) < 0:
        return (float("nan"),) * 3
    shape = float(optimize.brentq(slope, low, high, xtol=1e-12))
    power = times**shape
    mean_log = (power * logs).sum() / power.sum()
    spread = (power * logs**2).sum() / power.sum() - mean_log**2
    information = events * (1 + shape**2 * spread)
    return shape, float(longest * (power.sum() / events) ** (1 / shape)), float(1 / np.sqrt(information))
