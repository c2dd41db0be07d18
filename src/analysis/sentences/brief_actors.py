"""How are the people and organizations of the record shown as tables?

Everyone on record stands here, with office and side at the date of the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from analysis.parts import Part, wording
from analysis.sentences.brief_tables import listed


def people(roster: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show everyone on record with name in both scripts, office and the events that name them."""
    rows = [
        {
            "Name": row["name"],
            "Own script": row["name_native"] or wording.MISSING,
            "Side": row["side"],
            "Office": row["role"] or "none on record",
            "Held": _term(row),
            "Events": row["events"],
            "Precedents": row["cases"],
        }
        for row in roster.to_dict("records")
    ]
    return listed(
        rows,
        caption="People on record, their offices, and how many events and precedents name them",
        none="No person is on record.",
        source=source,
        as_of=as_of,
        stub="Name",
    )


def _term(row: Mapping[Any, Any]) -> str:
    if wording.is_missing(row["since"]):
        return wording.MISSING
    since = wording.iso(row["since"].date())
    return f"since {since}" if row["held"] else f"{since} to {wording.iso(row['until'].date())}"


def organizations(directory: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show every organization with its part and the events that name it."""
    rows = [
        {
            "Organization": row["name"],
            "Kind": row["kind"],
            "Side": row["side"],
            "Part in the record": row["role"],
            "Events": row["events"],
        }
        for row in directory.to_dict("records")
    ]
    return listed(
        rows,
        caption="Organizations on record and how many events name them",
        none="No organization is on record.",
        source=source,
        as_of=as_of,
        stub="Organization",
    )
