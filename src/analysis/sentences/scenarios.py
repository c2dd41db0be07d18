"""What may be said of scenarios and signposts?

Counts, distances and contradictions on record, each from a measure's frame; no scenario is called ahead of
another, and no probability is made from signposts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from analysis.parts import Finding, wording
from analysis.sentences.brief_words import amount, quantity

RESIDUAL: Final = "S0"
OTHER_SIDE: Final[Mapping[str, str]] = {"ge": "lt", "gt": "le", "le": "gt", "lt": "ge"}


def overview(
    scenarios: pd.DataFrame, pairs: pd.DataFrame, *, forecasts: int, as_of: date, key: bool = False
) -> Finding:
    """Say how many scenarios are on record, which may hold together, and whether anyone forecast them.

    `pairs` as `overlaps` returns it; `forecasts` counts the rows of the ledger.
    """
    if scenarios.empty:
        sentence = f"No scenario is on record as of {wording.day(as_of)}."
        return Finding("scenarios-on-record", sentence, 0, "scenarios")
    named = [
        f"{row['scenario_id']} “{row['label']}”"
        for row in scenarios.sort_values("scenario_id").to_dict("records")
    ]
    ledger = (
        f"{wording.count(forecasts, 'forecast')} {'is' if forecasts == 1 else 'are'} in the ledger"
        if forecasts
        else "No forecast is on record, so no scenario has a probability here"
    )
    others = (
        "It may be that it does not come true"
        if len(scenarios) == 1
        else f"{_together(pairs)}. It may be that none of them comes true"
    )
    sentence = (
        f"{wording.count(len(scenarios), 'scenario')} {'is' if len(scenarios) == 1 else 'are'} on record: "
        f"{wording.listing(named)}. {others} ({RESIDUAL}). {ledger}."
    )
    return Finding("scenarios-on-record", sentence, len(scenarios), "scenarios", key=key)


def _together(pairs: pd.DataFrame) -> str:
    """Say which scenarios may hold together."""
    shared = [f"{row['first']} and {row['second']}" for row in pairs[~pairs["exclusive"]].to_dict("records")]
    if not shared:
        return "They exclude each other"
    others = "; the others exclude each other" if pairs["exclusive"].any() else ""
    return f"{wording.listing(shared)} may both come true{others}"


def overlap(pairs: pd.DataFrame) -> str:
    """Say which scenarios may hold together, and which of these would share an end state."""
    if pairs.empty:
        return "Fewer than two scenarios are on record."
    same = pairs[~pairs["exclusive"] & pairs["same_end_state"]]
    ends = [f"{row['first']} and {row['second']}" for row in same.to_dict("records")]
    share = f" {wording.listing(ends)} could end in the same state." if ends else ""
    return f"{_together(pairs)}.{share}"


def states(evaluated: pd.DataFrame) -> Finding:
    """Count the signposts by state and by who set their thresholds."""
    counts = evaluated["state"].value_counts()
    said = [
        f"{counts.get(state, 0)} {'is' if counts.get(state, 0) == 1 else 'are'} {state}"
        for state in ("met", "not met", "stale", "unknown")
        if counts.get(state, 0) or state == "met"
    ]
    met = evaluated[evaluated["state"] == "met"]
    named = [f"“{name}”" for name in met["name"]]
    which = f" Met: {wording.listing(named)}.{_as_stated(met)}" if named else ""
    analyst = int((evaluated["threshold_origin"] == "analyst").sum())
    sentence = (
        f"Of {wording.count(len(evaluated), 'signpost')}, {wording.listing(said)}.{which} How many are met "
        f"does not tell which scenario will come. The analyst set {analyst} of the thresholds, the source of "
        f"the scenarios {len(evaluated) - analyst}."
    )
    return Finding(
        "signposts-met", sentence, int(counts.get("met", 0)), "signposts", n=len(evaluated), key=True
    )


def _as_stated(met: pd.DataFrame) -> str:
    """Say which of the signposts that are met were so when they were stated; blank where none was."""
    known = met[met["met_when_stated"]]
    if known.empty:
        return ""
    if len(known) < len(met):
        who = wording.listing([f"“{name}”" for name in known["name"]])
    else:
        who = {1: "It", 2: "Both"}.get(len(known), f"All {len(known)}")
    one = len(known) == 1
    return (
        f" {who} {'was' if one else 'were'} met already on the day {'it was' if one else 'they were'} stated "
        f"and {'marks' if one else 'mark'} no change."
    )


def ordinary(evaluated: pd.DataFrame, marked: pd.DataFrame, *, reason: str) -> list[Finding]:
    """Name each level whose threshold is met so often, or so seldom missed, that it tells nothing.

    `marked` as `marks` returns it; `reason` is its word for such rows.
    """
    plain = set(marked[marked["reason"] == reason]["signpost_id"])
    return [_ordinary(row) for row in evaluated.to_dict("records") if row["signpost_id"] in plain]


def _ordinary(row: dict[Any, Any]) -> Finding:
    sentence = (
        f"“{row['name']}” ({threshold(row)}) was met in {row['windows_met']} of the {row['windows_are']} to "
        f"{wording.day(row['windows_end'].date())}{unknown_windows(row)}: a level so ordinary does not tell "
        "the scenarios apart."
    )
    name = f"base-rate-{row['signpost_id']}".lower()
    return Finding(name, sentence, row["base_rate"], "share", n=int(row["windows_known"]), key=True)


def unknown_windows(row: Mapping[Any, Any]) -> str:
    """Write how many of a signpost's windows are too thinly recorded to count; blank where all are known.

    >>> unknown_windows({"windows": 52, "windows_known": 51})
    ' (1 unknown)'
    """
    unknown = int(row["windows"] - row["windows_known"])
    return f" ({unknown} unknown)" if unknown else ""


def threshold(row: Mapping[Any, Any]) -> str:
    """Write a signpost's threshold with its direction and unit.

    >>> threshold({"direction": "ge", "threshold": 1500.0, "unit": "drones per week"})
    '≥ 1,500 a week'
    >>> threshold({"direction": "abs_le", "threshold": 0.3, "unit": "percentage points"})
    'within ± 0.3 pp'
    >>> threshold({"direction": "ge", "threshold": 1.0, "unit": "yes or no"})
    'an event'
    """
    if row["unit"] == "yes or no":
        return "an event"
    if row["direction"] == "abs_le":
        return f"within ± {amount(row['threshold'], row['unit'])}"
    return quantity(row["direction"], row["threshold"], row["unit"])


def state(row: Mapping[Any, Any]) -> str:
    """Write a signpost's state; what has been met since the day it was stated says so.

    >>> state({"state": "met", "met_when_stated": True}), state({"state": "stale", "met_when_stated": True})
    ('met when stated', 'stale')
    """
    return "met when stated" if row["state"] == "met" and row["met_when_stated"] else str(row["state"])


def move(row: Mapping[Any, Any]) -> str:
    """Write what would be a move of a signpost that was met when it was stated: the threshold's other side.

    >>> move({"direction": "ge", "threshold": 15.0, "unit": "years"})
    '< 15 years'
    """
    if row["unit"] == "yes or no":
        return "the event undone"
    return quantity(OTHER_SIDE[row["direction"]], row["threshold"], row["unit"])


def value(row: Mapping[Any, Any]) -> str:
    """Write a signpost's value: a share with its interval, an event as happened or not on record.

    >>> value({"x": 0.81, "x_low": 0.77, "x_high": 0.86, "unit": "share"})
    '81% (77–86%)'
    >>> value({"x": 0.0, "x_low": None, "x_high": None, "unit": "yes or no"})
    'not on record'
    """
    if wording.is_missing(row["x"]):
        return wording.MISSING
    if row["unit"] == "yes or no":
        return "happened" if row["x"] else "not on record"
    if wording.is_missing(row["x_low"]):
        return amount(row["x"], row["unit"])
    return f"{amount(row['x'], row['unit'])} ({wording.interval(row['x_low'], row['x_high'], share=True)})"


def contradictions(ranked: pd.DataFrame, *, signposts: int) -> Finding:
    """Say how many diagnostic rows speak against each scenario, in the order of their source."""
    rows = ranked.sort_values("scenario_id").to_dict("records")
    diagnostic = int(ranked["n"].max()) if rows else 0
    if diagnostic == 0:
        sentence = (
            f"Of {wording.count(signposts, 'signpost')}, none tells the scenarios apart on this date: there "
            "is nothing to rank."
        )
        return Finding("diagnostic-signposts", sentence, 0, "signposts", n=signposts, key=True)
    verb = "tells" if diagnostic == 1 else "tell"
    outright = "" if ranked["inconsistent"].any() else "No scenario is contradicted outright. "
    sentence = (
        f"{diagnostic} of {wording.count(signposts, 'signpost')} {verb} the scenarios apart. {outright}"
        f"{'; '.join(map(_against, rows))}. So little evidence shows what the record contradicts today; it "
        "gives no likelihoods."
    )
    return Finding("diagnostic-signposts", sentence, diagnostic, "signposts", n=signposts, key=True)


def _against(row: dict[Any, Any]) -> str:
    """Write how many diagnostic rows bear on a scenario and what they say against it."""
    bearing, against, short = row["bearing"], row["inconsistent"], row["lacking"]
    if not bearing:
        return f"{row['scenario_id']} (none bears on it): no place in the order"
    said = [
        f"{against} {'contradicts' if against == 1 else 'contradict'} it" if against else "",
        f"{short} would support it and {'is' if short == 1 else 'are'} not met" if short else "",
    ]
    known = [part for part in said if part] or ["none speaks against it"]
    bear = "bears" if bearing == 1 else "bear"
    return f"{row['scenario_id']} ({bearing} {bear} on it): {wording.listing(known)}"


def place(row: Mapping[Any, Any]) -> str:
    """Write a scenario's place in the order; one on which no evidence bears has none.

    >>> place({"rank": 1, "tied": True}), place({"rank": None, "tied": False})
    ('1st, tied', 'none')
    """
    if wording.is_missing(row["rank"]):
        return "none"
    return f"{wording.ordinal(row['rank'])}{', tied' if row['tied'] else ''}"


def places_without_one(row: Mapping[Any, Any]) -> str:
    """Write the places a scenario takes when any one signpost is left out.

    >>> places_without_one({"rank_low": 2, "rank_high": 2, "rank_lost": True})
    '2nd or none'
    """
    if wording.is_missing(row["rank_low"]):
        return "none"
    ends = {int(row["rank_low"]): None, int(row["rank_high"]): None}
    return f"{' to '.join(map(wording.ordinal, ends))}{' or none' if row['rank_lost'] else ''}"


def robustness(ranked: pd.DataFrame) -> list[str]:
    """Say which places in the order depend on a single row, and on thresholds that the analyst set."""
    total = int((ranked["inconsistent"] + ranked["lacking"]).sum())
    if not total:
        return ["No signpost that tells the scenarios apart speaks against any of them."]
    moved = [
        f"{row['scenario_id']} ({wording.ordinal(row['rank'])}, then {places_without_one(row)})"
        for row in ranked.to_dict("records")
        if not wording.is_missing(row["rank"])
        and (row["rank_lost"] or row["rank_low"] != row["rank"] or row["rank_high"] != row["rank"])
    ]
    own = total - int(ranked["by_source"].sum())
    one_row = f"can change the place of {wording.listing(moved)}" if moved else "changes no place"
    rest = {0: "none rests", 1: "1 rests"}.get(own, f"{own} rest")
    return [
        f"Leaving out one of these signposts {one_row}. Of {wording.count(total, 'mark')} against a "
        f"scenario, {rest} on a threshold that the analyst set."
    ]
