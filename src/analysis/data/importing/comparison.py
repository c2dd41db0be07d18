"""What the rows of a file are beside the record: new, revised, withdrawn or the same.

From its first day to its last a file is the word of its source. The record only grows: a fact not on record
is a new row; one whose figures differ is a new row with the same key and a later ``recorded_on``; one that
the file no longer has is retracted by a new row. Nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from analysis.data.descriptor import RECORDED, RETRACTED, STATUS, Table
from analysis.data.records import Records
from analysis.errors import DataError, Problem

SOURCE = "source_id"
FEW_MISSING, SHARE_MISSING = 20, 0.25  # a file that lacks more of what is on record is taken for a part
Row = Mapping[str, str]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Span:
    """The first and the last day of which a file reports, as ISO dates; empty until it is widened."""

    first: str = "9999-12-31"
    last: str = "0001-01-01"

    def widened(self, day: str) -> Span:
        """Return the span with a day in it."""
        return Span(min(self.first, day), max(self.last, day))

    def __contains__(self, day: str) -> bool:
        return self.first <= day <= self.last


class Cells(Mapping[str, str]):
    """A row as one tuple of cells beside the names all rows share, so that very many fit into memory."""

    __slots__ = ("_cells", "_positions")

    def __init__(self, positions: Mapping[str, int], cells: tuple[str, ...]) -> None:
        self._positions, self._cells = positions, cells

    def __getitem__(self, name: str) -> str:
        return self._cells[self._positions[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._positions)

    def __len__(self) -> int:
        return len(self._cells)


@dataclass(frozen=True)
class Comparison:
    """The rows to append, each revision and retraction with the row it supersedes, and what needs none.

    A fact that the source withdrew and has again is a revision of its retraction. ``held`` counts the facts
    on record within the days of the file, ``uncovered`` those of other days; ``record_ends`` is the newest
    day of which the source has one; rows ``passed_over`` do not enter, as the file ends before that day.
    """

    new: tuple[Row, ...]
    revised: tuple[tuple[Row, Row], ...]
    withdrawn: tuple[tuple[Row, Row], ...]
    unchanged: int
    kept_retracted: int
    held: int = 0
    uncovered: int = 0
    record_ends: str = ""
    passed_over: int = 0

    @property
    def added(self) -> list[Row]:
        """The rows to append: additions, corrections, retractions."""
        return [*self.new, *(now for _, now in (*self.revised, *self.withdrawn))]

    def without_additions(self) -> Comparison:
        """Return the comparison of a file that ends before the record: nothing of it is to enter."""
        return replace(self, new=(), revised=(), withdrawn=(), passed_over=len(self.added))


def compare(
    rows: Iterable[Row], records: Records, *, compared: tuple[str, ...], span: Span, recorded_on: date
) -> Comparison:
    """Hold the rows of a file, all of one source, against the newest row on record of each fact.

    ``compared`` names the fields whose change is a revision; what a row does not have is carried over.
    A fact on record from that source, within the ``span`` of the file, that is not among the rows is
    withdrawn: retracted, its compared figures blank. A retraction that shows figures was made by hand, and
    stays. Raises `DataError` when two rows have one key.
    """
    table, newest = records.table, newest_rows(records)
    stamp = {RECORDED: recorded_on.isoformat(), STATUS: ""}
    positions = {one.name: at for at, one in enumerate(table.fields)}
    seen: set[Key] = set()
    new: list[Row] = []
    revised: list[tuple[Row, Row]] = []
    sources: set[str] = set()
    unchanged = kept = 0
    for row in rows:
        key = _cells(row, table.key)
        if key in seen:
            reason = f"is the key of two rows to import into {records.place}"
            raise DataError([Problem(", ".join(table.key), " ".join(key), reason, "make their names differ")])
        seen.add(key)
        sources.add(row[SOURCE])
        was = newest.get(key)
        if was is None:
            entry = {**row, **stamp}
            new.append(Cells(positions, tuple(entry.get(name, "") for name in positions)))
        elif _by_hand(was, compared, table):
            kept += 1
        elif was.get(STATUS) != RETRACTED and all(was[name] == row[name] for name in compared if name in row):
            unchanged += 1
        else:
            revised.append((was, {**was, **row, **stamp}))
    blank = {**stamp, **dict.fromkeys(_optional(compared, table), ""), STATUS: RETRACTED}
    standing = {
        key: was[table.date_field]
        for key, was in newest.items()
        if was.get(STATUS) != RETRACTED and was[SOURCE] in sources
    }
    covered = [key for key, day in standing.items() if day in span]
    withdrawn = [(newest[key], {**newest[key], **blank}) for key in sorted(covered) if key not in seen]
    return Comparison(
        tuple(new),
        tuple(revised),
        tuple(withdrawn),
        unchanged,
        kept,
        held=len(covered),
        uncovered=len(standing) - len(covered),
        record_ends=max(standing.values(), default=""),
    )


def newest_rows(records: Records) -> dict[Key, Row]:
    """Return of each fact on record the row recorded last, as text by field."""
    positions = {name: at for at, name in enumerate(records.columns)}
    newest: dict[Key, Row] = {}
    for cells in zip(*records.columns.values(), strict=True):
        row = Cells(positions, cells)
        key = _cells(row, records.table.key)
        if key not in newest or newest[key][RECORDED] <= row[RECORDED]:
            newest[key] = row
    return newest


def resulting(comparison: Comparison, records: Records) -> list[Row]:
    """Return the rows that stand once those of a comparison are appended."""
    rows = newest_rows(records)
    rows |= {_cells(row, records.table.key): row for row in comparison.added}
    return [row for row in rows.values() if row.get(STATUS) != RETRACTED]


def _cells(row: Row, names: tuple[str, ...]) -> Key:
    return tuple([row[name] for name in names])


def _optional(compared: tuple[str, ...], table: Table) -> list[str]:
    return [name for name in compared if not table.field(name).required]


def _by_hand(was: Row, compared: tuple[str, ...], table: Table) -> bool:
    """Whether a row is a retraction that an author wrote: those of an import show no figures."""
    return was.get(STATUS) == RETRACTED and any(was[name] for name in _optional(compared, table))


def incomplete(comparison: Comparison, records: Records, span: Span) -> list[Problem]:
    """Say that a file lacks so much of what is on record of its days that it is a part, not a newer word."""
    missing, held = len(comparison.withdrawn), comparison.held
    if missing <= max(FEW_MISSING, held * SHARE_MISSING):
        return []
    reason = f"has {held:,} rows from {span.first} to {span.last}, and the file lacks {missing:,} of them"
    fix = "give the whole file, or take this one at its word by --allow-older"
    return [Problem(records.place, "", reason, fix)]


def untimely(comparison: Comparison, records: Records, recorded_on: date) -> list[Problem]:
    """Say why rows may not be recorded on a day: they are older, or knowledge of that day would change."""
    day, dated = recorded_on.isoformat(), records.table.date_field
    newest = max(records[RECORDED], default="")
    added = comparison.added
    found = []
    if added and day < newest:
        reason = f"is before {newest}, when the newest row of {records.place} was recorded"
        found.append(
            Problem("recorded_on", day, reason, "what was known on a day must not change afterwards")
        )
    elif any(was[RECORDED] >= day for was, _ in (*comparison.revised, *comparison.withdrawn)):
        reason = f"is the day on which rows now to be revised were recorded in {records.place}"
        found.append(Problem("recorded_on", day, reason, "give a later day"))
    found += [
        Problem(
            f"{records.place} {dated}", row[dated], f"is after {day}, the day of record", "give a later day"
        )
        for row in added
        if row[dated] > day
    ]
    return found
