"""A foreign file gives the columns asked for by name; what cannot be read is noted with its place."""

from pathlib import Path

import pytest

from analysis.data.importing.reports import MOST_PROBLEMS, Problems, reports
from analysis.errors import DataError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "foreign.csv"


def test_rows_give_the_columns_asked_for_with_their_line(file: Path) -> None:
    file.write_text('\ufeffextra, day ,count\nx,2026-01-05,"1\n2"\ny, 2026-01-06 ,3\n', encoding="utf-8")
    found, problems = [], Problems()
    for report in reports(file, ("count", "day"), problems):
        found.append((report.place.rsplit(":", 1)[1], report["day"], report["count"]))
    assert found == [("2", "2026-01-05", "1\n2"), ("4", "2026-01-06", "3")]
    problems.raise_any()


def test_a_row_of_another_length_is_noted_and_the_rest_is_read(file: Path) -> None:
    file.write_text("day,count\n2026-01-05\n\n2026-01-06,3\n", encoding="utf-8")
    problems = Problems()
    assert [report["count"] for report in reports(file, ("count",), problems)] == ["3"]
    with pytest.raises(DataError, match=r"foreign\.csv:2 has 1 cell where the header has 2$"):
        problems.raise_any()


def test_all_columns_that_are_missing_are_said_with_the_closest(file: Path) -> None:
    file.write_text("Day,number\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        list(reports(file, ("day", "weather"), Problems()))
    assert [line.split("foreign.csv")[1] for line in str(caught.value).splitlines()] == [
        ":1 has no column day; it has Day",
        ":1 has no column weather; it has Day, number",
    ]


def test_a_file_that_is_not_there_is_said(file: Path) -> None:
    with pytest.raises(DataError, match=r"foreign\.csv does not exist; give the CSV file to import"):
        list(reports(file, ("day",), Problems()))


def test_problems_beyond_the_bound_are_counted() -> None:
    problems = Problems()
    for line in range(MOST_PROBLEMS + 3):
        problems.add(f"foreign.csv:{line}", "x", "is wrong")
    with pytest.raises(DataError) as caught:
        problems.raise_any()
    assert len(caught.value.problems) == MOST_PROBLEMS + 1
    assert str(caught.value).endswith("and 3 more problems of this file are not listed")


def test_a_column_that_a_file_may_lack_is_not_in_its_reports(file: Path) -> None:
    file.write_text("day,count\n2026-01-05,3\n", encoding="utf-8")
    (report,) = reports(file, ("day",), Problems(), optional=("count", "weather"))
    assert ("count" in report, "weather" in report, report["count"]) == (True, False, "3")


def test_a_digest_is_of_every_cell_but_not_of_blanks_around_it(file: Path) -> None:
    file.write_text("day,note\n1,a\n1, a\n1,b\n", encoding="utf-8")
    same, spaced, other = (report.digest() for report in reports(file, ("day",), Problems()))
    assert same == spaced != other


@pytest.mark.parametrize("column", ["day", "count"])
def test_a_column_that_stands_twice_is_refused(file: Path, column: str) -> None:
    file.write_text(f"day,count,{column}\n", encoding="utf-8")
    with pytest.raises(DataError, match=f'csv:1 = "{column}" stands twice in the header; keep the column'):
        list(reports(file, ("day",), Problems(), optional=("count",)))


def test_a_file_that_is_no_text_is_said_without_its_bytes(file: Path) -> None:
    file.write_bytes(bytes(range(0x80, 0xFF)) * 3)
    with pytest.raises(DataError, match=r"foreign\.csv:1 is not UTF-8; save the file as UTF-8$"):
        list(reports(file, ("day",), Problems()))


def test_cells_that_are_not_utf_8_are_noted_without_their_bytes(file: Path) -> None:
    file.write_bytes("day,note\n2026-01-05,Київ\n".encode("cp1251"))
    problems = Problems()
    list(reports(file, ("day", "note"), problems))
    assert [str(one).rpartition("/")[2] for one in problems.found] == [
        "foreign.csv:2 note is not UTF-8; save the file as UTF-8"
    ]
