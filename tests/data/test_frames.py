"""Records become typed columns, are cut at a date and a day of knowledge, and are compared fact by fact."""

from datetime import date

import pandas as pd
import pytest

from analysis.data import frames
from analysis.data.descriptor import Field, Table
from analysis.data.records import parse

TABLE = Table(
    name="talks",
    path="talks.csv",
    fields=(
        Field(name="talk_id"),
        Field(name="start", type="date"),
        Field(name="end", type="date"),
        Field(name="outcome"),
        Field(name="people", type="integer"),
        Field(name="share", type="number"),
        Field(name="open", type="boolean"),
        Field(name="recorded_on", type="date"),
        Field(name="status"),
    ),
    key=("talk_id",),
    date_field="start",
    later_fields=(("end", ("outcome",)),),
)
TEXT = """\
talk_id,start,end,outcome,people,share,open,recorded_on,status
T2,2026-01-02,,,,,,2026-01-02,
T1,2026-01-01,2026-01-05,agreed,3,0.5,true,2026-01-01,
T1,2026-01-01,2026-01-05,agreed,4,0.5,true,2026-01-09,
T3,2026-01-03,,,1,,false,2026-01-03,
T3,2026-01-03,,,1,,false,2026-01-08,retracted
"""


@pytest.fixture
def rows() -> pd.DataFrame:
    return frames.frame(parse(TABLE, "talks.csv", TEXT))


def test_every_type_has_its_dtype_and_its_blank(rows: pd.DataFrame) -> None:
    kinds = {
        "talk_id": "str",
        "start": "datetime64[us]",
        "people": "Int64",
        "share": "float64",
        "open": "boolean",
    }
    assert {name: str(rows[name].dtype) for name in kinds} == kinds
    (unknown,) = rows.index[rows["talk_id"] == "T2"]
    assert rows.loc[unknown, ["end", "people", "share", "open"]].isna().all()
    assert rows.loc[unknown, "outcome"] == ""


def test_keys_of_very_many_values_are_ordered_alike(
    rows: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.data.frames.LARGEST", 1)
    pd.testing.assert_frame_equal(frames.frame(parse(TABLE, "talks.csv", TEXT)), rows)


@pytest.mark.parametrize(
    ("known_on", "people"),
    [("2026-01-01", {"T1": 3}), ("2026-01-03", {"T1": 3, "T3": 1}), ("2026-01-09", {"T1": 4})],
)
def test_of_each_fact_the_newest_row_of_a_day_stands(
    rows: pd.DataFrame, known_on: str, people: dict[str, int]
) -> None:
    known = frames.known(rows, TABLE, date.fromisoformat(known_on))
    assert known["talk_id"].is_monotonic_increasing
    assert known.dropna(subset=["people"]).set_index("talk_id")["people"].to_dict() == people


def test_what_is_later_is_dropped_or_blank(rows: pd.DataFrame) -> None:
    cut = frames.dated(frames.known(rows, TABLE, date(2026, 1, 2)), TABLE, date(2026, 1, 1))
    assert cut["talk_id"].tolist() == ["T1"]
    assert cut["outcome"].tolist() == [""]
    assert cut["end"].isna().all()


def test_a_table_without_rows_keeps_its_columns() -> None:
    none = pd.DataFrame({"event_id": pd.Series(dtype="str"), "person_id": pd.Series(dtype="str")})
    parents = pd.DataFrame({"event_id": pd.Series(dtype="str")})
    assert list(frames.belonging(none, ("event_id",), parents)) == ["event_id", "person_id"]


def test_rows_whose_parent_is_gone_are_dropped_and_blank_references_stay() -> None:
    people = pd.DataFrame({"person": list("abc"), "talk_id": ["T1", "", "T9"]})
    kept = frames.belonging(people, ("talk_id",), pd.DataFrame({"talk_id": ["T1"]}))
    assert kept["person"].tolist() == ["a", "b"]


def test_two_days_are_compared_fact_by_fact(rows: pd.DataFrame) -> None:
    before, after = (frames.known(rows, TABLE, date(2026, 1, one)) for one in (3, 9))
    changed = frames.revised(before.iloc[1:], after, TABLE)
    assert changed[["talk_id", "change", "detail"]].to_numpy().tolist() == [
        ["T1", "new", ""],
        ["T3", "retracted", ""],
    ]
    revised = frames.revised(before, after, TABLE)
    assert revised[["talk_id", "detail"]].to_numpy().tolist() == [["T1", "people 3 → 4"], ["T3", ""]]
