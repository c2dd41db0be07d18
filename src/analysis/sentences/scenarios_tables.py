"""How are competing scenarios, their terms and what is missing shown as tables?

Each function takes one measure's frame and returns a part; the order of scenarios is their source's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import pandas as pd

from analysis import parts
from analysis.parts import Part, tables, wording
from analysis.sentences.brief_tables import listed
from analysis.sentences.scenarios import place, places_without_one

NONE: Final = "No scenario is on record at this date."
SIGNS: Final[Mapping[str, str]] = {
    "consistent": "fits",
    "inconsistent": "contradicts",
    "lacking": "support not met",
    "neutral": "",
}


def matrix(evidence: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the matrix of evidence in words, the rows that discriminate first."""
    scenarios = [name for name in evidence.columns if name[:1] == "S" and name[1:].isdigit()]
    rows = [
        {
            "Evidence": f"{row['signpost_id']} {row['name']}",
            "State": row["state"],
            **{name: SIGNS[row[name]] for name in scenarios},
            "Tells them apart": "yes" if row["diagnostic"] else f"no: {row['reason']}",
        }
        for row in evidence.to_dict("records")
    ]
    return listed(rows, caption="Scenarios against evidence, in words", none=NONE, source=source, as_of=as_of)


def contradictions(ranked: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the scenarios by the diagnostic evidence that contradicts them, fewest first."""
    if len(ranked) and not ranked["n"].any():
        return parts.note("No signpost tells the scenarios apart on this date: there is nothing to rank.")
    rows = [
        {
            "Scenario": f"{row['scenario_id']} {row['label']}",
            "Bear on it": row["bearing"],
            "Contradict it": row["inconsistent"],
            "Support not met": row["lacking"],
            "Fit it": row["consistent"],
            "Place": place(row),
            "One left out": places_without_one(row),
        }
        for row in ranked.to_dict("records")
    ]
    notes = [
        "Contradict it: met, and speaking against it. Support not met, a weaker mark: a level that speaks "
        "for it is not reached. One left out: its places when any one signpost is left out. None: no "
        "signpost bears on it, so that there is nothing to rank it by.",
        "Few signposts contradict little. The place is neither a likelihood nor a forecast.",
    ]
    tell = wording.count(ranked["n"].max(), "signpost") if rows else ""
    caption = f"The scenarios by what contradicts them, fewest first: {tell} that can tell them apart"
    return listed(rows, caption=caption, none=NONE, source=source, as_of=as_of, notes=notes)


def terms(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the terms side by side, one column per scenario."""
    if len(frame.columns) < 2:
        return parts.note(NONE)
    return tables.table(
        frame,
        caption="The scenarios side by side, as the subject page describes them, in words of our own",
        source=source,
        as_of=as_of,
        labels={"term": "Term"},
    )


def overlaps(pairs: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show of every pair of scenarios whether both can come true."""
    rows = [
        {
            "Pair": f"{row['first']} and {row['second']}",
            "Exclude each other": "yes" if row["exclusive"] else "no: both may come true",
            "Share an end state": row["same_end_state"],
        }
        for row in pairs.to_dict("records")
    ]
    return listed(rows, caption="Which scenarios exclude each other", none=NONE, source=source, as_of=as_of)


def resolution(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the events that would speak for and against each scenario, and its horizon."""
    rows = [
        {
            "Scenario": f"{row['scenario_id']} {row['label']}",
            "Would speak for it": row["events_for"],
            "Would speak against it": row["events_against"],
            "Horizon": row["horizon"],
            "May hold with": row["may_hold_with"],
        }
        for row in frame.to_dict("records")
    ]
    notes = ["These events bear on the scenarios; what decides a forecast is the rule that it names."]
    return listed(
        rows,
        caption="Events that would decide between the scenarios",
        none=NONE,
        source=source,
        as_of=as_of,
        notes=notes,
    )


def gaps(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show what is missing, of which signposts and terms, and what follows from it."""
    rows = [
        {
            "What is missing": missing,
            "Of which signpost or term": "; ".join(
                f"{subject} ({', '.join(same['scenario_id'])})"
                for subject, same in own.groupby("subject", sort=False)
            ),
            "Consequence": consequence,
        }
        for (missing, consequence), own in frame.groupby(["missing", "consequence"], sort=False)
    ]
    return listed(
        rows,
        caption="What the record lacks",
        none="Nothing that the scenarios need is missing.",
        source=source,
        as_of=as_of,
    )


def likelihood_bands(*, as_of: date) -> Part:
    """Show which words stand for which probabilities."""
    rows = [
        {"Words": words, "From": wording.percent(low), "To below": wording.percent(high)}
        for low, high, words in wording.LIKELIHOOD_BANDS
    ]
    return listed(
        rows,
        caption="Words for probabilities",
        none=NONE,
        source="ICD 203 (2015)",
        as_of=as_of,
        notes=["A boundary belongs to the band above it; 99% belongs to the last."],
    )
