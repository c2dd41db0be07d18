"""Scenarios on record: which pairs may both come true, and what that allows to be said."""

import pandas as pd
import pytest

from analysis.subject.scenarios.scenarios import overlaps, overview


def test_overlaps_are_the_pairs_nobody_excludes(scenarios: pd.DataFrame, exclusions: pd.DataFrame) -> None:
    pairs = overlaps(scenarios, exclusions).set_index(["first", "second"])
    assert pairs["exclusive"].to_dict() == {("S1", "S2"): True, ("S1", "S3"): False, ("S2", "S3"): True}
    assert pairs["same_end_state"].to_dict() == {("S1", "S2"): False, ("S1", "S3"): True, ("S2", "S3"): False}
    assert overlaps(scenarios.iloc[:0], exclusions.iloc[:0]).empty


@pytest.mark.parametrize(
    ("count", "excluded", "verdict"),
    [
        (0, [], "none on record"),
        (1, [], "single"),
        (2, [("S1", "S2")], "exclusive"),
        (3, [("S1", "S2")], "partly"),
        (3, [], "all"),
    ],
)
def test_the_verdict_says_which_may_come_true_together(
    scenarios: pd.DataFrame, count: int, excluded: list[tuple[str, str]], verdict: str
) -> None:
    some = scenarios.head(count)
    pairs = overlaps(some, pd.DataFrame(excluded, columns=["scenario_id", "excludes_id"]))
    row = overview(pairs, scenarios=some, forecasts=pd.DataFrame({"forecast_id": ["F1"]})).iloc[0]
    assert (row["scenarios"], row["forecasts"], row["verdict"]) == (count, 1, verdict)
