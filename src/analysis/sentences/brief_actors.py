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
    """Show everyone on record with name in both scripts, offices and where the record names them."""
    rows = [
        {
            "Name": " · ".join(filter(None, [row["name"], row["name_native"]])),
            "Side": row["side"],
            "Office": "; ".join(_office(office) for office in own.to_dict("records")),
            "Named in": _named_in(row),
        }
        for _, own in roster.groupby("person_id")
        for row in own.head(1).to_dict("records")
    ]
    return listed(
        rows,
        caption="People on record, their offices, and where the record names them",
        none="No person is on record.",
        source=source,
        as_of=as_of,
    )


def _office(row: Mapping[Any, Any]) -> str:
    return f"{row['role']}, {_term(row)}" if row["role"] else "none on record"


def _term(row: Mapping[Any, Any]) -> str:
    """Write from when to when an office was held, to the precision on record."""
    length = {"month": 7, "year": 4}.get(row["since_precision"], 10)
    since = wording.iso(row["since"].date())[:length]
    return f"since {since}" if row["held"] else f"{since} to {wording.iso(row['until'].date())}"


def _named_in(row: Mapping[Any, Any]) -> str:
    """Write in how many events and precedents someone is named."""
    counts = [(row["events"], "event"), (row["cases"], "precedent")]
    named = [wording.count(n, noun) for n, noun in counts if n]
    return " and ".join(named) or wording.MISSING


def organizations(directory: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show every organization with its part and the events that name it."""
    rows = [
        {
            "Organization": row["name"],
            "Kind": row["kind"],
            "Side": row["side"],
            "Part in the record": row["role"],
            "Named in": wording.count(row["events"], "event") if row["events"] else wording.MISSING,
        }
        for row in directory.to_dict("records")
    ]
    return listed(
        rows,
        caption="Organizations on record, and how many events name them",
        none="No organization is on record.",
        source=source,
        as_of=as_of,
    )
