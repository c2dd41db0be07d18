"""When can a row have been known? Not before its day is over, nor its month or year where it says no more.

And nothing is on record from tomorrow: a row's own days lie on or before the day it was recorded.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from analysis.data import values
from analysis.data.descriptor import MONTH, RECORDED, YEAR, Descriptor, Table
from analysis.data.values import is_day
from analysis.errors import Problem

if TYPE_CHECKING:
    from analysis.data.records import Located, Records


def today() -> date:
    """Return the day by the clock where it comes first: no one on earth can have recorded a later one."""
    return datetime.now(timezone(timedelta(hours=14))).date()


def known_from(day: str, precision: str = "") -> str:
    """Return the day on which a date as precise as a day, month or year is over, as ISO text.

    >>> known_from("2026-02-01", "month"), known_from("2026-02-01", "day"), known_from("2026-01-01", "year")
    ('2026-02-28', '2026-02-01', '2026-12-31')
    >>> known_from("2026-02"), known_from("2026")
    ('2026-02-28', '2026-12-31')
    """
    if values.MONTH.fullmatch(day):
        precision = MONTH
    elif values.YEAR.fullmatch(day):
        precision = YEAR
    if not day or precision not in (MONTH, YEAR):
        return day
    year, month = int(day[:4]), 12 if precision == YEAR else int(day[5:7])
    return f"{day[:4]}-{month:02}-{calendar.monthrange(year, month)[1]:02}"


def own_days(table: Table) -> tuple[str, ...]:
    """Return the fields that say when a row's content came to be known."""
    return tuple(dict.fromkeys([*filter(None, [table.date_field]), *(end for end, _ in table.later_fields)]))


def time_problems(records: Records) -> Iterator[Located]:
    """Find days after the day of record, and days given where only the month or year is known."""
    for name in own_days(records.table):
        if {name, RECORDED} <= set(records.columns):
            coarse = records.table.field(name).type != "date"
            found = records.combinations(name, RECORDED)
            over = [(known_from(day) if coarse else day, known) for day, known in found]
            for row in found.rows([day > known and is_day(day) and is_day(known) for day, known in over]):
                reason = f"is after {records[RECORDED][row]}, the day of record"
                yield records.problem(row, name, reason, "correct one of them")
    for field in records.table.fields:
        precision = records.table.precision_of(field.name) if field.type == "date" else ""
        if precision and {field.name, precision} <= set(records.columns):
            yield from _too_precise(records, field.name, precision)


def _too_precise(records: Records, name: str, precision: str) -> Iterator[Located]:
    """Find days within a month or year that is all one knows: its first or its last day stands for it."""
    found = records.combinations(name, precision)
    for row in found.rows([_is_within(day, how) for day, how in found]):
        day, how = records[name][row], records[precision][row]
        reason = f"is a day, but {precision} says that only the {how} is known"
        first = f"{day[:7]}-01" if how == MONTH else f"{day[:4]}-01-01"
        yield records.problem(row, name, reason, f"write the first day, {first}")


def _is_within(day: str, precision: str) -> bool:
    first = {MONTH: "-01", YEAR: "-01-01"}.get(precision)
    if first is None or not is_day(day):
        return False
    return not day.endswith(first) and day != known_from(day, precision)


def problems_of_the_record(
    descriptor: Descriptor, records: Mapping[str, Records], *, today: date | None = None
) -> Iterator[Problem]:
    """Find what an excerpt in a PDF may be and the record itself may not: cut, or from tomorrow.

    ``today`` is the day by the clock, which only the verbs that change or check the record may ask; without
    it no day of record is too late.
    """
    for name, table in descriptor.tables.items():
        if table.excerpt:
            reason = "is marked as an excerpt, so that lost rows would not be found"
            yield Problem(f"{descriptor.place} {name}", "", reason, 'delete "excerpt"')
        if today and RECORDED in records[name]:
            found = records[name].combinations(RECORDED)
            for row in found.rows([is_day(day) and day > today.isoformat() for (day,) in found]):
                reason, fix = f"is after today, {today}", "correct it, or the clock of this machine"
                yield records[name].problem(row, RECORDED, reason, fix)[1]
