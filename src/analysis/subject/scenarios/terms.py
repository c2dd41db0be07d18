"""What would each scenario mean on paper, and what is not known about it?

The texts are those of the record; the measures only lay them side by side and find what is missing.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Verdict
from analysis.subject.scenarios.signposts import Rule, State

TERMS: Final = ("end_state", "territory", "guarantee", "nato", "concedes_more", "stability", "horizon")
ATTRIBUTES: Final = ("driver", "term", "consequence", "discussed_by")
NOT_STATED: Final = "not stated"  # as the record says it


class Gap(Verdict):
    """What is missing of a signpost or of a scenario's terms."""

    NO_VALUE = "no value"
    STALE = "stale"
    NO_SERIES = "no series"
    NO_HORIZON = "no horizon"
    NOT_STATED = "not stated"


@measure
def terms(scenarios: pd.DataFrame, attributes: pd.DataFrame) -> pd.DataFrame:
    """Lay the scenarios side by side: one row per term or attribute, one column per scenario.

    Returns ``term`` (label, then each of ``TERMS``, then each of ``ATTRIBUTES``) and a column of text for
    each scenario; several values are parted by semicolons, and what the record does not say reads "not
    stated".
    """
    by_id = scenarios.sort_values("scenario_id").set_index("scenario_id")
    rows = [{"term": term, **by_id[term].to_dict()} for term in ("label", *TERMS)]
    for attribute in ATTRIBUTES:
        own = attributes[attributes["attribute"] == attribute].sort_values("attribute_id")
        joined = own.groupby("scenario_id")["value"].agg("; ".join)
        rows.append({"term": attribute, **joined.reindex(by_id.index).fillna(NOT_STATED).to_dict()})
    return pd.DataFrame(rows, columns=["term", *by_id.index]).replace("", NOT_STATED)


@measure
def gaps(evaluated: pd.DataFrame, scenarios: pd.DataFrame) -> pd.DataFrame:
    """List what is missing: signposts without a current value or past year, and terms no source states.

    ``evaluated`` comes from :func:`signposts.evaluated`, with a row for each scenario that a signpost speaks
    for. One row per thing, none when all is known: ``verdict`` (no value on record; stale; no series of the
    past year; no horizon; not stated), ``name`` (of the signpost) or ``term`` (one of ``TERMS``; the other is
    missing) and ``scenario_ids`` (list).
    """
    found: list[tuple[Any, ...]] = [
        (verdict, row["name"], None, row["scenario_id"])
        for row in evaluated.to_dict("records")
        if (verdict := _gap(row["state"], row["windows"], row["rule"]))
    ]
    found += [
        (Gap.NO_HORIZON if term == "horizon" else Gap.NOT_STATED, None, term, row["scenario_id"])
        for row in scenarios.to_dict("records")
        for term in TERMS
        if row[term] in ("", NOT_STATED)
    ]
    keys = ["verdict", "name", "term"]
    rows = pd.DataFrame(found, columns=[*keys, "scenario_id"]).groupby(keys, dropna=False)["scenario_id"]
    return rows.agg(sorted).rename("scenario_ids").reset_index()


def _gap(state: State, windows: int, rule: Rule) -> Gap | None:
    if state in (State.UNKNOWN, State.STALE):
        return Gap.NO_VALUE if state is State.UNKNOWN else Gap.STALE
    return Gap.NO_SERIES if windows == 0 and rule is not Rule.EVENT else None
