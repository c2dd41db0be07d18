"""Answers whether launches grow, how fast within each regime, and what season and weekday have to do with it.

Growth is measured within regimes of one level, never across a break or across years of thin coverage; when
the interval covers no growth there is no doubling time.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.intervals import NORMAL
from analysis.statistics.regression import log_linear, negative_binomial
from analysis.statistics.results import Day, Direction, Verdict, direction, estimate_row
from analysis.subject.attacks.breaks import regimes as level_regimes
from analysis.subject.attacks.breaks import weekly_levels
from analysis.subject.attacks.coverage import covered_from
from analysis.subject.attacks.nights import launches

WEEKS_NEEDED = 20
TREND_WEEKS_NEEDED = 26
YEAR = 365.25
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SLOW = ("trend", "cosine", "sine")


class Growth(Verdict):
    """What a growth rate's interval establishes."""

    GROWTH = "growth"
    DECLINE = "decline"
    OPEN = "open"


class Steps(Verdict):
    """Which way the steps led that came before a level; none, or too few weeks to look for any."""

    UP = "up"
    DOWN = "down"
    NONE = "none"
    UNTRIED = "too few weeks"


_GROWTHS = {Direction.MORE: Growth.GROWTH, Direction.FEWER: Growth.DECLINE, Direction.OPEN: Growth.OPEN}


@measure
def growth(strikes: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Weekly growth of drone launches within each regime of ``breaks.regimes``, and the steps that led to it.

    Columns, oldest first: those of :func:`growth_within`; ``level``, ``first_level`` (mean launches a week of
    the regime and of the first one; NaN when the weeks are too few for any), ``earlier_steps`` (breaks before
    the regime), ``steps`` (`Steps`: which way they led).
    """
    found = level_regimes(strikes, as_of=as_of)
    levels = weekly_levels(strikes, as_of=as_of)
    level, first_level = found["estimate"], found["estimate"].iloc[0]
    tried = bool(level.notna().all())
    ways = [
        (Steps.NONE if at == 0 else Steps.UP if one > first_level else Steps.DOWN) if tried else Steps.UNTRIED
        for at, one in enumerate(level)
    ]
    steps = {"level": level, "first_level": first_level, "earlier_steps": range(len(found)), "steps": ways}
    return growth_within(levels, found).assign(weapon="drone", **steps)


def growth_within(levels: pd.Series, regimes: pd.DataFrame) -> pd.DataFrame:
    """Weekly growth of a series within each regime, and the doubling time where growth is established.

    ``levels`` are launches a week (Monday index, as ``breaks.weekly_levels``); ``regimes`` has ``first`` and
    ``last`` (Mondays). Columns, one row per regime: ``first``, ``last``, ``estimate, estimate_low,
    estimate_high`` (growth in percent a week), ``n`` (weeks used), ``method``, ``status``, ``needed`` (20);
    ``verdict`` (``growth``, ``decline``, or ``open`` where the interval covers none; none without an
    estimate); ``doubling, doubling_low, doubling_high`` (weeks to double, in a decline to halve; NaN while
    open).

    Regimes found in the same series are level by construction: growth *within* them is what no break
    explains. A level that drifts slowly looks like growth: over 20 weeks one in ten such series without
    growth would be told to grow. Estimator: ``regression.log_linear``.
    """
    rows = [
        _growth_row(levels[(levels.index >= first) & (levels.index <= last)], first, last)
        for first, last in zip(regimes["first"], regimes["last"], strict=True)
    ]
    return pd.DataFrame(rows)


def _growth_row(levels: pd.Series, first: pd.Timestamp, last: pd.Timestamp) -> dict[str, object]:
    n = len(levels)
    slope = (np.nan,) * 3
    if n >= WEEKS_NEEDED:
        weeks = (levels.index - levels.index[0]).days.to_numpy() / 7
        slope = log_linear(levels, weeks)
    method = "log-linear Poisson quasi-likelihood on weeks, long-run variance"
    row = estimate_row(*(100 * np.expm1(slope)), n=n, needed=WEEKS_NEEDED, method=method)
    side = direction(row, neutral=0.0)
    known = side in (Direction.MORE, Direction.FEWER)
    doubling = np.log(2) / np.abs(slope) if known else np.full(3, np.nan)
    low, high = sorted(doubling[1:])
    return {
        "first": first,
        "last": last,
        **row,
        "verdict": None if side is None else _GROWTHS[side],
        "doubling": float(doubling[0]),
        "doubling_low": float(low),
        "doubling_high": float(high),
    }


@measure
def count_trend(strikes: pd.DataFrame, *, as_of: Day, start: Day | None = None) -> pd.DataFrame:
    """Negative binomial regression of nightly drone launches on trend, season and weekday.

    Known nights from ``start`` (default: where coverage begins). Columns, one row per ``term``: ``weapon``,
    ``first``, ``last`` (nights); ``term``: ``trend`` (4 weeks), ``cosine``, ``sine`` (one
    yearly wave; only from one full year of nights on, else there is none), ``Tuesday`` … ``Sunday``
    (against Monday, by the date on which the salvo ends), ``alpha`` (dispersion); ``estimate, estimate_low,
    estimate_high``: ratio of launches (alpha: itself, without interval); errors of trend and season allow for
    slow movements, those of weekdays take weeks as clusters (``regression.negative_binomial``); ``n``
    (nights), ``method``, ``status``, ``needed`` (182 nights); ``poisson, poisson_low, poisson_high``: the
    same with the naive Poisson interval; ``error_ratio``: error / Poisson error; ``converged`` (bool;
    when false the estimates are NaN and the status is "insufficient data"); ``verdict`` (``more``,
    ``fewer``, or ``open`` where the interval covers 1; none for alpha).

    A smooth trend through level shifts describes, it does not explain; with little more than a year, season
    and trend are hard to tell apart. Reference: Cameron and Trivedi 2013, chapter 3.
    """
    begin = covered_from(strikes, as_of=as_of) if start is None else pd.Timestamp(start)
    known = (
        launches(strikes, weapon="drone", as_of=as_of, start=begin).dropna() if begin is not None else None
    )
    needed = 7 * TREND_WEEKS_NEEDED
    method = "negative binomial; long-run variance, weekdays by weeks as clusters"
    place = {"weapon": "drone", "first": pd.NaT, "last": pd.NaT}
    if known is None or len(known) < needed or known.sum() == 0:
        n = 0 if known is None else len(known)
        blank = {"term": "trend"} | estimate_row(n=n, needed=needed, method=method)
        extra = dict.fromkeys(["poisson", "poisson_low", "poisson_high", "error_ratio"], np.nan)
        return pd.DataFrame([place | blank | extra | {"converged": False, "verdict": None}])
    place |= {"first": known.index[0], "last": known.index[-1]}
    fit = fitted(known)
    rows = [
        place | _term_row(term, needed=needed, method=method)
        for _, term in fit[fit["term"] != "constant"].iterrows()
    ]
    return pd.DataFrame(rows)


def fitted(known: pd.Series) -> pd.DataFrame:
    """Fit the count model of :func:`count_trend` to launches by known night: see its estimator."""
    nights = pd.DatetimeIndex(known.index)
    design, weeks = _design(nights), (nights - pd.to_timedelta(nights.day_of_week, unit="D")).to_numpy()
    return negative_binomial(known, design, slow=[term for term in SLOW if term in design], clusters=weeks)


def _design(nights: pd.DatetimeIndex) -> pd.DataFrame:
    """Regressors of :func:`count_trend`, the trend in units of 4 weeks and centred."""
    days = (nights - nights[0]).days.to_numpy()
    design = pd.DataFrame({"constant": 1.0, "trend": (days - days.mean()) / 28}, index=nights)
    if days[-1] + 1 >= YEAR:
        angle = 2 * np.pi * nights.day_of_year.to_numpy() / YEAR
        design["cosine"], design["sine"] = np.cos(angle), np.sin(angle)
    for number, weekday in enumerate(WEEKDAYS[1:], start=1):
        design[weekday] = (nights.day_of_week == number).astype(float)
    return design


def _term_row(term: pd.Series, *, needed: int, method: str) -> dict[str, object]:
    """Turn one row of :func:`negative_binomial` into ratios; nothing unless the fit converged."""
    ends = np.array([term["coefficient"], term["coefficient_low"], term["coefficient_high"]])
    is_alpha = term["term"] == "alpha"
    poisson = term["coefficient"] + NORMAL * term["poisson_error"] * np.array([-1, 1])
    values = (ends if is_alpha else np.exp(ends)) if term["converged"] else (np.nan,) * 3
    row = estimate_row(*values, n=term["n"], needed=needed, method=method)
    return {
        "term": term["term"],
        **row,
        "poisson": np.nan if is_alpha else row["estimate"],
        "poisson_low": np.nan if is_alpha else float(np.exp(poisson[0])),
        "poisson_high": np.nan if is_alpha else float(np.exp(poisson[1])),
        "error_ratio": float(term["error"] / term["poisson_error"]),
        "converged": bool(term["converged"]),
        "verdict": None if is_alpha else direction(row),
    }
