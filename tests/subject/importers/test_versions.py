"""Whatever versions of a feed come one after the other, the record says in the end what the newest one says.

Versions are random: reports move to other hours, days and regions, are revised, withdrawn, come back, and
stand twice. What the newest one says is read by plain pandas, by the rules as they are written down.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analysis.data.descriptor import RETRACTED
from analysis.data.importing.comparison import newest_rows
from analysis.data.package import read_descriptor
from analysis.data.records import read_records
from analysis.subject.importers.airforce import import_airforce
from analysis.subject.importers.ucdp_ged import import_ucdp_ged

REAL = Path(__file__).parents[3] / "data"
FEW = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # one import takes a third of a second: to shrink an example takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
DAY = date(2026, 2, 1)  # after the last day on record, and after every checkpoint
CLASSES = {"Shahed-136/131": "drone", "Kalibr": "cruise", "Калібр": "cruise", "Iskander-M": "ballistic"}
KEY = ["date", "window", "weapon_class"]
FIGURES = ["launched", "shot_down", "suppressed"]
TEXTS = [*KEY, "dated_to", "region"]


class Strike(NamedTuple):
    """One report: its source line, day and hours, weapon, and figures where they are known."""

    line: int
    day: int
    hours: str
    model: str
    launched: int | None
    destroyed: int | None
    not_reach_goal: int | None


HOURS = {
    "night": "{before} 20:00,{day} 08:00",
    "early": "{day} 03:59,{day} 12:00",
    "late": "{day} 04:00,{day} 06:00",
    "long": "{day} 01:00,{day} 12:01",
    "none": "{day},{day}",
}
NIGHT = ("night", "early")
known = st.none() | st.integers(0, 9)
strikes = st.lists(
    st.builds(
        Strike,
        st.integers(1, 9),
        st.integers(1, 5),
        st.sampled_from(sorted(HOURS)),
        st.sampled_from(sorted(CLASSES)),
        known,
        known,
        known,
    ),
    max_size=9,
)
# The first and the last report of a version say which days it is about; what is between them may change.
ENDS = Strike(0, 0, "none", "Kalibr", 1, 0, None), Strike(0, 6, "none", "Kalibr", 1, 0, None)


@given(versions=st.lists(strikes, min_size=1, max_size=4))
@FEW
def test_the_strikes_on_record_are_those_of_the_newest_version(
    tmp_path_factory: pytest.TempPathFactory, versions: list[list[Strike]]
) -> None:
    record = copied(tmp_path_factory.mktemp("strikes"))
    before = standing(record, "strikes")
    for at, version in enumerate(versions):
        path = record.parent / f"{at}.csv"
        path.write_text(written([*version, *version[:1], *ENDS]), encoding="utf-8")
        import_airforce(path, data_dir=record, recorded_on=f"2026-12-{at + 1:02d}")
    again = import_airforce(path, data_dir=record, recorded_on="2026-12-31", dry_run=True)
    assert again.comparison.added == []
    told = pd.concat([before, by_pandas([*versions[-1], *ENDS])], ignore_index=True)
    found = standing(record, "strikes")
    pd.testing.assert_frame_equal(ordered(found), ordered(told))


def written(version: Iterable[Strike]) -> str:
    lines = ["time_start,time_end,model,launched,destroyed,not_reach_goal,source"]
    for one in version:
        day = DAY + timedelta(one.day)
        hours = HOURS[one.hours].format(day=day, before=day - timedelta(1))
        figures = ",".join("" if number is None else str(number) for number in one[4:])
        lines.append(f"{hours},{one.model},{figures},made/up/{one.line}")
    return "\n".join(lines) + "\n"


def by_pandas(version: list[Strike]) -> pd.DataFrame:
    """Sum a version by the rules as they are written down: equal rows once, blank only where all are."""
    rows = pd.DataFrame(version, columns=list(Strike._fields)).drop_duplicates()
    rows = rows.assign(
        date=[(DAY + timedelta(day)).isoformat() for day in rows["day"]],
        window=["night" if hours in NIGHT else "day" for hours in rows["hours"]],
        weapon_class=rows["model"].map(CLASSES),
        shot_down=rows["destroyed"],
        suppressed=rows["not_reach_goal"],
    )
    sums = rows.astype(dict.fromkeys(FIGURES, "Int64")).groupby(KEY)[FIGURES].sum(min_count=1)
    return sums.assign(reports=rows.groupby(KEY).size()).reset_index()


class Event(NamedTuple):
    """One event of GED: its id, day, precision, region and its deaths."""

    id: int
    day: int
    date_prec: int
    adm_1: str
    low: int
    more: int
    most: int


DEATHS = {name: f"deaths_{name}" for name in ("best", "low", "high")}
REGIONS = ["Kharkiv oblast", "Kharkiv Oblast", "Kharkiv  oblast", "Odesa oblast", "Kyiv city"]
PRECISIONS = {1: "day", 2: "month", 3: "month", 4: "month", 5: "year"}
events = st.lists(
    st.builds(
        Event,
        st.integers(1, 99),
        st.integers(1, 5),
        st.sampled_from(sorted(PRECISIONS)),
        st.sampled_from(REGIONS),
        st.integers(0, 9),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    max_size=9,
    unique_by=lambda event: event.id,
)
EDGES = Event(0, 0, 1, "Kyiv city", 1, 0, 0), Event(100, 6, 1, "Kyiv city", 1, 0, 0)


@given(releases=st.lists(events, min_size=1, max_size=4), twice=st.integers(0, 3))
@FEW
def test_the_deaths_on_record_are_those_of_the_newest_release(
    tmp_path_factory: pytest.TempPathFactory, releases: list[list[Event]], twice: int
) -> None:
    record = copied(tmp_path_factory.mktemp("ged"))
    for at, release in enumerate(releases):
        path = record.parent / f"{at}.csv"
        told = told_by(release)
        columns = told.columns.difference(["date", "dated_to", "region"])
        pd.concat([told[columns], told[columns].head(twice)]).to_csv(path, index=False)
        import_ucdp_ged(path, data_dir=record, recorded_on=f"2026-12-{at + 1:02d}")
    places = told_by(releases[-1]).groupby(["date", "dated_to", "region"])
    sums = places[list(DEATHS)].sum().rename(columns=DEATHS).assign(events=places.size())
    found = standing(record, "organised_violence")
    found = found.assign(region=found["region"].str.split().str.join(" ").str.lower())
    pd.testing.assert_frame_equal(ordered(found), ordered(sums.reset_index()))


def told_by(release: list[Event]) -> pd.DataFrame:
    """Write a release in the columns of GED, and beside them the day, precision and region of each event."""
    rows = pd.DataFrame([*release, *EDGES], columns=list(Event._fields))
    days = [(DAY + timedelta(day)).isoformat() for day in rows["day"]]
    return rows.assign(
        date_end=[f"{day} 00:00:00.000" for day in days],
        best=rows["low"] + rows["more"],
        high=rows["low"] + rows["more"] + rows["most"],
        country="Ukraine",
        type_of_violence=1,
        date=days,
        dated_to=rows["date_prec"].map(PRECISIONS),
        region=rows["adm_1"].str.split().str.join(" ").str.lower(),
    )


def copied(folder: Path) -> Path:
    """Give a copy of the record with the last few of its strikes, so that many imports are fast."""
    record = Path(shutil.copytree(REAL, folder / "data"))
    lines = (record / "strikes.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (record / "strikes.csv").write_text("".join([lines[0], *lines[-9:]]), encoding="utf-8")
    return record


def standing(record: Path, table: str) -> pd.DataFrame:
    """Return keys and figures of what stands: of each key the newest row, unless that retracts it."""
    records = read_records(read_descriptor(record).table(table), record)
    rows = pd.DataFrame([dict(row) for row in newest_rows(records).values()], columns=list(records.columns))
    rows = rows[rows["status"] != RETRACTED]
    return rows[[name for name in rows if name in (*TEXTS, *FIGURES, "reports", "events", *DEATHS.values())]]


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Sort rows by their keys, and read their figures as numbers."""
    names = [name for name in TEXTS if name in rows]
    figures = sorted(rows.columns.difference(names))
    numbers = rows[figures].apply(pd.to_numeric).astype("Int64")
    return rows[names].astype(object).join(numbers).sort_values(names).reset_index(drop=True)
