"""Terms of the scenarios side by side, the events that would decide, and what is not known."""

import pandas as pd

from analysis.subject.scenarios.terms import gaps, terms


def test_terms_say_what_is_not_stated(scenarios: pd.DataFrame) -> None:
    attributes = pd.DataFrame(
        {
            "attribute_id": ["1", "2", "3"], "scenario_id": ["S1", "S1", "S2"],
            "attribute": ["driver", "driver", "term"], "value": ["x", "y", "z"],
        }
    )  # fmt: skip
    rows = terms(scenarios, attributes).set_index("term")
    assert rows.columns.tolist() == ["S1", "S2", "S3"]
    assert rows.T["driver"].tolist() == ["x; y", "not stated", "not stated"]
    assert rows.loc["territory", "S2"] == "not stated"


def test_gaps_are_unknown_stale_unseried_and_unstated(states: pd.DataFrame, scenarios: pd.DataFrame) -> None:
    unknown = states["state"].mask(states["signpost_id"] == "G", "unknown")
    found = gaps(states.assign(state=[type(states["state"][0])(one) for one in unknown]), scenarios)
    assert dict(zip(found["name"].dropna(), found["verdict"], strict=False)) == {
        "g": "no value", "f": "stale", "a": "no series", "d": "no series",
    }, "an event, as e, has no series to lack"  # fmt: skip
    terms = found.dropna(subset=["term"]).set_index("term")
    assert terms["verdict"].to_dict() == {"horizon": "no horizon", "territory": "not stated"}
    assert terms["scenario_ids"].to_dict() == {"horizon": ["S1", "S3"], "territory": ["S2"]}


def test_a_gap_names_each_scenario_that_its_signpost_speaks_for(
    states: pd.DataFrame, scenarios: pd.DataFrame
) -> None:
    unseried = states[states["signpost_id"] == "A"]
    found = gaps(pd.concat([unseried.assign(scenario_id=one) for one in ("S3", "S1")]), scenarios.iloc[:0])
    assert found["scenario_ids"].tolist() == [["S1", "S3"]]


def test_where_all_is_known_nothing_is_missing(states: pd.DataFrame, scenarios: pd.DataFrame) -> None:
    assert gaps(states.iloc[:0], scenarios.iloc[:0]).empty
