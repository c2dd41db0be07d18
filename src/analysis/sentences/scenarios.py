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

OTHER: Final = "Other"
MOST_NAMED: Final = 3


def overview(scenarios: pd.DataFrame, pairs: pd.DataFrame, *, forecasts: int, as_of: date) -> Finding:
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
    sentence = (
        f"{wording.count(len(scenarios), 'scenario')} {'is' if len(scenarios) == 1 else 'are'} on record: "
        f"{wording.listing(named)}. {_together(pairs)}. It may be that none of them comes true "
        f"(“{OTHER}”). {ledger}."
    )
    return Finding("scenarios-on-record", sentence, len(scenarios), "scenarios", key=True)


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
    met = [f"“{name}”" for name in evaluated.loc[evaluated["state"] == "met", "name"]]
    which = f" Met: {wording.listing(met)}." if met else ""
    analyst = int((evaluated["threshold_origin"] == "analyst").sum())
    sentence = (
        f"Of {wording.count(len(evaluated), 'signpost')}, {wording.listing(said)}.{which} How many are met "
        f"does not tell which scenario will come. The analyst set {analyst} of the thresholds, the source of "
        f"the scenarios {len(evaluated) - analyst}."
    )
    return Finding(
        "signposts-met", sentence, int(counts.get("met", 0)), "signposts", n=len(evaluated), key=True
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
    diagnostic = rows[0]["n"]
    if diagnostic == 0:
        sentence = f"None of the {signposts} signposts tells the scenarios apart on this date."
        return Finding("diagnostic-signposts", sentence, 0, "signposts", n=signposts, key=True)
    verb = "tells" if diagnostic == 1 else "tell"
    sentence = (
        f"{diagnostic} of {wording.count(signposts, 'signpost')} {verb} the scenarios apart. "
        f"{'; '.join(map(_against, rows))}. So few signposts, partly of one series, show what the record "
        "contradicts today; they give no likelihoods."
    )
    return Finding("diagnostic-signposts", sentence, diagnostic, "signposts", n=signposts, key=True)


def _against(row: dict[Any, Any]) -> str:
    """Write what speaks against a scenario, of the diagnostic rows that bear on it."""
    bearing, against, short = row["bearing"], row["inconsistent"], row["lacking"]
    if not bearing:
        return f"{row['scenario_id']}: none bears on it"
    said = [
        f"{against} {'contradicts' if against == 1 else 'contradict'} it" if against else "",
        f"{short} that would support it {'is' if short == 1 else 'are'} not met" if short else "",
    ]
    known = [part for part in said if part] or ["none speaks against it"]
    bear = "bears" if bearing == 1 else "bear"
    return f"{row['scenario_id']}: of {bearing} that {bear} on it, {wording.listing(known)}"


def robustness(ranked: pd.DataFrame) -> list[str]:
    """Say which places in the order depend on a single row, and on thresholds that the analyst set."""
    moved = [
        f"{row['scenario_id']} ({wording.ordinal(row['rank_low'])} to {wording.ordinal(row['rank_high'])})"
        for row in ranked.to_dict("records")
        if row["rank_low"] != row["rank_high"]
    ]
    total = int((ranked["inconsistent"] + ranked["lacking"]).sum())
    own = total - int(ranked["by_source"].sum())
    one_row = f"changes the place of {wording.listing(moved)} only" if moved else "changes no place"
    return [
        f"Leaving out any one of these signposts {one_row}. Of {wording.count(total, 'mark')} against a "
        f"scenario, {own} {'rests' if own == 1 else 'rest'} on a threshold that the analyst set."
    ]


def unknowns(gaps: pd.DataFrame) -> Finding:
    """Count what is missing, by what follows from it."""
    if gaps.empty:
        return Finding("gaps", "Nothing that the scenarios need is missing from the record.", 0, "gaps")
    counts = [f"{count} that {words}" for words, count in gaps["consequence"].value_counts().items()]
    sentence = f"{wording.count(len(gaps), 'gap')} in the record: {wording.listing(counts)}."
    return Finding("gaps", sentence, len(gaps), "gaps")
