"""Answers whether launches grow, how fast within each regime, and what season and weekday have to do with it.

Growth is measured within regimes of one level, never across a break or across years of thin coverage; when
the interval covers no growth there is no doubling time.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from analysis.statistics.intervals import CONFIDENCE
from analysis.statistics.regression import log_linear, negative_binomial
from analysis.statistics.results import INSUFFICIENT, Day, estimate_row, excludes
from analysis.subject.attacks.breaks import regimes as level_regimes
from analysis.subject.attacks.breaks import weekly_levels
from analysis.subject.attacks.coverage import covered_from
from analysis.subject.attacks.nights import launches

WEEKS_NEEDED = 8
TREND_WEEKS_NEEDED = 26
YEAR = 365.25
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NIGHT_LAGS = 14


def growth(
    strikes: pd.DataFrame, *, as_of: Day, weapon: str = "drone", regimes: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Weekly growth of launches within each regime, and the doubling time where growth is established.

    ``regimes`` has ``first`` and ``last`` (Mondays), by default ``breaks.regimes``; a
    regime of everything is ``pd.DataFrame({"first": [...], "last": [...]})``.

    Columns, oldest first: ``weapon``, ``first``, ``last`` (Mondays), ``estimate, estimate_low,
    estimate_high`` (growth a week as a share: 0.02 = 2 %), ``n`` (weeks used), ``method``, ``status``,
    ``needed`` (8); ``direction`` (``growth``, ``decline``, ``none established``; blank if insufficient);
    ``doubling, doubling_low, doubling_high`` (weeks; halving when negative; NaN unless the interval
    excludes no growth).

    Regimes found in the same series are level by construction: growth *within* them is what no break
    explains. Log-linear Poisson quasi-likelihood with Newey–West errors. Reference: Newey and West 1987.
    """
    if regimes is None:
        regimes = level_regimes(strikes, as_of=as_of, weapon=weapon)
    begin = regimes["first"].min()
    levels = weekly_levels(strikes, as_of=as_of, start=None if pd.isna(begin) else begin, weapon=weapon)
    rows = [
        _growth_row(levels[(levels.index >= first) & (levels.index <= last)], first, last)
        for first, last in zip(regimes["first"], regimes["last"], strict=True)
    ]
    return pd.DataFrame(rows).assign(weapon=weapon)[["weapon", *rows[0]]]


def _growth_row(levels: pd.Series, first: pd.Timestamp, last: pd.Timestamp) -> dict[str, object]:
    n = len(levels)
    slope = (np.nan,) * 3
    if n >= WEEKS_NEEDED:
        weeks = (levels.index - levels.index[0]).days.to_numpy() / 7
        slope = log_linear(levels, weeks)
    method = "log-linear Poisson quasi-likelihood on weeks, Newey–West errors"
    row = estimate_row(*np.expm1(slope), n=n, needed=WEEKS_NEEDED, method=method)
    established = excludes(row, 0.0)
    doubling = np.log(2) / np.array([slope[0], slope[2], slope[1]]) if established else [np.nan] * 3
    direction = ("growth" if slope[0] > 0 else "decline") if established else "none established"
    return {
        "first": first,
        "last": last,
        **row,
        "direction": "" if row["status"] == INSUFFICIENT else direction,
        "doubling": float(doubling[0]),
        "doubling_low": float(doubling[1]),
        "doubling_high": float(doubling[2]),
    }


def count_trend(
    strikes: pd.DataFrame, *, as_of: Day, start: Day | None = None, weapon: str = "drone"
) -> pd.DataFrame:
    """Negative binomial regression of nightly launches on trend, season and weekday.

    Known nights from ``start`` (default: where coverage begins). Columns, one row per ``term``: ``weapon``,
    ``first``, ``last`` (nights); ``term``: ``trend, 4 weeks``, ``season, cosine``, ``season, sine`` (one
    yearly wave; only from one full year of nights on, else there is none), ``Tuesday`` … ``Sunday``
    (against Monday, by the date on which the salvo ends), ``dispersion alpha``; ``estimate, estimate_low,
    estimate_high``: ratio of launches (alpha: itself), Newey–West errors with 14 lags; ``n`` (nights),
    ``method``, ``status``, ``needed`` (182 nights); ``poisson_low``, ``poisson_high``: the naive Poisson
    interval; ``error_ratio``: HAC error / Poisson error; ``converged`` (bool; when false the estimates are
    NaN and the status is "insufficient data"); ``established`` (bool: the interval excludes 1; never for
    alpha).

    A smooth trend through level shifts describes, it does not explain; with little more than a year, season
    and trend are hard to tell apart. Reference: Cameron and Trivedi 2013, chapter 3.
    """
    begin = covered_from(strikes, as_of=as_of, weapon=weapon) if start is None else pd.Timestamp(start)
    known = launches(strikes, weapon=weapon, as_of=as_of, start=begin).dropna() if begin is not None else None
    needed = 7 * TREND_WEEKS_NEEDED
    method = f"negative binomial, Newey–West errors, {NIGHT_LAGS} lags"
    place = {"weapon": weapon, "first": pd.NaT, "last": pd.NaT}
    if known is None or len(known) < needed or known.sum() == 0:
        n = 0 if known is None else len(known)
        blank = {"term": "trend, 4 weeks"} | estimate_row(n=n, needed=needed, method=method)
        extra = {"poisson_low": np.nan, "poisson_high": np.nan, "error_ratio": np.nan, "converged": False}
        return pd.DataFrame([place | blank | extra | {"established": False}])
    place |= {"first": known.index[0], "last": known.index[-1]}
    fit = negative_binomial(known, _design(pd.DatetimeIndex(known.index)), lags=NIGHT_LAGS)
    rows = [
        place | _term_row(term, needed=needed, method=method)
        for _, term in fit[fit["term"] != "constant"].iterrows()
    ]
    return pd.DataFrame(rows)


def _design(nights: pd.DatetimeIndex) -> pd.DataFrame:
    """Regressors of :func:`count_trend`, the trend in units of 4 weeks and centred."""
    days = (nights - nights[0]).days.to_numpy()
    design = pd.DataFrame({"constant": 1.0, "trend, 4 weeks": (days - days.mean()) / 28}, index=nights)
    if days[-1] + 1 >= YEAR:
        angle = 2 * np.pi * nights.day_of_year.to_numpy() / YEAR
        design["season, cosine"], design["season, sine"] = np.cos(angle), np.sin(angle)
    for number, weekday in enumerate(WEEKDAYS[1:], start=1):
        design[weekday] = (nights.day_of_week == number).astype(float)
    return design


def _term_row(term: pd.Series, *, needed: int, method: str) -> dict[str, object]:
    """Turn one row of :func:`negative_binomial` into ratios; nothing unless the fit converged."""
    ends = np.array([term["coefficient"], term["coefficient_low"], term["coefficient_high"]])
    is_alpha = term["term"] == "alpha"
    poisson = term["coefficient"] + stats.norm.ppf(0.5 + CONFIDENCE / 2) * term["poisson_error"] * np.array(
        [-1, 1]
    )
    values = (ends if is_alpha else np.exp(ends)) if term["converged"] else (np.nan,) * 3
    row = estimate_row(*values, n=term["n"], needed=needed, method=method)
    return {
        "term": "dispersion alpha" if is_alpha else term["term"],
        **row,
        "poisson_low": float(np.exp(poisson[0])),
        "poisson_high": float(np.exp(poisson[1])),
        "error_ratio": float(term["error"] / term["poisson_error"]),
        "converged": bool(term["converged"]),
        "established": not is_alpha and excludes(row, 1.0),
    }
