"""Signposts counted by state, near and far, what they speak for, and which moved."""

import pandas as pd
import pytest

from analysis.subject.scenarios.signpost_overview import counts, levels, moved, readings, support
from analysis.subject.scenarios.signposts import Rule, State


def test_counts_add_up_and_name_the_nearest(states: pd.DataFrame) -> None:
    row = counts(states).iloc[0]
    assert (row["n"], row["met"], row["not_met"], row["stale"], row["unknown"]) == (7, 2, 4, 1, 0)
    assert (row["by_analyst"], row["by_source"], row["stale_after"]) == (3, 4, 90)
    assert row["nearest"] == "c", "an event has no distance"
    assert counts(states.head(1))["nearest"].isna().all()


@pytest.mark.parametrize(
    ("known", "verdict", "when_stated"),
    [([], "new", 0), (["A"], "partly known", 1), (["A", "D"], "known", 2)],
)
def test_the_verdict_says_whether_what_is_met_is_news(
    states: pd.DataFrame, known: list[str], verdict: str, when_stated: int
) -> None:
    stated = states["state"].mask(states["signpost_id"].isin(known), State.MET_WHEN_STATED)
    row = counts(states.assign(state=stated)).iloc[0]
    assert (row["verdict"], row["when_stated"], row["met"]) == (verdict, when_stated, 2)


def test_where_none_is_met_none_is_news(states: pd.DataFrame) -> None:
    assert counts(states[states["state"] != State.MET])["verdict"].item() == "none met"


def test_levels_come_nearest_first_with_the_years_range() -> None:
    table = pd.DataFrame(
        {
            "signpost_id": ["SP2", "SP1", "SP3"], "relative": [-0.125, -0.1, None],
            "direction": ["le", "ge", "ge"], "threshold": [80.0, 100.0, 1.0],
            "x_min": [90.0, 90.0, None], "x_max": [120.0, 120.0, None],
        }
    )  # fmt: skip
    rows = levels(table)
    assert rows["signpost_id"].tolist() == ["SP1", "SP2"]
    assert rows["relative_min"].tolist() == pytest.approx([-0.1, -0.5])
    assert rows["relative_max"].tolist() == pytest.approx([0.2, -0.125])


def test_readings_list_what_a_signpost_speaks_for(states: pd.DataFrame, bearings: pd.DataFrame) -> None:
    rows = readings(states, bearings.iloc[::-1])[["speaks_for", "speaks_against"]].to_numpy().tolist()
    assert rows[0] == [["S1"], ["S2"]]
    assert rows[3] == [["S3"], []]


def test_moved_lists_changes_and_new_values_of_levels() -> None:
    now = pd.DataFrame(
        {
            "signpost_id": ["a", "b", "c", "d"],
            "name": "n",
            "unit": "u",
            "rule": [Rule.AT_LEAST, Rule.AT_MOST, Rule.OVER, Rule.EVENT],
            "x": [2.0, 1.0, None, 1.0],
            "state": [State.MET, State.MET, State.UNKNOWN, State.MET],
        }
    )
    then = pd.Series([State.NOT_MET, State.UNKNOWN, State.UNKNOWN, State.NOT_MET], dtype="object")
    before = now.assign(x=[1.0, float("nan"), float("nan"), 0.0], state=then)
    rows = moved(now, before).set_index("signpost_id")
    assert rows.index.tolist() == ["a", "b"]
    assert rows["change"].tolist()[0] == 1.0
    assert rows["state_before"].tolist() == ["not met", "unknown"]
    fresh = moved(now, before[before["signpost_id"] != "a"])
    assert fresh["state_before"].tolist()[0] is State.UNKNOWN, "it was not on record then"


def test_a_signpost_stands_under_each_scenario_it_speaks_for_the_seen_ones_first(
    states: pd.DataFrame, bearings: pd.DataFrame, scenarios: pd.DataFrame
) -> None:
    rows = support(states, bearings, scenarios)
    assert list(zip(rows["scenario_id"], rows["signpost_id"], strict=True)) == [
        ("S1", "A"), ("S1", "E"), ("S2", "B"), ("S2", "C"), ("S2", "G"), ("S2", "F"), ("S3", "D"),
    ]  # fmt: skip
    assert rows["label"].tolist() == ["truce"] * 2 + ["war"] * 4 + ["deal"]
    assert support(states, bearings[:0], scenarios).empty
