"""Planning asks the data once: what it has been told stands, and says that the data are valid."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis.data import Dataset, load_record
from analysis.errors import DataError
from analysis.publishing.planning.record import Record

DATA = Path(__file__).parents[1] / "data"


def record(answers: dict[str, Any]) -> Record:
    return Record(DATA, answers, lambda: load_record(DATA, today=date(2026, 1, 1)))


def unread() -> Dataset:
    pytest.fail("the data are read again")


def test_what_is_told_once_is_not_asked_again() -> None:
    answers: dict[str, Any] = {}
    first, again = record(answers), Record(DATA, answers, unread)
    whole = load_record(DATA, today=date(2026, 1, 1))
    assert first.newest("") == (whole.newest.isoformat(), whole.known_on.isoformat())
    told = first.select("2024-01-10", "2024-02-01", ["nights", "storms"])
    assert (told.as_of, told.known_on, told.empty) == ("2024-01-10", "2024-02-01", [])
    assert (again.newest(""), again.select("2024-01-10", "2024-02-01", ["storms", "nights"])) == (
        first.newest(""),
        told,
    )
    assert set(again.descriptor.tables) == set(whole.descriptor.tables)


def test_a_table_is_empty_before_its_first_row() -> None:
    assert record({}).select("2024-01-01", "2024-02-01", ["storms", "nights"]).empty == ["storms"]


def test_what_cannot_be_selected_is_an_error_each_time() -> None:
    answers: dict[str, Any] = {}
    for _ in range(2):
        with pytest.raises(DataError, match="first row"):
            record(answers).select("1999-01-01", "2024-02-01", [])
    assert answers == {}
