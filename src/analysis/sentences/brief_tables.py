"""How do the brief's frames become tables: which columns, which words, and what is said of an empty one?

Each function takes one measure's frame and returns a part; quantities are written with operator and unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from analysis import parts
from analysis.parts import Part, wording
from analysis.sentences import brief_words as words


def listed(
    rows: Iterable[Mapping[str, Any]],
    *,
    caption: str,
    none: str,
    source: str,
    as_of: date,
    notes: Iterable[str] = (),
    units: Mapping[str, str] | None = None,
    stub: str | None = None,
) -> Part:
    """Show rows whose keys are the columns' headings; say `none` where there is no row."""
    frame = pd.DataFrame(list(rows))
    if frame.empty:
        return parts.note(none)
    return parts.table(
        frame, caption=caption, source=source, as_of=as_of, notes=notes, units=units, stub=stub, n=len(frame)
    )


def indicators(frame: pd.DataFrame, *, caption: str, source: str, as_of: date) -> Part:
    """Show indicators with operator, unit, date, age, claimant and change within one definition."""
    rows = [
        {
            "Indicator": row["name"],
            "Value": words.quantity(row["operator"], row["value"], row["unit"], row["value_high"]),
            "As of": wording.iso(row["as_of"].date()),
            "Age": row["age_days"],
            "Claimant": row["claimant"],
            "Change": words.change(row),
        }
        for row in frame.to_dict("records")
    ]
    notes = [
        words.OPERATOR_NOTE,
        "Change: against the value before of the same series, definition and claimant.",
    ]
    return listed(
        rows,
        caption=caption,
        none="No indicator is on record at this date.",
        source=source,
        as_of=as_of,
        notes=notes,
        units={"Age": "days"},
        stub="Indicator",
    )


def stale(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the stale indicators, levels first."""
    rows = [
        {
            "Indicator": row["name"],
            "Value": words.quantity(row["operator"], row["value"], row["unit"], row["value_high"]),
            "As of": wording.iso(row["as_of"].date()),
            "Age": row["age_days"],
            "Kind": {"level": "level", "night": "one night", "history": "before the war"}[row["kind"]],
            "Newer value": "on record" if row["superseded"] else "none",
        }
        for row in frame.to_dict("records")
    ]
    return listed(
        rows,
        caption="Indicators whose newest value is older than 90 days",
        source=source,
        as_of=as_of,
        none="No indicator is stale at this date.",
        units={"Age": "days"},
        stub="Indicator",
        notes=[words.OPERATOR_NOTE],
    )


def calendar(dates: pd.DataFrame, *, source: str, as_of: date, days: int | None = None) -> Part:
    """Show the diplomatic, leadership and political dates, newest first; of the last `days` if given."""
    shown = dates if days is None else dates[dates["days_ago"] <= days]
    rows = [
        {
            "Date": words.dated(row),
            "Category": row["category"],
            "What": row["title"],
            "Who": " – ".join(side for side in (row["actor"], row["counterparty"]) if side),
            "Where": row["place"],
        }
        for row in shown.to_dict("records")
    ]
    within = "" if days is None else f" of the last {wording.count(days, 'day')}"
    caption = f"{wording.count(len(rows), 'diplomatic, leadership or political date')}{within}, newest first"
    return listed(
        rows,
        caption=caption,
        none=f"No such date{within} is on record.",
        source=source,
        as_of=as_of,
        stub="What",
    )


def cut_offs(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show how far each table reaches."""
    rows = [
        {
            "Table": row["table"],
            "Rows": row["rows"],
            "First": row["first"],
            "Last": row["last"],
            "Age": row["age_days"],
        }
        for row in frame.to_dict("records")
    ]
    return listed(
        rows,
        caption="How far each table reaches",
        none="No table has a row.",
        source=source,
        as_of=as_of,
        units={"Age": "days"},
        stub="Table",
    )


def scenarios(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the scenarios side by side in a few words each; no order of likelihood is meant."""
    rows = [
        {
            "Scenario": f"{row['scenario_id']} {row['label']}",
            "End state": row["end_state"],
            "Territory": row["territory"],
            "Guarantee": row["guarantee"],
            "NATO": row["nato"],
            "Stability": row["stability"],
        }
        for row in frame.sort_values("scenario_id").to_dict("records")
    ]
    return listed(
        rows,
        caption="The scenarios on record, in the order of their source",
        source=source,
        as_of=as_of,
        none="No scenario is on record at this date.",
        stub="Scenario",
    )


def spans(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show every span of the historical cases, recomputed, beside what is claimed of it."""
    rows = [
        {
            "Case": row["case_name"],
            "From": f"{row['from_event']} ({wording.iso(row['from_date'].date())})",
            "To": f"{row['to_event']} ({wording.iso(row['to_date'].date())})",
            "Computed": row["length"],
            "Claim": row["claim"] or wording.MISSING,
            "Verdict": row["verdict"],
        }
        for row in frame.to_dict("records")
    ]
    return listed(
        rows,
        caption="Spans of the historical cases, computed from their dates, beside the claims",
        none="No historical span is on record at this date.",
        source=source,
        as_of=as_of,
        stub="Case",
    )
