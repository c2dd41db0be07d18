"""Answers how the last night, week, month and year compare with the period before.

Where two windows are long enough for it, the ratio has an interval; each window has its rank among those of
the year before. Means and counts of whole weeks stand beside.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.long_run import period_ratio
from analysis.statistics.results import OK, Day, Direction, Verdict, direction, estimate_row, without_interval
from analysis.subject.attacks.nights import COVERAGE_NEEDED, launches, weekly

LENGTHS = (1, 7, 28, 365)
RANKED_NIGHTS = 365
SHORTEST_RATIO = 28  # nights: shorter windows are ranked instead
YEAR_WEEKS = 52
WIDEST = 1000.0  # an interval whose ends differ by more than this factor says nothing
COMMON_SHARE = 0.2  # a mark passed in more than a fifth of the weeks does not tell an unusual week


class Mark(Verdict):
    """Whether a number of launches tells an unusual week: it does not where many weeks pass it."""

    COMMON = "common"
    TELLING = "telling"


class Change(Verdict):
    """What the launches of a window allow to be said beside those of the window before."""

    MORE = "more"
    FEWER = "fewer"
    OPEN = "open"
    NONE_BEFORE = "none before"


_CHANGES = {Direction.MORE: Change.MORE, Direction.FEWER: Change.FEWER, Direction.OPEN: Change.OPEN}


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
    * ``at_least``, ``earlier``: how many of the windows of the same length that lie end to end in the 365
      nights before had as many launches per known night, and how many these are (80 % of their nights
      known); of a single night, among the 365 known nights before, as ``records.percentile_ranks`` does
    * ``estimate, estimate_low, estimate_high``: ratio of the two ``per_night``; ``n``: known nights of the
      less known window; ``method``, ``status``, ``needed`` (80 % of the window, 23 at least)
    * ``verdict`` (`Change`: ``more``, ``fewer``, or ``open`` where the interval covers 1; ``none before``
      where the window before is known and had none, so that there is no ratio; else missing)

    The interval allows for dependence of nights within a window (``long_run.period_ratio``) and needs windows
    of 28 nights: shorter ones have their rank only. It is of the levels of these nights: where the level
    drifts over months, any two windows differ more often than said. A ratio also needs launches in both
    windows, and an interval narrower than a factor of 1,000. Misleads over windows of unlike coverage: see
    the known nights.

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
    row = estimate_row(
        *_ratio(before, after, length),
        n=min(before.count(), after.count()),
        needed=int(np.ceil(COVERAGE_NEEDED * max(length, SHORTEST_RATIO))),
        method="ratio of launches per known night, long-run variance",
    )
    side = direction(row)
    verdict = None if side is None else _CHANGES[side]
    if row["n"] == length >= SHORTEST_RATIO and before.sum() == 0:
        row, verdict = row | {"status": OK}, Change.NONE_BEFORE
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
        **_rank(series, after, length),
        **row,
        "verdict": verdict,
    }


def _ratio(before: pd.Series, after: pd.Series, length: int) -> tuple[float, float, float]:
    """Return the ratio of two windows; NaN for short ones, and when its interval says nothing."""
    if length < SHORTEST_RATIO:
        return (np.nan,) * 3
    ratio = period_ratio(before.dropna(), after.dropna())
    return (np.nan,) * 3 if ratio[2] > WIDEST * ratio[1] else ratio


def _rank(series: pd.Series, window: pd.Series, length: int) -> dict[str, object]:
    """Count the windows of the same length before, end to end, that had as many launches a night."""
    needed = COVERAGE_NEEDED * length
    count = max(1, RANKED_NIGHTS // length)
    newest = window.index[0] - pd.Timedelta(days=1)
    nights = series.reindex(pd.date_range(end=newest, periods=count * length))
    windows = nights.groupby(np.arange(len(nights)) // length)
    levels = windows.mean()[windows.count() >= needed]
    if length == 1:
        levels = series.loc[:newest].dropna().tail(RANKED_NIGHTS)
    known = window.count() >= needed and len(levels) > 0
    return {
        "at_least": int((levels >= window.mean()).sum()) if known else pd.NA,
        "earlier": len(levels),
    }


@measure
def recent_weeks(strikes: pd.DataFrame, *, as_of: Day, lengths: Sequence[int] = (4, 26, 52)) -> pd.DataFrame:
    """Mean weekly launches of drones in the newest full weeks (Monday to Sunday) that end by ``as_of``.

    Columns, one row per length: ``weapon``, ``weeks``, ``first_week``, ``last_week`` (Mondays), ``last``
    (the Sunday on which the newest ends), ``floor`` (bool: some of the nights are unknown), ``estimate``
    (launches a week: what was reported, so without an interval), ``n`` and ``nights_known`` (known nights),
    ``method``, ``status``, ``needed`` (80 % of the nights). Unknown nights add nothing, so that with any the
    mean is a floor.

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
        mean = totals.mean() if len(totals) else np.nan
        span = _week_span(newest, length)
        n, needed = newest["nights_known"].sum(), int(np.ceil(COVERAGE_NEEDED * 7 * length))
        row = without_interval(estimate_row(mean, n=n, needed=needed, method="mean of weeks"))
        rows.append(span | {"floor": bool(n < 7 * length)} | row)
    return pd.DataFrame(rows)


@measure
def weeks_above(strikes: pd.DataFrame, *, as_of: Day, threshold: float = 1000) -> pd.DataFrame:
    """How many of the newest 52 full weeks had more than ``threshold`` drones launched: one row.

    Columns: ``weapon``, ``weeks``, ``first_week``, ``last_week``, ``last`` (a Sunday), ``nights_known``,
    ``threshold``, ``above`` (weeks; NA with too few), ``floor`` (bool: a week that is not above has unknown
    nights, with which it may have been), ``estimate`` (share of these weeks: a count, so without an
    interval), ``n``, ``method``, ``status``, ``needed`` (52), ``verdict`` (``common`` where more than a fifth
    of the weeks pass the threshold, so that it tells no unusual week, else ``telling``). Weeks with unknown
    nights count with what is known.
    """
    newest = _full_weeks(strikes, as_of=as_of).tail(YEAR_WEEKS)
    totals = newest["launched"].dropna()
    above, n = int((totals > threshold).sum()), len(totals)
    share = above / n if n else np.nan
    row = without_interval(estimate_row(share, n=n, needed=YEAR_WEEKS, method="share of weeks"))
    floor = bool(((newest["nights_known"] < 7) & ~(newest["launched"] > threshold)).any())
    counted = {"threshold": threshold, "above": above if row["status"] == OK else pd.NA, "floor": floor}
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
