"""Answers what each scenario would mean on paper, what would speak for it, and what is not known about it.

The texts are those of the record; the measure only lays them side by side and finds what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.subject.scenarios.scenarios import RESIDUAL, overlaps
from analysis.subject.scenarios.signposts import STALE, UNKNOWN

TERMS: Mapping[str, str] = {
    "end_state": "End state",
    "territory": "Territory",
    "guarantee": "Security guarantee",
    "nato": "NATO",
    "concedes_more": "Who concedes more",
    "stability": "Expected stability",
    "horizon": "Horizon",
}
ATTRIBUTES: Mapping[str, str] = {
    "driver": "Drivers",
    "term": "Terms",
    "consequence": "Consequences",
    "discussed_by": "Discussed by",
}
NOT_STATED = "not stated"


def terms(scenarios: pd.DataFrame, attributes: pd.DataFrame) -> pd.DataFrame:
    """Lay the scenarios side by side: one row per term or attribute, one column per scenario.

    Returns ``term`` and a column of text for each scenario, its label first; several values are parted by
    semicolons, and what the record does not say reads "not stated".
    """
    by_id = scenarios.sort_values("scenario_id").set_index("scenario_id")
    stated = {"label": "Scenario", **TERMS}
    rows = [{"term": words, **by_id[field].to_dict()} for field, words in stated.items()]
    for attribute, words in ATTRIBUTES.items():
        own = attributes[attributes["attribute"] == attribute].sort_values("attribute_id")
        joined = own.groupby("scenario_id")["value"].agg("; ".join)
        rows.append({"term": words, **joined.reindex(by_id.index).fillna(NOT_STATED).to_dict()})
    return pd.DataFrame(rows, columns=["term", *by_id.index]).replace("", NOT_STATED)


def resolution(
    scenarios: pd.DataFrame, signposts: pd.DataFrame, bearings: pd.DataFrame, exclusions: pd.DataFrame
) -> pd.DataFrame:
    """List the events on record that would speak for and against each scenario, and what excludes it.

    Returns ``scenario_id, label, horizon``, ``events_for`` and ``events_against`` (names of events, parted by
    semicolons; "none on record"), ``excludes`` and ``may_hold_with`` (ids). The last row is the residual:
    none of the scenarios' events by the horizon.
    """
    events = signposts[signposts["window"] == "event"][["signpost_id", "name"]].merge(
        bearings[["signpost_id", "scenario_id", "bearing"]], on="signpost_id"
    )
    pairs = overlaps(scenarios, exclusions)
    rows = [
        {
            "scenario_id": row["scenario_id"],
            "label": row["label"],
            "horizon": row["horizon"],
            "events_for": _names(events, row["scenario_id"], "for"),
            "events_against": _names(events, row["scenario_id"], "against"),
            "excludes": _partners(pairs[pairs["exclusive"]], row["scenario_id"]),
            "may_hold_with": _partners(pairs[~pairs["exclusive"]], row["scenario_id"]),
        }
        for row in scenarios.sort_values("scenario_id").to_dict("records")
    ]
    residual = {
        "scenario_id": RESIDUAL,
        "label": "Any other outcome",
        "horizon": NOT_STATED,
        "events_for": "none of the events above by the horizon",
        "events_against": "any event that resolves another scenario",
        "excludes": ", ".join(sorted(scenarios["scenario_id"])),
        "may_hold_with": "none",
    }
    return pd.DataFrame([*rows, residual])


def _names(events: pd.DataFrame, scenario: str, bearing: str) -> str:
    own = events[(events["scenario_id"] == scenario) & (events["bearing"] == bearing)]
    return "; ".join(own.sort_values("signpost_id")["name"]) or "none on record"


def _partners(pairs: pd.DataFrame, scenario: str) -> str:
    own = pairs[(pairs["first"] == scenario) | (pairs["second"] == scenario)]
    others = own["first"].where(own["second"] == scenario, own["second"])
    return ", ".join(sorted(others)) or "none"


def gaps(evaluated: pd.DataFrame, scenarios: pd.DataFrame) -> pd.DataFrame:
    """List what is missing: signposts without a current value or past year, and terms no source states.

    Returns ``scenario_id``, ``subject`` (the signpost's name, or the term), ``missing``, ``consequence``; one
    row per gap, none when all is known.
    """
    found = []
    for row in evaluated.to_dict("records"):
        if row["state"] in (UNKNOWN, STALE):
            missing = "no value on record" if row["state"] == UNKNOWN else "newest value is stale"
            found.append((row["scenario_id"], row["name"], missing, "cannot be weighed"))
        elif row["windows"] == 0 and row["window"] != "event":
            found.append((row["scenario_id"], row["name"], "no series of the past year", "no base rate"))
    for row in scenarios.to_dict("records"):
        for field, words in TERMS.items():
            if row[field] in ("", NOT_STATED):
                subject = words if words.isupper() else f"{words[:1].lower()}{words[1:]}"
                found.append((row["scenario_id"], subject, NOT_STATED, _consequence(field)))
    rows = pd.DataFrame(found, columns=["scenario_id", "subject", "missing", "consequence"])
    return rows.sort_values(["scenario_id", "subject"]).reset_index(drop=True)


def _consequence(field: str) -> str:
    return "no date resolves it" if field == "horizon" else "cannot be compared"
