"""Each slip an author makes is named by file, physical line, field, value, reason and fix."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.data import check
from analysis.data.descriptor import Field, Table
from analysis.data.package import read_descriptor
from analysis.data.records import parse
from analysis.data.validation import problems, read_all
from analysis.data.values import examine

AddRows = Callable[[str, str], Path]
WritePackage = Callable[..., Path]


def messages(folder: Path) -> list[str]:
    """Return the problems of a package, with the paths as seen from its parent folder."""
    descriptor = read_descriptor(folder)
    found = problems(descriptor, read_all(descriptor, folder))
    return [str(problem).replace(f"{folder.parent.as_posix()}/", "") for problem in found]


def test_the_example_is_sound(write_package: WritePackage) -> None:
    assert messages(write_package()) == []
    assert check(write_package()) == []


STRIKE_SLIPS = {  # a row added as line 5 → what is said of it
    "2026-01-06,drone,16S,,,,af,2026-01-06,": 'launched = "16S" is not a whole number; did you mean 165?',
    "2026-01-06,drone,1000+,,,,af,2026-01-06,": (
        'launched = "1000+" is not a whole number; did you mean 1000?'
    ),
    '2026-01-06,drone,"1,000",,,,af,2026-01-06,': (
        'launched = "1,000" is not a whole number; did you mean 1000?'
    ),
    "2026-01-06,drone,165.0,,,,af,2026-01-06,": 'launched = "165.0" is not a whole number; did you mean 165?',
    "2026-01-06,drone,-3,,,,af,2026-01-06,": 'launched = "-3" is less than 0, the least allowed',
    "2026-01-06,drone,,,,,af,2026-01-06,": "launched is blank, but every row needs one; write the Launched",
    "06.01.2026,drone,1,,,,af,2026-01-06,": (
        'date = "06.01.2026" is not a date of the form YYYY-MM-DD; did you mean 2026-01-06?'
    ),
    "2026-02-30,drone,1,,,,af,2026-01-06,": (
        'date = "2026-02-30" is not a day of the calendar; February 2026 has 28 days'
    ),
    ",drone,1,,,,af,2026-01-06,": "date is blank, but every row needs one; write the Date",
    "2026-01-06,balistic,1,,,,af,2026-01-06,": (
        'weapon_class = "balistic" is not one of drone, ballistic; did you mean ballistic?'
    ),
    "2026-01-06,drоne,1,,,,af,2026-01-06,": (  # the о is Cyrillic
        'weapon_class = "drоne" is not one of drone, ballistic; did you mean drone?'
    ),
    "2026-01-06, drone,1,,,,af,2026-01-06,": (
        'weapon_class = " drone" has spaces at its start or end; did you mean "drone"?'
    ),
    "2026-01-06,drone,1,2,,,af,2026-01-06,": (
        'shot_down = "2" is more than launched (1); correct one of them, or say so in flag'
    ),
    "2026-01-06,drone,3,2,2,,af,2026-01-06,": (
        'shot_down + suppressed = "2 + 2" is more than launched (3); correct one of them, or say so in flag'
    ),
    "2026-01-06,drone,1,,,,AF,2026-01-06,": 'source_id = "AF" is not in data/sources.csv; did you mean af?',
    "2026-01-06,drone,1,,,,zzzzzz,2026-01-06,": (
        'source_id = "zzzzzz" is not in data/sources.csv; add a row there first'
    ),
    "2026-01-05,drone,166,,,,af,2026-01-05,": (
        'date + weapon_class = "2026-01-05 drone" repeats the row at line 3 (date, weapon_class, recorded_on'
        " are the same); delete one; a correction is a new row with a later recorded_on"
    ),
    "2026-01-06,drone,1,,,a\0b,af,2026-01-06,": (
        'flag = "a\\x00b" contains a NUL byte; delete what cannot be printed'
    ),
    "2026-01-06,drone,1,,,Киі\u0308в,af,2026-01-06,": (
        'flag = "Киі\u0308в" has letters and accents apart (not Unicode NFC), so that equal words differ; '
        "type it anew, or normalise the file to NFC"
    ),
    "2026-01-06,drone,1,,,,af,2026-01-06,withdrawn": 'status = "withdrawn" is not one of retracted',
    "2026-01-06,drone,99999999999999999999,,,,af,2026-01-06,": (
        'launched = "99999999999999999999" is too large; a whole number has at most 18 digits'
    ),
}


@pytest.mark.parametrize("row", STRIKE_SLIPS, ids=lambda row: row.replace("\0", "NUL"))
def test_a_slip_in_a_strike_is_named_with_its_fix(add_rows: AddRows, row: str) -> None:
    assert messages(add_rows("strikes", f"{row}\n")) == [f"data/strikes.csv:5 {STRIKE_SLIPS[row]}"]


EVENT_SLIPS = {
    "E3,2026-01-04,day,2026-01-03,,T,,,,,af,2026-01-04,": (
        'end = "2026-01-03" is before start (2026-01-04); correct one of them'
    ),
    "E3,2026-01,day,,,T,,,,,af,2026-01-04,": (
        'start = "2026-01" is not a date of the form YYYY-MM-DD; write the first day, 2026-01-01, and month'
        " into the date_precision column"
    ),
    "E3,2026-01-04,day,,,T,eq,over 0.5,,,af,2026-01-04,": (
        'share = "over 0.5" is not a number; write 0.5 here and gt into the operator column'
    ),
    "E3,2026-01-04,day,,,T,eq,55%,,,af,2026-01-04,": 'share = "55%" is not a number; did you mean 0.55?',
    'E3,2026-01-04,day,,,T,eq,"0,5",,,af,2026-01-04,': 'share = "0,5" is not a number; did you mean 0.5?',
    "E3,2026-01-04,day,,,T,eq,n/a,,,af,2026-01-04,": (
        'share = "n/a" is not a number; leave the cell empty: empty means unknown'
    ),
    "E3,2026-01-04,day,,,T,eq,1e999,,,af,2026-01-04,": 'share = "1e999" is too large',
    "E3,2026-01-04,day,,,T,eq,1.5,,,af,2026-01-04,": 'share = "1.5" is more than 1, the most allowed',
    "E3,2026-01-04,day,,,T,,,yes,,af,2026-01-04,": (
        'confirmed = "yes" is neither true nor false; did you mean true?'
    ),
    "E3,2026-01-04,day,,,T,,,,12.2025,af,2026-01-04,": (
        'month = "12.2025" is not a month of the form YYYY-MM; did you mean 2025-12?'
    ),
    "X3,2026-01-04,day,,,T,,,,,af,2026-01-04,": 'event_id = "X3" does not have the form E[0-9]+',
}


@pytest.mark.parametrize("row", EVENT_SLIPS)
def test_a_slip_in_an_event_is_named_with_its_fix(add_rows: AddRows, row: str) -> None:
    assert messages(add_rows("events", f"{row}\n")) == [f"data/events.csv:4 {EVENT_SLIPS[row]}"]


def test_a_flagged_row_may_break_the_rule_it_is_flagged_for(add_rows: AddRows) -> None:
    assert messages(add_rows("strikes", "2026-01-06,drone,1,2,,exceeds,af,2026-01-06,\n")) == []


def test_a_correction_is_no_duplicate(add_rows: AddRows) -> None:
    assert messages(add_rows("strikes", "2026-01-05,drone,166,137,,,af,2026-01-09,\n")) == []


def test_a_unique_field_may_repeat_in_a_correction_only(add_rows: AddRows) -> None:
    again = "E2,2026-01-03,day,,,T,,,,,af,{},\n"
    assert messages(add_rows("events", again.format("2026-01-08"))) == []
    found = messages(add_rows("events", again.format("2026-01-03")))
    assert found[0].startswith('data/events.csv:4 event_id = "E2" repeats the row at line 3')


def test_a_unique_field_is_one_fact_s(write_package: WritePackage, descriptor: dict[str, Any]) -> None:
    title = next(one for one in descriptor["resources"][2]["schema"]["fields"] if one["name"] == "title")
    title["constraints"] = {"unique": True}
    assert messages(write_package(descriptor)) == []
    folder = write_package(descriptor)
    path = folder / "events.csv"
    again = "E3,2026-01-04,day,,,Talks,,,,,af,2026-01-04,\n"
    path.write_text(path.read_text(encoding="utf-8") + again, encoding="utf-8")
    assert messages(folder) == [
        'data/events.csv:4 title = "Talks" stands at line 2 for another fact already; the title must differ'
    ]


def test_a_row_cannot_refer_to_what_was_recorded_later(add_rows: AddRows) -> None:
    folder = add_rows("sources", "late,,Late,,,2026-02-01,\n")
    path = folder / "strikes.csv"
    path.write_text(
        path.read_text(encoding="utf-8") + "2026-01-06,drone,1,,,,late,2026-01-06,\n", encoding="utf-8"
    )
    assert messages(folder) == [
        'data/strikes.csv:5 source_id = "late" was recorded in data/sources.csv only on 2026-02-01, after'
        " this row; no row may refer to what was not known yet: correct one recorded_on"
    ]


def test_a_row_that_refers_to_a_retracted_one_must_go_too(add_rows: AddRows) -> None:
    folder = add_rows("events", "E2,2026-01-03,day,,,T,,,,,af,2026-01-09,retracted\n")
    assert messages(folder) == [
        'data/event_people.csv:3 event_id = "E2" is retracted in data/events.csv; '
        "retract this row as well, or refer to another"
    ]


def test_problems_of_all_tables_come_at_once_by_table_and_line(write_package: WritePackage) -> None:
    folder = write_package(
        sources=None,
        strikes="date,weapon_class,launched,shot_down,suppressed,flag,source_id,recorded_on,status\n"
        "2026-01-06,drone,many,few,,,af,2026-01-06,\n2026-01-32,dron,1,,,,af,2026-01-06,\n",
        events=b"",
    )
    found = messages(folder)
    assert [message.split(" ")[0] for message in found] == [
        "data/sources.csv",
        "data/strikes.csv:2",
        "data/strikes.csv:2",
        "data/strikes.csv:3",
        "data/strikes.csv:3",
        "data/events.csv",
    ]
    assert not any("is not in data/sources.csv" in message for message in found)  # one cause, one message


def test_a_row_that_cannot_be_read_is_not_missed_elsewhere(add_rows: AddRows) -> None:
    folder = add_rows("events", "E3,2026-01-04,day\n")
    path = folder / "event_people.csv"
    path.write_text(path.read_text(encoding="utf-8") + "E3,Umerov,af,2026-01-04,\n", encoding="utf-8")
    (message,) = messages(folder)
    assert message.startswith("data/events.csv:4 has 3 cells where the header has 13")


NUMBERS = ["1", "-1", "01", "1.5", "1e3", "+5", "1,0", "nan", "inf", "٣"]
DAYS = ["2026-01-05", "2026-13-01", "0000-01-01", "2026-1-5", "2026-01", "2025", "20"]
CELLS = st.sampled_from(["", "true", "TRUE", "yes", "drone", " drone", "n/a", "Київ", *NUMBERS, *DAYS])
KINDS = ("string", "integer", "number", "date", "boolean", "year", "yearmonth")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(CELLS, min_size=len(KINDS), max_size=len(KINDS)), required=st.booleans())
def test_what_passes_here_passes_frictionless(cells: list[str], required: bool) -> None:
    fields = tuple(Field(name=kind, type=kind, title=kind, required=required) for kind in KINDS)
    table = Table(name="t", path="t.csv", fields=fields)
    text = ",".join(KINDS) + "\n" + ",".join(f'"{cell}"' for cell in cells) + "\n"
    records = parse(table, "t.csv", text)
    ours = [examine(records[field.name][0], field, table)[1] for field in fields]
    theirs = [
        frictionless.Field.from_descriptor(
            {"name": kind, "type": kind, "constraints": {"required": required}}
        ).create_cell_reader()(cell)
        for kind, cell in zip(KINDS, cells, strict=True)
    ]
    for kind, cell, fault, (_, notes) in zip(KINDS, cells, ours, theirs, strict=True):
        assert fault or not notes, f"{kind} {cell!r} passes here, but not frictionless: {notes}"


def test_a_pattern_without_end_is_stopped_and_named(
    write_package: WritePackage, descriptor: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.data.validation.MOST_SECONDS", 0.1)
    flag = next(one for one in descriptor["resources"][1]["schema"]["fields"] if one["name"] == "flag")
    flag["constraints"] = {"pattern": "(a+)+"}
    header = "date,weapon_class,launched,shot_down,suppressed,flag,source_id,recorded_on,status"
    row = f"2026-01-05,drone,1,,,{'a' * 60}!,af,2026-01-05,"
    (message,) = messages(write_package(descriptor, strikes=f"{header}\n{row}\n"))
    assert message.startswith('strikes.flag pattern = "(a+)+" takes more than 0 seconds to hold against')


def test_a_year_of_two_digits_is_not_guessed() -> None:
    _, fault = examine("25", Field(name="x", type="year"), Table.of("t", "x"))
    assert fault is not None
    assert fault.fix == "write it like 2026, or leave the cell empty if unknown"
