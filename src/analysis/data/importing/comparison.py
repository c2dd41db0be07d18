"""What the rows of an import are beside the record: new, revised, moved, absent or the same.

The record only grows: a fact not on record is a new row; one whose figures differ is a new row with the same
key and a later ``recorded_on``; one that stands elsewhere now is retracted by a new row. Nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from analysis.data.descriptor import RECORDED, RETRACTED, STATUS, Table
from analysis.data.records import Records
from analysis.errors import Problem

SOURCE = "source_id"
Row = Mapping[str, str]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """The rows to append, each revision and move with the row it supersedes, and what needs none."""

    new: tuple[Row, ...]
    revised: tuple[tuple[Row, Row], ...]
    moved: tuple[tuple[Row, Row], ...]
    absent: tuple[Row, ...]
    unchanged: int
    kept_retracted: int

    @property
    def added(self) -> list[Row]:
        """The rows to append: additions, corrections, retractions."""
        return [*self.new, *(now for _, now in (*self.revised, *self.moved))]


def compare(
    rows: Iterable[Row],
    records: Records,
    *,
    compared: tuple[str, ...],
    moved_within: tuple[str, ...] = (),
    recorded_on: date,
) -> Comparison:
    """Hold rows against the newest row on record of each fact.

    ``compared`` names the fields whose change is a revision; other fields of a revised row are carried over.
    A fact on record, within the dates and from the source of the rows, that is not among them is ``absent``;
    where a new row shares its fields ``moved_within``, it stands there now and is retracted here.
    """
    table, standing = records.table, newest_rows(records)
    incoming = {_cells(row, table.key): row for row in rows}
    stamp = {RECORDED: recorded_on.isoformat(), STATUS: ""}
    empty = dict.fromkeys((field.name for field in table.fields), "")
    known = {key: standing[key] for key in incoming if key in standing}
    retracted = {key for key, was in known.items() if was.get(STATUS) == RETRACTED}
    differing = {
        key for key, was in known.items() if _cells(was, compared) != _cells(incoming[key], compared)
    }
    revised = sorted(differing - retracted)
    new = [{**empty, **incoming[key], **stamp} for key in sorted(set(incoming) - set(known))]
    absent = _absent(incoming, standing, table)
    taken = {_cells(row, moved_within) for row in new} if moved_within else set()
    moved = [row for row in absent if _cells(row, moved_within) in taken]
    return Comparison(
        new=tuple(new),
        revised=tuple((known[key], {**known[key], **incoming[key], **stamp}) for key in revised),
        moved=tuple((row, {**row, **stamp, STATUS: RETRACTED}) for row in moved),
        absent=tuple(row for row in absent if row not in moved),
        unchanged=len(set(known) - differing - retracted),
        kept_retracted=len(retracted),
    )


def newest_rows(records: Records) -> dict[Key, Row]:
    """Return of each fact on record the row recorded last, as text by field."""
    names = list(records.columns)
    newest: dict[Key, Row] = {}
    for cells in zip(*records.columns.values(), strict=True):
        row = dict(zip(names, cells, strict=True))
        key = _cells(row, records.table.key)
        if key not in newest or newest[key][RECORDED] <= row[RECORDED]:
            newest[key] = row
    return newest


def _cells(row: Row, names: tuple[str, ...]) -> Key:
    return tuple(row[name] for name in names)


def _absent(incoming: Mapping[Key, Row], standing: Mapping[Key, Row], table: Table) -> list[Row]:
    """Return the standing rows of the same source and dates that the incoming ones do not hold."""
    if not incoming:
        return []
    days = [row[table.date_field] for row in incoming.values()]
    sources = {row[SOURCE] for row in incoming.values()}
    return [
        row
        for key, row in sorted(standing.items())
        if key not in incoming
        and row[SOURCE] in sources
        and row.get(STATUS) != RETRACTED
        and min(days) <= row[table.date_field] <= max(days)
    ]


def untimely(comparison: Comparison, records: Records, recorded_on: date) -> list[Problem]:
    """Say why rows may not be recorded on a day: they are older, or knowledge of that day would change."""
    day, dated = recorded_on.isoformat(), records.table.date_field
    newest = max(records[RECORDED], default="")
    found = []
    if comparison.added and day < newest:
        reason = f"is before {newest}, when the newest row of {records.place} was recorded"
        found.append(
            Problem("recorded_on", day, reason, "what was known on a day must not change afterwards")
        )
    elif any(was[RECORDED] >= day for was, _ in (*comparison.revised, *comparison.moved)):
        reason = f"is the day on which rows now to be revised were recorded in {records.place}"
        found.append(Problem("recorded_on", day, reason, "give a later day"))
    found += [
        Problem(
            f"{records.place} {dated}", row[dated], f"is after {day}, the day of record", "give a later day"
        )
        for row in comparison.added
        if row[dated] > day
    ]
    return found
