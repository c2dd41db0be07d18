"""How rows enter the record so that nothing can go half in.

The package must be sound before and after: both are checked before the table's file is replaced in one step.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from analysis.data.descriptor import Descriptor
from analysis.data.importing.comparison import (
    Comparison,
    Row,
    Span,
    compare,
    incomplete,
    untimely,
)
from analysis.data.importing.locking import locked
from analysis.data.package import FILE, read_descriptor
from analysis.data.records import Records, parse
from analysis.data.validation import problems, read_all
from analysis.data.values import day
from analysis.errors import DataError, Problem


@dataclass(frozen=True)
class Record:
    """A sound data package, and the day on which rows are now recorded in it."""

    descriptor: Descriptor
    tables: Mapping[str, Records]
    recorded_on: date


@contextmanager
def open_record(data_dir: str | Path, recorded_on: date | str) -> Iterator[Record]:
    """Read the package that rows are to enter, and keep other writers out until this one has done.

    Raises `DataError` when the package is not sound, another import is under way, or the day is none or is
    yet to come.
    """
    recorded = day("recorded_on", recorded_on)
    if recorded is None:
        raise DataError(
            [Problem("recorded_on", "", "is blank", "give the day on which the rows are recorded")]
        )
    if recorded > today():
        reason = f"is after today, {today()}"
        raise DataError(
            [Problem("recorded_on", recorded.isoformat(), reason, "nothing is on record before its day")]
        )
    with locked(data_dir):
        descriptor = read_descriptor(data_dir)
        tables = read_all(descriptor, data_dir)
        if found := problems(descriptor, tables):
            raise DataError(found)
        yield Record(descriptor, tables, recorded)


def today() -> date:
    """Return the day by the clock of this machine: importing is the one place that may ask it."""
    return date.today()


def changes(
    rows: Iterable[Row],
    record: Record,
    table: str,
    *,
    compared: tuple[str, ...],
    span: Span,
    allow_older: bool,
) -> Comparison:
    """Return what a file of one source changes in a table (see `compare`), or raise a `DataError`.

    A file that ends before the record changes nothing, and one that lacks much of it is refused, unless
    ``allow_older`` takes it at its word.
    """
    records, recorded = record.tables[table], record.recorded_on
    found = compare(rows, records, compared=compared, span=span, recorded_on=recorded)
    if not allow_older:
        if span.last < found.record_ends:
            return found.without_additions()
        if part := incomplete(found, records, span):
            raise DataError(part)
    if untimely_rows := untimely(found, records, recorded):
        raise DataError(untimely_rows)
    return found


def append(rows: list[Row], record: Record, table: str, *, dry_run: bool = False) -> None:
    """Check the package as it would be with some rows more, then replace the table's file in one step.

    What stood in the file keeps its bytes. Raises `DataError`, and writes nothing, when anything is wrong.
    """
    if not rows:
        return
    before = record.tables[table]
    path = Path(before.place)
    old = path.read_bytes()
    text = old + _lines(rows, old)
    grown = parse(before.table, before.place, text.decode("utf-8-sig"))
    still = {name: islice(cells, len(before)) for name, cells in grown.columns.items()}
    if any(list(cells) != list(still[name]) for name, cells in before.columns.items()):
        raise DataError([_changed(path)])
    if found := problems(record.descriptor, {**record.tables, table: grown}):
        raise DataError(found)
    if not dry_run:
        if path.read_bytes() != old:
            raise DataError([_changed(path)])
        replace_file(path, text)


def note_complete(record: Record, table: str, last: str) -> None:
    """Note in the descriptor that a table is complete to the last day of a file, where it tells such days.

    A table that tells none, or a later one, is left as it is.
    """
    said = record.descriptor.tables[table].completions
    if not said or last <= max(day for _, day in said).isoformat():
        return
    path = Path(record.tables[table].place).parent / FILE
    content = json.loads(path.read_text(encoding="utf-8"))
    (resource,) = [one for one in content["resources"] if one["name"] == table]
    noted = {"day": last, "recorded_on": record.recorded_on.isoformat()}
    resource["completeTo"].append(noted)
    text = json.dumps(content, ensure_ascii=False, indent=2)
    replace_file(path, f"{text}\n".encode())


def _changed(path: Path) -> Problem:
    return Problem(path.as_posix(), "", "was changed in the meantime", "run the import again")


def _lines(rows: list[Row], old: bytes) -> bytes:
    """Write rows in the column order and with the line ends of the file they are appended to."""
    end = "\r\n" if b"\r\n" in old else "\n"
    header = next(csv.reader(io.TextIOWrapper(io.BytesIO(old), encoding="utf-8-sig", newline="")))
    joint = "" if old.endswith((b"\n", b"\r")) else end
    lines = io.BytesIO(joint.encode())
    lines.seek(0, io.SEEK_END)
    text = io.TextIOWrapper(lines, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator=end)
    writer.writerows([row.get(name, "") for name in header] for row in rows)
    return lines.getvalue()


def replace_file(path: Path, content: bytes) -> None:
    """Replace a file by new content, whole or not at all, also when the machine stops in between.

    The caller holds the folder (`locked`): what a writer that was killed has left beside the file is deleted.
    """
    staged = path.with_name(f".{path.name}.part")
    try:
        with staged.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        staged.chmod(path.stat().st_mode)
        staged.replace(path)
    except OSError as error:
        raise DataError([Problem(path.as_posix(), "", f"cannot be written: {error.strerror}")]) from None
    finally:
        staged.unlink(missing_ok=True)
