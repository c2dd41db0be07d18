"""Answers what share of the launched weapons was neutralised, and whether that share has a trend.

Nights are clusters: drones of one night share their fate, so that naive intervals are several times too
narrow. The shot-down share jumps on 2025-07-24 because of counting alone; its trend across that date is
refused.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.errors import AnalysisError
from analysis.statistics.intervals import clustered_share, wilson
from analysis.statistics.long_run import share_interval
from analysis.statistics.regression import logit_trend
from analysis.statistics.results import (
    OK,
    Day,
    Direction,
    Verdict,
    direction,
    estimate_row,
    require_choice,
    status,
)
from analysis.subject.attacks.nights import WEAPONS, definition_break, nightly

OUTCOMES = ("neutralised", "shot_down")
NIGHTS_NEEDED = 10
YEAR_NIGHTS = 365
YEAR_NEEDED = 20  # nights with launches in a year
WEEKS_NEEDED = 20


class Trend(Verdict):
    """Whether the share has a trend: established by its interval, or not, or too few weeks to tell."""

    ROSE = "rose"
    FELL = "fell"
    OPEN = "open"
    TOO_FEW = "too few weeks"


_TRENDS: dict[Direction | None, Trend] = {
    Direction.MORE: Trend.ROSE,
    Direction.FEWER: Trend.FELL,
    Direction.OPEN: Trend.OPEN,
    None: Trend.TOO_FEW,
}


class Span(Verdict):
    """The weeks of a trend: all, or those on one side of the definition break."""

    WHOLE = "whole"
    BEFORE = "before the break"
    SINCE = "since the break"


class Sides(Verdict):
    """On which sides of the definition break whole months with all outcomes are on record."""

    BEFORE = "before the break"
    SINCE = "since the break"
    BOTH = "both"
    NEITHER = "neither"


def outcomes(strikes: pd.DataFrame, *, as_of: Day, by: str = "group") -> pd.DataFrame:
    """List the nights with launches whose outcome is known, each with its Wilson interval.

    Columns: ``date``, ``weapon``, ``launched``, ``shot_down``, ``neutralised`` (float, weapons); ``basis``:
    ``shot down only`` (no suppression reported: the neutralised share is a floor), ``separate`` or
    ``merged``; ``excluded`` (bool: outcomes exceed launches, the night enters no share); ``estimate,
    estimate_low, estimate_high``: neutralised share of that night, Wilson (as if its weapons were
    independent), NaN if excluded.

    >>> strikes = pd.DataFrame({
    ...     "date": pd.to_datetime(["2026-01-05"]), "window": "night", "weapon_class": "drone",
    ...     "launched": [165], "shot_down": [137], "suppressed": [0], "outcome_basis": ["merged"]})
    >>> night = outcomes(strikes, as_of="2026-01-05").iloc[0]
    >>> [round(float(night[x]), 4) for x in ("estimate", "estimate_low", "estimate_high")]
    [0.8303, 0.7657, 0.8799]
    """
    nights = nightly(strikes, as_of=as_of, by=by)
    known = nights[(nights["launched"] > 0).fillna(False) & nights["shot_down"].notna()]
    known = known.astype(dict.fromkeys(["launched", "shot_down", "suppressed", "neutralised"], "float64"))
    excluded = known["neutralised"] > known["launched"]
    launched = known["launched"].mask(excluded)
    low, high = wilson(known["neutralised"].mask(excluded), launched)
    basis = np.where(known["suppressed"].notna(), "separate", "shot down only")
    return pd.DataFrame(
        {
            **{name: known[name] for name in ("date", "weapon", "launched", "shot_down", "neutralised")},
            "basis": np.where(known["outcome_basis"] == "merged", "merged", basis),
            "excluded": excluded,
            "estimate": known["neutralised"] / launched,
            "estimate_low": low,
            "estimate_high": high,
        }
    ).reset_index(drop=True)


@measure
def monthly_shares(strikes: pd.DataFrame, *, as_of: Day, outcome: str = "neutralised") -> pd.DataFrame:
    """Share of drones neutralised (or shot down) by month; that of the definition break has two rows.

    Columns, oldest first:

    * ``month`` (datetime64, its first day), ``weapon``, ``outcome``; ``merged`` (bool): reports from the
      definition break on, which count jammed drones as shot down; ``partial`` (bool): half of the month of
      the break, or the month of ``as_of`` before its last day
    * ``launched``, ``count`` (weapons with that outcome), ``floor_nights`` (nights without reported
      suppression, where the neutralised share is a floor), ``excluded`` (nights whose outcomes exceed
      launches); ``floor`` (bool: most nights are such, so that the month's share is a floor)
    * ``estimate, estimate_low, estimate_high`` (share), ``n`` (nights), ``method``, ``status``, ``needed``
      (10)
    * ``naive_low``, ``naive_high``: Wilson as if weapons were independent, to show how much too narrow it is;
      ``design_effect``: variance of the share over the binomial one

    Interval: ratio estimator, nights as clusters (``intervals.clustered_share``); assumes that the nights of
    a month are independent of one another. With no known night at all there is one row for the month of
    ``as_of``. ``outcome="shot_down"`` may be shown by month on each side of the break; never compare its two
    sides.
    """
    nights = _known_nights(strikes, as_of=as_of, weapon="drone", outcome=outcome)
    cut = definition_break(strikes, as_of=as_of)
    last = pd.Timestamp(as_of)
    rows = []
    place, months = pd.factorize(nights["date"].dt.to_period("M"))
    for number, month in enumerate(months if len(months) else [last.to_period("M")]):
        in_month = nights[place == number]
        in_two = cut is not None and cut.to_period("M") == month
        for merged in sorted(set(in_month["basis"] == "merged")) or [False]:
            group = in_month[(in_month["basis"] == "merged") == merged]
            rows.append(
                {"month": month.start_time, "weapon": "drone", "outcome": outcome, "merged": merged}
                | {"partial": in_two or month.end_time.normalize() > last}
                | _share_row(group, outcome)
                | {"floor": bool((group["basis"] == "shot down only").mean() > 0.5)}
            )
    return pd.DataFrame(rows)


@measure
def class_shares(strikes: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Share neutralised by weapon class over the 365 nights to ``as_of``: the interception table.

    Columns: ``weapon`` (``drone``, ``missile`` = all classes of missiles, then each class),
    ``nights_window``, and the share columns of :func:`monthly_shares` from ``launched`` on, with ``needed``
    20. Over a year nights resemble their neighbours, which the interval allows for
    (``long_run.share_interval``). A class without launches has a row.
    """
    first = pd.Timestamp(as_of) - pd.Timedelta(days=YEAR_NIGHTS - 1)
    known = pd.concat(
        [
            outcomes(strikes, as_of=as_of),
            outcomes(strikes, as_of=as_of, by="class").query("weapon != 'drone'"),
        ]
    )
    known = known[known["date"] >= first]
    rows = [
        {"weapon": weapon, "nights_window": YEAR_NIGHTS} | _year_row(known[known["weapon"] == weapon])
        for weapon in WEAPONS
    ]
    return pd.DataFrame(rows)


@measure
def newest_month(shares: pd.DataFrame) -> pd.DataFrame:
    """Return the newest whole month with a share, and the range of all on each side of the definition break.

    ``shares`` as :func:`monthly_shares` returns it. One row; columns: those of ``shares``,
    and ``at_least`` (bool: on some nights of the month no suppression is reported); ``before_low``,
    ``before_high``, ``before_months``, ``since_low``, ``since_high``, ``since_months``: range of the shares
    of the whole months that are no floors, and how many these are (``…_low`` is NaN where there is but one
    value); ``sides`` (`Sides`: where there are any); ``nights`` (of all months with a share). Without a whole
    month: the newest row, with status "insufficient data".
    """
    known = shares[shares["estimate"].notna()]
    whole = known[~known["partial"].astype(bool)]
    row = (whole if len(whole) else shares.assign(status=status(0, 1))).tail(1)
    merged = whole["merged"].astype(bool)
    ranges = {"before": whole[~merged & ~whole["floor"].astype(bool)], "since": whole[merged]}
    for side, months in ranges.items():
        low, high = months["estimate"].min(), months["estimate"].max()
        cells = {f"{side}_low": low if low < high else np.nan, f"{side}_high": high}
        row = row.assign(**cells, **{f"{side}_months": len(months)})
    sides = _SIDES[bool(len(ranges["before"])), bool(len(ranges["since"]))]
    at_least = bool((row["floor_nights"] > 0).all())
    judged = pd.Series([sides] * len(row), index=row.index, dtype="object")
    return row.assign(at_least=at_least, sides=judged, nights=int(known["n"].sum()))


_SIDES = {
    (True, True): Sides.BOTH,
    (True, False): Sides.BEFORE,
    (False, True): Sides.SINCE,
    (False, False): Sides.NEITHER,
}


def _known_nights(strikes: pd.DataFrame, *, as_of: Day, weapon: str, outcome: str) -> pd.DataFrame:
    require_choice(outcome, OUTCOMES, name="outcome")
    require_choice(weapon, WEAPONS, name="weapon")
    nights = outcomes(strikes, as_of=as_of, by="group" if weapon in ("drone", "missile") else "class")
    return nights[nights["weapon"] == weapon]


def _share_row(nights: pd.DataFrame, outcome: str) -> dict[str, object]:
    used = nights[~nights["excluded"]]
    count, launched = used[outcome], used["launched"]
    share, low, high, effect = clustered_share(count, launched)
    naive_low, naive_high = wilson(count.sum(), launched.sum())
    method = "ratio estimator, nights as clusters"
    row = estimate_row(share, low, high, n=len(used), needed=NIGHTS_NEEDED, method=method)
    enough = row["status"] == OK
    return {
        "launched": int(launched.sum()),
        "count": int(count.sum()),
        "floor_nights": int((used["basis"] == "shot down only").sum()),
        "excluded": int(nights["excluded"].sum()),
        **row,
        "naive_low": float(naive_low) if enough else np.nan,
        "naive_high": float(naive_high) if enough else np.nan,
        "design_effect": effect if enough else np.nan,
    }


def _year_row(nights: pd.DataFrame) -> dict[str, object]:
    """Return the share row of many nights, whose interval allows for dependence between them."""
    row = _share_row(nights, "neutralised")
    used = nights[~nights["excluded"]].sort_values("date")
    method = "ratio estimator, long-run variance over nights"
    interval = share_interval(used["neutralised"], used["launched"])
    dependent = estimate_row(*interval, n=len(used), needed=YEAR_NEEDED, method=method)
    blank = dict.fromkeys(["naive_low", "naive_high", "design_effect"], np.nan)
    return row | dependent | (blank if dependent["status"] != OK else {})


@measure
def share_trend(
    strikes: pd.DataFrame,
    *,
    as_of: Day,
    start: Day | None = None,
    weapon: str = "drone",
    outcome: str = "neutralised",
) -> pd.DataFrame:
    """Trend of the weekly share: quasi-binomial logit regression on time, dependence of weeks allowed for.

    Drone nights without reported suppression are left out (their share is a floor), so that the trend
    begins in the summer of 2024. One row for the whole, and for drones across the definition break one for
    each side of it: a fall of the whole that neither side shows may be the counting's.

    Columns: ``weapon``, ``outcome``, ``part`` (``whole``, ``before the break``, ``since the break``),
    ``first``, ``last`` (Mondays), ``estimate, estimate_low, estimate_high`` (odds ratio per 4 weeks; 1 = no
    trend), ``n`` (weeks), ``method``, ``status``, ``needed`` (20), ``share_first``, ``share_last`` (fitted
    shares), ``verdict`` (``rose``, ``fell``, ``open`` where the interval covers 1, ``too few weeks``).

    Raises ``AnalysisError`` for ``outcome="shot_down"`` across the definition break: that share jumps there
    by counting alone. A linear logit hides bends; see the monthly shares. Weeks without launches are passed
    over; estimator and assumption: ``regression.logit_trend``.
    """
    nights = _known_nights(strikes, as_of=as_of, weapon=weapon, outcome=outcome)
    nights = nights[~nights["excluded"]]
    if start is not None:
        nights = nights[nights["date"] >= pd.Timestamp(start)]
    if weapon == "drone":
        nights = nights[nights["basis"] != "shot down only"]
    if outcome == "shot_down" and len(set(nights["basis"] == "merged")) > 1:
        raise AnalysisError(
            f"the shot-down share has no trend across {definition_break(strikes, as_of=as_of):%Y-%m-%d}: "
            'from then on jammed drones count as shot down; use outcome="neutralised" or one side of the date'
        )
    parts = {Span.WHOLE: nights}
    merged = nights["basis"] == "merged"
    if weapon == "drone" and len(set(merged)) > 1:
        parts |= {Span.BEFORE: nights[~merged], Span.SINCE: nights[merged]}
    return pd.DataFrame(
        [
            {"weapon": weapon, "outcome": outcome, "part": part} | _trend_row(rows, outcome)
            for part, rows in parts.items()
        ]
    )


def _trend_row(nights: pd.DataFrame, outcome: str) -> dict[str, object]:
    monday = nights["date"] - pd.to_timedelta(nights["date"].dt.day_of_week, unit="D")
    weeks = nights.groupby(monday)[["launched", outcome]].sum()
    n = len(weeks)
    span = {"first": weeks.index.min(), "last": weeks.index.max()}
    slope, fitted = (np.nan,) * 3, np.full(1, np.nan)
    if n >= WEEKS_NEEDED:
        time = (weeks.index - weeks.index[0]).days.to_numpy() / 28
        slope, fitted = logit_trend(weeks[outcome], weeks["launched"], time)
    method = "quasi-binomial logit on weeks, long-run variance, odds ratio per 4 weeks"
    row = estimate_row(*np.exp(slope), n=n, needed=WEEKS_NEEDED, method=method)
    shares = {"share_first": float(fitted[0]), "share_last": float(fitted[-1])}
    return span | row | shares | {"verdict": _TRENDS[direction(row)]}
