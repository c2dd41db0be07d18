"""What rows are beside the record: new, revised, moved, absent or the same; and when they come too late."""

from datetime import date

import pytest

from analysis.data.descriptor import Field, Table
from analysis.data.importing.comparison import Comparison, compare, newest_rows, untimely
from analysis.data.records import Records, parse

NAMES = ("date", "place", "count", "note", "source_id", "recorded_on", "status")
TABLE = Table(
    name="visits",
    path="visits.csv",
    fields=tuple(Field(name=name, title=name) for name in NAMES),
    key=("date", "place"),
    date_field="date",
)
ROWS = """\
2026-01-01,north,5,checked,a,2026-01-02,
2026-01-01,south,7,,a,2026-01-02,
2026-01-02,north,1,,a,2026-01-02,retracted
2026-01-02,south,4,,b,2026-01-02,
"""
FEBRUARY = date(2026, 2, 1)


@pytest.fixture
def records() -> Records:
    return parse(TABLE, "visits.csv", ",".join(NAMES) + "\n" + ROWS)


def visit(day: str, place: str, count: str) -> dict[str, str]:
    return {"date": day, "place": place, "count": count, "source_id": "a"}


def held_against(records: Records, *rows: dict[str, str], moved_within: tuple[str, ...] = ()) -> Comparison:
    return compare(rows, records, compared=("count",), moved_within=moved_within, recorded_on=FEBRUARY)


def test_new_revised_and_unchanged_facts_are_told_apart(records: Records) -> None:
    found = held_against(
        records,
        visit("2026-01-01", "north", "6"),
        visit("2026-01-01", "south", "7"),
        visit("2026-01-03", "north", "2"),
        visit("2026-01-02", "north", "1"),
    )
    assert [row["date"] for row in found.new] == ["2026-01-03"]
    ((was, now),) = found.revised
    assert (was["count"], now["count"], now["note"], now["recorded_on"]) == (
        "5",
        "6",
        "checked",
        "2026-02-01",
    )
    assert (found.unchanged, found.kept_retracted) == (1, 1)
    assert [row["recorded_on"] for row in found.added] == ["2026-02-01"] * 2


def test_a_fact_of_the_same_source_and_days_that_is_missing_is_absent_but_stays(records: Records) -> None:
    found = held_against(records, visit("2026-01-01", "south", "7"), visit("2026-01-02", "east", "3"))
    # Neither the fact of source b nor the retracted one is missed.
    assert [row["place"] for row in found.absent] == ["north"]
    assert found.moved == ()


def test_a_fact_that_stands_elsewhere_now_is_retracted(records: Records) -> None:
    found = held_against(
        records,
        visit("2026-01-01", "south", "7"),
        visit("2026-01-01", "east", "5"),
        moved_within=("date", "count"),
    )
    ((was, now),) = found.moved
    assert (was["place"], now["place"], now["status"]) == ("north", "north", "retracted")
    assert found.absent == ()


def test_the_row_recorded_last_stands_for_its_fact(records: Records) -> None:
    grown = parse(TABLE, "visits.csv", ",".join(NAMES) + "\n" + ROWS + "2026-01-01,north,9,,a,2026-01-09,\n")
    assert newest_rows(records)["2026-01-01", "north"]["count"] == "5"
    assert newest_rows(grown)["2026-01-01", "north"]["count"] == "9"


@pytest.mark.parametrize(
    ("recorded_on", "row", "reason"),
    [
        (date(2026, 1, 1), ("2026-01-01", "east", "1"), "is before 2026-01-02, when the newest row"),
        (date(2026, 1, 2), ("2026-01-01", "north", "6"), "is the day on which rows now to be revised"),
        (date(2026, 1, 2), ("2026-01-03", "north", "6"), "is after 2026-01-02, the day of record"),
        (date(2026, 1, 3), ("2026-01-01", "north", "6"), None),
    ],
)
def test_knowledge_of_a_past_day_does_not_change(
    records: Records, recorded_on: date, row: tuple[str, str, str], reason: str | None
) -> None:
    found = compare([visit(*row)], records, compared=("count",), recorded_on=recorded_on)
    said = [problem.reason for problem in untimely(found, records, recorded_on)]
    assert len(said) == (reason is not None)
    assert all(one.startswith(reason or "") for one in said)
