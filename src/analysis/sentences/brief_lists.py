"""Who and what is on record, in lines of prose?

Events by category, people by side and organizations by kind, each from its measure's frame.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.parts import wording


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
    """Name by side who holds an office at the date; count the others, who stand in the annex."""
    one_each = roster.drop_duplicates("person_id")
    held = one_each[one_each["held"]]
    sides = [
        f"{side}: {wording.listing(own['name'].tolist())}" for side, own in held.groupby("side", sort=False)
    ]
    return _with_others("In office", sides, len(one_each) - len(held))


def organizations(directory: pd.DataFrame) -> str:
    """Name by kind the organizations that an event names; count the others, which stand in the annex."""
    named = directory[directory["events"] > 0]
    kinds = [
        f"{wording.listing(own['name'].tolist())} ({kind})" for kind, own in named.groupby("kind", sort=False)
    ]
    return _with_others("Named in events", kinds, len(directory) - len(named))


def _with_others(what: str, named: list[str], others: int) -> str:
    """Join what is named under its heading and say how many others the annex holds.

    >>> _with_others("In office", ["NATO: A and B"], 2), _with_others("In office", [], 0)
    ('In office. NATO: A and B. Annex B: 2 more.', 'In office. None on record.')
    """
    more = f" Annex B: {others} more." if others else ""
    return f"{what}. {'; '.join(named) or 'None on record'}.{more}"
