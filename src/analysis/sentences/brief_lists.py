"""Who and what is on record, in lines of prose?

Events by category, people by side, organizations by kind and the precedents, each from its measure's frame.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from analysis.parts import wording

NONE: Final = "None on record."
CALENDAR_DAYS: Final = 30


def by_category(events: pd.DataFrame) -> list[str]:
    """List the events by category, newest first, each with its date; what is only claimed says so."""
    newest_first = events.iloc[::-1]
    return [
        f"{category}: " + "; ".join(_event(row) for row in own.to_dict("records")) + "."
        for category, own in newest_first.groupby("category", sort=False)
    ] or ["No event is on record."]


def _event(row: dict[Any, Any]) -> str:
    claimed = "claimed, " if row["claim_status"] == "claimed" else ""
    return f"{row['title']} ({claimed}{wording.iso(row['event_date'].date())})"


def calendar(dates: pd.DataFrame, *, days: int = CALENDAR_DAYS) -> str:
    """List the diplomatic, leadership and political dates of the last `days`, newest first."""
    recent = dates[dates["days_ago"] <= days]
    if recent.empty:
        return f"No diplomatic, leadership or political date of the last {days} days is on record."
    said = [
        f"{wording.day(row['event_date'].date()).rsplit(' ', 1)[0]}: {row['title']}"
        for row in recent.to_dict("records")
    ]
    return f"{'; '.join(said)}."


def people(roster: pd.DataFrame) -> str:
    """Name everyone by side; who holds no office at the date is marked."""
    sides = [
        f"{side}: {wording.listing([_person(row) for row in own.to_dict('records')])}"
        for side, own in roster.groupby("side", sort=False)
    ]
    return f"{'. '.join(sides)}." if sides else NONE


def _person(row: dict[Any, Any]) -> str:
    if row["held"]:
        return str(row["name"])
    return f"{row['name']} ({'former' if row['role'] else 'no office'})"


def organizations(directory: pd.DataFrame) -> str:
    """Name every organization by kind."""
    kinds = [
        f"{str(kind).capitalize()}: {wording.listing(own['name'].tolist())}"
        for kind, own in directory.groupby("kind", sort=False)
    ]
    return f"{'; '.join(kinds)}." if kinds else NONE


def precedents(cases: pd.DataFrame) -> str:
    """Say of each historical case whether it is a ceasefire and how long it held; `cases` of that measure."""
    said = "; ".join(_precedent(row) for row in cases.to_dict("records"))
    return f"Precedents: {said}. So few cases carry no rate." if said else NONE


def _precedent(row: dict[Any, Any]) -> str:
    years = "" if wording.is_missing(row["years"]) else f", {wording.number(row['years'], 1)} years"
    return f"{row['name']} ({wording.day(row['agreement_date'].date())}), {row['standing']}{years}"


def context(scenarios: pd.DataFrame, cases: pd.DataFrame) -> list[str]:
    """Name the scenarios with their end states, in the order of their source, then the precedents."""
    said = [
        f"{row['scenario_id']} {row['label']} ({row['end_state']})"
        for row in scenarios.sort_values("scenario_id").to_dict("records")
    ]
    return [f"{'; '.join(said)}.", precedents(cases)] if said else [precedents(cases)]
