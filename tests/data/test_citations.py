"""A source line names who says so, few of them and each once, and how new the newest entry is."""

from __future__ import annotations

import datetime
from typing import Any

import pandas as pd
import pytest

from analysis.data.citations import source_line

DAY = datetime.date(2026, 1, 5)


def books(*authors: str) -> pd.DataFrame:
    return pd.DataFrame([{"author": author, "title": "Book", "year": 2004} for author in authors])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"author": "Fortna", "publisher": "Press", "title": "Peace", "year": 2004}, "Fortna, Peace (2004)"),
        ({"author": "", "publisher": "Air Force", "title": "Reports", "year": None}, "Air Force, Reports"),
        ({"author": "", "publisher": "", "title": "Reports", "year": pd.NA}, "Reports"),
        ({"author": "Fortna", "publisher": "", "title": "", "year": 2004}, "Fortna (2004)"),
        ({"author": "", "publisher": "", "title": "", "kind": "map", "year": 2004}, "map (2004)"),
        ({"author": "", "publisher": "", "title": "", "kind": "", "year": None}, "unnamed source"),
    ],
)
def test_a_source_is_named_by_what_is_known_of_it(row: dict[str, Any], said: str) -> None:
    assert source_line(pd.DataFrame([row], dtype=object), None) == said


@pytest.mark.parametrize(
    ("authors", "said"),
    [
        ("ABC", "A, Book (2004); B, Book (2004); C, Book (2004)"),
        ("ABCD", "A, Book (2004); B, Book (2004); C, Book (2004); and 1 more source"),
        ("ABCDE", "A, Book (2004); B, Book (2004); C, Book (2004); and 2 more sources"),
        ("BABA", "B, Book (2004); A, Book (2004)"),
    ],
)
def test_three_are_named_in_order_and_the_rest_counted(authors: str, said: str) -> None:
    assert source_line(books(*authors), None) == said


def test_the_newest_entry_comes_last() -> None:
    assert source_line(books(*"ABCD"), DAY).endswith("; and 1 more source; newest entry 5 January 2026")


def test_without_a_source_there_is_nothing_on_record() -> None:
    assert source_line(books(), DAY) == "nothing on record"
