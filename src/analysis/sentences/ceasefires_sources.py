"""From which works does the report on ceasefires draw, and which base rates have others published?

The bibliography is numbered in the order given, so that annex A can name a source by its number.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pandas as pd

from analysis.parts import Part, wording
from analysis.sentences.ceasefires_annex import numbered
from analysis.sentences.ceasefires_tables import Listing, rows_of

SOURCES: Final = Listing("Sources of the reference class", "No source is on record.")


def sources(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the bibliography by its numbers, each work with how far it carries, and its key."""
    rows = [
        {
            "No.": number,
            "Source, how far it carries, and its key in the record": citation(row),
        }
        for number, row in zip(numbered(frame), rows_of(frame), strict=True)
    ]
    return SOURCES.show(rows, source=source, as_of=as_of)


PUBLISHED: Final = Listing(
    "Base rates published by others", "No published base rate is on record at this date."
)


def published(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the base rates that others published, each with its n and whether it may be compared."""
    rows = [
        {
            "Study": row["study"],
            "What it gives, and n": f"{row['what']}{_value(row['value'])}, n: {_cases(row)}",
            "Comparable with the headline": f"{'Yes' if row['comparable'] else 'No'}. {row['comparison']}",
        }
        for row in rows_of(frame)
    ]
    return PUBLISHED.show(
        rows,
        source=source,
        as_of=as_of,
        notes=["A base rate is a claim about one class of cases; none is averaged with the headline."],
    )


def bibliography(frame: pd.DataFrame) -> str:
    """Say in a source line how many sources stand behind a figure and where they are listed."""
    return f"{wording.count(len(frame), 'source')} of annex D, coded case by case in annex A"


def citation(row: dict[Any, Any]) -> str:
    """Write a source: author, year, title, publisher, how far it carries, address, key in the record.

    Where it has no title, what says what it is stands in its place.
    """
    year = "" if wording.is_missing(row["year"]) else f" ({int(row['year'])})"
    title = row["title"] or row["about"]
    named = row["author"] and not title.startswith(row["author"])
    start = (
        [f"{row['author']}{year}", title] if named else [title if year.strip() in title else f"{title}{year}"]
    )
    rest = [row["publisher"] if row["publisher"] != row["author"] else ""]
    place = [row["url"].removeprefix("https://")] if row["url"] else []
    written = ". ".join(str(word).rstrip(".") for word in (*start, *rest) if word) + "."
    return " ".join([written, row["reliability"], *place, f"[{row['source_id']}]"])


def _value(share: float) -> str:
    return "" if wording.is_missing(share) else f": {wording.percent(share)}"


def _cases(row: dict[Any, Any]) -> str:
    if wording.is_missing(row["n"]):
        return f"not recorded ({row['n_unit']})"
    return f"{wording.number(row['n'])} {row['n_unit']}"
