"""The words of an import: counts first, then the rows, as many as fit on a screen."""

from dataclasses import replace
from datetime import date

import pytest

from analysis.data.descriptor import Field, Table
from analysis.data.importing.comparison import Comparison, Row, Span
from analysis.data.importing.result import MOST_SHOWN, ImportResult
from analysis.data.records import parse

TABLE = Table(
    name="visits",
    path="visits.csv",
    fields=(Field(name="date"), Field(name="count", type="integer"), Field(name="recorded_on")),
    key=("date",),
)


def visit(day: int, count: str) -> Row:
    return {"date": f"2026-01-{day:02d}", "count": count, "recorded_on": "2026-02-01"}


@pytest.fixture
def result() -> ImportResult:
    found = Comparison(
        new=(visit(3, "2"),),
        revised=((visit(1, "5"), {**visit(1, "6"), "recorded_on": "2026-03-01"}),),
        withdrawn=((visit(2, "1"), {**visit(2, ""), "recorded_on": "2026-03-01"}),),
        unchanged=4,
        kept_retracted=1,
    )
    records = parse(TABLE, "visits.csv", "date,count,recorded_on\n")
    left_out = {"before the first day": 1}
    return ImportResult(
        records,
        date(2026, 3, 1),
        found,
        read=1204,
        unit="report",
        source="a.csv",
        span=Span("2026-01-01", "2026-01-03"),
        left_out=left_out,
    )


def test_an_import_says_what_it_did(result: ImportResult) -> None:
    assert str(result).splitlines() == [
        "visits.csv has gained 1 new row, 1 revised row, 1 row retracted; 4 rows unchanged",
        "read 1,204 reports in a.csv; recorded on 2026-03-01",
        "left out: 1 report before the first day",
        "retracted on record and left so: 1 row",
        "revised:",
        "  2026-01-01: count 5 → 6",
        "retracted, as the file has it no more:",
        "  2026-01-02",
        "new:",
        "  2026-01-03: count 2",
    ]


def test_a_dry_run_says_what_would_be_and_that_nothing_was(result: ImportResult) -> None:
    said = replace(result, dry_run=True, notes=("A note.",)).summary().splitlines()
    assert said[0].startswith("visits.csv would gain 1 new row")
    assert said[-2:] == ["A note.", "dry run: nothing was written"]


def test_what_does_not_fit_on_a_screen_is_counted(result: ImportResult) -> None:
    many = replace(result.comparison, new=tuple(visit(day, "1") for day in range(1, MOST_SHOWN + 4)))
    said = replace(result, comparison=many).summary().splitlines()
    start = said.index("new:")
    assert len(said[start + 1 : said.index("  and 3 more")]) == MOST_SHOWN


def test_a_file_that_ends_before_the_record_is_said_first(result: ImportResult) -> None:
    older = replace(result.comparison, record_ends="2026-01-09", uncovered=2).without_additions()
    said = replace(result, comparison=older).summary().splitlines()
    assert said[0] == "visits.csv has gained 0 new rows, 0 revised rows; 4 rows unchanged"
    assert said[2] == (
        "warning: the file ends on 2026-01-03, the record on 2026-01-09: 3 rows that differ did not enter; "
        "--allow-older takes an older file at its word"
    )
    assert said[3] == "of other days than 2026-01-01 to 2026-01-03, and left as they are: 2 rows"
