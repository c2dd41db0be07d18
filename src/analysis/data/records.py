"""Which rows a CSV holds, as text, and at which physical line each cell stands.

The csv module counts physical lines, so that quoted newlines, a byte-order mark and CRLF shift no message.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.data.descriptor import Table
from analysis.data.spelling import closest
from analysis.errors import Problem

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")  # one at a time: a copy of the text would cost memory


@dataclass(frozen=True)
class Records:
    """The cells of one table by field, all columns of equal length, in the order of the file.

    ``whole`` is False when rows or columns had to be left out, so that others cannot be held against them.
    """

    table: Table
    place: str
    columns: Mapping[str, list[str]]
    starts: list[int]
    problems: tuple[tuple[int, Problem], ...] = ()

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def whole(self) -> bool:
        """Whether every row and column of the file could be taken in."""
        return not self.problems

    def line(self, row: int, field: str) -> int:
        """Return the physical line at which a cell begins."""
        line = self.starts[row]
        for name, column in self.columns.items():
            if name == field:
                break
            line += newlines(column[row])
        return line

    def __getitem__(self, field: str) -> list[str]:
        return self.columns[field]

    def __contains__(self, field: str) -> bool:
        return field in self.columns


def newlines(text: str) -> int:
    """Count the line ends in a cell as an editor does: CRLF is one."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def read_records(table: Table, data_dir: str | Path) -> Records:
    """Read the CSV of a table; what cannot be taken in as rows is listed in ``problems`` with its line."""
    path = Path(data_dir) / table.path
    place = path.as_posix()
    empty = Records(table, place, {}, [])
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return _without(empty, "does not exist", "restore it, or take its entry out of datapackage.json")
    except OSError as error:
        return _without(empty, f"cannot be read: {error.strerror or error}", "put a file in its place")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _without(empty, "is not UTF-8 but UTF-16", "save the file as UTF-8")
    text = raw.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    if not text.strip():
        header = ",".join(field.name for field in table.fields)
        return _without(empty, "is empty", f"give it at least its header: {header}")
    return parse(table, place, text)


def _without(empty: Records, reason: str, fix: str) -> Records:
    return Records(empty.table, empty.place, {}, [], ((0, Problem(empty.place, "", reason, fix)),))


def parse(table: Table, place: str, text: str) -> Records:
    """Split the text of a CSV into the columns of its table."""
    problems: list[tuple[int, Problem]] = []
    rows = _rows(text, place, problems)
    _, header = next(rows, (1, []))
    wrong = list(_header_problems(header, table, place))
    if wrong and not table.names & set(header):
        return Records(table, place, {}, [], tuple((1, problem) for problem in wrong))
    starts: list[int] = []
    columns: list[list[str]] = [[] for _ in header]
    known: dict[str, str] = {}  # equal cells are one text in memory
    for start, row in rows:
        if len(row) == len(header):
            starts.append(start)
            for column, cell in zip(columns, row, strict=True):
                column.append(known.setdefault(cell, cell))
        else:
            problems.append((start, _ragged(f"{place}:{start}", row, header)))
    problems += [(1, problem) for problem in wrong]
    return Records(table, place, dict(zip(header, columns, strict=True)), starts, tuple(problems))


def _rows(text: str, place: str, problems: list[tuple[int, Problem]]) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the physical line it starts at; note what is no record."""
    reader = csv.reader((line[0] for line in LINE.finditer(text)), strict=True)
    while True:
        start = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problem = Problem(f"{place}:{start}", "", *_quoting(error))
            problems.append((start, problem))
            if "expected after" not in str(error):
                return
            continue
        if row:
            yield start, row
        else:
            problems.append((start, Problem(f"{place}:{start}", "", "is an empty line", "delete the line")))


def _quoting(error: csv.Error) -> tuple[str, str]:
    if "expected after" in str(error):
        return "has a quotation mark within a quoted cell", 'double it: "" stands for one quotation mark'
    return "opens a quotation mark that is never closed", "close it; no row after this line can be read"


def _ragged(place: str, row: list[str], header: list[str]) -> Problem:
    reason = f"has {len(row)} cells where the header has {len(header)}"
    if len(row) > len(header):
        return Problem(place, "", reason, "put a text that holds a comma in quotation marks")
    return Problem(place, "", reason, "unknown cells stay empty, but their commas are needed")


def _header_problems(header: list[str], table: Table, place: str) -> Iterator[Problem]:
    """Compare the header with the described fields: missing, extra, doubled and misspelt columns."""
    line = f"{place}:1"
    if len(header) == 1 and header[0].count(";") + header[0].count("\t") > 1:
        yield Problem(line, header[0], "does not separate its columns by commas", "save the file with commas")
        return
    extra = [name for name in dict.fromkeys(header) if name not in table.names]
    for field in table.fields:
        if field.name not in header:
            misspelt = closest(field.name, extra)
            extra = [name for name in extra if name != misspelt]
            fix = f'rename the column "{misspelt}"' if misspelt else "add it; unknown cells stay empty"
            yield Problem(line, "", f"has no column {field.name}", fix)
    for name in extra:
        reason = "is not described in datapackage.json" if name else "has a column without a name"
        yield Problem(line, name, reason, "describe the field there, or delete the column")
    for name in {name for name in header if header.count(name) > 1}:
        yield Problem(line, name, "stands twice in the header", "keep one column")
