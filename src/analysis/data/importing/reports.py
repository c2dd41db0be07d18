"""Which reports a foreign CSV holds, one at a time, so that a million rows need no more memory than one.

Only the columns asked for are kept; what cannot be read is noted with its physical line and value.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from analysis.data.spelling import closest
from analysis.errors import DataError, Problem

MOST_PROBLEMS = 500  # a file of the wrong kind is wrong in every row: the first five hundred show how


@dataclass
class Problems:
    """Problems found on the way, up to a bound in memory; those beyond it are counted."""

    found: list[Problem] = field(default_factory=list)
    beyond: int = 0

    def add(self, place: str, value: str, reason: str, fix: str = "") -> None:
        """Note one problem."""
        if len(self.found) < MOST_PROBLEMS:
            self.found.append(Problem(place, value, reason, fix))
        else:
            self.beyond += 1

    def raise_any(self) -> None:
        """Raise a `DataError` with all problems noted, if there are any."""
        if self.beyond:
            self.found.append(
                Problem("and", "", f"{self.beyond:,} more problems of this file are not listed")
            )
        if self.found:
            raise DataError(self.found)


class Report:
    """One row of a foreign file: its place and the cells asked for, by column."""

    __slots__ = ("_cells", "_file", "_line")

    def __init__(self, file: str, line: int, cells: Mapping[str, str]) -> None:
        self._file, self._line, self._cells = file, line, cells

    @property
    def place(self) -> str:
        """Where the row begins."""
        return f"{self._file}:{self._line}"

    def __getitem__(self, column: str) -> str:
        return self._cells[column]


def reports(path: str | Path, columns: tuple[str, ...], problems: Problems) -> Iterator[Report]:
    """Yield the rows of a CSV file in its order; raise `DataError` when it is no such file at all."""
    source = Path(path)
    try:
        with source.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
            yield from _rows(lines, source.as_posix(), columns, problems)
    except OSError as error:
        reason = (
            "does not exist" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        )
        raise DataError([Problem(source.as_posix(), "", reason, "give the CSV file to import")]) from None


def _rows(lines: TextIO, place: str, columns: tuple[str, ...], problems: Problems) -> Iterator[Report]:
    reader = csv.reader(lines, strict=True)
    header = next(reader, [])
    positions = _positions(header, place, columns)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.add(f"{place}:{line}", "", f"is no row of a CSV file: {error}")
            continue
        if len(row) == len(header):
            yield Report(place, line, {name: row[at].strip() for name, at in positions.items()})
        elif row:
            problems.add(f"{place}:{line}", "", f"has {len(row)} cells where the header has {len(header)}")


def _positions(header: list[str], place: str, columns: tuple[str, ...]) -> dict[str, int]:
    """Find the columns by name, whatever their order; say all that are missing."""
    known = [name.strip() for name in header]
    missing = []
    for name in columns:
        if name not in known:
            guess = closest(name, known)
            fix = f"it has {guess}" if guess else f"it has {', '.join(known) or 'no header'}"
            missing.append(Problem(f"{place}:1", "", f"has no column {name}", fix))
    if missing:
        raise DataError(missing)
    return {name: known.index(name) for name in columns}
