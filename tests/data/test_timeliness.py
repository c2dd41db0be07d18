"""A row is known when its day, month or year is over, and is on record no earlier."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.data import check, load_dataset, load_record
from analysis.data.excerpts import excerpt, write_folder
from analysis.data.package import read_descriptor
from analysis.data.timeliness import known_from
from analysis.data.validation import problems, read_all
from analysis.errors import DataError

AddRows = Callable[[str, str], Path]
WritePackage = Callable[..., Path]
TODAY = date(2026, 1, 31)


def messages(folder: Path) -> list[str]:
    descriptor = read_descriptor(folder)
    found = problems(descriptor, read_all(descriptor, folder))
    return [str(problem).replace(f"{folder.parent.as_posix()}/", "") for problem in found]


@pytest.mark.parametrize(
    ("day", "precision", "known"),
    [
        ("2024-02-01", "month", "2024-02-29"),
        ("0980-01-01", "year", "0980-12-31"),
        ("2026-01-05", "day", "2026-01-05"),
        ("2026-01-05", "", "2026-01-05"),
        ("", "month", ""),
    ],
)
def test_a_date_is_known_when_it_is_over(day: str, precision: str, known: str) -> None:
    assert known_from(day, precision) == known


@pytest.mark.parametrize(("as_of", "stands"), [("2026-02-02", False), ("2026-02-28", True)])
def test_what_happened_in_a_month_stands_in_no_report_before_its_end(
    add_rows: AddRows, tmp_path: Path, as_of: str, stands: bool
) -> None:
    folder = add_rows("events", "E3,2026-02-01,month,,,T,,,,,af,2026-03-03,\n")
    people = (folder / "event_people.csv").read_text(encoding="utf-8")
    (folder / "event_people.csv").write_text(f"{people}E3,Umerov,af,2026-03-03,\n", encoding="utf-8")
    cut = write_folder(
        excerpt(folder, ["event_people"], as_of=date.fromisoformat(as_of), known_on=date(2026, 3, 3)),
        tmp_path / "cut",
    )
    for place in (folder, cut):
        dataset = load_dataset(place, as_of=as_of, known_on="2026-03-03")
        assert ("E3" in set(dataset.events["event_id"])) is stands
        assert ("E3" in set(dataset.event_people["event_id"])) is stands


def test_an_end_in_a_month_is_blank_before_its_end(write_package: WritePackage, descriptor: Any) -> None:
    fields = descriptor["resources"][2]["schema"]["fields"]
    for field in fields:
        if field["name"] == "outcome":
            field |= {"name": "end_precision", "constraints": {"enum": ["day", "month"]}}
    descriptor["resources"][2]["laterFields"] = {"end": ["end", "end_precision"]}
    events = (
        "event_id,start,date_precision,end,end_precision,title,operator,share,confirmed,month,"
        "source_id,recorded_on,status\nE1,2025-11-01,day,2026-01-01,month,Talks,,,,,af,2026-02-02,\n"
    )
    people = "event_id,person,source_id,recorded_on,status\n"
    folder = write_package(descriptor, events=events, event_people=people)
    ends = [load_dataset(folder, as_of=day).events["end"].iloc[0] for day in ("2026-01-02", "2026-01-31")]
    assert pd.isna(ends[0])
    assert ends[1] == pd.Timestamp("2026-01-01")


def test_a_day_within_a_month_that_is_all_one_knows_is_an_error(add_rows: AddRows) -> None:
    row = "E3,2026-01-{},month,,,T,,,,,af,2026-02-04,\n"
    assert messages(add_rows("events", row.format("17"))) == [
        'data/events.csv:4 start = "2026-01-17" is a day, but date_precision says that only the month is '
        "known; write the first day, 2026-01-01"
    ]
    assert messages(add_rows("events", row.format("31"))) == []


def test_a_precision_without_words_is_refused(write_package: WritePackage, descriptor: Any) -> None:
    field = next(
        one for one in descriptor["resources"][2]["schema"]["fields"] if one["name"] == "date_precision"
    )
    field["constraints"]["enum"] = ["exact", "Month"]
    with pytest.raises(DataError, match=r"events\.date_precision has no enum that holds month or year"):
        read_descriptor(write_package(descriptor))


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        (
            "strikes",
            "2062-01-05,drone,1,,,,af,2026-01-06,\n",
            'data/strikes.csv:5 date = "2062-01-05" is after 2026-01-06, the day of record; '
            "correct one of them",
        ),
        (
            "events",
            "E3,2026-01-03,day,2026-01-09,,T,,,,,af,2026-01-04,\n",
            'data/events.csv:4 end = "2026-01-09" is after 2026-01-04, the day of record; '
            "correct one of them",
        ),
    ],
)
def test_nothing_is_dated_after_its_day_of_record(
    add_rows: AddRows, table: str, row: str, message: str
) -> None:
    assert messages(add_rows(table, row)) == [message]


def test_nothing_is_on_record_from_after_today(add_rows: AddRows) -> None:
    folder = add_rows("strikes", "2026-01-06,drone,1,,,,af,2206-01-06,\n")
    with pytest.raises(
        DataError, match=r'strikes.csv:5 recorded_on = "2206-01-06" is after today, 2026-01-31'
    ):
        load_record(folder, today=TODAY)
    assert len(check(folder, today=TODAY)) == 1
    assert check(folder) == []  # an edition may not hang on the day by the clock


def test_the_record_itself_is_no_excerpt(write_package: WritePackage, descriptor: Any) -> None:
    descriptor["resources"][1]["excerpt"] = True
    folder = write_package(descriptor)
    with pytest.raises(DataError, match=r'strikes is marked as an excerpt, .*; delete "excerpt"'):
        load_record(folder, today=TODAY)
    assert len(load_dataset(folder).strikes) == 3


def test_a_table_is_complete_to_a_day_as_known_on_a_day(
    write_package: WritePackage, descriptor: Any, tmp_path: Path
) -> None:
    descriptor["resources"][1]["completeTo"] = [
        {"day": "2026-01-04", "recorded_on": "2026-01-04"},
        {"day": "2026-01-05", "recorded_on": "2026-01-07"},
    ]
    descriptor["resources"][2]["completeTo"] = [{"day": "2026-01-02", "recorded_on": "2026-01-02"}]
    folder = write_package(descriptor)
    early, late = (
        load_dataset(folder, known_on=day, as_of="2026-01-05") for day in ("2026-01-05", "2026-01-09")
    )
    assert early.complete_to("strikes") == date(2026, 1, 4)
    assert late.complete_to("strikes") == date(2026, 1, 5)
    assert late.complete_to("strikes", "events", "sources") == date(2026, 1, 2)
    assert late.complete_to("sources") is None
    assert late.incomplete("strikes", "events", "sources") == {"events": date(2026, 1, 2)}
    with pytest.raises(DataError, match="has no table strike"):
        late.complete_to("strike")
    cut = excerpt(folder, ["strikes"], as_of=date(2026, 1, 5), known_on=date(2026, 1, 5))
    said = next(one for one in json.loads(cut["datapackage.json"])["resources"] if one["name"] == "strikes")
    assert said["completeTo"] == [{"day": "2026-01-04", "recorded_on": "2026-01-04"}]
    assert load_dataset(write_folder(cut, tmp_path / "cut")).complete_to("strikes") == date(2026, 1, 4)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"day": "soon", "recorded_on": "2026-01-05"}, 'completeTo day = "soon" is no limit'),
        ({"day": "2026-01-06", "recorded_on": "2026-01-05"}, 'completeTo = "2026-01-06" is after 2026-01-05'),
        ({"day": "2026-01-06"}, "completeTo no. 1 has no recorded_on"),
    ],
)
def test_a_completeness_that_cannot_be_is_refused(
    write_package: WritePackage, descriptor: Any, entry: dict[str, str], message: str
) -> None:
    descriptor["resources"][1]["completeTo"] = [entry]
    with pytest.raises(DataError, match=message):
        read_descriptor(write_package(descriptor))
