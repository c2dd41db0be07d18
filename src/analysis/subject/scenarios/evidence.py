"""Which signposts fit or contradict which scenario, and which of them tell the scenarios apart?

Evidence is weighed by inconsistency (Heuer 1999): what fits a scenario proves nothing, since it may fit the
others as well; what contradicts it counts. And only a state that is unusual tells anything, met or not: what
stands as it usually does would stand so under any scenario.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Verdict
from analysis.subject.scenarios.signposts import State

UNUSUAL: Final = 0.25
"""A state in which at most this share of the past year's windows stood is unusual."""


class Mark(Verdict):
    """What a signpost says of a scenario; lacking: what would support it is not met, or has not happened."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    LACKING = "lacking"
    NEUTRAL = "neutral"


class Diagnosis(Verdict):
    """Whether a signpost tells the scenarios apart, and if not, the first reason that holds."""

    DIAGNOSTIC = "diagnostic"
    NO_VALUE = "no value"
    NO_BASE = "no base rate"
    AS_STATED = "as when stated"
    ORDINARY = "ordinary"
    UNCLEAR = "unclear"
    SPARES_ALL = "spares all"


AGAINST: Final = (Mark.INCONSISTENT, Mark.LACKING)
_HELD: Final = (State.MET, State.MET_WHEN_STATED)


@measure
def marks(evaluated: pd.DataFrame, bearings: pd.DataFrame, scenarios: pd.DataFrame) -> pd.DataFrame:
    """Mark every signpost against every scenario.

    ``evaluated`` comes from :func:`signposts.evaluated`; ``bearings`` are the rows of ``signpost_scenarios``
    (``signpost_id, scenario_id, bearing`` for or against). What is met is consistent with the scenarios it
    speaks for and inconsistent with those it speaks against. What is not met, a level as an event, is lacking
    to the scenarios it speaks for (a weak inconsistency: the scenario may still come) and consistent with
    those it speaks against. Everything else is neutral.

    Returns one row per signpost and scenario: ``signpost_id, name, threshold_origin, state, scenario_id,
    bearing`` (blank where none), ``mark`` (consistent, inconsistent, lacking, neutral) and, the same for all
    rows of a signpost, ``verdict``: diagnostic (it tells the scenarios apart), else the first reason that
    holds: no value; no base rate (whether its state is unusual is not known); as when stated (met or not, it
    stands as the scenarios' author knew it; so does an event that has not happened); ordinary (it stood so in
    more than a quarter of the past year's windows); unclear (the interval of its value holds the threshold);
    spares all (it contradicts no scenario). A signpost keeps its marks whatever its verdict.
    """
    grid = evaluated.drop(columns="scenario_id").merge(scenarios[["scenario_id"]], how="cross")
    bearing = bearings.set_index(["signpost_id", "scenario_id"])["bearing"].to_dict()
    pairs = zip(grid["signpost_id"], grid["scenario_id"], strict=True)
    grid["bearing"] = [bearing.get(pair, "") for pair in pairs]
    told = zip(grid["state"], grid["bearing"], strict=True)
    grid["mark"] = pd.Series([_mark(*one) for one in told], dtype="object")
    contradicts = grid["mark"].isin(AGAINST).groupby(grid["signpost_id"]).transform("any")
    grid["verdict"] = _diagnosis(grid, contradicts)
    order = ["signpost_id", "name", "threshold_origin", "state", "scenario_id", "bearing", "mark", "verdict"]
    return grid[order].reset_index(drop=True)


def _mark(state: State, bearing: str) -> Mark:
    met = state in _HELD
    if bearing == "" or not (met or state is State.NOT_MET):
        return Mark.NEUTRAL
    if met == (bearing == "for"):
        return Mark.CONSISTENT
    return Mark.INCONSISTENT if met else Mark.LACKING


def _diagnosis(grid: pd.DataFrame, contradicts: pd.Series) -> np.ndarray:
    usual = grid["seen"] > UNUSUAL
    conditions = {
        Diagnosis.NO_VALUE: ~grid["state"].isin([*_HELD, State.NOT_MET]),
        Diagnosis.NO_BASE: grid["seen"].isna(),
        Diagnosis.AS_STATED: usual & (grid["windows"] == 0),
        Diagnosis.ORDINARY: usual,
        Diagnosis.UNCLEAR: ~grid["clear"],
        Diagnosis.SPARES_ALL: ~contradicts,
    }
    return np.select(list(conditions.values()), np.array(list(conditions)), np.array(Diagnosis.DIAGNOSTIC))


@measure
def ordinary(evaluated: pd.DataFrame) -> pd.DataFrame:
    """Select the rows of :func:`signposts.evaluated` whose threshold is met about as often as not.

    That is, in more than a quarter of the past year's windows, and in fewer than three quarters of them.
    """
    known = evaluated["seen"].notna() & (evaluated["windows"] > 0)
    return evaluated[known & evaluated["base_rate"].between(UNUSUAL, 1 - UNUSUAL, inclusive="neither")]
