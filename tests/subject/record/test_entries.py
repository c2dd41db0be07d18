"""The record put in order: reach, chronology, calendar, claims side by side, who holds which office."""

import pandas as pd
import pytest

from analysis.subject.record.entries import (
    calendar,
    chronology,
    claims,
    cut_offs,
    directory,
    disputes,
    roster,
)


def dates(*days: str | None) -> pd.Series:
    return pd.to_datetime(pd.Series(list(days), dtype="str")).astype("datetime64[us]")


def events() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "event_id": ["E2", "E1", "E3", "E4"],
            "event_date": dates("2026-01-05", "2026-01-05", "2026-01-03", "2026-01-06"),
            "sequence": [2, 1, 1, 1],
            "category": ["Military", "Military", "Diplomatic", "Diplomatic"],
            "title": ["strike", "salvo", "talks", "summit"],
            "actor": "a", "counterparty": "", "place": "Kyiv",
        }
    )  # fmt: skip


CONTEXT = pd.DataFrame(
    {
        "event_date": dates("2025-12-29", "2025-12-27"), "category": ["Leadership", "Military"],
        "title": ["resigns", "salvo before"], "actor": "b", "counterparty": "", "place": "Moscow",
    }
)  # fmt: skip


def test_chronology_keeps_the_order_within_a_day_and_sees_nothing_later() -> None:
    rows = chronology(events(), as_of="2026-01-05")
    assert rows["event_id"].tolist() == ["E3", "E1", "E2"]
    assert rows["days_ago"].tolist() == [2, 0, 0]


def test_calendar_holds_both_tables_without_military_dates() -> None:
    rows = calendar(events(), CONTEXT, as_of="2026-01-05")
    assert rows["title"].tolist() == ["talks", "resigns"]
    assert rows["on_page"].tolist() == [True, False]


def test_cut_offs_say_which_table_is_empty() -> None:
    rows = cut_offs({"Events": dates("2022-02-24", "2026-01-05"), "Scenarios": dates()}, as_of="2026-01-07")
    assert rows["rows"].tolist() == [2, 0]
    assert rows["age_days"].tolist()[0] == 2
    assert rows["last"].isna().tolist() == [False, True]


def quantities() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "quantity_id": ["Q1", "Q2", "Q3", "Q4"],
            "event_id": ["E1", "E1", "E1", "E2"],
            "measure": ["drones_launched", "call_duration", "call_duration", "injured"],
            "operator": ["eq", "eq", "gt", "ge"],
            "value": [165.0, 2.0, 2.0, 1.0],
            "as_of": dates(*["2026-01-05"] * 4),
        }
    )


def test_claims_that_differ_in_value_or_operator_are_contested() -> None:
    rows = claims(quantities(), events()).set_index("quantity_id")
    assert rows["claims"].to_dict() == {"Q1": 1, "Q2": 2, "Q3": 2, "Q4": 1}
    assert rows["contested"].to_dict() == {"Q1": False, "Q2": True, "Q3": True, "Q4": False}
    assert len(rows) == len(quantities()), "a claim is never merged with another"


PEOPLE = pd.DataFrame(
    {"person_id": ["P1", "P2", "P3"], "name": ["A", "B", "C"], "name_native": "", "side": "x"}
)
ROLES = pd.DataFrame(
    {
        "person_id": ["P1", "P1", "P2", "P2", "P3"],
        "role": ["head of intelligence", "chief of staff", "president", "president", "minister"],
        "from": dates("2020-08-05", "2026-01-02", "2017-01-20", "2025-01-20", "2026-02-01"),
        "to": dates("2026-01-02", None, "2021-01-20", None, None),
        "date_precision": ["day", "month", "day", "day", "day"],
    }
)
LINKS = pd.DataFrame({"event_id": ["E1", "E2"], "person_id": ["P1", "P1"]})
CASES = pd.DataFrame({"case_id": ["H3"], "person_id": ["P2"]})


@pytest.mark.parametrize(
    ("as_of", "roles", "held"),
    [
        ("2026-01-01", ["head of intelligence", "president", ""], [True, True, False]),
        ("2026-01-02", ["chief of staff", "president", ""], [True, True, False]),
        ("2023-01-01", ["head of intelligence", "president", ""], [True, False, False]),
        ("2026-03-01", ["chief of staff", "president", "minister"], [True, True, True]),
    ],
)
def test_offices_are_those_of_the_day(as_of: str, roles: list[str], held: list[bool]) -> None:
    rows = roster(PEOPLE, ROLES, LINKS, CASES, as_of=as_of)
    assert rows["role"].tolist() == roles
    assert rows["held"].tolist() == held
    assert rows["until"][rows["held"]].isna().all()
    begun = {"": "", "chief of staff": "month"}
    assert rows["since_precision"].tolist() == [begun.get(role, "day") for role in roles]


def test_roster_counts_events_and_cases() -> None:
    rows = roster(PEOPLE, ROLES, LINKS, CASES, as_of="2026-01-05")
    assert rows["events"].tolist() == [2, 0, 0]
    assert rows["cases"].tolist() == [0, 1, 0]


def test_an_organization_has_its_newest_dated_part() -> None:
    bodies = pd.DataFrame(
        {"organization_id": ["O1", "O2"], "name": ["A", "B"], "kind": "k", "side": "s", "role": ["r1", "r2"]}
    )
    parts = pd.DataFrame(
        {
            "organization_id": ["O1", "O1"],
            "role": ["newer", "older"],
            "as_of": dates("2026-01-05", "2025-01-05"),
        }
    )
    named = pd.DataFrame({"event_id": ["E1"], "organization_id": ["O2"]})
    rows = directory(bodies, parts, named)
    assert rows["role"].tolist() == ["newer", "r2"]
    assert rows["events"].tolist() == [0, 1]


def test_disputes_come_gravest_first() -> None:
    noted = pd.DataFrame({"discrepancy_id": ["X3", "X1", "X2"], "severity": ["low", "medium", "high"]})
    assert disputes(noted)["discrepancy_id"].tolist() == ["X2", "X1", "X3"]
    assert disputes(noted.iloc[:0]).empty
