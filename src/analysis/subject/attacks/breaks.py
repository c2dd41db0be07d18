"""Answers when the weekly level of launches changed, how sure the dates are, and how far the penalty decides.

Weeks with fewer than six known nights are left out; the others are scaled to seven nights. Nothing is said
about the last four weeks: a break there could not be told from a large week. A level that drifts slowly looks
like steps; how often it would is asked by simulation.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.false_alarms import Level as Process
from analysis.statistics.false_alarms import false_alarms, fitted_level
from analysis.statistics.intervals import CONFIDENCE, rate_ratio
from analysis.statistics.long_run import mean_interval
from analysis.statistics.results import OK, Day, Verdict, estimate_row, status
from analysis.statistics.segmentation import break_interval, level_breaks, spread
from analysis.statistics.single_break import pettitt
from analysis.subject.attacks.coverage import covered_from
from analysis.subject.attacks.nights import weekly

WEEKS_NEEDED = 40
MIN_WEEKS = 4
NIGHTS_OF_WEEK = 6
FACTORS = (1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)
FALSE_ALARMS = 1 - CONFIDENCE  # of the penalty used, where weeks are independent and no level changes
COST = "negative_binomial"


class Level(Verdict):
    """Whether the weekly level changed, and whether in steps is told from a slow drift."""

    STEPS = "steps"
    EITHER = "steps or drift"
    UNCHANGED = "unchanged"


@measure
def weekly_levels(strikes: pd.DataFrame, *, as_of: Day, start: Day | None = None) -> pd.Series:
    """Return drones a week (Monday index), whole weeks with six or seven known nights scaled to seven.

    From ``start``, by default the Monday from which coverage holds
    (:func:`~analysis.subject.attacks.coverage.covered_from`); empty when it never does.
    """
    begin = covered_from(strikes, as_of=as_of) if start is None else pd.Timestamp(start)
    weeks = weekly(strikes, as_of=as_of)
    used = weeks[(weeks["weapon"] == "drone") & (weeks["nights_known"] >= NIGHTS_OF_WEEK) & ~weeks["partial"]]
    used = used[used["week"] >= begin] if begin is not None else used.iloc[:0]
    return (used.set_index("week")["per_night"] * 7).rename("drone")


@measure
def change_points(strikes: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Date the breaks in the weekly level, oldest first; one row with NaT in ``date`` when none is found.

    Columns: ``weapon``; ``date`` (Monday of the first week at the new level), ``date_low``, ``date_high``
    (its interval, given the other breaks); ``before``, ``after`` (mean weekly launches of the two levels);
    ``estimate, estimate_low, estimate_high``: after / before, over-dispersed, as if the date were known (so
    somewhat too narrow); ``n`` (weeks), ``method``, ``status``, ``needed`` (40); ``cost``, ``penalty``;
    ``kept`` (share of the penalties of :func:`penalty_path` that keep the break within two weeks).

    PELT with ``jump=1``, at least four weeks a level, and the smallest of the penalties that finds a break
    in at most 5 % of series of independent weeks without any (:func:`headline_factor`). The penalty chooses
    the answer: show the path beside it. Weeks are taken as independent given the level, and the level as
    moving in steps: of one that drifts see :func:`level_changes`.
    """
    return steps_of(weekly_levels(strikes, as_of=as_of))


def steps_of(levels: pd.Series) -> pd.DataFrame:
    """Return :func:`change_points` of launches a week (Monday index)."""
    n = len(levels)
    factor = headline_factor(levels)
    method = (
        f"PELT, {COST.replace('_', ' ')} cost, jump 1, at least {MIN_WEEKS} weeks, penalty {factor:g} log n"
    )
    blank = {"weapon": "drone", "date": pd.NaT, "date_low": pd.NaT, "date_high": pd.NaT}
    blank |= {"before": np.nan, "after": np.nan}
    scale = {"cost": COST, "penalty": factor * np.log(n) if n else np.nan, "kept": np.nan}
    if n < WEEKS_NEEDED:
        return pd.DataFrame([blank | estimate_row(n=n, needed=WEEKS_NEEDED, method=method) | scale])
    found = _breaks(levels, COST, factor)
    if not found:
        none = estimate_row(n=n, needed=WEEKS_NEEDED, method=method) | {"status": OK}
        return pd.DataFrame([blank | none | scale])
    paths = [_breaks(levels, COST, factor) for factor in FACTORS]
    rows = []
    for index, at in enumerate(found):
        kept = np.mean([any(abs(at - other) <= 2 for other in path) for path in paths])
        row = _break_row(levels, found, index, method=method)
        rows.append({"weapon": "drone"} | row | scale | {"kept": float(kept)})
    return pd.DataFrame(rows)


def headline_factor(levels: pd.Series) -> float:
    """Return the smallest factor of ``FACTORS`` that rarely finds a break where there is none.

    Rarely: in at most 5 % of simulated series as long as ``levels``, of independent weeks with their mean and
    noise. The largest factor where none does, and with too few weeks.
    """
    if len(levels) < WEEKS_NEEDED:
        return FACTORS[-1]
    steady = _steady(levels)
    rare = (
        factor
        for factor in FACTORS
        if false_alarms(steady, len(levels), factor=factor, min_size=MIN_WEEKS) <= FALSE_ALARMS
    )
    return next(rare, FACTORS[-1])


def _steady(levels: pd.Series) -> Process:
    """Return the process of independent weeks of one level, with the mean and the noise of these."""
    return Process(float(levels.mean()), spread(levels, cost=COST))


@measure
def level_changes(strikes: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Count the breaks of the weekly level, and say what else could have given as many: one row.

    As :func:`change_points` and :func:`penalty_path` find them. Columns:
    ``breaks`` (0 when none is found; NA with too few weeks), ``before``, ``after`` (weekly launches of the
    first and the newest level; NaN without a break), ``weeks`` (in which breaks were looked for; NA with too
    few), ``penalties`` (tried), ``fewest``, ``most`` (breaks that any of them finds; ``fewest`` is NA where
    all find as many), ``false_alarms`` (share of simulated series of independent weeks without a change in
    which the search finds any), ``drift_alarms`` (share of simulated series whose level drifts without any
    step, as variable and as slow as these weeks, in which it finds as many breaks; NaN without a break),
    ``ranked`` (Monday of the single largest shift by Pettitt's test), ``ranked_p`` (its p-value, weeks taken
    as independent), ``n`` (weeks), ``status``, ``needed``, ``verdict`` (`Level`: ``steps`` where drift rarely
    gives as many, ``steps or drift`` where it does not so rarely, or ``unchanged``).
    """
    breaks, path = change_points(strikes, as_of=as_of), penalty_path(strikes, as_of=as_of)
    levels = weekly_levels(strikes, as_of=as_of)
    found, row = breaks.dropna(subset=["date"]), breaks.iloc[0]
    enough = row["status"] == OK
    fewest, most = path["breaks"].min(), path["breaks"].max()
    cells = {
        "breaks": len(found) if enough else pd.NA,
        "before": found["before"].iloc[0] if len(found) else np.nan,
        "after": found["after"].iloc[-1] if len(found) else np.nan,
        "weeks": row["n"] if enough else pd.NA,
        "penalties": len(path),
        "fewest": fewest if enough and fewest < most else pd.NA,
        "most": most,
        **_rivals(levels, len(found)),
    }
    return pd.DataFrame([cells | row[["n", "status", "needed"]].to_dict()])


def _rivals(levels: pd.Series, found: int) -> dict[str, object]:
    """Say how often a search finds breaks without a step, and what a test of one shift by ranks says."""
    shift = pettitt(levels)
    blank = dict.fromkeys(["false_alarms", "drift_alarms", "ranked_p"], np.nan)
    if len(levels) < WEEKS_NEEDED or shift is None:
        return blank | {"ranked": pd.NaT, "verdict": Level.UNCHANGED}
    drifting, factor = fitted_level(levels), headline_factor(levels)
    steady = _steady(levels)
    none = false_alarms(steady, len(levels), factor=factor, min_size=MIN_WEEKS)
    as_many = false_alarms(drifting, len(levels), factor=factor, min_size=MIN_WEEKS, at_least=found)
    changed = Level.STEPS if as_many <= FALSE_ALARMS else Level.EITHER
    return {
        "false_alarms": none,
        "drift_alarms": as_many if found else np.nan,
        "ranked": levels.index[shift.at],
        "ranked_p": shift.p_value,
        "verdict": changed if found else Level.UNCHANGED,
    }


def _breaks(levels: pd.Series, cost: str, factor: float) -> list[int]:
    return _found(levels, cost=cost, factor=factor).tolist()


@measure
def _found(levels: pd.Series, *, cost: str, factor: float) -> pd.Series:
    """Return the positions of the breaks: a measure, since four others ask for the same."""
    penalty = factor * float(np.log(len(levels)))
    return pd.Series(level_breaks(levels, cost=cost, penalty=penalty, min_size=MIN_WEEKS), dtype="int64")


def _break_row(levels: pd.Series, found: list[int], index: int, *, method: str) -> dict[str, object]:
    ends = [0, *found, len(levels)]
    before, after = levels.iloc[ends[index] : ends[index + 1]], levels.iloc[ends[index + 1] : ends[index + 2]]
    low, high = break_interval(levels, found, index, cost=COST)
    alpha = spread(levels, cost=COST)
    ratio = rate_ratio(
        before.sum(),
        after.sum(),
        exposure_before=len(before),
        exposure_after=len(after),
        dispersion=1 + alpha * float(levels.iloc[ends[index] : ends[index + 2]].mean()),
    )
    return {
        "date": levels.index[found[index]],
        "date_low": levels.index[low],
        "date_high": levels.index[high],
        "before": before.mean(),
        "after": after.mean(),
        **estimate_row(*ratio, n=len(levels), needed=WEEKS_NEEDED, method=method),
    }


@measure
def penalty_path(strikes: pd.DataFrame, *, as_of: Day, cost: str = COST) -> pd.DataFrame:
    """How many breaks each penalty finds, and where: one row per factor.

    Columns: ``weapon``, ``factor``, ``penalty`` (factor × log n, −2 log-likelihood), ``breaks`` (Int64),
    ``dates`` (Mondays, ISO, comma-separated), ``headline`` (bool: the factor used by :func:`change_points`),
    ``cost``, ``n`` (weeks), ``status``, ``needed`` (40).
    """
    levels = weekly_levels(strikes, as_of=as_of)
    n, headline = len(levels), headline_factor(levels)
    rows = []
    for factor in FACTORS:
        found = _breaks(levels, cost, factor) if n >= WEEKS_NEEDED else None
        rows.append(
            {
                "weapon": "drone",
                "factor": factor,
                "penalty": factor * np.log(n) if n else np.nan,
                "breaks": pd.NA if found is None else len(found),
                "dates": ", ".join(f"{levels.index[at]:%Y-%m-%d}" for at in found or ()),
                "headline": factor == headline,
                "cost": cost,
                "n": n,
                "status": status(n, WEEKS_NEEDED),
                "needed": WEEKS_NEEDED,
            }
        )
    return pd.DataFrame(rows).astype({"breaks": "Int64"})


@measure
def regimes(strikes: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Level between the breaks of :func:`change_points`, one row per regime, oldest first.

    Columns: ``weapon``, ``regime`` (1, 2 …), ``first``, ``last`` (Mondays), ``estimate, estimate_low,
    estimate_high`` (launches a week; dependence of weeks allowed for, no interval under eight weeks), ``n``
    (weeks of the regime), ``method``, ``status``, ``needed`` (4). With fewer than 40 weeks in all: one
    "insufficient data" row.
    """
    return regimes_of(weekly_levels(strikes, as_of=as_of))


def regimes_of(levels: pd.Series) -> pd.DataFrame:
    """Return :func:`regimes` of launches a week (Monday index)."""
    method = "mean of weeks, long-run variance"
    if len(levels) < WEEKS_NEEDED:
        blank = {"weapon": "drone", "regime": 1, "first": levels.index.min(), "last": levels.index.max()}
        return pd.DataFrame([blank | estimate_row(n=len(levels), needed=WEEKS_NEEDED, method=method)])
    ends = [0, *_breaks(levels, COST, headline_factor(levels)), len(levels)]
    rows = []
    for regime, (begin, end) in enumerate(pairwise(ends), start=1):
        weeks = levels.iloc[begin:end]
        _, low, high = mean_interval(weeks.mean(), weeks)
        place = {"weapon": "drone", "regime": regime, "first": weeks.index[0], "last": weeks.index[-1]}
        row = estimate_row(weeks.mean(), low, high, n=len(weeks), needed=MIN_WEEKS, method=method)
        rows.append(place | row)
    return pd.DataFrame(rows)
