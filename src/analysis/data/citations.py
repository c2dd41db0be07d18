"""Who says so: the source line that stands under every figure and table."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

SOURCES, SOURCE = "sources", "source_id"
MOST_NAMED = 3


def source_line(sources: pd.DataFrame, newest: date | None) -> str:
    """Name the sources in order (columns author, publisher, title, year) and the day of the newest entry.

    >>> book = {"author": ["Fortna"], "publisher": [""], "title": ["Peace Time"], "year": [2004]}
    >>> source_line(pd.DataFrame(book), date(2026, 1, 5))
    'Fortna, Peace Time (2004); newest entry 5 January 2026'
    """
    if sources.empty:
        return "nothing on record"
    known = list(dict.fromkeys(_source(row) for row in sources.to_dict("records")))
    named, left = known[:MOST_NAMED], len(known[MOST_NAMED:])
    if left:
        named.append(f"and {left} more {'source' if left == 1 else 'sources'}")
    if newest:
        named.append(f"newest entry {newest.day} {newest:%B %Y}")
    return "; ".join(named)


def _source(row: Mapping[Hashable, Any]) -> str:
    who = row.get("author") or row.get("publisher") or ""
    said = ", ".join(str(part) for part in (who, row.get("title")) if part)
    year = row.get("year")
    said = said or str(row.get("kind") or "unnamed source")
    return said if year is None or pd.isna(year) else f"{said} ({year})"
