"""Evidence: marks worked by hand, and signposts that do not tell the scenarios apart."""

import pandas as pd
import pytest

from analysis.subject.scenarios.evidence import marks, ordinary
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
    assert mark.loc[("E", "S1")] == "lacking", "an event that has not happened is as a level that is not met"
    assert (mark.loc["F"] == "neutral").all()


def test_an_event_not_happened_and_a_level_not_met_are_treated_alike(
    states: pd.DataFrame, bearings: pd.DataFrame, scenarios: pd.DataFrame
) -> None:
    rows = marks(states.assign(seen=1.0, windows=0), bearings, scenarios)
    same = rows[rows["signpost_id"].isin(["B", "E"]) & (rows["bearing"] == "for")]
    assert same["mark"].tolist() == ["lacking", "lacking"]
    assert same["verdict"].tolist() == ["as when stated", "as when stated"]


@pytest.mark.parametrize("state", [State.MET, State.NOT_MET])
@pytest.mark.parametrize(("seen", "verdict"), [(0.25, "diagnostic"), (0.26, "ordinary"), (1.0, "ordinary")])
def test_what_tells_is_a_state_that_is_unusual_met_or_not(
    states: pd.DataFrame,
    bearings: pd.DataFrame,
    scenarios: pd.DataFrame,
    state: State,
    seen: float,
    verdict: str,
) -> None:
    one = states[states["signpost_id"] == "B"].assign(
        state=pd.Series([state], index=[1], dtype=object), seen=seen
    )
    assert marks(one, bearings, scenarios)["verdict"].unique().tolist() == [verdict]


def test_a_signpost_that_does_not_tell_them_apart_says_why(
    states: pd.DataFrame, bearings: pd.DataFrame, scenarios: pd.DataFrame
) -> None:
    found = marks(states, bearings, scenarios).drop_duplicates("signpost_id").set_index("signpost_id")
    assert found["verdict"].to_dict() == {
        "A": "diagnostic", "B": "diagnostic", "C": "ordinary", "D": "spares all", "E": "as when stated",
        "F": "no value", "G": "unclear",
    }  # fmt: skip


def test_what_was_met_when_stated_keeps_its_marks_and_enters_no_order(
    states: pd.DataFrame, bearings: pd.DataFrame, scenarios: pd.DataFrame
) -> None:
    first = states["signpost_id"] == "A"
    known = states.assign(
        state=states["state"].where(~first, State.MET_WHEN_STATED), seen=states["seen"].where(~first, 1.0)
    )
    rows = marks(known, bearings, scenarios)
    by_id = rows.set_index(["signpost_id", "scenario_id"])
    assert by_id.loc[("A", "S2"), "mark"] == "inconsistent"
    assert by_id.loc[("A", "S2"), "verdict"] == "as when stated"
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


def test_ordinary_levels_are_those_met_about_as_often_as_not(states: pd.DataFrame) -> None:
    assert ordinary(states)["signpost_id"].tolist() == ["C"]
