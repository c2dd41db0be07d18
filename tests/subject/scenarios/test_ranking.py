"""The order of scenarios by what contradicts them: worked by hand, ties, and what hangs on one signpost."""

import pandas as pd
import pytest

from analysis.subject.scenarios.evidence import marks
from analysis.subject.scenarios.ranking import contradictions, weight


@pytest.fixture
def marked(states: pd.DataFrame, bearings: pd.DataFrame, scenarios: pd.DataFrame) -> pd.DataFrame:
    return marks(states, bearings, scenarios)


def only(marked: pd.DataFrame, *signposts: str) -> pd.DataFrame:
    return marked[marked["signpost_id"].isin(signposts)]


def said(marked: pd.DataFrame, signpost: str, scenario: str, mark: str) -> pd.DataFrame:
    """Return the marks with one of them another."""
    here = (marked["signpost_id"] == signpost) & (marked["scenario_id"] == scenario)
    return marked.assign(mark=marked["mark"].mask(here, mark), bearing=marked["bearing"].mask(here, "for"))


def test_order_is_by_inconsistency_with_what_bears_on_each(
    marked: pd.DataFrame, scenarios: pd.DataFrame
) -> None:
    ranked = contradictions(marked, scenarios).set_index("scenario_id")
    assert ranked.index.tolist() == ["S1", "S2", "S3"]
    assert ranked["inconsistent"].to_dict() == {"S1": 0, "S3": 0, "S2": 1}
    assert ranked["lacking"].to_dict() == {"S1": 0, "S3": 0, "S2": 1}
    assert ranked["bearing"].to_dict() == {"S1": 2, "S3": 0, "S2": 2}
    assert ranked["by_source"].to_dict() == {"S1": 0, "S3": 0, "S2": 1}
    assert ranked["rank"].dropna().to_dict() == {"S1": 1, "S2": 2}, "nothing bears on S3: it has no place"
    assert not ranked["tied"].any()
    assert ranked["n"].unique().tolist() == [2]


def test_one_contradiction_weighs_more_than_what_is_lacking(
    marked: pd.DataFrame, scenarios: pd.DataFrame
) -> None:
    rows = said(said(marked, "A", "S2", "neutral"), "A", "S3", "inconsistent")
    assert contradictions(rows, scenarios)["scenario_id"].tolist() == ["S1", "S2", "S3"]


@pytest.mark.parametrize(
    ("signposts", "standing"),
    [
        ("AB", {"S1": "unopposed", "S2": "contradicted and lacking", "S3": "unplaced"}),
        ("A", {"S1": "unopposed", "S2": "contradicted", "S3": "unplaced"}),
        ("B", {"S1": "unopposed", "S2": "lacking", "S3": "unplaced"}),
    ],
)
def test_the_verdict_says_what_speaks_against_each(
    marked: pd.DataFrame, scenarios: pd.DataFrame, signposts: str, standing: dict[str, str]
) -> None:
    ranked = contradictions(only(marked, *signposts), scenarios).set_index("scenario_id")
    assert ranked["verdict"].to_dict() == standing


def test_a_place_that_hangs_on_one_row_shows_its_range(marked: pd.DataFrame, scenarios: pd.DataFrame) -> None:
    ranked = contradictions(marked, scenarios).set_index("scenario_id")
    assert (ranked["rank_low"]["S2"], ranked["rank_high"]["S2"]) == (2, 2)
    assert ranked["places"].dropna().to_dict() == {"S1": "one", "S2": "one"}
    assert not ranked["movable"].any()
    alone = contradictions(only(marked, "A", "D"), scenarios).set_index("scenario_id")
    assert alone["rank"]["S2"] == 2
    assert alone["rank_low"].isna().all(), "without its only row there is nothing to rank"
    assert alone["places"].dropna().to_dict() == {"S1": "none", "S2": "none"}
    assert alone["movable"].to_dict() == {"S1": True, "S2": True, "S3": False}


def test_places_may_be_several_and_may_be_lost(scenarios: pd.DataFrame) -> None:
    """Only A bears on S3: without it S3 has no place, without B it falls from the second to the third."""
    rows = pd.DataFrame(
        [
            ("A", "S2", "for", "consistent"), ("A", "S3", "for", "lacking"),
            ("B", "S1", "against", "inconsistent"),
            ("H", "S1", "for", "consistent"), ("H", "S2", "for", "consistent"),
        ],
        columns=["signpost_id", "scenario_id", "bearing", "mark"],
    ).assign(verdict="diagnostic", threshold_origin="analyst")  # fmt: skip
    ranked = contradictions(rows, scenarios).set_index("scenario_id")
    assert ranked["rank"].to_dict() == {"S2": 1, "S3": 2, "S1": 3}
    assert ranked["places"].to_dict() == {"S2": "one", "S3": "several or none", "S1": "several"}
    assert ranked["movable"].to_dict() == {"S2": False, "S3": True, "S1": True}
    alone = contradictions(rows[rows["signpost_id"] != "B"], scenarios).set_index("scenario_id")
    assert alone["places"].to_dict() == {"S1": "one or none", "S2": "one", "S3": "one or none"}


def test_scenarios_as_contradicted_as_each_other_are_tied(
    marked: pd.DataFrame, scenarios: pd.DataFrame
) -> None:
    rows = marked.assign(mark=marked["mark"].mask(marked["scenario_id"] != "S3", "lacking"))
    ranked = contradictions(rows, scenarios).set_index("scenario_id")
    assert ranked["rank"].dropna().to_dict() == {"S1": 1, "S2": 1}
    assert ranked["tied"].to_dict() == {"S1": True, "S2": True, "S3": False}


def test_without_diagnostic_rows_no_scenario_has_a_place(
    marked: pd.DataFrame, scenarios: pd.DataFrame
) -> None:
    ranked = contradictions(only(marked, "C"), scenarios)
    assert ranked["rank"].isna().all()
    assert not ranked["tied"].any()
    assert ranked["n"].tolist() == [0, 0, 0]
    row = weight(ranked, marked=marked).iloc[0]
    assert (row["n"], row["diagnostic"], row["against"]) == (7, 0, 0)
    assert (row["usual"], row["unjudged"]) == (2, 5)
    assert (row["verdict"], row["robustness"]) == ("nothing", "nothing against")


@pytest.mark.parametrize(
    ("signposts", "verdict", "robustness", "against", "by_analyst"),
    [("AB", "outright", "fixed", 2, 1), ("B", "nothing outright", "movable", 1, 1)],
)
def test_the_weight_counts_marks_and_whose_thresholds_they_rest_on(
    marked: pd.DataFrame, scenarios: pd.DataFrame, signposts: str, verdict: str,
    robustness: str, against: int, by_analyst: int,
) -> None:  # fmt: skip
    row = weight(contradictions(only(marked, *signposts), scenarios), marked=marked).iloc[0]
    assert (row["verdict"], row["robustness"]) == (verdict, robustness)
    assert (row["against"], row["by_analyst"], row["diagnostic"]) == (against, by_analyst, len(signposts))
    short, outright = (["S2"], None) if signposts == "B" else (None, ["S2"])
    assert (row["contradicted"], row["short"]) == (outright, short)
    assert (row["unopposed"], row["unplaced"]) == (["S1"], ["S3"])


def test_diagnostic_signposts_that_speak_against_nothing_rank_nothing(
    marked: pd.DataFrame, scenarios: pd.DataFrame
) -> None:
    fits = marked.assign(mark=marked["mark"].where(marked["mark"] == "neutral", "consistent"))
    row = weight(contradictions(fits, scenarios), marked=fits).iloc[0]
    assert (row["verdict"], row["robustness"]) == ("nothing outright", "nothing against")
