"""Which part of the record is enough to rebuild a report, or to see what corrections alone have changed?

An excerpt is a data folder of its own, as file names and bytes: fewer tables, fewer rows, same descriptor.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from analysis.data.descriptor import RECORDED, RETRACTED, STATUS, Descriptor, Table
from analysis.data.package import FILE, read_descriptor
from analysis.data.timeliness import known_from

Row = dict[str, str]


class Cut:
    """The part of a record that is known of a day; a table is cut when it is first asked for, and held.

    ``rows`` gives all rows of a table, see `rows_in`.
    """

    def __init__(
        self, descriptor: Descriptor, rows: Callable[[Table], list[Row]], *, as_of: date, known_on: date
    ) -> None:
        self._descriptor = descriptor
        self._rows = rows
        self._as_of, self._known_on = as_of, known_on
        self._content: dict[str, bytes] = {}
        self._descriptions: dict[frozenset[str], bytes] = {}
        self._keys: dict[tuple[str, tuple[str, ...]], set[tuple[str, ...]]] = {}

    def files(self, names: Iterable[str]) -> dict[str, bytes]:
        """Return the `excerpt` of the named tables."""
        wanted = closure(self._descriptor, names)
        tables = {name: table for name, table in self._descriptor.tables.items() if name in wanted}
        if wanted not in self._descriptions:
            self._descriptions[wanted] = _description(self._descriptor, wanted, known_on=self._known_on)
        return {
            FILE: self._descriptions[wanted],
            **{table.path: self._cut(name) for name, table in tables.items()},
        }

    def _cut(self, name: str) -> bytes:
        """Return the content of a table; hold it, and the keys by which others refer to it."""
        if name not in self._content:
            table = self._descriptor.tables[name]
            rows = _facts_of_a_day(table, self._rows(table), as_of=self._as_of, known_on=self._known_on)
            for reference in self._descriptor.parents(name):
                self._cut(reference.table)
                targets = self._keys[reference.table, reference.target_fields]
                rows = [row for row in rows if _refers(row, reference.fields, targets)]
            for fields in self._referred(name):
                standing = (row for row in rows if row.get(STATUS) != RETRACTED)
                self._keys[name, fields] = {tuple(row[one] for one in fields) for row in standing}
            self._content[name] = _content(table, rows)
        return self._content[name]

    def _referred(self, name: str) -> set[tuple[str, ...]]:
        """Return the fields of a table to which others refer."""
        references = (one for other in self._descriptor.tables for one in self._descriptor.parents(other))
        return {one.target_fields for one in references if one.table == name}


def excerpt(data_dir: str | Path, names: Iterable[str], *, as_of: date, known_on: date) -> dict[str, bytes]:
    """Return what a selection of some tables rests on: file name → content, the descriptor among them.

    Tables that the named ones refer to come along. A fact keeps all its rows recorded on or before
    ``known_on``, superseded ones too, so that revisions can still be seen; a fact dated after ``as_of`` is
    left out, and what became known only after ``as_of`` is blank. Selecting from the excerpt gives the same
    frames as selecting from the whole, and an excerpt of an excerpt is the same again.
    """
    rows = partial(rows_in, data_dir)
    return Cut(read_descriptor(data_dir), rows, as_of=as_of, known_on=known_on).files(names)


def narrowed(files: Mapping[str, bytes], descriptor: Descriptor, names: Iterable[str]) -> dict[str, bytes]:
    """Return the part of an excerpt of all tables that an excerpt of the named ones is, byte for byte."""
    wanted = closure(descriptor, names)
    content = json.loads(files[FILE])
    content["resources"] = [one for one in content["resources"] if one["name"] in wanted]
    text = json.dumps(content, ensure_ascii=False, indent=2)
    paths = [table.path for name, table in descriptor.tables.items() if name in wanted]
    return {FILE: f"{text}\n".encode(), **{path: files[path] for path in paths}}


def restated(data_dir: str | Path, *, before: date, after: date) -> dict[str, bytes]:
    """Return the record as known on ``before`` with only the corrections recorded until ``after``.

    Facts that were not on record on or before ``before`` are left out: what differs from the record of
    ``before`` is revision and retraction alone. A table without days of record is left as it is.
    """
    descriptor = read_descriptor(data_dir)
    tables = {}
    for name, table in descriptor.tables.items():
        rows = _recorded_until(after, table, rows_in(data_dir, table))
        known = {_fact(table, row) for row in _recorded_until(before, table, rows)}
        tables[name] = [row for row in rows if _fact(table, row) in known]
    described = _description(descriptor, tables, known_on=after)
    content = {
        descriptor.tables[name].path: _content(descriptor.tables[name], rows) for name, rows in tables.items()
    }
    return {FILE: described, **content}


def closure(descriptor: Descriptor, names: Iterable[str]) -> frozenset[str]:
    """Return the named tables and all that they refer to, directly or not."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [reference.table for reference in descriptor.table(name).references]
    return frozenset(found)


def write_folder(files: Mapping[str, bytes], folder: Path) -> Path:
    """Write an excerpt as a data folder and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def rows_of(content: bytes, table: Table) -> tuple[list[str], list[Row]]:
    r"""Return the fields and rows of a file of a table as texts, as far as they can be read.

    >>> rows_of(b"day;n\n1;5\n", Table(name="n", path="n.csv", delimiter=";"))
    (['day', 'n'], [{'day': '1', 'n': '5'}])
    """
    text = content.decode(table.encoding, "replace").removeprefix("\ufeff")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=table.delimiter)
    rows = [{name: value or "" for name, value in row.items() if name} for row in reader]
    return list(reader.fieldnames or ()), rows


def _facts_of_a_day(table: Table, rows: list[Row], *, as_of: date, known_on: date) -> list[Row]:
    """Keep the rows of facts whose newest known row is dated on or before a day; blank what is later."""
    day = as_of.isoformat()
    known = _recorded_until(known_on, table, rows)
    if table.date_field:
        newest = known if not table.has_vintages else _newest(table, known)
        pairs = zip(known, newest, strict=True)
        known = [row for row, last in pairs if _known_from(table, last, table.date_field) <= day]
    return [_blanked(table, row, day) for row in known]


def _recorded_until(day: date, table: Table, rows: list[Row]) -> list[Row]:
    """Keep the rows recorded on or before a day; all of a table that does not say when they were."""
    if not table.has_vintages:
        return rows
    return [row for row in rows if row[RECORDED] <= day.isoformat()]


def _newest(table: Table, rows: list[Row]) -> list[Row]:
    """Return for each row the one of its fact that was recorded last."""
    newest = {_fact(table, row): row for row in sorted(rows, key=lambda row: row[RECORDED])}
    return [newest[_fact(table, row)] for row in rows]


def _blanked(table: Table, row: Row, day: str) -> Row:
    groups = [(end, *names) for end, names in table.later_fields if _known_from(table, row, end) > day]
    later = {name for group in groups for name in group}
    return {name: "" if name in later else value for name, value in row.items()}


def _known_from(table: Table, row: Row, name: str) -> str:
    return known_from(row[name], row.get(table.precision_of(name), ""))


def _refers(row: Row, fields: tuple[str, ...], targets: set[tuple[str, ...]]) -> bool:
    cells = tuple(row[name] for name in fields)
    return cells in targets or "" in cells


def _fact(table: Table, row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in table.key)


def rows_in(data_dir: str | Path, table: Table) -> list[Row]:
    """Return the rows of a table in a folder of data as texts; it has been checked."""
    from analysis.data.records import read_records  # with pandas, for which who only writes need not wait

    records = read_records(table, data_dir)
    names = [field.name for field in table.fields]
    return [
        dict(zip(names, cells, strict=True)) for cells in zip(*(records[name] for name in names), strict=True)
    ]


def _described(resource: Mapping[str, Any], known_on: date) -> dict[str, Any]:
    """Return a resource without what tells of rows that the excerpt may not know: its end, later days."""
    kept = {name: value for name, value in resource.items() if name != "ledger"}
    if "completeTo" in kept:
        said = kept["completeTo"]
        kept["completeTo"] = [one for one in said if one[RECORDED] <= known_on.isoformat()]
    return {**kept, "excerpt": True}


def _description(descriptor: Descriptor, names: Container[str], *, known_on: date) -> bytes:
    """Return the descriptor of an excerpt of some tables."""
    resources = [_described(one, known_on) for one in descriptor.content["resources"] if one["name"] in names]
    content = json.dumps({**descriptor.content, "resources": resources}, ensure_ascii=False, indent=2)
    return f"{content}\n".encode()


def _content(table: Table, rows: Iterable[Row]) -> bytes:
    """Return rows as the file of their table."""
    text = io.StringIO(newline="")
    names = [field.name for field in table.fields]
    writer = csv.writer(text, delimiter=table.delimiter, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row[name] for name in names] for row in rows)
    return text.getvalue().encode(table.encoding)
