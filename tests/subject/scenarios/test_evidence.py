"""Evidence: marks worked by hand, and signposts that do not tell the scenarios apart."""

import pandas as pd

from analysis.subject.scenarios.evidence import marks, matrix, ordinary
from analysis.subject.scenarios.ranking import contradictions
from analysis.subject.scenarios.signposts import State


def test_marks_by_hand(states: pd.DataFrame, bearings: pd.DataFrame, scenarios: pd.DataFrame) -> None:
    rows = marks(states, bearings, scenarios)
    mark = rows.set_index(["signpost_id", "scenario_id"])["mark"]
    assert mark.loc[("A", "S1")] == "consistent"
    assert mark.loc[("A", "S2")] == "inconsistent"
    assert mark.loc[("A", "S3")] == "neutral"
    assert mark.loc[("B", "S2")] == "lacking"
    assert mark.loc[("B", "S1")] == "consistent"
    assert (mark.loc["E"] == "neutral").all()
    assert (mark.loc["F"] == "neutral").all()


def test_a_signpost_that_does_not_tell_them_apart_says_why(
    states: pd.DataFrame, bearings: pd.DataFrame, scenarios: pd.DataFrame
) -> None:
    found = marks(states, bearings, scenarios).drop_duplicates("signpost_id").set_index("signpost_id")
    assert found["verdict"].to_dict() == {
        "A": "diagnostic", "B": "diagnostic", "C": "ordinary", "D": "spares all", "E": "event open",
        "F": "no value", "G": "unclear",
    }  # fmt: skip


def test_what_was_met_when_stated_keeps_its_marks_and_enters_no_order(
    states: pd.DataFrame, bearings: pd.DataFrame, scenarios: pd.DataFrame
) -> None:
    known = states.assign(state=states["state"].where(states["signpost_id"] != "A", State.MET_WHEN_STATED))
    rows = marks(known, bearings, scenarios)
    by_id = rows.set_index(["signpost_id", "scenario_id"])
    assert by_id.loc[("A", "S2"), "mark"] == "inconsistent"
    assert by_id.loc[("A", "S2"), "verdict"] == "met when stated"
    ranked = contradictions(rows, scenarios).set_index("scenario_id")
    assert ranked["inconsistent"].sum() == 0
    assert ranked["rank"].dropna().to_dict() == {"S1": 1, "S2": 2}


def test_an_event_counts_once_it_has_happened(
    states: pd.DataFrame, bearings: pd.DataFrame, scenarios: pd.DataFrame
) -> None:
    happened = states.assign(state=states["state"].where(states["signpost_id"] != "E", State.MET))
    against = pd.DataFrame([("E", "S3", "against")], columns=bearings.columns)
    rows = marks(happened, pd.concat([bearings, against], ignore_index=True), scenarios)
    mark = rows.set_index(["signpost_id", "scenario_id"])["mark"]
    assert mark.loc[("E", "S3")] == "inconsistent"
    assert mark.loc[("E", "S1")] == "consistent"


def test_ordinary_levels_are_those_of_that_verdict(
    states: pd.DataFrame, bearings: pd.DataFrame, scenarios: pd.DataFrame
) -> None:
    assert ordinary(states, marks(states, bearings, scenarios))["signpost_id"].tolist() == ["C"]


def test_matrix_puts_diagnostic_rows_first(
    states: pd.DataFrame, bearings: pd.DataFrame, scenarios: pd.DataFrame
) -> None:
    late = states.assign(signpost_id=states["signpost_id"].replace("A", "Z"))
    wide = matrix(marks(late, bearings.replace("A", "Z"), scenarios))
    assert wide.columns.tolist() == ["signpost_id", "name", "state", "verdict", "S1", "S2", "S3"]
    assert wide["signpost_id"].tolist() == ["B", "Z", "C", "D", "E", "F", "G"]
    assert wide["S2"].tolist()[:2] == ["lacking", "inconsistent"]
