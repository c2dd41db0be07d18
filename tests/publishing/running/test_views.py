"""A run sees the rows of its dates and nothing else."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from analysis.data.excerpts import excerpt
from analysis.errors import DataError
from analysis.publishing.running.views import View, Views

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
