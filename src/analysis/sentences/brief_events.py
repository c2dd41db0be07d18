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
        stub="Event",
        notes=["A night is dated by the day on which it ends. Date sure: confidence in the date."],
    )


def accounts(chronology: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show who did what to whom in each event, and what is doubtful about it."""
    rows = [
        {
            "Event": row["title"],
            "Account": f"{_between(row)}: {row['summary']}",
            "Doubts": row["note"] or "none noted",
        }
        for row in chronology.iloc[::-1].to_dict("records")
    ]
    return listed(
        rows,
        caption="What each event was, and what is doubtful about it",
        none=NO_EVENT,
        source=source,
        as_of=as_of,
        stub="Event",
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
        caption=f"{quantities} of events, in {wording.count(len(frame), 'claim')}, side by side",
        none="No quantity of an event is on record at this date.",
        source=source,
        as_of=as_of,
        stub="Event",
        notes=[words.OPERATOR_NOTE, "On the page: as the subject page quotes it. In brackets: confidence."],
    )


def _claim(row: Mapping[Any, Any]) -> str:
    origin = ", on the page" if row["origin"] == "seed" else ""
    stated = words.quantity(row["operator"], row["value"], row["unit"])
    return f"{stated} ({words.claimant(row['claimant'])}{origin}; {row['confidence']})"


def disputes(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the noted discrepancies: what is claimed, what is wrong with it, and what is done about it."""
    rows = [
        {
            "No.": row["discrepancy_id"],
            "Claim and its place": f"{row['claim']} ({row['place']})",
            "Problem": row["problem"],
            "Handling": row["handling"],
            "Severity": row["severity"],
        }
        for row in frame.to_dict("records")
    ]
    return listed(
        rows,
        caption=f"{wording.count(len(rows), 'discrepancy', 'discrepancies')} of the source, gravest first",
        none="No discrepancy is noted at this date.",
        source=source,
        as_of=as_of,
        stub="No.",
    )
