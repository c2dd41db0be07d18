"""Claims side by side, each with its unit, what is claimed of a day, and disputes in their order."""

import pandas as pd
import pytest

from analysis.subject.record.claims import Aspect, disputes, of_the_day, side_by_side, toll


def dates(*days: str | None) -> pd.Series:
    return pd.to_datetime(pd.Series(list(days), dtype="str")).astype("datetime64[us]")


EVENTS = pd.DataFrame(
    {
        "event_id": ["E2", "E1"], "event_date": dates("2026-01-05", "2026-01-04"), "sequence": 1,
        "title": ["strike", "call"], "place": "Kyiv",
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


def test_claims_of_a_day_come_in_the_order_in_which_a_reader_asks() -> None:
    stated = side_by_side(quantities(), EVENTS)
    rows = of_the_day(stated.iloc[::-1], as_of="2026-01-04")
    assert rows["quantity_id"].tolist() == ["Q1", "Q3", "Q2"], "what was launched first, another day never"
    assert rows["aspect"].tolist() == [Aspect.LAUNCHED, Aspect.OTHER, Aspect.OTHER]
    assert of_the_day(stated, as_of="2026-01-05")["aspect"].tolist() == [Aspect.HURT]
    assert of_the_day(stated, as_of="2026-01-06").empty


@pytest.mark.parametrize(
    ("claimed", "killed", "operator"), [([2, 5], 5, "ge"), ([2], 2, "eq"), ([], None, "")]
)
def test_the_toll_is_the_highest_claim_and_no_sum(
    claimed: list[int], killed: int | None, operator: str
) -> None:
    count = len(claimed)
    rows = pd.DataFrame(
        {
            "quantity_id": [f"Q{at}" for at in range(count + 1)], "event_id": "E1",
            "as_of": dates("2026-01-05")[0], "unit": "persons", "claimant": "mayor",
            "measure": ["drones_launched", *["deaths_civilian"] * count],
            "value": [9.0, *map(float, claimed)], "operator": ["eq", "eq", "ge"][: count + 1],
        }
    )  # fmt: skip
    row = toll(of_the_day(side_by_side(rows, EVENTS), as_of="2026-01-04")).iloc[0]
    assert (row["killed"] if killed else None) == killed
    assert (row["operator"], row["claims"]) == (operator, count)
    assert pd.isna(row["killed"]) == (killed is None)


def test_disputes_come_gravest_first() -> None:
    noted = pd.DataFrame({"discrepancy_id": ["X3", "X1", "X2"], "severity": ["low", "medium", "high"]})
    rows = disputes(noted)
    assert rows["discrepancy_id"].tolist() == ["X2", "X1", "X3"]
    assert rows["grave"].tolist() == [True, False, False]
    assert disputes(noted.iloc[:0]).empty
