"""How rows enter the record so that nothing can go half in.

The package must be sound before and after: both are checked before the table's file is replaced in one step.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.data.descriptor import Descriptor
from analysis.data.importing.comparison import Comparison, Row, compare, untimely
from analysis.data.package import read_descriptor
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


def open_record(data_dir: str | Path, recorded_on: date | str) -> Record:
    """Read the package that rows are to enter; raise `DataError` when it is not sound or the day is none."""
    recorded = day("recorded_on", recorded_on)
    if recorded is None:
        raise DataError(
            [Problem("recorded_on", "", "is blank", "give the day on which the rows are recorded")]
        )
    descriptor = read_descriptor(data_dir)
    tables = read_all(descriptor, data_dir)
    if found := problems(descriptor, tables):
        raise DataError(found)
    return Record(descriptor, tables, recorded)


def enter(
    rows: Iterable[Row],
    record: Record,
    table: str,
    *,
    compared: tuple[str, ...],
    moved_within: tuple[str, ...] = (),
    dry_run: bool,
) -> Comparison:
    """Append to a table what rows hold beyond the record (see `compare`), or raise a `DataError`."""
    records, recorded = record.tables[table], record.recorded_on
    found = compare(rows, records, compared=compared, moved_within=moved_within, recorded_on=recorded)
    if untimely_rows := untimely(found, records, recorded):
        raise DataError(untimely_rows)
    append(found.added, record, table, dry_run=dry_run)
    return found


def append(rows: list[Row], record: Record, table: str, *, dry_run: bool = False) -> None:
    """Check the package as it would be with some rows more, then replace the table's file in one step.

    What stood in the file keeps its bytes. Raises `DataError`, and writes nothing, when anything is wrong.
    """
    if not rows:
        return
    path = Path(record.tables[table].place)
    old = path.read_bytes()
    text = old + _lines(rows, old)
    grown = parse(record.descriptor.table(table), path.as_posix(), text.decode("utf-8-sig"))
    if found := problems(record.descriptor, {**record.tables, table: grown}):
        raise DataError(found)
    if not dry_run:
        if path.read_bytes() != old:
            raise DataError(
                [Problem(path.as_posix(), "", "was changed in the meantime", "run the import again")]
            )
        replace_file(path, text)


def _lines(rows: list[Row], old: bytes) -> bytes:
    """Write rows in the column order and with the line ends of the file they are appended to."""
    end = "\r\n" if b"\r\n" in old else "\n"
    header = next(csv.reader(io.StringIO(old.decode("utf-8-sig"), newline="")))
    text = io.StringIO(newline="")
    csv.DictWriter(text, header, lineterminator=end, extrasaction="ignore").writerows(rows)
    joint = "" if old.endswith((b"\n", b"\r")) else end
    return f"{joint}{text.getvalue()}".encode()


def replace_file(path: Path, content: bytes) -> None:
    """Replace a file by new content, whole or not at all, also when the machine stops in between."""
    staged = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with staged.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        staged.chmod(path.stat().st_mode)
        staged.replace(path)
    except OSError as error:
        staged.unlink(missing_ok=True)
        raise DataError([Problem(path.as_posix(), "", f"cannot be written: {error.strerror}")]) from None
