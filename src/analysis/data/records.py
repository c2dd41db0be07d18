"""Which rows a CSV holds, as text, and at which physical line each cell stands.

The csv module counts physical lines, so that quoted newlines, a byte-order mark and CRLF shift no message.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.data.columns import Column, Combinations, combinations
from analysis.data.descriptor import RECORDED, Table
from analysis.data.plain_csv import LONGEST_CELL, Split, split_plain
from analysis.data.regular import read_regular
from analysis.data.spelling import closest
from analysis.errors import Problem, counted

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}  # what usually separates cells
Located = tuple[int, Problem]


@dataclass(frozen=True)
class Records:
    """The cells of one table by field, all columns of equal length, in the order of the file.

    ``whole`` is False when rows or columns had to be left out, so that others cannot be held against them.
    """

    table: Table
    place: str
    columns: Mapping[str, Column]
    starts: Sequence[int]
    problems: tuple[Located, ...] = ()

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

    def problem(
        self, row: int, fields: str | Sequence[str], reason: str, fix: str, *, joint: str = " "
    ) -> Located:
        """Return what is wrong with some cells of a row, with the physical line of the first of them."""
        names = [fields] if isinstance(fields, str) else list(fields)
        line = self.line(row, names[0])
        joined = joint.join(self[name][row] for name in names)
        value = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in joined)
        return line, Problem(f"{self.place}:{line} {' + '.join(names)}", value, reason, fix)

    def __getitem__(self, field: str) -> Column:
        return self.columns[field]

    def combinations(self, *fields: str) -> Combinations:
        """Return the distinct combinations of some fields."""
        return combinations([self.columns[field] for field in fields])

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
        raw = read_regular(path)
    except FileNotFoundError:
        return _without(empty, "does not exist", "restore it, or take its entry out of datapackage.json")
    except OSError as error:
        return _without(empty, f"cannot be read: {error.strerror or error}", "put a file in its place")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _without(empty, "is not UTF-8 but UTF-16", "save the file as UTF-8")
    try:
        errors = "surrogateescape" if codecs.lookup(table.encoding).name == "utf-8" else "strict"
        text = raw.decode(table.encoding, errors).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        reason = f"is not {table.encoding} in line {line}, at byte {error.start}"
        return _without(empty, reason, "give its encoding in datapackage.json, or save the file as UTF-8")
    if not text.strip():
        header = table.delimiter.join(field.name for field in table.fields)
        return _without(empty, "is empty", f"give it at least its header: {header}")
    return parse(table, place, text)


def _without(empty: Records, reason: str, fix: str) -> Records:
    return Records(empty.table, empty.place, {}, [], ((0, Problem(empty.place, "", reason, fix)),))


def parse(table: Table, place: str, text: str) -> Records:
    """Split the text of a CSV into the columns of its table; cells that mean "missing" become blank."""
    problems: list[Located] = []
    split = split_plain(text, table.delimiter) or _quoted(text, place, problems, delimiter=table.delimiter)
    header, starts, cells = split
    wrong = list(_header_problems(header, table, place))
    if wrong and not table.names & set(header):
        return Records(table, place, {}, [], tuple((1, problem) for problem in wrong))
    columns = dict(zip(header, cells, strict=True))
    for field in table.fields:
        missing = table.missing_in(field)
        if missing != ("",) and field.name in columns:
            columns[field.name] = columns[field.name].blanked(missing)
    problems += [(1, problem) for problem in wrong]
    return Records(table, place, columns, starts, tuple(problems))


def _quoted(text: str, place: str, problems: list[Located], *, delimiter: str) -> Split:
    """Split the text of any CSV; note the lines that are no rows of it."""
    former = csv.field_size_limit(LONGEST_CELL)  # which is one for the whole program
    try:
        rows = list(_rows(text, place, problems, delimiter=delimiter))
    finally:
        csv.field_size_limit(former)
    (_, header), *rows = rows or [(1, [])]
    if wrong := _misheaded(header, rows, place, delimiter):
        problems.append((1, wrong))
        return header, [], [Column.of(()) for _ in header]
    starts: list[int] = []
    kept: list[list[str]] = []
    for start, row in rows:
        if len(row) != len(header):
            problems.append((start, _ragged(f"{place}:{start}", row, header, delimiter)))
        elif swallowed := _rows_within(row, header, delimiter):
            reason = f"holds in one cell what looks like {swallowed} rows of the table"
            fix = "close the quotation mark that opens the cell"
            problems.append((start, Problem(f"{place}:{start}", "", reason, fix)))
        else:
            starts.append(start)
            kept.append(row)
    columns = map(Column.of, zip(*kept, strict=True)) if kept else (Column.of(()) for _ in header)
    return header, starts, list(columns)


def _misheaded(header: list[str], rows: list[tuple[int, list[str]]], place: str, sign: str) -> Problem | None:
    """Say that the headings do not fit the columns, where all rows agree on another number of cells."""
    widths = {len(row) for _, row in rows}
    if len(rows) < 2 or len(widths) > 1 or widths == {len(header)}:
        return None
    start, first = rows[0]
    reason = (
        f"has {len(header)} headings, and each of the {len(rows):,} rows below it {len(first)} cells"
        f" (line {start}: {sign.join(first)})"
    )
    fix = "name every column, in its order, so that no value stands under the heading of another"
    return Problem(f"{place}:1", sign.join(header), reason, fix)


def _rows_within(row: list[str], header: list[str], delimiter: str) -> int:
    """Count the lines within cells that have as many cells as the table, with a day where it is recorded."""
    if RECORDED not in header or not any("\n" in cell for cell in row):
        return 0
    at = header.index(RECORDED)
    lines = [line.split(delimiter) for cell in row for line in cell.splitlines()[1:]]
    return sum(len(cells) == len(header) and DAY.fullmatch(cells[at]) is not None for cells in lines)


def _rows(
    text: str, place: str, problems: list[Located], *, delimiter: str
) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the physical line it starts at; note what is no record."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
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
    if "field limit" in str(error):
        reason = f"begins a cell of more than {LONGEST_CELL:,} characters; no row after this line can be read"
        return reason, "shorten it, or close the quotation mark that opens it"
    return "opens a quotation mark that is never closed", "close it; no row after this line can be read"


def _ragged(place: str, row: list[str], header: list[str], delimiter: str) -> Problem:
    reason = f"has {counted(len(row), 'cell')} where the header has {len(header)}"
    sign = SIGNS.get(delimiter, f"sign {delimiter}")
    if len(row) > len(header):
        return Problem(place, "", reason, f"put a text that holds a {sign} in quotation marks")
    return Problem(place, "", reason, f"unknown cells stay empty, but their {sign}s are needed")


def _header_problems(header: list[str], table: Table, place: str) -> Iterator[Problem]:
    """Compare the header with the described fields: missing, extra, doubled and misspelt columns."""
    line = f"{place}:1"
    others = [sign for sign in SIGNS if len(header) == 1 and sign in header[0]]
    if others and len(table.fields) > 1:
        sign = max(others, key=header[0].count)
        reason = f"does not separate its columns by {SIGNS.get(table.delimiter, table.delimiter)}s"
        fix = f'say so in datapackage.json: "dialect": {{"delimiter": {json.dumps(sign)}}}'
        yield Problem(line, header[0], reason, fix)
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
