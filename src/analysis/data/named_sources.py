"""Who says so, where rows name no source of their own? Those whom the descriptor gives for the table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

NO_SOURCE = "source not named"


def source_line(titles: Iterable[str], newest: tuple[date, str] | None) -> str:
    """Name the sources of a table, each once, and its newest entry, as precisely as its field's type tells.

    >>> source_line(["NOAA"], (date(2026, 1, 5), "date"))
    'NOAA; newest entry 5 January 2026'
    >>> source_line([], (date(2026, 1, 31), "yearmonth"))
    'source not named; newest entry January 2026'
    """
    said = list(dict.fromkeys(titles)) or [NO_SOURCE]
    if newest:
        day, kind = newest
        shown = {"year": f"{day:%Y}", "yearmonth": f"{day:%B %Y}"}.get(kind, f"{day.day} {day:%B %Y}")
        said.append(f"newest entry {shown}")
    return "; ".join(said)
