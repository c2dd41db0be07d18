"""Who and what is on record, in lines of prose?

Events by category, people by side and organizations by kind, each from its measure's frame.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from analysis.parts import wording

NONE: Final = "None on record."


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


def people(roster: pd.DataFrame) -> str:
    """Name everyone by side; who holds no office at the date is marked."""
    sides = [
        f"{side}: {wording.listing([_person(row) for row in own.to_dict('records')])}"
        for side, own in roster.groupby("side", sort=False)
    ]
    return f"{'; '.join(sides)}." if sides else NONE


def _person(row: dict[Any, Any]) -> str:
    if row["held"]:
        return str(row["name"])
    return f"{row['name']} ({'former' if row['role'] else 'no office'})"


def organizations(directory: pd.DataFrame) -> str:
    """Name every organization by kind."""
    kinds = [
        f"{wording.listing(own['name'].tolist())} ({kind})"
        for kind, own in directory.groupby("kind", sort=False)
    ]
    return f"{'; '.join(kinds)}." if kinds else NONE
