"""A source line names who says so by number, few of them, and the list says what each of them is."""

from __future__ import annotations

import datetime
from typing import Any

import pandas as pd
import pytest

from analysis.data.citations import entries, source_line

DAY = datetime.date(2026, 1, 5)


def books(*authors: str) -> pd.DataFrame:
    rows = [{"author": author, "title": "Book", "number": at} for at, author in enumerate(authors, 1)]
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("row", "who", "described"),
    [
        ({"author": "Fortna", "publisher": "Press", "title": "Peace", "year": 2004}, "Fortna",
         "Fortna, Peace. Press, 2004."),
        ({"author": "", "publisher": "Air Force", "title": "Reports", "year": None}, "Air Force",
         "Reports. Air Force."),
        ({"author": "", "publisher": "", "title": "Reports", "year": pd.NA}, "Reports", "Reports."),
        ({"author": "Fortna", "publisher": "", "title": "", "year": 2004}, "Fortna", "Fortna. 2004."),
        ({"author": "", "publisher": "UN", "title": "", "year": None, "accessed_on": DAY}, "UN",
         "UN. Read on 5 January 2026."),
        ({"author": "", "publisher": "", "title": "", "kind": "map", "year": 2004}, "map", "map. 2004."),
        ({"author": "", "publisher": "", "title": "", "kind": "", "year": None}, "unnamed source",
         "unnamed source."),
    ],
)  # fmt: skip
def test_a_source_is_named_and_described_by_what_is_known_of_it(
    row: dict[str, Any], who: str, described: str
) -> None:
    rows = pd.DataFrame([{**row, "number": 7}], dtype=object)
    assert source_line(rows, left=0, newest=None) == f"{who} [7]"
    assert [(each.number, each.text, each.url) for each in entries(rows)] == [(7, described, "")]


def test_an_entry_has_its_address_and_entries_stand_by_number() -> None:
    rows = books("A", "B").assign(number=[2, 1], url=["https://example.org", ""])
    assert [(each.number, each.url) for each in entries(rows)] == [(1, ""), (2, "https://example.org")]


@pytest.mark.parametrize(
    ("authors", "left", "said"),
    [
        ("ABC", 0, "A [1]; B [2]; C [3]"),
        ("ABC", 4, "A [1]; B [2]; C [3]; and 4 more"),
        ("BAB", 0, "B [1][3]; A [2]"),
    ],
)
def test_they_are_named_in_order_each_once_and_the_rest_counted(authors: str, left: int, said: str) -> None:
    assert source_line(books(*authors), left=left, newest=None) == said


def test_the_newest_entry_comes_last() -> None:
    said = source_line(books(*"AB"), left=1, newest=DAY)
    assert said == "A [1]; B [2]; and 1 more; newest entry 5 January 2026"


def test_without_a_source_there_is_nothing_on_record() -> None:
    assert source_line(books(), left=0, newest=DAY) == "nothing on record"
