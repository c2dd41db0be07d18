"""Answers which evidence contradicts which scenario, and what the scenarios leave open.

The evidence is weighed by inconsistency (Heuer 1999): what fits a scenario proves nothing, what
contradicts it counts. The result is an order of contradictions on record, neither a probability nor a
forecast.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from analysis.subject.scenarios.signposts import MET, NOT_MET

CONSISTENT, INCONSISTENT, LACKING, NEUTRAL = "consistent", "inconsistent", "lacking", "neutral"
AGAINST = (INCONSISTENT, LACKING)
ORDINARY = (0.25, 0.75)
"""A threshold met in this share of the past year's windows (both ends included) tells nothing."""

NO_VALUE = "no current value"
AS_STATED = "met when stated"
OPEN = "event not on record"
ORDINARY_LEVEL = "level met in ordinary times"
UNCLEAR = "interval includes the threshold"
SPARES_ALL = "contradicts no scenario"
RESIDUAL = "S0"
"""The residual beside the scenarios on record: none of them comes true."""


def marks(evaluated: pd.DataFrame, bearings: pd.DataFrame, scenarios: pd.DataFrame) -> pd.DataFrame:
    """Mark every signpost against every scenario.

    ``evaluated`` comes from :func:`signposts.evaluated`; ``bearings`` are the rows of ``signpost_scenarios``
    (``signpost_id, scenario_id, bearing`` for or against). What is met is consistent with the scenarios it
    speaks for and inconsistent with those it speaks against. A level that is not met is lacking to the
    scenarios it speaks for (a weak inconsistency: the scenario may still come) and consistent with those it
    speaks against. An event counts only once it has happened. Everything else is neutral. What was met on
    the day it was stated keeps its marks and does not discriminate: the scenarios were written knowing it.

    Returns one row per signpost and scenario: ``signpost_id, name, threshold_origin, state, scenario_id,
    bearing`` (blank where none), ``mark``, ``diagnostic`` (bool) and ``reason`` (why not; both per signpost).
    """
    grid = evaluated.drop(columns="scenario_id").merge(scenarios[["scenario_id"]], how="cross")
    bearing = bearings.set_index(["signpost_id", "scenario_id"])["bearing"].to_dict()
    pairs = zip(grid["signpost_id"], grid["scenario_id"], strict=True)
    grid["bearing"] = [bearing.get(pair, "") for pair in pairs]
    grid["mark"] = [
        _mark(state, said, event=window == "event")
        for state, said, window in zip(grid["state"], grid["bearing"], grid["window"], strict=True)
    ]
    contradicts = grid["mark"].isin(AGAINST).groupby(grid["signpost_id"]).transform("any")
    grid["reason"] = _reasons(grid, contradicts)
    grid["diagnostic"] = grid["reason"] == ""
    order = ["signpost_id", "name", "threshold_origin", "state", "scenario_id", "bearing", "mark"]
    return grid[[*order, "diagnostic", "reason"]].reset_index(drop=True)


def _mark(state: str, bearing: str, *, event: bool) -> str:
    if bearing == "" or state not in (MET, NOT_MET) or (event and state == NOT_MET):
        return NEUTRAL
    if (state == MET) == (bearing == "for"):
        return CONSISTENT
    return INCONSISTENT if state == MET else LACKING


def _reasons(grid: pd.DataFrame, contradicts: pd.Series) -> pd.Series:
    """Return why a row does not discriminate: the first reason that holds, blank where it does."""
    conditions = [
        ~grid["state"].isin([MET, NOT_MET]),
        (grid["state"] == MET) & grid["met_when_stated"],
        (grid["window"] == "event") & (grid["state"] == NOT_MET),
        grid["base_rate"].between(*ORDINARY),
        ~grid["clear"],
        ~contradicts,
    ]
    words = [NO_VALUE, AS_STATED, OPEN, ORDINARY_LEVEL, UNCLEAR, SPARES_ALL]
    return pd.Series(np.select(conditions, words, ""), index=grid.index, dtype="str")


def matrix(marked: pd.DataFrame) -> pd.DataFrame:
    """Lay the marks out as a matrix: one row per signpost, one column per scenario, diagnostic rows first.

    Returns ``signpost_id, name, state``, a column of marks for each scenario, ``diagnostic``, ``reason``.
    """
    keys = ["signpost_id", "name", "state", "diagnostic", "reason"]
    wide = marked.pivot_table(index=keys, columns="scenario_id", values="mark", aggfunc="first").reset_index()
    wide.columns.name = None
    scenarios = sorted(marked["scenario_id"].unique())
    wide = wide.sort_values(["diagnostic", "signpost_id"], ascending=[False, True]).reset_index(drop=True)
    return wide[["signpost_id", "name", "state", *scenarios, "diagnostic", "reason"]]


def contradictions(marked: pd.DataFrame, scenarios: pd.DataFrame) -> pd.DataFrame:
    """Order the scenarios by the diagnostic evidence that contradicts them, fewest first.

    Returns ``scenario_id, label`` and counts of diagnostic rows: ``inconsistent``, ``lacking``,
    ``consistent``, ``bearing`` (rows that speak for or against it: what could have contradicted it),
    ``by_source`` (those of the first two whose threshold the source set, not the analyst); ``rank`` (Int64,
    by ``inconsistent``, then ``lacking``; 1 = fewest, ties share the best; NA where no diagnostic row bears
    on the scenario: there is nothing to rank it by), ``tied`` (bool: another shares the rank), ``rank_low,
    rank_high`` (leaving out each diagnostic row in turn), ``rank_lost`` (bool: left out, one of them takes
    the rank away), ``n`` (diagnostic rows), ``method``. A scenario that little evidence bears on ranks well
    for that reason alone: read ``bearing`` beside it.
    """
    used = marked[marked["diagnostic"]]
    rows = scenarios[["scenario_id", "label"]].sort_values("scenario_id").reset_index(drop=True)
    ids = rows["scenario_id"].tolist()
    for mark in (INCONSISTENT, LACKING, CONSISTENT):
        rows[mark] = _count(used, ids, used["mark"] == mark)
    rows["bearing"] = _count(used, ids, used["bearing"] != "")
    rows["by_source"] = _count(used, ids, used["mark"].isin(AGAINST) & (used["threshold_origin"] == "seed"))
    rows["rank"] = _rank(used, ids)
    rows["tied"] = rows["rank"].duplicated(keep=False) & rows["rank"].notna()
    without = [used[used["signpost_id"] != left_out] for left_out in used["signpost_id"].unique()]
    ranks = pd.DataFrame([_rank(kept, ids) for kept in without], columns=rows.index).astype("Int64")
    rows["rank_low"], rows["rank_high"] = ranks.min().astype("Int64"), ranks.max().astype("Int64")
    rows["rank_lost"] = rows["rank"].notna() & ranks.isna().any()
    rows["n"] = used["signpost_id"].nunique()
    rows["method"] = "count of diagnostic inconsistencies, strong before weak"
    return rows.sort_values(["rank", "scenario_id"]).reset_index(drop=True)


def _count(marked: pd.DataFrame, ids: list[str], condition: pd.Series) -> pd.Series:
    counts = marked[condition].groupby("scenario_id").size()
    return counts.reindex(ids, fill_value=0).reset_index(drop=True).astype(int)


def _rank(marked: pd.DataFrame, ids: list[str]) -> pd.Series:
    strong = _count(marked, ids, marked["mark"] == INCONSISTENT)
    weak = _count(marked, ids, marked["mark"] == LACKING)
    borne = _count(marked, ids, marked["bearing"] != "") > 0
    return (strong * (len(marked) + 1) + weak).where(borne).rank(method="min").astype("Int64")


def overlaps(scenarios: pd.DataFrame, exclusions: pd.DataFrame) -> pd.DataFrame:
    """Say of every pair of scenarios whether both can come true.

    Returns ``first, second`` (ids), ``first_label, second_label``, ``same_end_state`` and ``exclusive``
    (bool).
    """
    excluded = {
        frozenset(pair) for pair in zip(exclusions["scenario_id"], exclusions["excludes_id"], strict=True)
    }
    by_id = scenarios.set_index("scenario_id")
    rows = [
        {
            "first": first,
            "second": second,
            "first_label": by_id["label"][first],
            "second_label": by_id["label"][second],
            "same_end_state": bool(_states(by_id, first) & _states(by_id, second)),
            "exclusive": frozenset((first, second)) in excluded,
        }
        for first, second in combinations(sorted(by_id.index), 2)
    ]
    columns = ["first", "second", "first_label", "second_label", "same_end_state", "exclusive"]
    return pd.DataFrame(rows, columns=columns)


def _states(by_id: pd.DataFrame, scenario: str) -> set[str]:
    return set(str(by_id["end_state"][scenario]).split("/"))
