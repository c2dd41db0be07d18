"""A run sees the rows of its dates and nothing else."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from analysis.data import Table
from analysis.data.excerpts import excerpt, rows_in
from analysis.errors import DataError
from analysis.publishing.running.views import REMEMBERED, View, Views

DATA = Path(__file__).parents[1] / "data"


def test_a_view_holds_all_tables_and_nothing_later_than_its_dates() -> None:
    views = Views(DATA)
    files = views.files(View("2024-01-05", "2024-02-01"))
    assert set(files) >= {"datapackage.json", "nights.csv", "storms.csv", "sources.csv"}
    assert b"2024-01-05" in files["nights.csv"]
    assert b"2024-01-06" not in files["nights.csv"]
    again = views.files(View("2024-01-05", "2024-02-01"))
    assert again["nights.csv"] is files["nights.csv"]


@pytest.mark.parametrize("tables", [("nights",), ("storms",), ()])
def test_what_some_tables_rest_on_is_their_excerpt(tables: tuple[str, ...]) -> None:
    views = Views(DATA)
    seen = views.seen(View("2024-01-10", "2024-02-01"), tables)
    days = {"as_of": date(2024, 1, 10), "known_on": date(2024, 2, 1)}
    assert seen == excerpt(DATA, tables or views.descriptor.tables, **days)
    named = [one["name"] for one in json.loads(seen["datapackage.json"])["resources"]]
    assert len(seen) == len(named) + 1


def test_what_was_only_corrected_since_a_day_is_a_view_of_its_own() -> None:
    views = Views(DATA)
    since = views.files(View("2024-01-10", "2024-02-01", corrections_since="2024-02-01"))
    assert since["nights.csv"].count(b"\n") > 1
    with pytest.raises((DataError, ValueError)):
        views.files(View("soon", "2024-02-01"))


def test_what_several_ask_for_at_once_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def told(folder: Path, table: Table) -> list[dict[str, str]]:
        read.append(table.name)
        return rows_in(folder, table)

    monkeypatch.setattr("analysis.data.excerpts.rows_in", told)
    views = Views(DATA)
    days = [
        View("2024-01-05", "2024-02-01"),
        View("2024-01-05", "2024-02-01"),
        View("2024-01-08", "2024-02-01"),
    ]
    with ThreadPoolExecutor(3) as pool:
        first, again, later = pool.map(views.files, days)
    assert first == again != later
    assert sorted(read) == sorted(views.descriptor.tables)


def test_what_is_known_already_is_not_cut_again() -> None:
    view, other = View("2024-01-05", "2024-02-01"), View("2024-01-06", "2024-02-01")
    views = Views(DATA)
    for number in range(REMEMBERED):
        views.know(View("2024-01-05", f"2024-03-0{number + 1}"), ["storms"], {})
    views.know(view, ["storms", "nights"], {"nights.csv": b"known"})
    assert views.seen(view, ("nights", "storms")) == {"nights.csv": b"known"}
    assert views.seen(view, ["nights"])["nights.csv"] != b"known"
    assert views.seen(other, ["nights", "storms"])["nights.csv"] != b"known"
