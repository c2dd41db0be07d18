"""How are competing scenarios, their terms and what is missing shown as tables?

Each function takes one measure's frame and returns a part; the order of scenarios is their source's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from analysis import parts
from analysis.parts import Part, wording
from analysis.sentences.brief_tables import listed

NONE: Final = "No scenario is on record at this date."
SIGNS: Final[Mapping[str, str]] = {
    "consistent": "fits",
    "inconsistent": "contradicts",
    "lacking": "not borne out",
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
            "Discriminates": "yes" if row["diagnostic"] else f"no: {row['reason']}",
        }
        for row in evidence.to_dict("records")
    ]
    return listed(
        rows,
        caption="Scenarios against evidence, in words",
        none=NONE,
        source=source,
        as_of=as_of,
        stub="Evidence",
    )


def contradictions(ranked: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the scenarios by the diagnostic evidence that contradicts them, fewest first."""
    rows = [
        {
            "Scenario": f"{row['scenario_id']} {row['label']}",
            "Contradicted by": row["inconsistent"],
            "Not borne out by": row["lacking"],
            "Fits": row["consistent"],
            "Bearing on it": row["bearing"],
            "Place": wording.ordinal(row["rank"]),
            "Leaving one out": _places(row),
        }
        for row in ranked.to_dict("records")
    ]
    notes = [
        "Counts of diagnostic signposts. Contradicted: a signpost is met that speaks against it. Not "
        "borne out, which "
        "is weaker: a level that speaks for it is not met; it may still come.",
        "A scenario on which little evidence bears is contradicted by little: read “bearing on it” beside "
        "it.",
        "The place orders contradictions on record today. It is neither a likelihood nor a forecast.",
    ]
    caption = f"Scenarios by inconsistency, on {wording.count(ranked['n'].iloc[0], 'diagnostic signpost')}"
    return listed(rows, caption=caption, none=NONE, source=source, as_of=as_of, stub="Scenario", notes=notes)


def _places(row: Mapping[Any, Any]) -> str:
    low, high = wording.ordinal(row["rank_low"]), wording.ordinal(row["rank_high"])
    return low if low == high else f"{low} to {high}"


def terms(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the terms side by side, one column per scenario."""
    if len(frame.columns) < 2:
        return parts.note(NONE)
    return parts.table(
        frame,
        caption="The scenarios side by side, as their source words them",
        source=source,
        as_of=as_of,
        labels={"term": "Term"},
        stub="term",
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
    return listed(
        rows,
        caption="Which scenarios exclude each other",
        none=NONE,
        source=source,
        as_of=as_of,
        stub="Pair",
    )


def resolution(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the events that would speak for and against each scenario, and its horizon."""
    rows = [
        {
            "Scenario": f"{row['scenario_id']} {row['label']}",
            "Speaks for it": row["events_for"],
            "Speaks against it": row["events_against"],
            "Horizon": row["horizon"],
            "May hold with": row["may_hold_with"],
        }
        for row in frame.to_dict("records")
    ]
    notes = [
        "A forecast is resolved by the rule written with it in the ledger; these events are what such a "
        "rule can name."
    ]
    return listed(
        rows,
        caption="Events that would decide between the scenarios",
        none=NONE,
        source=source,
        as_of=as_of,
        stub="Scenario",
        notes=notes,
    )


def gaps(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show what is missing and what follows from it."""
    rows = [
        {
            "Missing": row["subject"],
            "Scenario": row["scenario_id"],
            "What is missing": row["missing"],
            "So it": row["consequence"],
        }
        for row in frame.to_dict("records")
    ]
    return listed(
        rows,
        caption="What the record lacks",
        none="Nothing that the scenarios need is missing.",
        source=source,
        as_of=as_of,
        stub="Missing",
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
        stub="Words",
        notes=["Half-open bands: a boundary belongs to the band above it, and 99% to the last."],
    )
