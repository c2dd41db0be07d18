"""Answers when the weekly level of launches changed, how sure the dates are, and how far the penalty decides.

Weeks with fewer than six known nights are left out; the others are scaled to seven nights. Nothing is said
about the last four weeks: a break there could not be told from a large week.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import stats

from analysis.data.lineage import measure
from analysis.statistics.intervals import CONFIDENCE, rate_ratio
from analysis.statistics.results import OK, Day, Verdict, estimate_row, status
from analysis.statistics.segmentation import break_interval, level_breaks, spread
from analysis.subject.attacks.coverage import covered_from
from analysis.subject.attacks.nights import weekly

WEEKS_NEEDED = 40
MIN_WEEKS = 4
NIGHTS_OF_WEEK = 6
FACTORS = (1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)
HEADLINE_FACTOR = 3.0
COST = "negative_binomial"


class Level(Verdict):
    """Whether the weekly level changed."""

    CHANGED = "changed"
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

    PELT with ``jump=1``, at least four weeks a level, penalty 3 × log n. The penalty chooses the
    answer: show the path beside it. Weeks are taken as independent given the level.
    """
    levels = weekly_levels(strikes, as_of=as_of)
    n = len(levels)
    method = (
        f"PELT, {COST.replace('_', ' ')} cost, jump 1, at least {MIN_WEEKS} weeks, "
        f"penalty {HEADLINE_FACTOR:g} log n"
    )
    blank = {"weapon": "drone", "date": pd.NaT, "date_low": pd.NaT, "date_high": pd.NaT}
    blank |= {"before": np.nan, "after": np.nan}
    scale = {"cost": COST, "penalty": HEADLINE_FACTOR * np.log(n) if n else np.nan, "kept": np.nan}
    if n < WEEKS_NEEDED:
        return pd.DataFrame([blank | estimate_row(n=n, needed=WEEKS_NEEDED, method=method) | scale])
    found = _breaks(levels, COST, HEADLINE_FACTOR)
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


@measure
def level_changes(breaks: pd.DataFrame, path: pd.DataFrame) -> pd.DataFrame:
    """Count the breaks of the weekly level and how far their number depends on the penalty: one row.

    ``breaks`` as :func:`change_points` returns it, ``path`` as :func:`penalty_path` does. Columns:
    ``breaks`` (0 when none is found; NA with too few weeks), ``before``, ``after`` (weekly launches of the
    first and the newest level; NaN without a break), ``weeks`` (in which breaks were looked for; NA with too
    few), ``penalties`` (tried), ``fewest``, ``most`` (breaks that any of them finds; ``fewest`` is NA where
    all find as many), ``n`` (weeks), ``status``, ``needed``, ``verdict`` (``changed`` or ``unchanged``).
    """
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
        "verdict": Level.CHANGED if len(found) else Level.UNCHANGED,
    }
    return pd.DataFrame([cells | row[["n", "status", "needed"]].to_dict()])


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
    n = len(levels)
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
                "headline": factor == HEADLINE_FACTOR,
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
    estimate_high`` (launches a week, over-dispersed interval), ``n`` (weeks of the regime), ``method``,
    ``status``, ``needed`` (4). With fewer than 40 weeks in all: one "insufficient data" row.
    """
    levels = weekly_levels(strikes, as_of=as_of)
    method = "mean of weeks, quasi-Poisson interval with the dispersion of neighbouring weeks"
    if len(levels) < WEEKS_NEEDED:
        blank = {"weapon": "drone", "regime": 1, "first": levels.index.min(), "last": levels.index.max()}
        return pd.DataFrame([blank | estimate_row(n=len(levels), needed=WEEKS_NEEDED, method=method)])
    ends = [0, *_breaks(levels, COST, HEADLINE_FACTOR), len(levels)]
    alpha = spread(levels, cost=COST)
    z = stats.norm.ppf(0.5 + CONFIDENCE / 2)
    rows = []
    for regime, (begin, end) in enumerate(pairwise(ends), start=1):
        weeks = levels.iloc[begin:end]
        mean, total = weeks.mean(), weeks.sum()
        wide = np.exp(z * np.sqrt((1 + alpha * mean) / total)) if total > 0 else np.nan
        place = {"weapon": "drone", "regime": regime, "first": weeks.index[0], "last": weeks.index[-1]}
        row = estimate_row(mean, mean / wide, mean * wide, n=len(weeks), needed=MIN_WEEKS, method=method)
        rows.append(place | row)
    return pd.DataFrame(rows)
