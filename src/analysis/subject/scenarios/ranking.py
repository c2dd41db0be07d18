"""In which order do the scenarios stand by what contradicts them, and how much does it hang on?

The order is one of contradictions on record, neither a probability nor a forecast.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Verdict
from analysis.subject.scenarios.evidence import AGAINST, Diagnosis, Mark


class Standing(Verdict):
    """What the signposts that tell the scenarios apart say against one of them."""

    UNPLACED = "unplaced"
    UNOPPOSED = "unopposed"
    LACKING = "lacking"
    CONTRADICTED = "contradicted"
    BOTH = "contradicted and lacking"


_STANDINGS: Final = {
    "contradicted": (Standing.CONTRADICTED, Standing.BOTH),
    "short": (Standing.LACKING,),
    "unopposed": (Standing.UNOPPOSED,),
    "unplaced": (Standing.UNPLACED,),
}


class Places(Verdict):
    """Which places a scenario takes when any one signpost is left out."""

    ONE = "one"
    SEVERAL = "several"
    ONE_OR_NONE = "one or none"
    SEVERAL_OR_NONE = "several or none"
    NONE = "none"


class Weight(Verdict):
    """How far the signposts that tell the scenarios apart carry."""

    NOTHING = "nothing"
    NOTHING_OUTRIGHT = "nothing outright"
    OUTRIGHT = "outright"


class Robustness(Verdict):
    """Whether places in the order depend on a single signpost."""

    NOTHING_AGAINST = "nothing against"
    FIXED = "fixed"
    MOVABLE = "movable"


@measure
def contradictions(marked: pd.DataFrame, scenarios: pd.DataFrame) -> pd.DataFrame:
    """Order the scenarios by the diagnostic evidence that contradicts them, fewest first.

    Returns ``scenario_id, label`` and counts of diagnostic signposts: ``inconsistent``, ``lacking``,
    ``consistent``, ``bearing`` (that speak for or against it: what could have contradicted it),
    ``by_source`` (those of the first two whose threshold the source set, not the analyst), ``n`` (all);
    ``rank`` (Int64, by ``inconsistent``, then ``lacking``; 1 = fewest, ties share the best; NA where no
    diagnostic signpost bears on the scenario: there is nothing to rank it by), ``tied`` (bool: another shares
    the rank), ``rank_low, rank_high`` (leaving out each diagnostic signpost in turn), ``movable`` (bool: one
    of them changes the rank or takes it away) and ``method``.

    ``verdict``, what speaks against the scenario: unplaced (nothing bears on it), unopposed, lacking,
    contradicted, contradicted and lacking. ``places``, the ranks without one signpost: one, several, one or
    none, several or none, none; missing without a rank. A scenario that little evidence bears on ranks well
    for that reason alone: read ``bearing`` beside it.
    """
    used = marked[marked["verdict"] == Diagnosis.DIAGNOSTIC]
    rows = scenarios[["scenario_id", "label"]].sort_values("scenario_id").reset_index(drop=True)
    ids = rows["scenario_id"].tolist()
    for mark in (Mark.INCONSISTENT, Mark.LACKING, Mark.CONSISTENT):
        rows[str(mark)] = _count(used, ids, used["mark"] == mark)
    rows["bearing"] = _count(used, ids, used["bearing"] != "")
    rows["by_source"] = _count(used, ids, used["mark"].isin(AGAINST) & (used["threshold_origin"] == "seed"))
    rows["rank"] = _rank(used, ids)
    rows["tied"] = rows["rank"].duplicated(keep=False) & rows["rank"].notna()
    without = [used[used["signpost_id"] != left_out] for left_out in used["signpost_id"].unique()]
    ranks = pd.DataFrame([_rank(kept, ids) for kept in without], columns=rows.index).astype("Int64")
    rows["rank_low"], rows["rank_high"] = ranks.min().astype("Int64"), ranks.max().astype("Int64")
    lost = rows["rank"].notna() & ranks.isna().any()
    rows["movable"] = lost | (rows["rank_low"] != rows["rank"]).fillna(False)
    rows["movable"] |= (rows["rank_high"] != rows["rank"]).fillna(False)
    rows["n"] = used["signpost_id"].nunique()
    rows["method"] = "count of diagnostic inconsistencies, strong before weak"
    each = [row for _, row in rows.iterrows()]
    rows["verdict"] = pd.Series([_standing(row) for row in each], dtype="object")
    places = [_places(row, lost=bool(gone)) for row, gone in zip(each, lost, strict=True)]
    rows["places"] = pd.Series(places, dtype="object")
    return rows.sort_values(["rank", "scenario_id"]).reset_index(drop=True)


def _count(marked: pd.DataFrame, ids: list[str], condition: pd.Series) -> pd.Series:
    counts = marked[condition].groupby("scenario_id").size()
    return counts.reindex(ids, fill_value=0).reset_index(drop=True).astype(int)


def _rank(marked: pd.DataFrame, ids: list[str]) -> pd.Series:
    strong = _count(marked, ids, marked["mark"] == Mark.INCONSISTENT)
    weak = _count(marked, ids, marked["mark"] == Mark.LACKING)
    borne = _count(marked, ids, marked["bearing"] != "") > 0
    return (strong * (len(marked) + 1) + weak).where(borne).rank(method="min").astype("Int64")


def _standing(row: pd.Series) -> Standing:
    if not row["bearing"]:
        return Standing.UNPLACED
    if row["inconsistent"]:
        return Standing.BOTH if row["lacking"] else Standing.CONTRADICTED
    return Standing.LACKING if row["lacking"] else Standing.UNOPPOSED


def _places(row: pd.Series, *, lost: bool) -> Places | None:
    if pd.isna(row["rank"]):
        return None
    if pd.isna(row["rank_low"]):
        return Places.NONE
    if row["rank_low"] == row["rank_high"]:
        return Places.ONE_OR_NONE if lost else Places.ONE
    return Places.SEVERAL_OR_NONE if lost else Places.SEVERAL


@measure
def weight(ranked: pd.DataFrame, *, marked: pd.DataFrame) -> pd.DataFrame:
    """Say how much evidence the order of the scenarios rests on: one row.

    ``ranked`` comes from :func:`contradictions` of ``marked``. Columns: ``n`` (signposts), ``diagnostic``
    (those that tell the scenarios apart), ``usual`` (those that stand as in the past year, or as when they
    were stated), ``unjudged`` (the others: no value, no base rate, unclear, or against no scenario),
    ``against`` (marks against a scenario), ``by_analyst`` (those of them on a threshold that the analyst
    set), ``contradicted, short, unopposed, unplaced`` (lists of scenarios: contradicted by what is met; else
    lacking what would support them; against which nothing speaks; on which nothing bears; missing where there
    is none), ``verdict`` and ``robustness``. ``verdict``: nothing (no signpost tells the scenarios apart),
    nothing outright (none is contradicted by what is met), outright. ``robustness``: nothing against (any
    scenario), fixed (no place hangs on one signpost), movable.
    """
    against = int((ranked["inconsistent"] + ranked["lacking"]).sum())
    diagnostic = int(ranked["n"].max())
    outright = Weight.OUTRIGHT if ranked["inconsistent"].any() else Weight.NOTHING_OUTRIGHT
    robust = Robustness.MOVABLE if ranked["movable"].any() else Robustness.FIXED
    verdicts = marked.drop_duplicates("signpost_id")["verdict"]
    usual = int(verdicts.isin([Diagnosis.AS_STATED, Diagnosis.ORDINARY]).sum())
    row = {
        "n": len(verdicts),
        "diagnostic": diagnostic,
        "usual": usual,
        "unjudged": len(verdicts) - diagnostic - usual,
        "against": against,
        "by_analyst": against - int(ranked["by_source"].sum()),
        "verdict": outright if diagnostic else Weight.NOTHING,
        "robustness": robust if against else Robustness.NOTHING_AGAINST,
    }
    return pd.DataFrame([row | {name: _those(ranked, standings) for name, standings in _STANDINGS.items()}])


def _those(ranked: pd.DataFrame, standings: tuple[Standing, ...]) -> list[str] | None:
    """Return the scenarios that stand so, by id; None without any, so that a sentence leaves them out."""
    return sorted(ranked.loc[ranked["verdict"].isin(standings), "scenario_id"]) or None
