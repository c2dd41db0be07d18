"""Physical lines stay right whatever the file's encoding, line ends and quoting; what is no row is said."""

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.data import check
from analysis.data.descriptor import Table
from analysis.data.records import Records, parse, read_records

NOTES = Table.of("notes", "key", "note", "day")


def read(folder: Path, raw: bytes) -> Records:
    (folder / "notes.csv").write_bytes(raw)
    return read_records(NOTES, folder)


def said(records: Records) -> list[str]:
    return [str(problem).rpartition("/")[2] for _, problem in records.problems]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_lines_are_physical_ones(tmp_path: Path, end: str, mark: bytes) -> None:
    text = end.join(["key,note,day", f'a,"two{end}lines",x', 'b,"quote "" and, comma",y', "c,,z", ""])
    records = read(tmp_path, mark + text.encode())
    assert records.problems == ()
    assert records["key"] == ["a", "b", "c"]
    assert records["note"] == [f"two{end}lines", 'quote " and, comma', ""]
    assert [records.line(row, "key") for row in range(3)] == [2, 4, 5]
    assert records.line(0, "day") == 3  # the cell after the quoted line end


CELL = st.text(alphabet=st.sampled_from('ab,"\n\r й'), max_size=6)


@settings(deadline=None)
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=8), end=st.sampled_from(["\n", "\r\n"]))
def test_what_the_csv_module_writes_is_read_back_at_its_lines(
    rows: list[tuple[str, str, str]], end: str
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([("key", "note", "day"), *rows])
    records = parse(NOTES, "notes.csv", text.getvalue())
    assert list(zip(records["key"], records["note"], records["day"], strict=True)) == rows
    physical = text.getvalue().replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for row in range(len(rows)):
        first = rows[row][0].replace("\r\n", "\n").replace("\r", "\n").split("\n")[0].replace('"', '""')
        assert physical[records.line(row, "key") - 1].startswith(f'"{first}')


SLIPS = {
    b"": ["notes.csv is empty; give it at least its header: key,note,day"],
    b"key,note,day\n": [],
    b"key,note,day\na,b\n": [
        "notes.csv:2 has 2 cells where the header has 3; unknown cells stay empty, but their commas are"
        " needed"
    ],
    b"key,note,day\na,b,c,d\n": [
        "notes.csv:2 has 4 cells where the header has 3; put a text that holds a comma in quotation marks"
    ],
    b"key,note,day\na,b\nc,d,e,f\n": [
        "notes.csv:2 has 2 cells where the header has 3; unknown cells stay empty, but their commas are"
        " needed",
        "notes.csv:3 has 4 cells where the header has 3; put a text that holds a comma in quotation marks",
    ],
    b"key,note,day\na,b,c\n\na,b,c\n": ["notes.csv:3 is an empty line; delete the line"],
    b"key,day\n": ["notes.csv:1 has no column note; add it; unknown cells stay empty"],
    b"key,nots,day\n": ['notes.csv:1 has no column note; rename the column "nots"'],
    b"key,note,day,more\n": [
        'notes.csv:1 = "more" is not described in datapackage.json; describe the field there, or delete the'
        " column"
    ],
    b"key,note,day,\n": [
        "notes.csv:1 has a column without a name; describe the field there, or delete the column"
    ],
    b"key,note,day,key\n": ['notes.csv:1 = "key" stands twice in the header; keep one column'],
    b"key;note;day\n": [
        'notes.csv:1 = "key;note;day" does not separate its columns by commas; say so in datapackage.json: '
        '"dialect": {"delimiter": ";"}'
    ],
    "key,note,day\n".encode("utf-16"): ["notes.csv is not UTF-8 but UTF-16; save the file as UTF-8"],
    b'key,note,day\na,"b"x,c\nd,e\n': [
        'notes.csv:2 has a quotation mark within a quoted cell; double it: "" stands for one quotation mark',
        "notes.csv:3 has 2 cells where the header has 3; unknown cells stay empty, but their commas are"
        " needed",
    ],
    b'key,note,day\na,b,c\nd,"e,f\ng,h,i\n': [
        "notes.csv:3 opens a quotation mark that is never closed; close it; "
        "no row after this line can be read"
    ],
}


@pytest.mark.parametrize("raw", SLIPS)
def test_what_is_no_row_is_said(tmp_path: Path, raw: bytes) -> None:
    assert said(read(tmp_path, raw)) == SLIPS[raw]


def test_a_missing_file_and_a_folder_in_its_place_are_said(tmp_path: Path) -> None:
    missing = "notes.csv does not exist; restore it, or take its entry out of datapackage.json"
    assert said(read_records(NOTES, tmp_path)) == [missing]
    (tmp_path / "notes.csv").mkdir()
    assert said(read_records(NOTES, tmp_path)) == [
        "notes.csv cannot be read: Is a directory; put a file in its place"
    ]


def test_bytes_that_are_not_utf8_are_named_where_they_stand(add_rows: Callable[[str, str], Path]) -> None:
    folder = add_rows("strikes", "2026-01-06,drone,1,,,,af,2026-01-06,\n")
    path = folder / "strikes.csv"
    path.write_bytes(
        path.read_bytes().replace(b"2026-01-06,drone,1,,,,", "2026-01-06,drone,1,,,Київ,".encode("cp1251"))
    )
    (problem,) = check(folder)
    assert problem.place.endswith("strikes.csv:5 flag")
    assert problem.value == "����"
    assert problem.reason == "is not UTF-8"
    assert 'as Windows-1251 it reads "Київ"' in problem.fix


def test_a_cell_too_long_is_not_called_unclosed(tmp_path: Path) -> None:
    records = read(tmp_path, b'key,note,day\na,"' + b"x" * 200_000 + b'",y\nb,,z\n')
    assert said(records) == [
        "notes.csv:2 begins a cell of more than 100,000 characters; no row after this line can be read; "
        "shorten it, or close the quotation mark that opens it"
    ]


def test_rows_swallowed_by_an_unclosed_quotation_mark_are_missed(tmp_path: Path) -> None:
    notes = Table.of("notes", "key", "note", "recorded_on")
    text = 'key,note,recorded_on\na,"open,2026-01-01\nb,c,2026-01-02\nc,",2026-01-03\nd,e,2026-01-04\n'
    records = parse(notes, "notes.csv", text)
    assert said(records) == [
        "notes.csv:2 holds in one cell what looks like 1 rows of the table; "
        "close the quotation mark that opens the cell"
    ]
    assert list(records["key"]) == ["d"]
    verse = parse(
        notes, "notes.csv", 'key,note,recorded_on\na,"one, two, three\nfour, five, six",2026-01-01\n'
    )
    assert verse.problems == ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "notes.csv")
    (message,) = said(read_records(NOTES, tmp_path))
    assert message == "notes.csv cannot be read: it is no regular file; put a file in its place"


PLAIN_CELL = st.text(alphabet=st.sampled_from("ab \tй\x0b\u2028NA1."), max_size=4)


@settings(deadline=None)
@given(
    rows=st.lists(st.tuples(PLAIN_CELL, PLAIN_CELL, PLAIN_CELL), max_size=8), last=st.sampled_from(["", "\n"])
)
def test_a_plain_text_is_split_as_the_csv_module_splits_it(
    rows: list[tuple[str, str, str]], last: str
) -> None:
    text = "\n".join(["key,note,day", *map(",".join, rows)]) + last
    records = parse(NOTES, "notes.csv", text)
    expected = list(csv.reader(io.StringIO(text, newline=""), strict=True))[1:]
    found = [list(cells) for cells in zip(*(records[name] for name in ("key", "note", "day")), strict=True)]
    assert found == [row for row in expected if row]
    assert list(records.starts) == list(range(2, len(rows) + 2))


def test_cells_stay_texts_whatever_the_heading() -> None:
    table = Table.of("notes", "1", "nan", "True")
    records = parse(table, "notes.csv", "1,nan,True\n01,2,True\n1e3,3,true\n")
    assert [records[name] for name in ("1", "nan", "True")] == [["01", "1e3"], ["2", "3"], ["True", "true"]]


def test_a_heading_is_no_cell_unless_one_says_the_same() -> None:
    records = parse(NOTES, "notes.csv", "key,note,day\na,b,c\nd,note,z\n")
    assert {name: set(records[name].distinct) for name in ("key", "note", "day")} == {
        "key": {"a", "d"}, "note": {"b", "note"}, "day": {"c", "z"},
    }  # fmt: skip
