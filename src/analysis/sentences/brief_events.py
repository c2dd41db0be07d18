"""How are the events, the claims on them and the disputes of the record shown as tables?

Every event, every claim with its claimant, and contested quantities side by side; nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from analysis.parts import Part, wording
from analysis.sentences import brief_words as words
from analysis.sentences.brief_tables import listed


def events(chronology: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show all events, newest first, with place and how sure claim and date are."""
    rows = [
        {
            "Date": words.dated(row),
            "Category": row["category"],
            "Event": row["title"],
            "Place": row["place"],
            "Status": row["claim_status"],
            "Date is of confidence": row["date_confidence"],
        }
        for row in chronology.iloc[::-1].to_dict("records")
    ]
    caption = f"All {wording.count(len(rows), 'event')} on record by {wording.day(as_of)}, newest first"
    return listed(
        rows,
        caption=caption,
        none="No event is on record at this date.",
        source=source,
        as_of=as_of,
        stub="Event",
        notes=["A night is dated by the day on which it ends."],
    )


def accounts(chronology: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show who did what to whom in each event, and what is doubtful about it."""
    rows = [
        {
            "Event": row["title"],
            "Between": " – ".join(side for side in (row["actor"], row["counterparty"]) if side),
            "Account": row["summary"],
            "Doubts": row["note"] or "none noted",
        }
        for row in chronology.iloc[::-1].to_dict("records")
    ]
    return listed(
        rows,
        caption="What each event was, and what is doubtful about it",
        source=source,
        as_of=as_of,
        stub="Event",
        none="No event is on record at this date.",
    )


def claims(frame: pd.DataFrame, *, contested: bool, source: str, as_of: date) -> Part:
    """Show quantities of events: the contested ones, the claims side by side, or all, claim by claim."""
    if contested:
        return _contested(frame[frame["contested"]], source=source, as_of=as_of)
    rows = [
        {
            "Event": row["title"],
            "Quantity": words.measure(row["measure"]),
            "Stated": words.quantity(row["operator"], row["value"], row["unit"]),
            "Claimant": row["claimant"],
            "Stated on": wording.iso(row["as_of"].date()),
            "Confidence": row["confidence"],
        }
        for row in frame.iloc[::-1].to_dict("records")
    ]
    caption = f"{wording.count(len(rows), 'claim')} on quantities of events, each with its claimant"
    return listed(
        rows,
        caption=caption,
        none="No quantity of an event is on record at this date.",
        source=source,
        as_of=as_of,
        notes=[words.OPERATOR_NOTE],
        stub="Event",
    )


def _contested(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    rows = [
        {
            "Event": own["title"].iloc[0],
            "Quantity": words.measure(str(measure)),
            "Stated, side by side": "; ".join(_claim(row) for row in own.to_dict("records")),
        }
        for (_, measure), own in frame.groupby(["event_id", "measure"], sort=False)
    ]
    caption = f"{wording.count(len(rows), 'quantity', 'quantities')} stated in more than one way"
    return listed(
        rows,
        caption=caption,
        none="No quantity is stated in more than one way at this date.",
        source=source,
        as_of=as_of,
        notes=[words.OPERATOR_NOTE, "On the page: as the subject page quotes it."],
        stub="Event",
    )


def _claim(row: Mapping[Any, Any]) -> str:
    origin = ", on the page" if row["origin"] == "seed" else ""
    return f"{words.quantity(row['operator'], row['value'], row['unit'])} ({row['claimant']}{origin})"


def disputes(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the noted discrepancies: what is claimed, what is wrong with it, and what is done about it."""
    rows = [
        {
            "No.": row["discrepancy_id"],
            "Place": row["place"],
            "Claim": row["claim"],
            "Problem": row["problem"],
            "Handling": row["handling"],
            "Severity": row["severity"],
        }
        for row in frame.to_dict("records")
    ]
    caption = f"{wording.count(len(rows), 'discrepancy', 'discrepancies')} noted in the source, gravest first"
    return listed(
        rows,
        caption=caption,
        none="No discrepancy is noted at this date.",
        source=source,
        as_of=as_of,
        stub="No.",
    )
