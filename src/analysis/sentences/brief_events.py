"""How are the events, the claims on them and the disputes of the record shown as tables?

Every event, every claim with its claimant, and contested quantities side by side; nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from analysis.parts import Part, wording
from analysis.sentences import brief_words as words
from analysis.sentences.brief_tables import listed

NO_EVENT: Final = "No event is on record at this date."


def events(chronology: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show all events, newest first, with place and how sure claim and date are."""
    rows = [
        {
            "Event": row["title"],
            "Date": wording.iso(row["event_date"].date()),
            "Category": row["category"],
            "Place": " · ".join(filter(None, [row["place"], row["place_native"]])),
            "Status": row["claim_status"],
            "Date sure": row["date_confidence"],
        }
        for row in chronology.iloc[::-1].to_dict("records")
    ]
    return listed(
        rows,
        caption=f"All {wording.count(len(rows), 'event')} on record by {wording.day(as_of)}, newest first",
        none=NO_EVENT,
        source=source,
        as_of=as_of,
        notes=["A night is dated by the day on which it ends. Date sure: confidence in the date."],
    )


def accounts(chronology: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show who acted, whom it concerned, what happened, and what is to be said of it."""
    rows = [
        {
            "Event": row["title"],
            "Who": _between(row),
            "What happened": f"{row['summary']} [{row['source_id']}]",
            "Remarks": row["note"] or wording.MISSING,
        }
        for row in chronology.iloc[::-1].to_dict("records")
    ]
    return listed(
        rows,
        caption="What each event was, and what is doubtful or disputed about it",
        none=NO_EVENT,
        source=source,
        as_of=as_of,
        notes=[
            "Who: who acted and, after the dash, whom it concerned. In square brackets: key of the source."
        ],
    )


def _between(row: Mapping[Any, Any]) -> str:
    return " – ".join(side for side in (row["actor"], row["counterparty"]) if side)


def claims(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show every quantity of the events, newest event first, its claims side by side."""
    rows = [
        {
            "Event": own["title"].iloc[0],
            "Quantity": words.measure(str(measure)),
            "Stated, side by side": "; ".join(_claim(row) for row in own.to_dict("records")),
            "Differs": "yes" if own["contested"].any() else "no",
        }
        for (_, measure), own in frame.groupby(["event_id", "measure"], sort=False)
    ]
    quantities = wording.count(len(rows), "quantity", "quantities")
    return listed(
        rows[::-1],
        caption=f"{quantities} of events as claimed, {wording.count(len(frame), 'claim')} in all",
        none="No quantity of an event is on record at this date.",
        source=source,
        as_of=as_of,
        notes=[
            words.OPERATOR_NOTE,
            "In brackets: the claimant, whether the subject page quotes it, and how sure the figure is.",
        ],
    )


def _claim(row: Mapping[Any, Any]) -> str:
    origin = ", on the page" if row["origin"] == "seed" else ""
    stated = words.quantity(row["operator"], row["value"], row["unit"])
    return f"{stated} ({words.claimant(row['claimant'])}{origin}; {row['confidence']})"


def disputes(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the noted discrepancies: the claim, what is wrong with it, and how this record treats it."""
    rows = [
        {
            "No.": row["discrepancy_id"],
            "Claim and its place": f"{row['claim']} ({row['place']})",
            "Problem": row["problem"],
            "How it is treated": row["handling"],
            "Weight": row["severity"],
        }
        for row in frame.to_dict("records")
    ]
    number = wording.count(len(rows), "discrepancy", "discrepancies")
    return listed(
        rows,
        caption=f"{number} of the subject page, gravest first",
        none="No discrepancy is noted at this date.",
        source=source,
        as_of=as_of,
        notes=["In brackets: the part of the page. Weight: how much the claim can mislead."] if rows else [],
    )
