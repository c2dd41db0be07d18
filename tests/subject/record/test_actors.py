"""Who holds which office on the day, and the newest part of an organization."""

import pandas as pd
import pytest

from analysis.subject.record.actors import Turn, directory, roster, turns


def dates(*days: str | None) -> pd.Series:
    return pd.to_datetime(pd.Series(list(days), dtype="str")).astype("datetime64[us]")


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
    assert rows["date_precision"].tolist() == [begun.get(role, "day") for role in roles]


def test_who_came_and_went_is_of_the_last_ninety_days() -> None:
    rows = turns(PEOPLE, ROLES, as_of="2026-02-01")
    assert rows[["name", "role", "turn"]].to_numpy().tolist() == [
        ["C", "minister", Turn.CAME],
        ["A", "chief of staff", Turn.CAME],
        ["A", "head of intelligence", Turn.LEFT],
    ]
    assert turns(PEOPLE, ROLES, as_of="2026-01-31")["name"].tolist() == ["A", "A"], "nothing later"
    assert turns(PEOPLE, ROLES, as_of="2026-05-03").empty


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
