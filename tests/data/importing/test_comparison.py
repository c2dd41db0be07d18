"""What rows are beside the record: new, revised, withdrawn or the same; and when they come too late."""

from datetime import date

import pytest

from analysis.data.descriptor import Field, Table
from analysis.data.importing.comparison import (
    Comparison,
    Span,
    compare,
    incomplete,
    newest_rows,
    resulting,
    untimely,
)
from analysis.data.records import Records, parse
from analysis.errors import DataError

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


JANUARY = Span("2026-01-01", "2026-01-03")


def held_against(records: Records, *rows: dict[str, str], span: Span = JANUARY) -> Comparison:
    return compare(rows, records, compared=("count",), span=span, recorded_on=FEBRUARY)


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


def test_a_fact_of_the_same_source_and_days_that_is_missing_is_withdrawn(records: Records) -> None:
    found = held_against(records, visit("2026-01-01", "south", "7"), visit("2026-01-02", "east", "3"))
    # Neither the fact of source b nor the retracted one is missed.
    ((was, now),) = found.withdrawn
    assert (was["place"], was["count"], was["note"]) == ("north", "5", "checked")
    assert (now["place"], now["count"], now["note"], now["status"]) == ("north", "", "checked", "retracted")
    assert [(row["date"], row["place"]) for row in resulting(found, records)] == [
        ("2026-01-01", "south"),
        ("2026-01-02", "south"),
        ("2026-01-02", "east"),
    ]


def test_a_day_that_the_file_does_not_cover_is_left_alone(records: Records) -> None:
    found = held_against(records, visit("2026-01-02", "east", "3"), span=Span("2026-01-02", "2026-01-03"))
    assert (found.withdrawn, found.record_ends) == ((), "2026-01-01")
    assert (found.held, found.uncovered) == (0, 2)


def test_a_fact_that_an_import_withdrew_stands_again_when_the_file_has_it(records: Records) -> None:
    ((_, withdrawn),) = held_against(records, visit("2026-01-01", "south", "7")).withdrawn
    cells = ",".join(withdrawn[name] for name in NAMES)
    grown = parse(TABLE, "visits.csv", ",".join(NAMES) + f"\n{ROWS}{cells}\n")
    rows = visit("2026-01-01", "south", "7"), visit("2026-01-01", "north", "5")
    found = compare(rows, grown, compared=("count",), span=JANUARY, recorded_on=date(2026, 2, 2))
    ((_, now),) = found.revised
    assert (now["place"], now["count"], now["status"]) == ("north", "5", "")


def test_what_a_row_does_not_have_is_carried_over(records: Records) -> None:
    row = {"date": "2026-01-01", "place": "north", "note": "seen", "source_id": "a"}
    found = compare(
        [row],
        records,
        compared=("count", "note"),
        span=Span("2026-01-01", "2026-01-01"),
        recorded_on=FEBRUARY,
    )
    ((_, now),) = found.revised
    assert (now["count"], now["note"]) == ("5", "seen")


def test_two_rows_with_one_key_are_refused(records: Records) -> None:
    row = visit("2026-01-01", "east", "1")
    with pytest.raises(DataError, match='date, place = "2026-01-01 east" is the key of two rows to import'):
        held_against(records, row, row)


def test_a_file_that_lacks_much_of_its_days_is_a_part(records: Records) -> None:
    days = [f"2026-03-{day:02d},north,5,,a,2026-04-02,\n" for day in range(1, 32)]
    many = parse(TABLE, "visits.csv", ",".join(NAMES) + "\n" + "".join(days))
    span = Span("2026-03-01", "2026-03-31")
    for present, complete in ((11, True), (10, False)):
        rows = [visit(f"2026-03-{day:02d}", "north", "5") for day in range(1, present + 1)]
        found = held_against(many, *rows, span=span)
        said = [problem.reason for problem in incomplete(found, many, span)]
        lacks = f"has 31 rows from 2026-03-01 to 2026-03-31, and the file lacks {31 - present} of them"
        assert said == ([] if complete else [lacks])


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
    span = Span("2026-02-01", "2026-02-01")  # nothing on record is withdrawn
    found = compare([visit(*row)], records, compared=("count",), span=span, recorded_on=recorded_on)
    said = [problem.reason for problem in untimely(found, records, recorded_on)]
    assert len(said) == (reason is not None)
    assert all(one.startswith(reason or "") for one in said)
