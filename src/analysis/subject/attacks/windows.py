"""Answers how the last night, week, month and year compare with the period before.

Ratios are of launches per known night with an over-dispersed interval; means and counts of whole weeks
stand beside.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.intervals import bootstrap_interval, rate_ratio, total_dispersion, wilson
from analysis.statistics.results import OK, Day, Verdict, direction, estimate_row
from analysis.subject.attacks.nights import COVERAGE_NEEDED, launches, weekly

LENGTHS = (1, 7, 28, 365)
BASELINE_NIGHTS = 365
BASELINE_NEEDED = 28
BLOCK, DRAWS, SEED = 4, 2000, 1  # weeks; of the bootstrap
WEEKS_FOR_INTERVAL = 8
YEAR_WEEKS = 52
WIDEST = 1000.0  # an interval whose ends differ by more than this factor says nothing
COMMON_SHARE = 0.2  # a mark passed in more than a fifth of the weeks does not tell an unusual week


class Mark(Verdict):
    """Whether a number of launches tells an unusual week: it does not where many weeks pass it."""

    COMMON = "common"
    TELLING = "telling"


@measure
def window_ratios(
    strikes: pd.DataFrame,
    *,
    as_of: Day,
    lengths: Sequence[int] = LENGTHS,
    weapons: Sequence[str] = ("drone", "missile"),
) -> pd.DataFrame:
    """Each window ending at ``as_of`` beside the equally long one before it.

    Columns, one row per weapon and window:

    * ``weapon``, ``length`` (nights), ``first``, ``last`` (dates)
    * ``launched`` (weapons, sum over known nights, NaN if none is known), ``nights_known``, ``per_night``
    * ``previous_launched``, ``previous_nights_known``, ``previous_per_night``
    * ``estimate, estimate_low, estimate_high``: ratio of the two ``per_night``; ``n``: known nights of the
      less known window; ``method``, ``status``, ``needed`` (80 % of the window)
    * ``dispersion``: variance / mean of a total of that length; ``verdict`` (``more``, ``fewer``, or
      ``open`` where the interval covers 1; none without an estimate)

    The interval is log-normal quasi-Poisson. Its dispersion comes from the autocovariances of the 365
    nights to ``as_of`` around the means of the two windows and of the rest, so that even one night has an
    interval and the change itself is not taken for noise. A ratio also needs launches in both windows,
    28 known nights to measure the dispersion, and an interval narrower than a factor of 1,000. Misleads
    over windows of unlike coverage: see the known nights.

    >>> dates = pd.date_range("2025-01-01", periods=56)
    >>> strikes = pd.DataFrame({
    ...     "date": dates, "window": "night", "weapon_class": "drone", "launched": [10] * 28 + [20] * 28,
    ...     "shot_down": 5, "suppressed": 1, "outcome_basis": "separate"})
    >>> row = window_ratios(strikes, as_of="2025-02-25", lengths=[28], weapons=["drone"]).iloc[0]
    >>> int(row["launched"]), float(row["per_night"]), float(row["estimate"]), row["status"]
    (560, 20.0, 2.0, 'ok')
    """
    rows = []
    for weapon in weapons:
        series = launches(strikes, weapon=weapon, as_of=as_of)
        rows += [_ratio_row(series, weapon, length, pd.Timestamp(as_of)) for length in lengths]
    return pd.DataFrame(rows)


def _ratio_row(series: pd.Series, weapon: str, length: int, last: pd.Timestamp) -> dict[str, object]:
    both = series.reindex(pd.date_range(end=last, periods=2 * length))
    before, after = both.iloc[:length], both.iloc[length:]
    dispersion, ratio = _ratio(before, after, series.tail(BASELINE_NIGHTS))
    row = estimate_row(
        *ratio,
        n=min(before.count(), after.count()),
        needed=int(np.ceil(COVERAGE_NEEDED * length)),
        method="ratio of launches per known night, quasi-Poisson interval",
    )
    return {
        "weapon": weapon,
        "length": length,
        "first": after.index[0],
        "last": last,
        "launched": after.sum(min_count=1),
        "nights_known": int(after.count()),
        "per_night": after.mean(),
        "previous_launched": before.sum(min_count=1),
        "previous_nights_known": int(before.count()),
        "previous_per_night": before.mean(),
        **row,
        "dispersion": dispersion,
        "verdict": direction(row),
    }


def _ratio(
    before: pd.Series, after: pd.Series, baseline: pd.Series
) -> tuple[float, tuple[float, float, float]]:
    """Measure the dispersion and with it the ratio; NaN on too short a baseline, or when it says nothing."""
    if baseline.count() < BASELINE_NEEDED:
        return np.nan, (np.nan, np.nan, np.nan)
    level = pd.Series(baseline.mean(), index=baseline.index)
    for window in (before, after):
        level.loc[level.index.isin(window.index)] = window.mean()
    dispersion = total_dispersion(baseline, len(after), level=level)
    ratio = rate_ratio(
        before.sum(),
        after.sum(),
        exposure_before=before.count(),
        exposure_after=after.count(),
        dispersion=dispersion,
    )
    _, low, high = ratio
    return dispersion, (np.nan, np.nan, np.nan) if high > WIDEST * low else ratio


@measure
def recent_weeks(strikes: pd.DataFrame, *, as_of: Day, lengths: Sequence[int] = (4, 26, 52)) -> pd.DataFrame:
    """Mean weekly launches of drones in the newest full weeks (Monday to Sunday) that end by ``as_of``.

    Columns, one row per length: ``weapon``, ``weeks``, ``first_week``, ``last_week`` (Mondays), ``last``
    (the Sunday on which the newest ends), ``floor`` (bool: some of the nights are unknown), ``estimate,
    estimate_low, estimate_high`` (launches a week), ``n`` and ``nights_known`` (known nights), ``method``,
    ``status``, ``needed`` (80 % of the nights). The interval is a stationary bootstrap over weeks, NaN
    below 8 weeks. Unknown nights add nothing, so that with any the mean is a floor.

    >>> dates = pd.date_range("2025-01-06", periods=28)
    >>> strikes = pd.DataFrame({
    ...     "date": dates, "window": "night", "weapon_class": "drone", "launched": 10,
    ...     "shot_down": 5, "suppressed": 1, "outcome_basis": "separate"})
    >>> recent_weeks(strikes, as_of="2025-02-02")[["weeks", "estimate", "status"]]
       weeks  estimate             status
    0      4      70.0                 ok
    1     26       NaN  insufficient data
    2     52       NaN  insufficient data
    """
    weeks = _full_weeks(strikes, as_of=as_of)
    rows = []
    for length in lengths:
        newest = weeks.tail(length)
        totals = newest["launched"].dropna().to_numpy(dtype=float)
        low = high = np.nan
        if len(totals) >= WEEKS_FOR_INTERVAL:
            low, high = bootstrap_interval(totals, _draw_means, block=BLOCK, draws=DRAWS, seed=SEED)
        mean = totals.mean() if len(totals) else np.nan
        method = f"mean of weeks, stationary bootstrap, mean block {BLOCK} weeks, {DRAWS} draws"
        span = _week_span(newest, length)
        n, needed = newest["nights_known"].sum(), int(np.ceil(COVERAGE_NEEDED * 7 * length))
        row = estimate_row(mean, low, high, n=n, needed=needed, method=method)
        rows.append(span | {"floor": bool(n < 7 * length)} | row)
    return pd.DataFrame(rows)


@measure
def weeks_above(strikes: pd.DataFrame, *, as_of: Day, threshold: float = 1000) -> pd.DataFrame:
    """How many of the newest 52 full weeks had more than ``threshold`` drones launched: one row.

    Columns: ``weapon``, ``weeks``, ``first_week``, ``last_week``, ``last`` (a Sunday), ``nights_known``,
    ``threshold``, ``above`` (weeks; NA with too few), ``estimate, estimate_low, estimate_high`` (share of
    weeks, Wilson, weeks taken as independent), ``n``, ``method``, ``status``, ``needed`` (52),
    ``verdict`` (``common`` where more than a fifth of the weeks pass the threshold, so that it tells no
    unusual week, else ``telling``). Weeks with unknown nights count with what is known.
    """
    newest = _full_weeks(strikes, as_of=as_of).tail(YEAR_WEEKS)
    totals = newest["launched"].dropna()
    above, n = int((totals > threshold).sum()), len(totals)
    low, high = wilson(above, n)
    row = estimate_row(
        above / n if n else np.nan,
        float(low),
        float(high),
        n=n,
        needed=YEAR_WEEKS,
        method="share of weeks, Wilson",
    )
    counted = {"threshold": threshold, "above": above if row["status"] == OK else pd.NA}
    mark = Mark.COMMON if n and above / n > COMMON_SHARE else Mark.TELLING
    return pd.DataFrame([_week_span(newest, YEAR_WEEKS) | counted | row | {"verdict": mark}])


def _full_weeks(strikes: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    weeks = weekly(strikes, as_of=as_of)
    return weeks[(weeks["weapon"] == "drone") & ~weeks["partial"]]


def _week_span(newest: pd.DataFrame, length: int) -> dict[str, object]:
    return {
        "weapon": "drone",
        "weeks": length,
        "first_week": newest["week"].min(),
        "last_week": newest["week"].max(),
        "last": newest["week"].max() + pd.Timedelta(days=6),
        "nights_known": int(newest["nights_known"].sum()),
    }


def _draw_means(draws: np.ndarray) -> np.ndarray:
    means: np.ndarray = draws.mean(axis=1)
    return means
