"""How do the brief's frames become tables: which columns, which words, and what is said of an empty one?

Each function takes one measure's frame and returns a part; quantities are written with operator and unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from analysis import parts
from analysis.parts import Part, tables, wording
from analysis.sentences import brief_words as words

LONG_YEARS: Final = 5  # spans that are better said in years than in months and days
NO_INDICATOR: Final = "No indicator is on record at this date."


def listed(
    rows: Iterable[Mapping[str, Any]],
    *,
    caption: str,
    none: str,
    source: str,
    as_of: date,
    stub: str | None = None,
    notes: Iterable[str] = (),
    units: Mapping[str, str] | None = None,
) -> Part:
    """Show rows whose keys are the columns' headings; say `none` where there is no row.

    The first column names the rows, unless `stub` names another.
    """
    frame = pd.DataFrame(list(rows))
    if frame.empty:
        return parts.note(none)
    first = stub or str(frame.columns[0])
    return tables.table(
        frame, caption=caption, source=source, as_of=as_of, notes=notes, units=units, stub=first
    )


def key_indicators(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the key indicators in one line each: operator, unit, age, claimant, change."""
    rows = [_key_indicator(row) for row in _rows(frame)]
    return listed(
        rows,
        caption="Key indicators: first computed from the reports of the claimant, then as stated",
        none=NO_INDICATOR,
        source=source,
        as_of=as_of,
        notes=[f"{words.OPERATOR_NOTE} Shares with 95% interval. Change since the day in brackets."],
        units={"Age": "days"},
    )


def indicators(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show all indicators with operator, unit, date, age, claimant and change within one definition."""
    rows = []
    for row in _rows(frame):
        line = _indicator(row)
        moved = line.pop("Change")
        line["Value"] += "" if moved == wording.MISSING else f" [{moved}]"
        rows.append(line)
    return listed(
        rows,
        caption=f"All {wording.count(len(frame), 'recorded indicator')}, oldest first",
        none=NO_INDICATOR,
        source=source,
        as_of=as_of,
        notes=[
            f"{words.OPERATOR_NOTE} In square brackets: change since a day, by one claimant and definition."
        ],
        units={"Age": "days"},
    )


def _rows(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    return frame.to_dict("records")


def _key_indicator(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Write an indicator in one line, its interval beside it; one that is stale says so."""
    line = _indicator(row)
    del line["As of"]
    if row["stale"]:
        line["Indicator"] += " (stale)"
    if not wording.is_missing(row["low"]):
        line["Value"] += f" ({wording.interval(row['low'], row['high'], share=True)})"
    return line


def _indicator(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "Indicator": row["name"],
        "Value": words.quantity(row["operator"], row["value"], row["unit"], row["value_high"]),
        "As of": wording.iso(row["as_of"].date()),
        "Age": row["age_days"],
        "Claimant": words.claimant(row["claimant"]),
        "Change": words.change(row),
    }


def stale(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the stale levels and the counts of nights long past, levels first."""
    rows = [
        {
            "Indicator": row["name"],
            "Value": words.quantity(row["operator"], row["value"], row["unit"], row["value_high"]),
            "As of": wording.iso(row["as_of"].date()),
            "Age": row["age_days"],
            "Kind": {"level": "level", "night": "one night"}[row["kind"]],
            "Newer value": "on record" if row["superseded"] else wording.MISSING,
        }
        for row in frame[frame["kind"] != "history"].to_dict("records")
    ]
    return listed(
        rows,
        caption=f"Indicators older than {words.STALE_DAYS} days, without the historical background",
        source=source,
        as_of=as_of,
        none="No indicator is stale at this date.",
        units={"Age": "days"},
        notes=[
            words.OPERATOR_NOTE,
            "Kind: a level, which goes out of date, or the count of one night, which does not.",
            "Newer value: of the same series or claim.",
        ],
    )


def further_dates(dates: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the dates that are not items of the page's timeline, newest first."""
    rows = [
        {
            "What": f"{row['title']} [{row['source_id']}]",
            "Date": wording.iso(row["event_date"].date()),
            "Category": row["category"],
            "Who": " – ".join(side for side in (row["actor"], row["counterparty"]) if side),
            "Where": row["place"],
            "On the page": "mentioned" if row["in_seed"] else "no",
        }
        for row in dates.to_dict("records")
    ]
    return listed(
        rows,
        caption=f"{wording.count(len(rows), 'further date')} outside the timeline of the subject page",
        none="No further date is on record.",
        source=source,
        as_of=as_of,
        notes=["On the page: whether the subject page mentions it. In square brackets: key of the source."],
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
    )


def spans(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show every span of the historical cases, recomputed, beside what is claimed of it."""
    rows = [
        {
            "Case": row["case_name"],
            "From": f"{row['from_event']} ({wording.iso(row['from_date'].date())})",
            "To": f"{row['to_event']} ({wording.iso(row['to_date'].date())})",
            "Computed": wording.span(row["days"]) if row["years"] >= LONG_YEARS else row["length"],
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
    )


def definitions(dictionary: pd.DataFrame, used: pd.Series, *, source: str, as_of: date) -> Part:
    """Show what the figures of the indicators count: of the dictionary only the definitions that are used."""
    rows = [
        {"Figure": row["title"], "What it counts": row["text"]}
        for row in dictionary[dictionary["definition_id"].isin(set(used))].to_dict("records")
    ]
    return listed(
        rows,
        caption="What the figures count; no arithmetic is done across two definitions",
        none="No definition is on record.",
        source=source,
        as_of=as_of,
    )
