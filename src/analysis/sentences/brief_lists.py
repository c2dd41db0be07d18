"""Who and what is on record, in lines of prose?

Events by category, people by side, organizations by kind and the precedents, each from its measure's frame.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from analysis.parts import wording

NONE: Final = "None on record."


def by_category(events: pd.DataFrame) -> list[str]:
    """List the events by category, newest first, each with its date; what is only claimed says so."""
    if events.empty:
        return ["No event is on record."]
    newest_first = events.iloc[::-1]
    return [
        f"{category}: " + "; ".join(_event(row) for row in own.to_dict("records")) + "."
        for category, own in newest_first.groupby("category", sort=False)
    ]


def _event(row: dict[Any, Any]) -> str:
    claimed = "claimed, " if row["claim_status"] == "claimed" else ""
    return f"{row['title']} ({claimed}{wording.iso(row['event_date'].date())})"


def people(roster: pd.DataFrame) -> list[str]:
    """Name everyone by side with the office held at the date, or held last."""
    return [
        f"{side}: " + "; ".join(_person(row) for row in own.to_dict("records")) + "."
        for side, own in roster.groupby("side", sort=False)
    ]


def _person(row: dict[Any, Any]) -> str:
    native = f" ({row['name_native']})" if row["name_native"] else ""
    if not row["role"]:
        return f"{row['name']}{native}, in no office on record"
    office = row["role"].replace("; ", " and ")
    if row["held"]:
        return f"{row['name']}{native}, {office}"
    return f"{row['name']}{native}, formerly {office} (to {wording.iso(row['until'].date())})"


def organizations(directory: pd.DataFrame) -> list[str]:
    """Name every organization by kind."""
    kinds = [
        f"{str(kind).capitalize()}: {wording.listing(own['name'].tolist())}"
        for kind, own in directory.groupby("kind", sort=False)
    ]
    return ["; ".join(kinds) + "."] if kinds else [NONE]


def precedents(cases: pd.DataFrame) -> list[str]:
    """Say of each historical case whether it is a ceasefire and how long it held; `cases` of that measure."""
    return [_precedent(row) for row in cases.to_dict("records")] or [NONE]


def _precedent(row: dict[Any, Any]) -> str:
    start = f"{row['name']} ({row['agreement_type']}, {wording.day(row['agreement_date'].date())})"
    years = "" if wording.is_missing(row["years"]) else f", {wording.number(row['years'], 1)} years"
    note = f" {row['note']}" if row["note"] else ""
    return f"{start}: {row['standing']}{years}.{note}"
