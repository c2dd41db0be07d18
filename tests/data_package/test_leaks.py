"""Does any row tell of a day later than its own? Then an edition of an earlier date would know the future."""

import re
from calendar import month_name
from collections.abc import Callable, Iterator
from typing import Any

import pytest

Table = Callable[[str], list[dict[str, str]]]
MONTHS = {name: number for number, name in enumerate(month_name) if name}
NAMED = "|".join(MONTHS)
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
DAY = re.compile(rf"\b(\d{{1,2}}) ({NAMED}) (\d{{4}})\b")
MONTH = re.compile(rf"\b({NAMED}) (\d{{4}})\b")
YEAR = re.compile(r"\b((?:19|20)\d{2})\b")
UNTOLD = {"source_id", "end_source_id", "recorded_on", "status"}
CITATIONS = {"author_year"}
"""Columns whose years are those of publication: only full dates in them are held against the row's day."""

EXCEPTIONS = {
    ("ceasefires", "C52", "author_year"): "its only text was signed three weeks after the ceasefire",
    ("ceasefires", "C73", "start_basis"): "2046 is the number of a resolution",
    ("indicators", "IN17", "name"): "a poll of December about the year to come",
    ("indicators", "IV06", "name"): "a poll of December about the year to come",
}


def told(text: str, *, citation: bool = False) -> Iterator[tuple[int, ...]]:
    """Dates a text speaks of, as (year, month, day), (year, month) or (year,)."""
    for found in ISO.finditer(text):
        yield tuple(int(part) for part in found.groups())
    text = ISO.sub("", text)
    for found in DAY.finditer(text):
        yield int(found[3]), MONTHS[found[2]], int(found[1])
    if citation:
        return
    text = DAY.sub("", text)
    for found in MONTH.finditer(text):
        yield int(found[2]), MONTHS[found[1]]
    for found in YEAR.finditer(MONTH.sub("", text)):
        yield (int(found[1]),)


def leaks(name: str, resource: dict[str, Any], rows: list[dict[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Texts of a dated table that speak of a day after the day from which they are shown."""
    shown_from = {
        field: later for later, fields in resource.get("laterFields", {}).items() for field in fields
    }
    kinds = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    for row in rows:
        for field, text in row.items():
            if kinds[field] != "string" or field in UNTOLD:
                continue
            shown = row[shown_from.get(field, resource["dateField"])] or row[resource["dateField"]]
            limit = tuple(int(part) for part in shown.split("-"))
            for date in told(text, citation=field in CITATIONS):
                if date > limit[: len(date)]:
                    key = row[resource["schema"]["primaryKey"][0]]
                    yield name, key, field


def test_no_text_tells_of_a_later_day(resources: dict[str, dict[str, Any]], table: Table) -> None:
    dated = {name: resource for name, resource in resources.items() if "dateField" in resource}
    found = {leak for name, resource in dated.items() for leak in leaks(name, resource, table(name))}
    assert found - set(EXCEPTIONS) == set()


def test_no_exception_is_left_over(resources: dict[str, dict[str, Any]], table: Table) -> None:
    dated = {name: resource for name, resource in resources.items() if "dateField" in resource}
    found = {leak for name, resource in dated.items() for leak in leaks(name, resource, table(name))}
    assert set(EXCEPTIONS) <= found


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("lost on 2025-03-16", [(2025, 3, 16)]),
        ("signed on 26 October 1994", [(1994, 10, 26)]),
        ("the poll of December 2025", [(2025, 12)]),
        ("fell in 1975", [(1975,)]),
        ("1,792 rows of 653 drones", []),
    ],
)
def test_dates_are_found_in_text(text: str, dates: list[tuple[int, ...]]) -> None:
    assert list(told(text)) == dates


def test_a_leak_would_be_found(resources: dict[str, dict[str, Any]], table: Table) -> None:
    row = dict(
        table("events")[0], event_date="2024-08-06", note="ended on 16 March 2025", summary="", title="x"
    )
    assert list(leaks("events", resources["events"], [row])) == [("events", row["event_id"], "note")]


def test_later_fields_wait_for_their_day(resources: dict[str, dict[str, Any]]) -> None:
    """What is known only at the end of a spell, a role, an event or a case is blanked before it."""
    later = {
        name: resource["laterFields"] for name, resource in resources.items() if "laterFields" in resource
    }
    assert {"end_type", "failure_rule", "end_basis", "end_source_id", "note"} <= set(
        later["ceasefires"]["end"]
    )
    assert later["person_roles"] == {"to": ["to"]}
    assert later["events"] == {"date_end": ["date_end"]}
    assert {"failure_date", "outcome_long_on", "outcome_short_on"} <= set(later["precedents"])
    assert "claim" in later["precedent_spans"]["claimed_on"]
