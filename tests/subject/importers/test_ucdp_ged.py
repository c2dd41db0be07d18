"""Events become sums by day and region, apart by how exactly they are dated; the fixture is invented."""

import shutil
import tracemalloc
from datetime import date, timedelta
from pathlib import Path

import pytest

from analysis.data import load_dataset
from analysis.errors import DataError, quoted
from analysis.subject.importers.ucdp_ged import COLUMNS, import_ucdp_ged, read_ucdp_ged

REAL = Path(__file__).parents[3] / "data"
FIXTURE = Path(__file__).parent / "fixtures" / "ucdp_ged.csv"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Give a copy of the project's record."""
    return Path(shutil.copytree(REAL, tmp_path / "data"))


def test_events_are_summed_by_day_region_and_precision() -> None:
    read = read_ucdp_ged(FIXTURE, known_regions=[])
    assert (read.elsewhere, read.events, read.repeated) == (1, 7, 0)
    assert {place: (t.events, t.best, t.low, t.high) for place, t in read.tolls.items()} == {
        ("2025-03-01", "day", "Kharkiv oblast"): (2, 7, 6, 11),
        ("2025-03-01", "day", "Kherson oblast"): (1, 0, 0, 3),
        ("2025-03-01", "month", "Kherson oblast"): (1, 1, 1, 1),  # dated to a span of days only
        ("2025-03-31", "month", "Kharkiv oblast"): (1, 40, 30, 60),
        ("2025-12-31", "year", "Ukraine, region not known"): (1, 7, 7, 7),
    }


def test_the_fixture_enters_as_days_of_regions(record: Path) -> None:
    result = import_ucdp_ged(FIXTURE, data_dir=record, recorded_on="2026-12-01")
    assert "gained 5 new rows, 0 revised rows" in result.summary()
    assert "left out: 1 event outside Ukraine" in result.summary()
    dataset = load_dataset(record)
    rows = dataset.organised_violence
    day = rows[(rows["dated_to"] == "day") & (rows["region"] == "Kharkiv oblast")].iloc[0]
    assert day[["events", "deaths_best", "deaths_low", "deaths_high"]].tolist() == [2, 7, 6, 11]
    assert (day["claimant"], day["source_id"]) == ("Uppsala Conflict Data Program", "ucdp-ged")
    before = dataset.select(as_of="2025-03-30").organised_violence
    assert before["dated_to"].tolist() == ["day", "day", "month"]  # March is not over


def test_a_feed_that_no_report_reads_is_no_indicator(record: Path) -> None:
    before = load_dataset(record).indicators
    import_ucdp_ged(FIXTURE, data_dir=record, recorded_on="2026-12-01")
    assert load_dataset(record).indicators.equals(before)


def test_a_later_release_revises_what_it_counts_otherwise(record: Path, tmp_path: Path) -> None:
    import_ucdp_ged(FIXTURE, data_dir=record, recorded_on="2026-12-01")
    later = rewritten(tmp_path, (",5,9,4,", ",6,9,4,"))
    result = import_ucdp_ged(later, data_dir=record, recorded_on="2026-12-02")
    assert [now["deaths_best"] for _, now in result.comparison.revised] == ["8"]
    assert result.comparison.unchanged == 4


def rewritten(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the fixture with other words in some places."""
    text = FIXTURE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "release.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_event_that_a_newer_release_places_elsewhere_is_counted_there_only(
    record: Path, tmp_path: Path
) -> None:
    import_ucdp_ged(FIXTURE, data_dir=record, recorded_on="2026-12-01")
    lines = FIXTURE.read_text(encoding="utf-8").splitlines(keepends=True)
    moved = [line.replace("Kherson oblast", "Odesa oblast") if line[:2] == "3," else line for line in lines]
    later = tmp_path / "later.csv"
    later.write_text("".join(moved), encoding="utf-8")
    said = import_ucdp_ged(later, data_dir=record, recorded_on="2026-12-02").summary()
    assert "retracted, as the file has it no more:\n  2025-03-01 day Kherson oblast" in said
    rows = load_dataset(record).organised_violence
    days = rows[rows["dated_to"] == "day"]
    assert sorted(zip(days["region"], days["events"], strict=True)) == [
        ("Kharkiv oblast", 2),
        ("Odesa oblast", 1),
    ]


def test_an_event_that_stands_twice_counts_once(tmp_path: Path) -> None:
    lines = FIXTURE.read_text(encoding="utf-8").splitlines(keepends=True)
    twice = tmp_path / "twice.csv"
    twice.write_text("".join([*lines, lines[1]]), encoding="utf-8")
    once, read = read_ucdp_ged(FIXTURE, known_regions=[]), read_ucdp_ged(twice, known_regions=[])
    assert (read.tolls, read.repeated) == (once.tolls, 1)
    twice.write_text("".join([*lines, lines[1].replace(",5,9,4,", ",5,9,3,")]), encoding="utf-8")
    with pytest.raises(DataError, match=r'csv:9 id = "1" is the id of another event in this file'):
        read_ucdp_ged(twice, known_regions=[])


def test_estimates_out_of_order_are_refused(tmp_path: Path) -> None:
    path = rewritten(tmp_path, (",5,9,4,", ",5,2,9,"))
    with pytest.raises(DataError, match=r'csv:2 estimates = "low 9, best 5, high 2" are not in order'):
        read_ucdp_ged(path, known_regions=[])


def with_second_region(folder: Path, name: str) -> Path:
    """Write the fixture with another spelling of the region of its second event."""
    lines = FIXTURE.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[2] = lines[2].replace("Kharkiv oblast", name)
    path = folder / "spelt.csv"
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["Kharkiv Oblast", "Kharkiv  oblast", "KHARKIV\u00a0OBLAST"])
def test_case_and_blanks_make_no_other_region(tmp_path: Path, name: str) -> None:
    path = with_second_region(tmp_path, name)
    read = read_ucdp_ged(path, known_regions=[])
    assert read.tolls == read_ucdp_ged(FIXTURE, known_regions=[]).tolls
    assert read.notes == (f"read as one region: {quoted('Kharkiv oblast')}, {quoted(name)}",)
    on_record = read_ucdp_ged(path, known_regions=["KHARKIV oblast"])
    assert {region for _, _, region in on_record.tolls if "KHAR" in region.upper()} == {"KHARKIV oblast"}


def test_letters_of_another_script_are_asked_about(tmp_path: Path) -> None:
    path = with_second_region(tmp_path, "Khark\u0456v oblast")
    with pytest.raises(DataError, match=r'csv:3 adm_1 = .* looks like "Kharkiv oblast", but has letters of'):
        read_ucdp_ged(path, known_regions=[])
    with pytest.raises(DataError, match="looks like"):
        read_ucdp_ged(FIXTURE, known_regions=["Khark\u0456v oblast"])


def test_an_older_release_changes_nothing_unasked(record: Path, tmp_path: Path) -> None:
    import_ucdp_ged(FIXTURE, data_dir=record, recorded_on="2026-12-01")
    lines = FIXTURE.read_text(encoding="utf-8").splitlines(keepends=True)
    older = tmp_path / "older.csv"
    older.write_text("".join([lines[0], lines[1].replace(",5,9,4,", ",1,9,0,")]), encoding="utf-8")
    refused = import_ucdp_ged(older, data_dir=record, recorded_on="2026-12-02")
    assert "warning: the file ends on 2025-03-01, the record on 2025-12-31" in refused.summary()
    assert refused.comparison.added == []
    taken = import_ucdp_ged(older, data_dir=record, recorded_on="2026-12-02", allow_older=True)
    assert len(taken.comparison.added) == 3  # one day revised, the other two of that day withdrawn


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


def test_a_country_without_events_is_an_error(tmp_path: Path) -> None:
    path = rewritten(tmp_path, (",Ukraine,", ",Atlantis,"))
    with pytest.raises(DataError, match="holds no event in Ukraine; it has Atlantis, Elsewhere"):
        read_ucdp_ged(path, known_regions=[])


def peak(record: Path, rows: int) -> int:
    """Return the most memory in bytes that an import of as many new rows took."""
    path = record.parent / "many.csv"
    days = [(date(1990, 1, 1) + timedelta(day)).isoformat() for day in range(rows)]
    lines = [f"{at},{day},1,Ukraine,Kharkiv oblast,{at},{at},{at},1" for at, day in enumerate(days)]
    path.write_text("\n".join([",".join(COLUMNS), *lines]), encoding="utf-8")
    tracemalloc.start()
    try:
        import_ucdp_ged(path, data_dir=record, recorded_on="2026-12-01", dry_run=True)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_each_new_row_needs_little_memory(record: Path) -> None:
    import_ucdp_ged(FIXTURE, data_dir=record, recorded_on="2026-12-01", dry_run=True)  # what is loaded once
    assert peak(record, 9_000) - peak(record, 1_000) < 8_000 * 1_500
