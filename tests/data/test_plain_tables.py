"""Tables as others publish them: no days of record, months and years, other signs, names with blanks.

The rows are of the data package "co2-ppm" (NOAA, public domain): monthly means at Mauna Loa and yearly means.
"""

import datetime
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.data import Dataset, check, load_dataset
from analysis.data.dataset import load_record
from analysis.data.excerpts import excerpt, restated, write_folder
from analysis.errors import DataError

HEADING = "Date,Decimal Date,Average,Interpolated,Trend,Number of Days"
MENDED = "Date,Decimal Date,Average,Deseasonalised,Number of Days,Deviation,Uncertainty"
MONTHS = """\
1958-03,1958.2027,315.71,314.44,-01,-9.99,-0.99
1974-12,1974.9583,329.58,330.55,29,0.29,0.10
2026-05,2026.3750,432.34,429.10,17,0.68,0.31
2026-06,2026.4583,431.44,429.06,19,0.35,0.15
"""
YEARS = "Year;Mean\n2024;422,79\n2025;425,64\n"
NUMBERS: dict[str, dict[str, Any]] = {
    "Decimal Date": {},
    "Average": {"unit": "ppm"},
    "Deseasonalised": {},
    "Deviation": {"missingValues": ["", "-9.99"]},
    "Uncertainty": {"missingValues": ["", "-0.99"]},
}
TYPES: dict[str, dict[str, Any]] = {
    "Date": {"type": "yearmonth"},
    **{name: {"type": "number", **more} for name, more in NUMBERS.items()},
    "Number of Days": {"type": "integer", "missingValues": ["", "-01"]},
}
MONTHLY: dict[str, Any] = {
    "name": "monthly",
    "path": "Mauna Loa/monthly means.csv",
    "title": "Monthly means",
    "dateField": "Date",
    "schema": {"primaryKey": "Date", "fields": [{"name": one, **TYPES[one]} for one in MENDED.split(",")]},
}
YEARLY: dict[str, Any] = {
    "name": "yearly",
    "path": "yearly.csv",
    "title": "Yearly means",
    "dateField": "Year",
    "dialect": {"delimiter": ";"},
    "encoding": "windows-1252",
    "sources": [{"title": "NOAA/GML", "path": "https://gml.noaa.gov"}],
    "schema": {
        "fields": [
            {"name": "Year", "type": "year"},
            {"name": "Mean", "type": "number", "decimalChar": ","},
        ],
    },
}
PACKAGE: dict[str, Any] = {"name": "co2", "resources": [MONTHLY, YEARLY]}


def written(folder: Path, *, heading: str = MENDED, package: dict[str, Any] = PACKAGE) -> Path:
    (folder / "Mauna Loa").mkdir(exist_ok=True)
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (folder / "Mauna Loa" / "monthly means.csv").write_text(f"{heading}\n{MONTHS}", encoding="utf-8")
    (folder / "yearly.csv").write_text(YEARS, encoding="windows-1252")
    return folder


@pytest.fixture
def co2(tmp_path: Path) -> Dataset:
    return load_dataset(written(tmp_path))


def test_headings_that_do_not_fit_the_columns_are_one_error_and_no_row(tmp_path: Path) -> None:
    first, *others = check(written(tmp_path, heading=HEADING))
    assert first.place.endswith("Mauna Loa/monthly means.csv:1")
    assert first.value == HEADING
    assert first.reason == (
        "has 6 headings, and each of the 4 rows below it 7 cells"
        " (line 2: 1958-03,1958.2027,315.71,314.44,-01,-9.99,-0.99)"
    )
    assert first.fix.startswith("name every column, in its order")
    assert not [one for one in others if not one.place.endswith("means.csv:1")]
    with pytest.raises(DataError, match="has 6 headings"):
        load_dataset(tmp_path)


def test_a_table_needs_only_what_its_data_package_says(co2: Dataset) -> None:
    assert check(Path(co2.descriptor.place).parent) == []
    assert (co2.as_of, co2.known_on) == (datetime.date(2026, 6, 30), datetime.date(2026, 6, 30))
    monthly = co2["monthly"]
    assert monthly["Date"].tolist() == ["1958-03", "1974-12", "2026-05", "2026-06"]
    assert monthly["Number of Days"].isna().tolist() == [True, False, False, False]
    assert monthly["Deviation"].isna().tolist() == [True, False, False, False]
    assert monthly["Uncertainty"].tolist()[1:] == [0.1, 0.31, 0.15]
    assert co2["yearly"]["Mean"].tolist() == [422.79, 425.64]


@pytest.mark.parametrize(
    ("as_of", "months", "years"),
    [("2026-06-29", 3, 2), ("2026-06-30", 4, 2), ("2025-12-31", 2, 2), ("2025-12-30", 2, 1)],
)
def test_a_month_and_a_year_are_known_when_they_are_over(
    co2: Dataset, as_of: str, months: int, years: int
) -> None:
    then = co2.select(as_of=as_of)
    assert (len(then["monthly"]), len(then["yearly"])) == (months, years)
    folder = Path(co2.descriptor.place).parent
    rows = excerpt(folder, ["monthly", "yearly"], as_of=then.as_of, known_on=then.known_on)
    assert rows["yearly.csv"].decode("windows-1252").splitlines() == YEARS.splitlines()[: years + 1]
    again = load_dataset(write_folder(rows, folder / "again"), as_of=as_of)
    for name in ("monthly", "yearly"):
        pd.testing.assert_frame_equal(again[name], then[name])


def test_without_days_of_record_no_day_of_knowledge_changes_anything(co2: Dataset) -> None:
    early = co2.select(known_on="1999-01-01")
    assert early.as_of == co2.as_of
    pd.testing.assert_frame_equal(early["monthly"], co2["monthly"])
    assert co2.revisions("monthly", between=("1999-01-01", "2026-06-30")).empty
    days = {"before": datetime.date(1999, 1, 1), "after": datetime.date(2026, 6, 30)}
    assert restated(Path(co2.descriptor.place).parent, **days)["yearly.csv"].decode() == YEARS


def test_sources_are_those_of_the_descriptor(co2: Dataset) -> None:
    assert co2.cite("yearly") == "NOAA/GML; newest entry 2025"
    assert co2.cite("yearly", "monthly") == "NOAA/GML; newest entry June 2026"
    assert co2.cite("monthly") == "source not named; newest entry June 2026"


def test_the_sources_of_the_package_are_those_of_a_table_without_any(tmp_path: Path) -> None:
    package = {**PACKAGE, "sources": [{"path": "https://gml.noaa.gov"}]}
    dataset = load_dataset(written(tmp_path, package=package))
    assert dataset.cite("monthly") == "https://gml.noaa.gov; newest entry June 2026"


def test_rows_without_a_key_keep_the_order_of_the_file(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "yearly.csv").write_text("Year;Mean\n2025;425,64\n2024;422,79\n2024;422,79\n", encoding="utf-8")
    assert load_dataset(folder)["yearly"]["Year"].tolist() == [2025, 2024, 2024]


def test_a_key_is_kept_without_days_of_record(tmp_path: Path) -> None:
    folder = written(tmp_path)
    path = folder / "Mauna Loa" / "monthly means.csv"
    path.write_text(f"{MENDED}\n{MONTHS}2026-06,2026.4583,431.45,429.06,19,0.35,0.15\n", encoding="utf-8")
    (problem,) = check(folder)
    assert problem.reason == "repeats the row at line 5 (Date are the same)"
    assert problem.fix == "delete one"


def test_bytes_of_another_encoding_are_said_with_their_line(tmp_path: Path) -> None:
    package = json.loads(json.dumps(PACKAGE))
    package["resources"][1]["encoding"] = "ascii"
    folder = written(tmp_path, package=package)
    (folder / "yearly.csv").write_bytes(YEARS.replace("425", "42é").encode("windows-1252"))
    (problem,) = check(folder)
    assert problem.reason == "is not ascii in line 3, at byte 29"


def test_without_any_date_the_day_the_package_was_made_is_the_day(tmp_path: Path) -> None:
    table = {"name": "towns", "path": "yearly.csv", "schema": {"fields": [{"name": "Town"}]}}
    package = {"name": "towns", "resources": [table]}
    folder = written(tmp_path, package=package)
    (folder / "yearly.csv").write_text("Town\nAda\nEla\n", encoding="utf-8")
    with pytest.raises(DataError, match="has no day: no row is dated or recorded"):
        load_dataset(folder)
    written_on = {**package, "created": "2026-01-05T10:00:00Z"}
    (folder / "datapackage.json").write_text(json.dumps(written_on), encoding="utf-8")
    dataset = load_record(folder, today=datetime.date(2026, 1, 5))
    assert (dataset.as_of, dataset.known_on) == (datetime.date(2026, 1, 5), datetime.date(2026, 1, 5))
    (folder / "datapackage.json").write_text(json.dumps({**package, "created": "May"}), encoding="utf-8")
    with pytest.raises(DataError, match='created = "May" is no time'):
        load_dataset(folder)
