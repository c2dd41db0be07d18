"""A selection shows what was known on a day of what had happened by a date, and nothing else."""

import copy
import json
import pickle
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.data import Dataset, load_dataset
from analysis.data.descriptor import Descriptor, Field, Table
from analysis.data.records import parse
from analysis.errors import DataError

WritePackage = Callable[..., Path]
AddRows = Callable[[str, str], Path]
REAL = Path(__file__).parents[2] / "data"


@pytest.fixture
def example(write_package: WritePackage) -> Dataset:
    return load_dataset(write_package())


def test_a_loaded_dataset_is_as_of_its_newest_date(example: Dataset) -> None:
    assert (example.as_of, example.known_on) == (date(2026, 1, 5), date(2026, 1, 5))
    assert example.newest == date(2026, 1, 5)
    assert example.strikes["launched"].tolist() == [120, 9, 165]  # in key order: ballistic before drone


def test_dtypes_are_the_contract_of_every_measure(example: Dataset) -> None:
    strikes, events = example.strikes, example.events
    assert strikes["date"].dtype == "datetime64[us]"
    assert strikes["launched"].dtype == "Int64"
    assert pd.isna(strikes["suppressed"].iloc[1])
    assert events["share"].dtype == "float64"
    assert events["confirmed"].dtype == "boolean"
    assert events["title"].dtype == "str"
    assert events["outcome"].tolist() == ["agreed", ""]
    assert events["month"].tolist() == ["2025-11", ""]
    assert events["title"].tolist() == ["Talks", "Київ"]


def test_an_empty_table_keeps_its_dtypes(write_package: WritePackage) -> None:
    folder = write_package()
    filled = load_dataset(folder).events.dtypes
    for name in ("events", "event_people"):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    empty = load_dataset(folder).events
    assert len(empty) == 0
    assert empty.dtypes.equals(filled)


def test_what_is_dated_later_is_dropped_and_what_became_known_later_is_blank(example: Dataset) -> None:
    before = example.select(as_of="2025-12-31").events
    assert before["event_id"].tolist() == ["E1"]
    assert pd.isna(before["end"].iloc[0])
    assert before["outcome"].tolist() == [""]
    on_the_day = example.select(as_of="2026-01-02").events
    assert on_the_day["outcome"].tolist() == ["agreed"]


def test_undated_rows_stand_and_fall_with_the_rows_they_belong_to(example: Dataset) -> None:
    assert example.select(as_of="2026-01-05").event_people["person"].tolist() == ["Umerov", "Witkoff"]
    assert example.select(as_of="2026-01-02").event_people["person"].tolist() == ["Umerov"]


def test_a_row_that_belongs_to_nothing_stands_at_any_date(write_package: WritePackage) -> None:
    people = (
        "event_id,person,source_id,recorded_on,status\nE2,Witkoff,af,2026-01-03,\n,Nobody,af,2026-01-03,\n"
    )
    descriptor = json.loads((write_package() / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"][3]["schema"]["primaryKey"] = ["person"]
    early = load_dataset(write_package(descriptor, event_people=people)).select(as_of="2025-12-01")
    assert early.event_people["person"].tolist() == ["Nobody"]


def test_a_correction_and_a_retraction_hold_from_the_day_they_are_recorded(add_rows: AddRows) -> None:
    folder = add_rows(
        "strikes",
        "2026-01-05,drone,170,140,,,af,2026-01-08,\n2026-01-05,ballistic,9,0,,,af,2026-01-10,retracted\n",
    )
    whole = load_dataset(folder)
    drones = {day: whole.select(known_on=f"2026-01-{day}").strikes for day in ("07", "08", "10")}
    assert drones["07"]["launched"].tolist() == [120, 9, 165]
    assert drones["08"]["launched"].tolist() == [120, 9, 170]
    assert drones["10"]["launched"].tolist() == [120, 170]


def test_revisions_name_what_is_new_revised_or_retracted(add_rows: AddRows) -> None:
    folder = add_rows(
        "strikes",
        "2026-01-04,drone,120,80,,,af,2026-01-08,\n"
        "2026-01-05,drone,165,137,,,af,2026-01-09,\n"  # recorded again, nothing moved
        "2026-01-05,ballistic,9,0,,,af,2026-01-09,retracted\n"
        "2026-01-03,drone,50,40,,,af,2026-01-09,\n"
        "2026-01-07,drone,99,9,,,af,2026-01-09,\n",  # after as_of: not seen
    )
    dataset = load_dataset(folder).select(as_of="2026-01-06")
    moved = dataset.revisions("strikes", between=("2026-01-05", "2026-01-09"))
    assert moved[["date", "weapon_class", "change", "detail"]].astype(str).to_numpy().tolist() == [
        ["2026-01-03", "drone", "new", ""],
        ["2026-01-04", "drone", "revised", "suppressed 20 → blank"],
        ["2026-01-05", "ballistic", "retracted", ""],
    ]
    nothing = dataset.revisions("strikes", between=("2026-01-09", "2026-01-09"))
    assert nothing.empty
    assert nothing.dtypes.equals(moved.dtypes)


def test_changing_a_frame_changes_nothing_in_the_dataset(example: Dataset) -> None:
    frame = example.strikes
    frame["launched"] = 0
    frame.loc[0, "flag"] = "mine"
    del frame["date"]
    assert example.strikes["launched"].tolist() == [120, 9, 165]
    assert example.strikes["flag"].tolist() == ["", "", ""]
    assert "date" in example.strikes


def test_a_dataset_survives_copy_and_pickle(example: Dataset) -> None:
    for twin in (copy.copy(example), pickle.loads(pickle.dumps(example))):
        assert twin.strikes.equals(example.strikes)


def test_a_dataset_cannot_be_changed(example: Dataset) -> None:
    with pytest.raises(AttributeError):
        example.as_of = date(2026, 1, 1)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("dates", "message"),
    [
        (
            {"as_of": "2025-10-31"},
            'as_of = "2025-10-31" is before any data: the first row is dated 2025-11-01',
        ),
        (
            {"known_on": "2025-12-31"},
            'known_on = "2025-12-31" is before any data: the first row was recorded',
        ),
        (
            {"as_of": "05.01.2026"},
            'as_of = "05.01.2026" is not a date of the form YYYY-MM-DD; did you mean 2026',
        ),
        ({"as_of": "2026-02-30"}, "February 2026 has 28 days"),
    ],
)
def test_a_date_without_data_is_an_error(example: Dataset, dates: dict[str, str], message: str) -> None:
    with pytest.raises(DataError) as caught:
        example.select(**dates)
    assert message in str(caught.value)


def test_dates_may_come_as_text_date_timestamp_or_blank(example: Dataset) -> None:
    for given_date in ("2026-01-04", date(2026, 1, 4), datetime(2026, 1, 4), pd.Timestamp("2026-01-04")):
        assert example.select(as_of=given_date).as_of == date(2026, 1, 4)
    assert example.select(as_of="", known_on="").as_of == date(2026, 1, 5)


def test_unknown_names_are_answered_with_the_closest(example: Dataset) -> None:
    with pytest.raises(DataError, match=r"has no table strike; did you mean strikes\?"):
        example.table("strike")
    with pytest.raises(AttributeError, match=r"has no table strike; did you mean strikes\?"):
        _ = example.strike
    assert "strikes" in dir(example)
    assert not hasattr(example, "_repr_html_")


def test_the_tables_read_are_known_with_what_they_rest_on(write_package: WritePackage) -> None:
    dataset = load_dataset(write_package())
    assert dataset.read_tables() == ()
    selection = dataset.select(as_of="2026-01-04")
    _ = selection.strikes
    assert dataset.read_tables() == ("strikes",)
    _ = selection.event_people  # cut by the dates of its events
    assert selection.read_tables() == ("event_people", "events", "strikes")


def test_the_source_line_names_who_what_and_to_when(example: Dataset) -> None:
    assert example.cite("strikes") == "Air Force [1]"
    assert example.select(as_of="2025-12-01").cite("strikes") == "nothing on record"
    assert example.select(as_of="2026-01-06").cite("strikes", "events") == (
        "Air Force [1]; Fortna [2]; newest entry 5 January 2026"
    )
    assert [each.number for each in example.bibliography().entries] == [1, 2]


def test_sources_that_rows_name_are_listed_once_with_a_licence_that_is_not_the_usual() -> None:
    dataset = load_dataset(REAL, as_of="2026-01-05")
    rows = pd.DataFrame(
        {"source_id": ["ua-air-force", "minsk-2015", ""], "end_source_id": ["dayton-1995"] * 3}
    )
    cited = dataset.cited(rows, dataset.sources[:0], pd.DataFrame({"n": [1]}))
    assert cited["source_id"].tolist() == ["dayton-1995", "minsk-2015", "ua-air-force"]
    assert cited["name"].iloc[1] == "Package of Measures for the Implementation of the Minsk Agreements"
    assert cited["name"].iloc[2].startswith("Ukrainian Air Force, Daily reports on missile and drone attacks")
    assert set(cited["usual_licence"]) == {"public document"}
    assert cited["own_licence"].isna().tolist() == [True, True, False]
    assert not cited["own_licence"].iloc[2].endswith(".")
    assert dataset.cited().empty


def test_a_package_of_headers_only_says_so(write_package: WritePackage) -> None:
    folder = write_package()
    for path in folder.glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="describes tables without any row"):
        load_dataset(folder)


# Properties, on a table small enough that facts, dates and days of record collide all the time.

START = date(2026, 1, 1)
TABLE = Table(
    name="facts",
    path="facts.csv",
    key=("fact",),
    date_field="day",
    later_fields=(("end", ("end", "result")),),
    fields=(
        Field("fact"),
        Field("day", "date"),
        Field("end", "date"),
        Field("result"),
        Field("recorded_on", "date"),
        Field("status"),
    ),
)
Row = tuple[str, str, str, str, str, str]


def days(most: int) -> st.SearchStrategy[str]:
    return st.integers(0, most).map(lambda step: (START + timedelta(step)).isoformat())


ROW = st.tuples(
    st.sampled_from("abc"),
    days(4),
    st.one_of(st.just(""), days(6)),
    st.sampled_from(["war", "peace"]),
    days(4),
    st.sampled_from(["", "", "", "retracted"]),
)
ROWS = st.lists(ROW, min_size=1, max_size=12, unique_by=lambda row: (row[0], row[4]))


def dataset_of(rows: list[Row]) -> Dataset:
    text = "\n".join([",".join(field.name for field in TABLE.fields), *(",".join(row) for row in rows), ""])
    records = {"facts": parse(TABLE, "facts.csv", text)}
    return Dataset(Descriptor("datapackage.json", {}, {"facts": TABLE}), date.max, date.max, records)


def plainly(rows: list[Row], as_of: str, known_on: str) -> list[tuple[str, ...]]:
    """Select the plain way: one fact after the other."""
    chosen: list[tuple[str, ...]] = []
    for fact in sorted({row[0] for row in rows}):
        known = [row for row in rows if row[0] == fact and row[4] <= known_on]
        newest = max(known, key=lambda row: row[4], default=None)
        if newest and newest[5] != "retracted" and newest[1] <= as_of:
            _, day, end, result, recorded, status = newest
            end, result = ("", "") if end > as_of else (end, result)
            chosen.append((fact, day, end, result, recorded, status))
    return chosen


def shown(dataset: Dataset) -> list[tuple[str, ...]]:
    table = dataset.table("facts")
    for name in ("day", "end", "recorded_on"):
        table[name] = table[name].dt.strftime("%Y-%m-%d").fillna("")
    return list(table.itertuples(index=False, name=None))


@settings(deadline=None)
@given(rows=ROWS, as_of=days(5), known_on=days(5))
def test_select_is_the_plain_selection(rows: list[Row], as_of: str, known_on: str) -> None:
    dataset = dataset_of(rows)
    if known_on < min(row[4] for row in rows) or as_of < min(row[1] for row in rows):
        with pytest.raises(DataError):
            dataset.select(as_of=as_of, known_on=known_on)
    else:
        assert shown(dataset.select(as_of=as_of, known_on=known_on)) == plainly(rows, as_of, known_on)


@settings(deadline=None)
@given(rows=ROWS, as_of=days(5), known_on=days(5), seed=st.integers(0, 9))
def test_select_is_idempotent_and_blind_to_the_order_of_rows(
    rows: list[Row], as_of: str, known_on: str, seed: int
) -> None:
    as_of, known_on = max(as_of, max(row[1] for row in rows)), max(known_on, min(row[4] for row in rows))
    once = dataset_of(rows).select(as_of=as_of, known_on=known_on)
    assert shown(once.select(as_of=as_of, known_on=known_on)) == shown(once)
    shuffled = random.Random(seed).sample(rows, len(rows))
    assert shown(dataset_of(shuffled).select(as_of=as_of, known_on=known_on)) == shown(once)


@settings(deadline=None)
@given(rows=ROWS, more=ROWS, as_of=days(5))
def test_what_is_recorded_later_changes_no_earlier_selection(
    rows: list[Row], more: list[Row], as_of: str
) -> None:
    as_of = max(as_of, min(row[1] for row in rows))
    known_on = max(row[4] for row in rows)
    later = [row for row in more if row[4] > known_on]
    before, after = dataset_of(rows), dataset_of(rows + later)
    assert shown(before.select(as_of=as_of)) == shown(after.select(as_of=as_of, known_on=known_on))


@settings(deadline=None)
@given(rows=ROWS, as_of=days(5))
def test_as_of_never_leaks(rows: list[Row], as_of: str) -> None:
    as_of = max(as_of, min(row[1] for row in rows))

    def otherwise(row: Row) -> Row:
        """Tell the future another way: ends after as_of lie elsewhere and have another result."""
        fact, day, end, result, recorded, status = row
        if day > as_of or end > as_of:
            end, result = "2027-01-01", "something else"
        return fact, day, end, result, recorded, status

    seen = shown(dataset_of(rows).select(as_of=as_of))
    assert seen == shown(dataset_of([otherwise(row) for row in rows]).select(as_of=as_of))
    assert all(day <= as_of and end <= as_of for _, day, end, *_ in seen)


@settings(deadline=None)
@given(rows=ROWS, earlier=days(5), later=days(5))
def test_revisions_are_the_difference_of_two_selections(rows: list[Row], earlier: str, later: str) -> None:
    first = min(row[4] for row in rows)
    between = (max(earlier, first), max(later, first))
    dataset = dataset_of(rows).select(as_of="2026-12-31")
    before, after = (
        {row[0]: row for row in shown(dataset.select(as_of="2026-12-31", known_on=one))} for one in between
    )
    moved = dataset.revisions("facts", between=between)
    said = dict(zip(moved["fact"], moved["change"], strict=True))
    same = {fact for fact in set(before) & set(after) if before[fact][:4] == after[fact][:4]}
    assert said == {
        **dict.fromkeys(set(after) - set(before), "new"),
        **dict.fromkeys(set(before) - set(after), "retracted"),
        **dict.fromkeys(set(before) & set(after) - same, "revised"),
    }


# The project's own data.


def test_the_project_s_data_pass_and_hold_the_newest_salvo() -> None:
    dataset = load_dataset(REAL).select(as_of="2026-01-05")
    strikes = dataset.strikes
    night = strikes[(strikes["date"] == pd.Timestamp("2026-01-05")) & (strikes["window"] == "night")]
    assert dict(zip(night["weapon_class"], night["launched"], strict=True)) == {"drone": 165, "ballistic": 9}
    assert dataset.newest == date(2026, 1, 5)


@pytest.mark.parametrize("as_of", ["1975-05-01", "1995-01-01", "2022-10-15", "2025-12-06"])
def test_no_table_of_the_project_shows_a_date_after_as_of(as_of: str) -> None:
    dataset = load_dataset(REAL).select(as_of=as_of)
    for name, table in dataset.descriptor.tables.items():
        if table.date_field:
            assert (dataset.table(name)[table.date_field] <= pd.Timestamp(as_of)).all(), name
