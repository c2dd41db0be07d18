"""What may be said of scenarios and signposts?

Counts, distances and contradictions on record, each from a measure's frame; no scenario is called ahead of
another, and no probability is made from signposts.
"""

from __future__ import annotations

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
    shared = [f"{row['first']} and {row['second']}" for row in pairs[~pairs["exclusive"]].to_dict("records")]
    exclusive = f"{wording.listing(shared)} may both come true" if shared else "they exclude each other"
    ledger = (
        f"{wording.count(forecasts, 'forecast')} {'is' if forecasts == 1 else 'are'} in the ledger"
        if forecasts
        else "no forecast is on record, so none has a probability here"
    )
    sentence = (
        f"{wording.count(len(scenarios), 'scenario')} {'is' if len(scenarios) == 1 else 'are'} on record; "
        f"{exclusive}, and so may something else, a residual “{OTHER}”; {ledger}."
    )
    return Finding("scenarios-on-record", sentence, len(scenarios), "scenarios", key=True)


def states(evaluated: pd.DataFrame) -> Finding:
    """Count the signposts by state and by who set their thresholds."""
    counts = evaluated["state"].value_counts()
    said = [f"{counts.get(state, 0)} {state}" for state in ("met", "not met", "stale", "unknown")]
    analyst = int((evaluated["threshold_origin"] == "analyst").sum())
    sentence = (
        f"Of {wording.count(len(evaluated), 'signpost')}, {wording.listing(said)}; the analyst set the "
        f"threshold of {analyst}, the source that of {len(evaluated) - analyst}. How many are met says "
        "nothing of how a scenario will fare."
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
    unknown = int(row["windows"] - row["windows_known"])
    gap = f", {unknown} of them not fully recorded" if unknown else ""
    sentence = (
        f"“{row['name']}” ({threshold(row)}) was met in {row['windows_met']} of the {row['windows_are']} to "
        f"{wording.day(row['windows_end'].date())}{gap}: it does not discriminate."
    )
    name = f"base-rate-{row['signpost_id']}".lower()
    return Finding(name, sentence, row["base_rate"], "share", n=int(row["windows_known"]), key=True)


def threshold(row: dict[Any, Any]) -> str:
    """Write a signpost's threshold with its direction and unit.

    >>> threshold({"direction": "ge", "threshold": 1500.0, "unit": "drones per week"})
    '≥ 1,500 drones per week'
    >>> threshold({"direction": "abs_le", "threshold": 0.3, "unit": "percentage points"})
    'within ± 0.3 percentage points'
    >>> threshold({"direction": "ge", "threshold": 1.0, "unit": "yes or no"})
    'happens'
    """
    if row["unit"] == "yes or no":
        return "happens"
    if row["direction"] == "abs_le":
        return f"within ± {amount(row['threshold'], row['unit'])}"
    return quantity(row["direction"], row["threshold"], row["unit"])


def value(row: dict[Any, Any]) -> str:
    """Write a signpost's value: a share with its interval, an event as yes or no.

    >>> value({"x": 0.81, "x_low": 0.77, "x_high": 0.86, "unit": "share"})
    '81% (77–86%)'
    >>> value({"x": 0.0, "x_low": None, "x_high": None, "unit": "yes or no"})
    'no'
    """
    if wording.is_missing(row["x"]):
        return wording.MISSING
    if row["unit"] == "yes or no":
        return "yes" if row["x"] else "no"
    if wording.is_missing(row["x_low"]):
        return amount(row["x"], row["unit"])
    return f"{amount(row['x'], row['unit'])} ({wording.interval(row['x_low'], row['x_high'], share=True)})"


def contradictions(ranked: pd.DataFrame, *, signposts: int) -> Finding:
    """Say how many diagnostic rows speak against each scenario, in the order of their source."""
    rows = ranked.sort_values("scenario_id").to_dict("records")
    diagnostic = rows[0]["n"]
    if diagnostic == 0:
        sentence = f"None of the {signposts} signposts discriminates between the scenarios on this date."
        return Finding("diagnostic-signposts", sentence, 0, "signposts", n=signposts, key=True)
    sentence = (
        f"Of {wording.count(signposts, 'signpost')}, {diagnostic} "
        f"{'discriminates' if diagnostic == 1 else 'discriminate'} between the scenarios: "
        f"{'; '.join(map(_against, rows))}. The rows are few and partly of one series; they order what "
        "the record "
        "contradicts today, and neither likelihoods nor outcomes."
    )
    return Finding("diagnostic-signposts", sentence, diagnostic, "signposts", n=signposts, key=True)


def _against(row: dict[Any, Any]) -> str:
    of = f"of the {row['bearing']} that {'bears' if row['bearing'] == 1 else 'bear'} on it"
    counts = {"contradicted by": row["inconsistent"], "not borne out by": row["lacking"]}
    said = [f"{words} {count}" for words, count in counts.items() if count]
    if said:
        return f"{row['scenario_id']} is {wording.listing(said)} {of}"
    if not row["bearing"]:
        return f"none bears on {row['scenario_id']}"
    speaks = "that bears" if row["bearing"] == 1 else f"of the {row['bearing']} that bear"
    return f"none {speaks} on {row['scenario_id']} speaks against it"


def robustness(ranked: pd.DataFrame) -> list[str]:
    """Say which places in the order depend on a single row, and on thresholds that the analyst set."""
    moved = [
        f"{row['scenario_id']} ({wording.ordinal(row['rank_low'])} to {wording.ordinal(row['rank_high'])})"
        for row in ranked.to_dict("records")
        if row["rank_low"] != row["rank_high"]
    ]
    total = int((ranked["inconsistent"] + ranked["lacking"]).sum())
    own = total - int(ranked["by_source"].sum())
    one_row = f"the place of {wording.listing(moved)} changes" if moved else "no place changes"
    return [
        f"Leaving out any one diagnostic row, {one_row}. Of {wording.count(total, 'mark')} against a "
        "scenario, "
        f"{own} {'rests' if own == 1 else 'rest'} on a threshold that the analyst set."
    ]


def unknowns(gaps: pd.DataFrame) -> Finding:
    """Count what is missing, by what follows from it."""
    if gaps.empty:
        return Finding("gaps", "Nothing that the scenarios need is missing from the record.", 0, "gaps")
    counts = [f"{count} that {words}" for words, count in gaps["consequence"].value_counts().items()]
    sentence = f"{wording.count(len(gaps), 'gap')} in the record: {wording.listing(counts)}."
    return Finding("gaps", sentence, len(gaps), "gaps")
