"""Which dates are asked for? Single days, and ranges with a step: 2024-01-07..2026-01-05/7d, or /1m.

A range begins with its first day and never passes its last one; a month later is the same day of the month,
or its last day where that month is shorter.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import count
from typing import Final

from analysis.errors import AnalysisError, Problem
from analysis.publishing.planning.parameters import iso_date

RANGE: Final = re.compile(r"(?P<first>[^./]*)\.\.(?P<last>[^./]*)(?:/(?P<step>\d+)(?P<unit>[dwm]))?")
DAYS: Final = {"d": 1, "w": 7}


def spelled_out(asked: Iterable[str]) -> list[str]:
    """Return all dates of some days and ranges, each once, oldest first.

    >>> spelled_out(["2025-01-31..2025-04-30/1m", "2025-02-01"])
    ['2025-01-31', '2025-02-01', '2025-02-28', '2025-03-31', '2025-04-30']

    Raises ``AnalysisError`` with every day that is none and every range that cannot be read.
    """
    found: set[str] = set()
    problems = []
    for text in asked:
        try:
            found.update(each.isoformat() for each in _days(text))
        except ValueError as error:
            problems.append(Problem("--as-of", text, str(error)))
    if problems:
        raise AnalysisError("\n".join(map(str, problems)))
    return sorted(found)


def asked_for(as_of: Iterable[str], known_on: str) -> list[str]:
    """Return the dates asked for; what is wrong with any of them is said at once."""
    problems = []
    days: list[str] = []
    try:
        days = spelled_out(as_of)
    except AnalysisError as error:
        problems.append(str(error))
    try:
        iso_date(known_on or "2026-01-05")
    except ValueError as error:
        problems.append(str(Problem("--known-on", known_on, str(error))))
    if problems:
        raise AnalysisError("\n".join(problems))
    return days


def known_by(wanted: Sequence[str], newest: str) -> Sequence[str]:
    """Return the dates wanted, the newest when none is; none may be later, but that of a sealed report."""
    late = [each for each in wanted if newest and each > newest]
    if late:
        reason, fix = "is later than the newest date in the data", f"the newest is {newest}"
        raise AnalysisError("\n".join(str(Problem("--as-of", each, reason, fix)) for each in late))
    return wanted or [newest]


def _days(text: str) -> Iterator[date]:
    if ".." not in text:
        yield date.fromisoformat(iso_date(text))
        return
    match = RANGE.fullmatch(text)
    if match is None:
        raise ValueError("is no range; write FIRST..LAST/7d, or /2w, or /1m")
    first, last = (date.fromisoformat(iso_date(match[end])) for end in ("first", "last"))
    step, unit = int(match["step"] or 1), match["unit"] or "d"
    if last < first:
        raise ValueError("ends before it begins")
    if step == 0:
        raise ValueError("has a step of nothing; write /1d, /7d or /1m")
    for number in count():
        day = _later(first, number * step, unit)
        if day is None or day > last:
            return
        yield day


def _later(day: date, steps: int, unit: str) -> date | None:
    """Return the day so many days, weeks or months later; None beyond the calendar."""
    try:
        if unit in DAYS:
            return day + timedelta(days=steps * DAYS[unit])
        year, month = divmod(day.year * 12 + day.month - 1 + steps, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None
