"""Which reports a foreign CSV holds, one at a time, so that a million rows need no more memory than one.

Only the columns asked for are kept; what cannot be read is noted with its physical line and value.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TextIO

from analysis.data.importing.opening import opened
from analysis.data.spelling import closest
from analysis.errors import DataError, Problem, counted

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
    """One row of a foreign file: its place, the cells asked for by column, and a digest of all its cells.

    A column that the file may lack, and does, is not ``in`` the report.
    """

    __slots__ = ("_cells", "_file", "_row", "line")

    def __init__(self, file: str, line: int, cells: Mapping[str, str], row: list[str]) -> None:
        self._file, self.line, self._cells, self._row = file, line, cells, row

    @property
    def place(self) -> str:
        """Where the row begins."""
        return f"{self._file}:{self.line}"

    def __getitem__(self, column: str) -> str:
        return self._cells[column]

    def __contains__(self, column: str) -> bool:
        return column in self._cells

    def digest(self) -> bytes:
        """Return eight bytes that only a row equal in every cell shares."""
        text = "\x1f".join(cell.strip() for cell in self._row)
        return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=8).digest()


def reports(
    path: str | Path, columns: tuple[str, ...], problems: Problems, *, optional: tuple[str, ...] = ()
) -> Iterator[Report]:
    """Yield the rows of a CSV file, or of the one in a zip archive, in its order.

    Raises `DataError` when it is no such file at all, or lacks a column that is not ``optional``.
    """

    def wanted(lines: TextIO) -> bool:
        return set(columns) <= {name.strip() for name in next(csv.reader(lines), [])}

    with opened(path, wanted=wanted) as (place, lines):
        yield from _rows(lines, place, (columns, optional), problems)


def _rows(
    lines: TextIO, place: str, columns: tuple[tuple[str, ...], tuple[str, ...]], problems: Problems
) -> Iterator[Report]:
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader, [])
    except csv.Error as error:
        raise DataError([Problem(f"{place}:1", "", f"is no header of a CSV file: {error}")]) from None
    if not _is_text("".join(header)):
        raise DataError([Problem(f"{place}:1", "", "is not UTF-8", "save the file as UTF-8")])
    positions = _positions(header, place, *columns)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.add(f"{place}:{line}", "", f"is no row of a CSV file: {error}")
            continue
        if len(row) != len(header):
            if row:
                reason = f"has {counted(len(row), 'cell')} where the header has {len(header)}"
                problems.add(f"{place}:{line}", "", reason)
            continue
        cells = {name: row[at].strip() for name, at in positions.items()}
        for name, text in cells.items():
            if not _is_text(text):
                problems.add(f"{place}:{line} {name}", "", "is not UTF-8", "save the file as UTF-8")
        yield Report(place, line, cells, row)


def _is_text(text: str) -> bool:
    """Whether all bytes of a text could be read: those that could not are surrogates."""
    return text.isascii() or not any("\udc80" <= char <= "\udcff" for char in text)


def _positions(
    header: list[str], place: str, columns: tuple[str, ...], optional: tuple[str, ...]
) -> dict[str, int]:
    """Find the columns by name, whatever their order; say all that are missing or stand twice."""
    known = [name.strip() for name in header]
    found = []
    for name in columns:
        if name not in known:
            guess = closest(name, known)
            fix = f"it has {guess}" if guess else f"it has {', '.join(known) or 'no header'}"
            found.append(Problem(f"{place}:1", "", f"has no column {name}", fix))
    for name in (*columns, *optional):
        if known.count(name) > 1:
            fix = "keep the column that is meant"
            found.append(Problem(f"{place}:1", name, "stands twice in the header", fix))
    if found:
        raise DataError(found)
    return {name: known.index(name) for name in (*columns, *optional) if name in known}
