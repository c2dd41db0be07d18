"""Events become sums by day and region, apart by how exactly they are dated; the fixture is invented."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from analysis.data import load_dataset
from analysis.errors import DataError
from analysis.subject.importers.ucdp_ged import import_ucdp_ged, read_ucdp_ged

REAL = Path(__file__).parents[3] / "data"
FIXTURE = Path(__file__).parent / "fixtures" / "ucdp_ged.csv"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Give a copy of the project's record that knows the source and its definitions."""
    folder = Path(shutil.copytree(REAL, tmp_path / "data"))
    add(folder / "sources.csv", "source_id", {"ucdp-ged": {"kind": "dataset", "about": "Events of GED."}})
    measures = ("events", "deaths-best", "deaths-low", "deaths-high")
    texts = {
        f"ucdp-{measure}": {"title": measure, "text": measure, "source_id": "ucdp-ged"}
        for measure in measures
    }
    add(folder / "definitions.csv", "definition_id", texts)
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    fields = next(one["schema"]["fields"] for one in descriptor["resources"] if one["name"] == "indicators")
    fields[0]["constraints"]["pattern"] = "I[NV][0-9]{2}|ucdp-[a-z0-9-]+"
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def add(path: Path, key: str, rows: dict[str, dict[str, str]]) -> None:
    """Append the rows that a table does not have yet."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        known = {row[key] for row in reader}
    with path.open("a", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(reader.fieldnames or []), lineterminator="\n")
        for name, row in rows.items():
            if name not in known:
                writer.writerow({key: name, "recorded_on": "2026-11-24", **row})


def test_events_are_summed_by_day_region_and_precision() -> None:
    tolls, elsewhere, read = read_ucdp_ged(FIXTURE, country="Ukraine")
    assert (elsewhere, read) == (1, 7)
    assert {place: tuple(vars(toll).values()) for place, toll in tolls.items()} == {
        ("2025-03-01", "day", "Kharkiv oblast"): (2, 7, 6, 11),
        ("2025-03-01", "day", "Kherson oblast"): (1, 0, 0, 3),
        ("2025-03-01", "month", "Kherson oblast"): (1, 1, 1, 1),  # dated to a span of days only
        ("2025-03-31", "month", "Kharkiv oblast"): (1, 40, 30, 60),
        ("2025-12-31", "year", "Ukraine, region not known"): (1, 7, 7, 7),
    }


def test_the_fixture_enters_as_indicators(record: Path) -> None:
    result = import_ucdp_ged(FIXTURE, data_dir=record, recorded_on="2026-12-01")
    assert "gained 20 new rows, 0 revised rows" in result.summary()
    assert "left out: 1 event outside Ukraine" in result.summary()
    dataset = load_dataset(record)
    rows = dataset.indicators.set_index("indicator_id")
    best = rows.loc["ucdp-deaths-best-2025-03-01-kharkiv-oblast"]
    assert (best["value"], best["unit"], best["entity"]) == (7.0, "persons", "Kharkiv oblast")
    assert best["definition_id"] == "ucdp-deaths-best"
    assert "ucdp-deaths-high-2025-12-31-year-ukraine-region-not-known" in rows.index
    before = dataset.select(as_of="2025-03-30").indicators
    assert not before["indicator_id"].str.contains("2025-03-31-month").any()  # not before the month has ended


def test_a_later_release_revises_what_it_counts_otherwise(record: Path, tmp_path: Path) -> None:
    import_ucdp_ged(FIXTURE, data_dir=record, recorded_on="2026-12-01")
    text = FIXTURE.read_text(encoding="utf-8")
    later = tmp_path / "later.csv"
    later.write_text(text.replace(",5,9,4,", ",6,9,4,"), encoding="utf-8")
    result = import_ucdp_ged(later, data_dir=record, recorded_on="2026-12-02")
    assert [now["value"] for _, now in result.comparison.revised] == ["8"]
    assert result.comparison.unchanged == 19


def test_all_cells_that_cannot_be_read_come_at_once(record: Path, tmp_path: Path) -> None:
    text = FIXTURE.read_text(encoding="utf-8")
    broken = tmp_path / "broken.csv"
    broken.write_text(
        text.replace(",5,9,4,", ",five,9,4,").replace("2025-03-31 00:00:00.000,", "31.03.2025,"),
        encoding="utf-8",
    )
    with pytest.raises(DataError) as caught:
        import_ucdp_ged(broken, data_dir=record, recorded_on="2026-12-01")
    assert [str(one).partition(".csv:")[2] for one in caught.value.problems] == [
        '2 best = "five" is not a number of deaths',
        '5 date_end = "31.03.2025" is not a date; did you mean 2025-03-31?',
    ]


def test_what_the_package_must_know_first_is_said_once(record: Path) -> None:
    for name, column in (("sources", "source_id"), ("definitions", "definition_id")):
        path = record / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            kept = [row for row in reader if not row[column].startswith("ucdp-")]
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(reader.fieldnames or []), lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept)
    with pytest.raises(DataError) as caught:
        import_ucdp_ged(FIXTURE, data_dir=record, recorded_on="2026-12-01")
    assert [problem.reason for problem in caught.value.problems] == [
        "has no source ucdp-ged",
        "has no definition ucdp-deaths-best",
        "has no definition ucdp-deaths-high",
        "has no definition ucdp-deaths-low",
        "has no definition ucdp-events",
    ]


def test_a_country_without_events_is_an_error() -> None:
    with pytest.raises(DataError, match="holds no event in Atlantis; it has Elsewhere, Ukraine"):
        read_ucdp_ged(FIXTURE, country="Atlantis")
