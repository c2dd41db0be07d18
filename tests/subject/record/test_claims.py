"""Claims side by side, each with its unit, what is claimed of a day, and disputes in their order."""

import pandas as pd

from analysis.subject.record.claims import disputes, outcomes, side_by_side


def dates(*days: str | None) -> pd.Series:
    return pd.to_datetime(pd.Series(list(days), dtype="str")).astype("datetime64[us]")


EVENTS = pd.DataFrame(
    {
        "event_id": ["E2", "E1"], "event_date": dates("2026-01-05", "2026-01-04"), "sequence": 1,
        "title": ["strike", "call"],
    }
)  # fmt: skip


def quantities() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "quantity_id": ["Q1", "Q2", "Q3", "Q4"],
            "event_id": ["E1", "E1", "E1", "E2"],
            "measure": ["drones_launched", "call_duration", "call_duration", "injured"],
            "operator": ["eq", "eq", "gt", "ge"],
            "value": [165.0, 2.0, 2.0, 1.0],
            "unit": ["drones", "hours", "hours", "persons"],
            "as_of": dates(*["2026-01-05"] * 4),
        }
    )


def test_claims_that_differ_in_value_or_operator_are_contested() -> None:
    rows = side_by_side(quantities(), EVENTS).set_index("quantity_id")
    assert rows["claims"].to_dict() == {"Q1": 1, "Q2": 2, "Q3": 2, "Q4": 1}
    assert rows["contested"].to_dict() == {"Q1": False, "Q2": True, "Q3": True, "Q4": False}
    assert len(rows) == len(quantities()), "a claim is never merged with another"


def test_a_unit_that_the_measure_names_is_left_out() -> None:
    rows = side_by_side(quantities(), EVENTS).set_index("quantity_id")
    assert rows["unit"].to_dict() == {"Q1": "", "Q2": "hours", "Q3": "hours", "Q4": ""}


def test_what_was_launched_is_no_outcome_and_another_day_is_not_today() -> None:
    stated = side_by_side(quantities(), EVENTS)
    assert outcomes(stated, as_of="2026-01-04")["quantity_id"].tolist() == ["Q2", "Q3"]
    assert outcomes(stated, as_of="2026-01-05")["quantity_id"].tolist() == ["Q4"]
    assert outcomes(stated, as_of="2026-01-06").empty


def test_disputes_come_gravest_first() -> None:
    noted = pd.DataFrame({"discrepancy_id": ["X3", "X1", "X2"], "severity": ["low", "medium", "high"]})
    rows = disputes(noted)
    assert rows["discrepancy_id"].tolist() == ["X2", "X1", "X3"]
    assert rows["grave"].tolist() == [True, False, False]
    assert disputes(noted.iloc[:0]).empty
