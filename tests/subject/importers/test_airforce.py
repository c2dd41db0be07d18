"""The compilation's rows become salvos by the rules of the record; the fixture's figures are invented."""

import csv
import shutil
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from analysis.data import load_dataset
from analysis.data.importing.reports import Problems, Report
from analysis.errors import DataError
from analysis.subject.importers.airforce import Salvo, import_airforce, read_airforce, window_of
from analysis.subject.importers.weapons import WeaponName

REAL = Path(__file__).parents[3] / "data"
FIXTURE = Path(__file__).parent / "fixtures" / "airforce.csv"
HEADER = "time_start,time_end,model,launched,destroyed,not_reach_goal\n"
WriteReports = Callable[[str], Path]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Give a copy of the project's record."""
    return Path(shutil.copytree(REAL, tmp_path / "data"))


@pytest.fixture
def write_reports(tmp_path: Path) -> WriteReports:
    """Give a function that writes a file of reports with the columns that are read."""

    def write(rows: str) -> Path:
        path = tmp_path / "reports.csv"
        path.write_text(HEADER + rows, encoding="utf-8")
        return path

    return write


def strikes(record: Path, since: str) -> list[dict[str, str]]:
    with (record / "strikes.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["recorded_on"] >= since]


def test_the_fixture_enters_as_salvos(record: Path) -> None:
    before = (record / "strikes.csv").read_bytes()
    import_airforce(FIXTURE, data_dir=record, recorded_on="2026-12-01")
    after = (record / "strikes.csv").read_bytes()
    assert after.startswith(before)  # the record only grows
    rows = strikes(record, "2026-12-01")
    names = (
        "date",
        "window",
        "weapon_class",
        "launched",
        "shot_down",
        "suppressed",
        "reports",
        "outcome_basis",
        "flag",
    )
    assert sorted(tuple(row[name] for name in names) for row in rows) == [
        ("2026-01-04", "night", "drone", "53", "39", "0", "1", "merged", ""),
        ("2026-02-03", "day", "cruise", "3", "", "", "1", "", ""),
        ("2026-02-03", "day", "drone", "45", "43", "", "2", "merged", ""),
        ("2026-02-03", "night", "aeroballistic", "2", "0", "2", "1", "", ""),
        ("2026-02-03", "night", "cruise", "20", "15", "", "1", "", ""),
        ("2026-02-03", "night", "drone", "120", "100", "0", "1", "merged", ""),
        ("2026-02-05", "night", "ballistic", "3", "4", "", "1", "", "outcomes_exceed_launches"),
        ("2026-02-05", "night", "drone", "80", "", "", "1", "merged", ""),
    ]
    assert {(row["claimant"], row["source_id"], row["status"]) for row in rows} == {
        ("Ukrainian Air Force", "ua-air-force", "")
    }
    dataset = load_dataset(record)  # still sound
    assert dataset.newest == date(2026, 2, 5)
    known = dataset.select(as_of="2026-01-05", known_on="2026-11-30").strikes
    assert known[known["date"] == "2026-01-04"]["launched"].tolist() == [52]  # old knowledge stands


def test_the_summary_says_what_changed(record: Path) -> None:
    said = import_airforce(FIXTURE, data_dir=record, recorded_on="2026-12-01").summary()
    assert "strikes.csv has gained 7 new rows, 1 revised row; 2 rows unchanged" in said
    assert "read 13 reports" in said
    assert "left out: 1 report of class reconnaissance, outside the series" in said
    assert "  2026-01-04 night drone: launched 52 → 53" in said
    assert "checkpoints: 7 of 7 agree" in said


def test_a_second_import_of_the_same_file_changes_nothing(record: Path) -> None:
    import_airforce(FIXTURE, data_dir=record, recorded_on="2026-12-01")
    once = (record / "strikes.csv").read_bytes()
    again = import_airforce(FIXTURE, data_dir=record, recorded_on="2026-12-02")
    assert again.comparison.added == []
    assert again.comparison.unchanged == 10
    assert (record / "strikes.csv").read_bytes() == once


def test_a_dry_run_says_the_same_and_writes_nothing(record: Path) -> None:
    before = {path: path.read_bytes() for path in record.iterdir()}
    dry = import_airforce(FIXTURE, data_dir=record, recorded_on="2026-12-01", dry_run=True)
    assert {path: path.read_bytes() for path in record.iterdir()} == before
    wet = import_airforce(FIXTURE, data_dir=record, recorded_on="2026-12-01")
    assert (
        dry.summary() == wet.summary().replace("has gained", "would gain") + "\ndry run: nothing was written"
    )


def test_all_unknown_names_and_cells_come_at_once(record: Path, write_reports: WriteReports) -> None:
    path = write_reports(
        "2026-02-02 18:00,2026-02-03 08:00,Kalibbr,3,1,\n"
        "2026-02-02 18:00,2026-02-03 08:00,Kalibbr,3,1,\n"
        "2026-02-02 18:00,2026-02-03 08:00,Kalibr and Iskander-M,3,1,\n"
        "2026-02-02 18:00,2026-02-03 08:00,Shahed-136/131,many,1,\n"
        "2026-02-30,2026-02-03 08:00,Shahed-136/131,3,1,\n"
        "2026-02-04,2026-02-03 08:00,Shahed-136/131,3,1,\n"
        "2026-02-04,2026-02-03 08:00,Shahed-136/131,3\n"
    )
    with pytest.raises(DataError) as caught:
        import_airforce(path, data_dir=record, recorded_on="2026-12-01")
    said = str(caught.value).replace(f"{path.as_posix()}:", "line ").splitlines()
    assert said == [
        'line 5 launched = "many" is not a whole number; correct it, or leave it empty',
        'line 6 time_start = "2026-02-30" is no date with or without hour; February 2026 has 28 days',
        'line 7 time_end = "2026-02-03 08:00" is before 2026-02-04',
        "line 8 has 4 cells where the header has 6",
        'line 2 model = "Kalibbr" is not in weapon_names.csv (2 reports); add a row to weapon_names.csv, '
        "if Kalibr is meant, with alias_of Kalibr",
        'line 4 model = "Kalibr and Iskander-M" is not in weapon_names.csv (1 report); its parts are cruise'
        " and ballistic; add a row to weapon_names.csv with the class of the bundle",
    ]


def test_totals_that_disagree_with_a_checkpoint_stop_the_import(
    record: Path, write_reports: WriteReports
) -> None:
    before = (record / "strikes.csv").read_bytes()
    path = write_reports("2026-01-04 18:00,2026-01-05 08:00,Shahed-136/131,166,137,0\n")
    with pytest.raises(DataError) as caught:
        import_airforce(path, data_dir=record, recorded_on="2026-12-01")
    said = str(caught.value)
    assert 'drones_launched = "165" differs from the 166 that would be on record for 2026-01-05' in said
    assert 'missiles_launched = "9" differs from the 0 that would be on record' in said
    assert (record / "strikes.csv").read_bytes() == before


def test_the_record_s_own_rows_agree_with_all_checkpoints(record: Path, write_reports: WriteReports) -> None:
    names = {"drone": "Shahed-136/131", "mixed": "Unknown Missile", "guided": "X-31P", "cruise": "Kalibr"}
    names |= {"ballistic": "Iskander-M", "aeroballistic": "X-47 Kinzhal"}
    lines = []
    for row in strikes(record, ""):
        start = f"{row['date']} 00:30" if row["window"] == "night" else row["date"]
        end = f"{row['date']} 08:00" if row["window"] == "night" else row["date"]
        figures = ",".join(row[name] for name in ("launched", "shot_down", "suppressed"))
        lines.append(f"{start},{end},{names[row['weapon_class']]},{figures}\n")
    result = import_airforce(
        write_reports("".join(lines)), data_dir=record, recorded_on="2026-12-01", dry_run=True
    )
    assert "checkpoints: 7 of 7 agree" in result.summary()
    assert result.comparison.new == ()
    moved = {name for was, now in result.comparison.revised for name in now if was[name] != now[name]}
    assert moved <= {"reports", "recorded_on"}  # rows of several reports were written as one here


def test_a_salvo_that_changes_its_window_is_not_counted_twice(
    record: Path, write_reports: WriteReports
) -> None:
    path = write_reports("2026-02-03,2026-02-03 08:00,Shahed-136/131,70,60,0\n")
    import_airforce(path, data_dir=record, recorded_on="2026-12-01")
    path = write_reports("2026-02-02 19:00,2026-02-03 08:00,Shahed-136/131,70,60,0\n")
    result = import_airforce(path, data_dir=record, recorded_on="2026-12-02")
    assert "retracted, as the file has it no more:\n  2026-02-03 day drone" in result.summary()
    rows = load_dataset(record).strikes
    assert rows[rows["date"] == "2026-02-03"]["window"].tolist() == ["night"]


@pytest.mark.parametrize(
    ("recorded_on", "message"),
    [
        ("2026-11-24", "is the day on which rows now to be revised were recorded"),
        ("2026-11-01", "is before 2026-11-24, when the newest row"),
        ("2026-01-20", 'date = "2026-02-05" is after 2026-01-20, the day of record'),
        ("soon", 'recorded_on = "soon" is not a date'),
        ("", "recorded_on is blank"),
    ],
)
def test_knowledge_of_a_past_day_cannot_change(record: Path, recorded_on: str, message: str) -> None:
    with pytest.raises(DataError) as caught:
        import_airforce(FIXTURE, data_dir=record, recorded_on=recorded_on)
    assert message in str(caught.value)


@pytest.mark.parametrize("fails", ["os.fsync", "pathlib.Path.replace"])
def test_a_write_that_fails_leaves_the_record_as_it_was(
    record: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    before = {path.name: path.read_bytes() for path in record.iterdir()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(fails, full)
    with pytest.raises(DataError, match=r"strikes\.csv cannot be written: No space left on device"):
        import_airforce(FIXTURE, data_dir=record, recorded_on="2026-12-01")
    assert {path.name: path.read_bytes() for path in record.iterdir()} == before


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-02-02 18:00", "2026-02-03 08:30", ("2026-02-03", "night")),
        ("2026-02-02 18:00", "2026-02-03 14:00", ("2026-02-03", "night")),
        ("2026-02-02", "2026-02-03", ("2026-02-03", "night")),
        ("2026-02-03 00:30", "2026-02-03 08:00", ("2026-02-03", "night")),
        ("2026-02-03 03:59", "2026-02-03 06:00", ("2026-02-03", "night")),
        ("2026-02-03 04:00", "2026-02-03 06:00", ("2026-02-03", "day")),
        ("2026-02-03 03:00", "2026-02-03 18:00", ("2026-02-03", "day")),
        ("2026-02-03 05:40", "2026-02-03 05:50", ("2026-02-03", "day")),
        ("2026-02-03 09:00", "2026-02-03 11:30", ("2026-02-03", "day")),
        ("2026-02-03 21:00", "2026-02-03 22:00", ("2026-02-03", "day")),
        ("2026-02-03", "2026-02-03 08:00", ("2026-02-03", "day")),
        ("03.02.2026", "3.2.2026 9:05", ("2026-02-03", "day")),
    ],
)
def test_the_window_follows_the_hours(start: str, end: str, expected: tuple[str, str]) -> None:
    problems = Problems()
    report = Report("reports.csv", 2, {"time_start": start, "time_end": end}, [])
    assert window_of(report, problems) == expected
    assert problems.found == []


def test_outcomes_are_merged_from_the_day_the_air_force_merged_them() -> None:
    salvo = Salvo(launched=10, shot_down=8, suppressed=1, reports=1)
    assert salvo.row(("2025-07-23", "night", "drone"))["outcome_basis"] == "separate"
    assert salvo.row(("2025-07-24", "night", "drone"))["outcome_basis"] == "merged"
    assert salvo.row(("2025-07-24", "night", "cruise"))["outcome_basis"] == ""


def test_unknown_figures_stay_unknown_in_a_sum() -> None:
    salvo = Salvo()
    salvo.add(3, None, None)
    salvo.add(None, 2, None)
    row = salvo.row(("2025-07-24", "day", "cruise"))
    assert (row["launched"], row["shot_down"], row["suppressed"], row["reports"]) == ("3", "2", "", "2")


def test_a_file_of_another_kind_says_what_it_lacks(record: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("time_start,timeend,model,launched\n")
    with pytest.raises(DataError) as caught:
        import_airforce(other, data_dir=record, recorded_on="2026-12-01")
    assert [str(one).partition(".csv:1 ")[2] for one in caught.value.problems] == [
        "has no column time_end; it has timeend",
        "has no column destroyed; it has time_start, timeend, model, launched",
    ]
    with pytest.raises(DataError, match=r"nowhere\.csv does not exist; give the CSV file to import"):
        import_airforce(tmp_path / "nowhere.csv", data_dir=record, recorded_on="2026-12-01")


def peak(path: Path) -> int:
    """Return the most memory in bytes that reading a file took."""
    tracemalloc.start()
    try:
        read_airforce(path, {"Shahed-136/131": WeaponName("drone", True)})
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_grows_with_the_nights_not_with_the_rows(write_reports: WriteReports) -> None:
    night = "2026-02-02 18:00,2026-02-03 08:30,Shahed-136/131,{},100,0\n"
    few = peak(write_reports("".join(map(night.format, range(1_000)))))
    many = peak(write_reports("".join(map(night.format, range(1_000, 21_000)))))
    assert many < few + 20_000 * 200  # bytes: only by a digest of each further row


def test_a_report_that_moves_is_not_counted_twice(record: Path, write_reports: WriteReports) -> None:
    kalibr = "2026-01-06 20:00,2026-01-07 08:00,Kalibr,4,1,\n"
    first = write_reports(kalibr + "2026-01-07,2026-01-07,X-101/X-555,10,10,\n")
    import_airforce(first, data_dir=record, recorded_on="2026-12-01")
    later = write_reports(kalibr + "2026-01-07 02:00,2026-01-07 03:00,X-101/X-555,10,10,\n")
    said = import_airforce(later, data_dir=record, recorded_on="2026-12-02").summary()
    assert "0 new rows, 1 revised row, 1 row retracted; 0 rows unchanged" in said
    assert "  2026-01-07 night cruise: launched 4 → 14; shot_down 1 → 11; reports 1 → 2" in said
    assert standing(record, "2026-01-07") == [("2026-01-07", "night", "cruise", 14)]


def test_what_the_source_withdrew_and_has_again_stands_again(
    record: Path, write_reports: WriteReports
) -> None:
    kept, moved = "2026-01-07,2026-01-07,Kalibr,4,1,\n", "2026-01-08,2026-01-08,Kalibr,{0},{0},\n"
    for day, figure in ((1, "10"), (2, None), (3, "10")):
        rows = kept + (moved.format(figure) if figure else "2026-01-08,2026-01-08,Orlan-10,1,1,\n")
        import_airforce(write_reports(rows), data_dir=record, recorded_on=f"2026-12-0{day}")
    assert standing(record, "2026-01-08") == [("2026-01-08", "day", "cruise", 10)]


def test_what_an_author_retracted_by_hand_stays_retracted(record: Path, write_reports: WriteReports) -> None:
    path = write_reports("2026-01-07,2026-01-07,Kalibr,4,1,\n")
    import_airforce(path, data_dir=record, recorded_on="2026-12-01")
    with (record / "strikes.csv").open("a", encoding="utf-8") as out:
        out.write("2026-01-07,day,cruise,4,1,,1,,,Ukrainian Air Force,ua-air-force,2026-12-02,retracted\n")
    said = import_airforce(path, data_dir=record, recorded_on="2026-12-03").summary()
    assert "retracted on record and left so: 1 row" in said
    assert standing(record, "2026-01-07") == []


def standing(record: Path, since: str) -> list[tuple[str, str, str, int]]:
    """Return date, window, class and launches of the strikes that stand from a day on."""
    rows = load_dataset(record).strikes
    rows = rows[rows["date"] >= since]
    dates = rows["date"].dt.strftime("%Y-%m-%d")
    return list(zip(dates, rows["window"], rows["weapon_class"], rows["launched"], strict=True))


def test_a_row_that_stands_twice_in_the_file_counts_once(record: Path, write_reports: WriteReports) -> None:
    row = "2026-01-07,2026-01-07,Kalibr,4,1,\n"
    other = "2026-01-07,2026-01-07,Kalibr,4,2,\n"
    said = import_airforce(
        write_reports(row * 2 + other), data_dir=record, recorded_on="2026-12-01"
    ).summary()
    assert "left out: 1 report that repeats a row of the file in every cell" in said
    assert standing(record, "2026-01-07") == [("2026-01-07", "day", "cruise", 8)]


@pytest.mark.parametrize("allowed", [False, True])
def test_a_file_that_ends_before_the_record_reverts_nothing_unasked(
    record: Path, write_reports: WriteReports, allowed: bool
) -> None:
    path = write_reports("2026-01-03 18:00,2026-01-04 08:00,Shahed-136/131,40,30,0\n")
    result = import_airforce(path, data_dir=record, recorded_on="2026-12-01", allow_older=allowed)
    warned = "warning: the file ends on 2026-01-04, the record on 2026-01-05: 1 row that differ did not enter"
    assert (warned in result.summary()) == (not allowed)
    launched = dict.fromkeys(["2026-01-04"], 40 if allowed else 52)
    assert {on: count for on, _, _, count in standing(record, "2026-01-04")[:1]} == launched


def test_a_part_of_the_reports_is_not_taken_for_the_whole(record: Path, write_reports: WriteReports) -> None:
    path = write_reports(
        "2025-01-01 18:00,2025-01-02 08:00,Shahed-136/131,72,71,0\n"
        "2026-01-05 18:00,2026-01-06 08:00,Shahed-136/131,1,1,0\n"
    )
    with pytest.raises(
        DataError, match=r"rows from 2025-01-02 to 2026-01-06, and the file lacks .*--allow-older$"
    ):
        import_airforce(path, data_dir=record, recorded_on="2026-12-01")


def test_a_report_of_a_month_is_refused(record: Path, write_reports: WriteReports) -> None:
    path = write_reports("2025-12-20,2026-01-20,Kalibr,4,1,\n")
    with pytest.raises(
        DataError, match=r'time_end = "2026-01-20" is 31 days after 2025-12-20; a report is of'
    ):
        import_airforce(path, data_dir=record, recorded_on="2026-12-01")


def test_a_column_that_is_doubled_is_refused(record: Path, tmp_path: Path) -> None:
    path = tmp_path / "doubled.csv"
    path.write_text(HEADER.replace("destroyed", "destroyed,launched"), encoding="utf-8")
    with pytest.raises(DataError, match=r'doubled\.csv:1 = "launched" stands twice in the header; keep'):
        import_airforce(path, data_dir=record, recorded_on="2026-12-01")


def test_what_a_file_has_no_column_for_stays_as_it_is_on_record(record: Path, tmp_path: Path) -> None:
    path = tmp_path / "before-2024.csv"
    path.write_text(
        "time_start,time_end,model,launched,destroyed\n"
        "2026-01-04 18:00,2026-01-05 08:00,Shahed-136/131,165,137\n"
        "2026-01-04 18:00,2026-01-05 08:00,Iskander-M,9,0\n"
        "2026-01-06 18:00,2026-01-07 08:00,Shahed-136/131,50,40\n",
        encoding="utf-8",
    )
    result = import_airforce(path, data_dir=record, recorded_on="2026-12-01")
    assert result.comparison.unchanged == 2  # of the night on record no suppressed drones were reported: 0
    (new,) = strikes(record, "2026-12-01")
    assert (new["launched"], new["shot_down"], new["suppressed"]) == ("50", "40", "")


def test_a_day_of_record_that_is_yet_to_come_is_refused(record: Path) -> None:
    with pytest.raises(DataError, match='"2031-01-01" is after today, 2027-01-01; nothing is on record'):
        import_airforce(FIXTURE, data_dir=record, recorded_on="2031-01-01")


def test_an_import_that_would_contradict_a_checkpoint_elsewhere_is_refused(
    record: Path, write_reports: WriteReports
) -> None:
    # The file has the night of the checkpoint right, and by day another drone that the press did not count.
    path = write_reports(
        "2026-01-04 18:00,2026-01-05 08:00,Shahed-136/131,165,137,0\n"
        "2026-01-04 18:00,2026-01-05 08:00,Iskander-M,9,0,\n"
        "2026-01-05 12:00,2026-01-05 13:00,Shahed-136/131,1,0,0\n"
    )
    with pytest.raises(DataError, match='"165" differs from the 166 that would be on record'):
        import_airforce(path, data_dir=record, recorded_on="2026-12-01")


def test_names_met_since_are_of_the_class_that_the_list_gives_them(
    record: Path, write_reports: WriteReports
) -> None:
    names = "X-101/X-555 and Kalibr and X-59", "GBU", "Молнія and Lancet", "Lancet and Молнія"
    path = write_reports("".join(f"2026-01-07,2026-01-07,{name},4,1,\n" for name in names))
    result = import_airforce(path, data_dir=record, recorded_on="2026-12-01")
    assert [(row["weapon_class"], row["launched"]) for row in result.comparison.new] == [("mixed", "4")]
    assert result.left_out == {
        "of class bomb, outside the series": 1,
        "of class front_line_drone, outside the series": 2,
    }


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("zipped", [False, True])
def test_every_encoding_and_the_archive_of_a_download_are_read(
    record: Path, tmp_path: Path, encoding: str, zipped: bool
) -> None:
    path = tmp_path / "download"
    content = FIXTURE.read_text(encoding="utf-8").encode(encoding)
    if zipped:
        with ZipFile(path, "w") as archive:
            archive.writestr("missiles_and_uav.csv", "model,category\nKalibr,cruise\n")
            archive.writestr("missile_attacks_daily.csv", content)
    else:
        path.write_bytes(content)
    result = import_airforce(path, data_dir=record, recorded_on="2026-12-01", dry_run=True)
    assert (len(result.comparison.new), len(result.comparison.revised)) == (7, 1)


def test_other_bytes_are_named_and_never_shown_raw(record: Path, tmp_path: Path) -> None:
    path = tmp_path / "windows.csv"
    path.write_bytes((HEADER + "2026-01-07,2026-01-07,Калібр,4,1,\n").encode("cp1251"))
    with pytest.raises(DataError) as caught:
        import_airforce(path, data_dir=record, recorded_on="2026-12-01")
    said = str(caught.value)
    assert "windows.csv:2 model is not UTF-8; save the file as UTF-8" in said
    assert said == said.encode("utf-8").decode("utf-8")  # nothing in it is half a character


def test_the_last_day_of_the_file_is_noted_as_the_day_to_which_the_table_is_complete(
    record: Path, write_reports: WriteReports
) -> None:
    path = write_reports("2026-01-05 20:00,2026-01-06 05:00,Shahed-136/131,5,1,0\n")
    before = (record / "datapackage.json").read_bytes()
    import_airforce(path, data_dir=record, recorded_on="2026-11-27", dry_run=True)
    assert (record / "datapackage.json").read_bytes() == before
    import_airforce(path, data_dir=record, recorded_on="2026-11-27", allow_older=True)
    assert load_dataset(record).complete_to("strikes") == date(2026, 1, 6)
    assert load_dataset(record, known_on="2026-11-24").complete_to("strikes") == date(2026, 1, 5)
    noted = (record / "datapackage.json").read_bytes()
    import_airforce(path, data_dir=record, recorded_on="2026-11-27", allow_older=True)
    assert (record / "datapackage.json").read_bytes() == noted
