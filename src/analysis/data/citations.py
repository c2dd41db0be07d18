"""Who says so? The source line under every figure and table, and the numbered list that it points into."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

SOURCES: Final = "sources"
SOURCE: Final = "source_id"
MOST_NAMED: Final = 3


@dataclass(frozen=True)
class Entry:
    """A source in the list: its number, what it is in words, and where it is on the web, if it is."""

    number: int
    text: str
    url: str


@dataclass(frozen=True)
class Bibliography:
    """The sources named so far; ``left`` more stand behind rows without being named, all are in ``file``."""

    entries: tuple[Entry, ...]
    left: int
    file: str


def source_line(named: pd.DataFrame, *, left: int, newest: date | None) -> str:
    """Name sources in order by who they are of and their numbers, then how many more there are.

    ``named`` has columns author, publisher, title, kind, number, as far as they are known; ``newest`` is the
    day of the newest entry, where that is worth saying.

    >>> book = {"author": ["Howard", "FAO", "FAO"], "title": ["Soil and Health", "", ""], "number": [3, 1, 2]}
    >>> source_line(pd.DataFrame(book), left=4, newest=date(2026, 1, 5))
    'Howard [3]; FAO [1][2]; and 4 more; newest entry 5 January 2026'
    """
    if named.empty:
        return "nothing on record"
    numbers: dict[str, list[int]] = {}
    for row in named.to_dict("records"):
        numbers.setdefault(_who(row), []).append(row["number"])
    line = [f"{who} {''.join(f'[{each}]' for each in of)}" for who, of in numbers.items()]
    if left:
        line.append(f"and {left} more")
    if newest:
        line.append(f"newest entry {_day(newest)}")
    return "; ".join(line)


def entries(numbered: pd.DataFrame) -> Iterable[Entry]:
    """Yield the entries of a list of sources, by number.

    >>> book = {"author": ["Fortna"], "publisher": ["Princeton"], "title": ["Peace Time"], "year": [2004]}
    >>> [each.text for each in entries(pd.DataFrame(book).assign(number=1))]
    ['Fortna, Peace Time. Princeton, 2004.']
    """
    for row in numbered.sort_values("number").to_dict("records"):
        yield Entry(int(row["number"]), _described(row), _known(row.get("url")))


def _described(row: Mapping[Hashable, Any]) -> str:
    """Return a source as a list of references has it: who, what, where and when, when read."""
    author, publisher, title = (_known(row.get(name)) for name in ("author", "publisher", "title"))
    of = ", ".join(filter(None, [author or (publisher if not title else ""), title])) or _who(row)
    year, read = row.get("year"), row.get("accessed_on")
    since = "" if year is None or pd.isna(year) else str(year)
    published = ", ".join(filter(None, [publisher if title else "", since]))
    told = [f"{of.rstrip('.')}.", f"{published.rstrip('.')}." if published else ""]
    if read is not None and not pd.isna(read):
        told.append(f"Read on {_day(read)}.")
    return " ".join(filter(None, told))


def _who(row: Mapping[Hashable, Any]) -> str:
    names = (_known(row.get(name)) for name in ("author", "publisher", "title", "kind"))
    return next(filter(None, names), "unnamed source")


def _known(value: object) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value).strip()


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
