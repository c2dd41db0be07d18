"""How many signposts are met, which are near their thresholds, what do they speak for, and which moved?

Takes what `signposts.evaluated` found; nothing here computes a value of a signpost.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Verdict
from analysis.subject.scenarios.signposts import STALE_AFTER_DAYS, Rule, State


class News(Verdict):
    """Whether the signposts that are met mark a change since they were stated."""

    NONE_MET = "none met"
    NEW = "new"
    PARTLY = "partly known"
    KNOWN = "known"


@measure
def levels(evaluated: pd.DataFrame) -> pd.DataFrame:
    """Select the signposts with a distance, nearest to or furthest past the threshold first.

    Returns the rows of :func:`evaluated` with ``relative_min, relative_max``: the range of ``relative`` over
    the past year's windows (NaN without a series).
    """
    rows = evaluated[evaluated["relative"].notna()]
    sides = rows["direction"].isin(["le", "lt"]).map({True: -1.0, False: 1.0})
    scale = sides / rows["threshold"].abs()
    ends = pd.DataFrame({name: (rows[name] - rows["threshold"]) * scale for name in ("x_min", "x_max")})
    rows = rows.assign(relative_min=ends.min(axis=1), relative_max=ends.max(axis=1))
    return rows.sort_values(["relative", "signpost_id"], ascending=[False, True]).reset_index(drop=True)


@measure
def counts(evaluated: pd.DataFrame) -> pd.DataFrame:
    """Count signposts by state, and by who set their thresholds: one row.

    ``evaluated`` are rows of :func:`evaluated`. Columns: ``n`` (all), ``met`` (those met when stated
    included), ``when_stated, not_met, stale, unknown, by_analyst, by_source`` (counts); ``nearest`` (name of
    the signpost nearest to being met, missing where none is short of it), ``stale_after`` (days after which a
    value is stale) and ``verdict``: none met, new (none
    of those met was so when it was stated), partly known (some were), known (all were).
    """
    of = evaluated["state"].value_counts()
    when_stated = int(of.get(State.MET_WHEN_STATED, 0))
    met_now = when_stated + int(of.get(State.MET, 0))
    short = evaluated[(evaluated["state"] == State.NOT_MET) & evaluated["relative"].notna()]
    by_analyst = int((evaluated["threshold_origin"] == "analyst").sum())
    row = {
        "n": len(evaluated),
        "met": met_now,
        "when_stated": when_stated,
        "not_met": int(of.get(State.NOT_MET, 0)),
        "stale": int(of.get(State.STALE, 0)),
        "unknown": int(of.get(State.UNKNOWN, 0)),
        "by_analyst": by_analyst,
        "by_source": len(evaluated) - by_analyst,
        "nearest": short.sort_values("relative")["name"].iloc[-1] if len(short) else None,
        "stale_after": STALE_AFTER_DAYS,
        "verdict": _news(met_now, when_stated),
    }
    return pd.DataFrame([row])


def _news(met_now: int, when_stated: int) -> News:
    if not met_now:
        return News.NONE_MET
    if not when_stated:
        return News.NEW
    return News.KNOWN if when_stated == met_now else News.PARTLY


@measure
def readings(evaluated: pd.DataFrame, bearings: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``evaluated`` with ``speaks_for, speaks_against``: lists of scenarios, by id.

    ``bearings`` are the rows of ``signpost_scenarios``: ``signpost_id, scenario_id, bearing``.
    """
    own = bearings.sort_values("scenario_id").groupby(["bearing", "signpost_id"])["scenario_id"].agg(list)
    sides: dict[str, Any] = {
        f"speaks_{side}": [own.get((side, name), []) for name in evaluated["signpost_id"]]
        for side in ("for", "against")
    }
    return evaluated.assign(**sides)


@measure
def support(evaluated: pd.DataFrame, bearings: pd.DataFrame, scenarios: pd.DataFrame) -> pd.DataFrame:
    """Return under each scenario the signposts that would speak for it, as they stand: one row each.

    The rows of ``evaluated`` with ``scenario_id`` and ``label`` of the scenario (a signpost may speak for
    several), by scenario, then by state as :class:`signposts.State` lists them. A scenario for which no
    signpost speaks has no row.
    """
    own = bearings.loc[bearings["bearing"] == "for", ["signpost_id", "scenario_id"]]
    named = own.merge(scenarios[["scenario_id", "label"]], on="scenario_id")
    rows = named.merge(evaluated.drop(columns="scenario_id"), on="signpost_id")
    return rows.sort_values(["scenario_id", "state", "signpost_id"], ignore_index=True)


@measure
def moved(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Compare two evaluations of the same measured signposts, the later first; events are left out.

    Returns ``signpost_id, name, unit, x, state``, ``x_before, state_before`` (missing and "unknown" where the
    earlier day had no value) and ``change`` (in the signpost's unit). Only signposts with a value on both
    days, or whose state changed, are in it.
    """
    earlier = before.set_index("signpost_id")
    rows = now.loc[now["rule"] != Rule.EVENT, ["signpost_id", "name", "unit", "x", "state"]]
    known = rows["signpost_id"].isin(earlier.index)
    rows["x_before"] = rows["signpost_id"].map(earlier["x"])
    rows["state_before"] = rows["signpost_id"].map(earlier["state"]).where(known, State.UNKNOWN)
    rows["change"] = rows["x"] - rows["x_before"]
    return rows[rows["change"].notna() | (rows["state"] != rows["state_before"])].reset_index(drop=True)
