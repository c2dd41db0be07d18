"""Competing scenarios: marks and orders worked by hand, and rows that do not discriminate."""

import pandas as pd

from analysis.subject.scenarios.scenarios import (
    AS_STATED,
    NO_VALUE,
    OPEN,
    ORDINARY_LEVEL,
    SPARES_ALL,
    UNCLEAR,
    contradictions,
    marks,
    matrix,
    overlaps,
)
from analysis.subject.scenarios.terms import gaps, resolution, terms

SCENARIOS = pd.DataFrame(
    {
        "scenario_id": ["S2", "S1", "S3"], "label": ["war", "truce", "deal"],
        "end_state": ["continued war", "ceasefire", "ceasefire/settlement"],
        "territory": ["", "line", "less"],
        "guarantee": "none", "nato": "no", "concedes_more": "both", "stability": "weak",
        "horizon": ["to late 2026", "not stated", "not stated"],
    }
)  # fmt: skip
BEARINGS = pd.DataFrame(
    [
        ("A", "S1", "for"), ("A", "S2", "against"), ("B", "S2", "for"), ("B", "S1", "against"),
        ("C", "S2", "for"),
        ("D", "S3", "for"), ("E", "S1", "for"), ("F", "S2", "for"), ("G", "S2", "for"),
    ],
    columns=["signpost_id", "scenario_id", "bearing"],
)  # fmt: skip


def states() -> pd.DataFrame:
    rows = [
        ("A", "met", "latest", None, True, "seed"),  # discriminates: contradicts S2
        ("B", "not met", "4-week mean", 0.02, True, "analyst"),  # discriminates: S2 not borne out, fits S1
        ("C", "not met", "calendar week", 0.54, True, "seed"),  # ordinary
        ("D", "met", "latest", None, True, "seed"),  # contradicts none
        ("E", "not met", "event", None, True, "analyst"),  # has not happened
        ("F", "stale", "latest", None, True, "seed"),
        ("G", "not met", "28 d", 0.0, False, "analyst"),  # its interval holds the threshold
    ]
    columns = ["signpost_id", "state", "window", "base_rate", "clear", "threshold_origin"]
    frame = pd.DataFrame(rows, columns=columns).astype({"base_rate": "float64"})
    return frame.assign(name=frame["signpost_id"].str.lower(), scenario_id="S1", met_when_stated=False)


def test_marks_by_hand() -> None:
    rows = marks(states(), BEARINGS, SCENARIOS)
    mark = rows.set_index(["signpost_id", "scenario_id"])["mark"]
    assert mark.loc[("A", "S1")] == "consistent"
    assert mark.loc[("A", "S2")] == "inconsistent"
    assert mark.loc[("A", "S3")] == "neutral"
    assert mark.loc[("B", "S2")] == "lacking"
    assert mark.loc[("B", "S1")] == "consistent"
    assert (mark.loc["E"] == "neutral").all()
    assert (mark.loc["F"] == "neutral").all()


def test_rows_that_do_not_discriminate_say_why() -> None:
    rows = marks(states(), BEARINGS, SCENARIOS).drop_duplicates("signpost_id").set_index("signpost_id")
    assert rows["reason"].to_dict() == {
        "A": "", "B": "", "C": ORDINARY_LEVEL, "D": SPARES_ALL, "E": OPEN, "F": NO_VALUE, "G": UNCLEAR,
    }  # fmt: skip
    assert rows["diagnostic"].sum() == 2


def test_what_was_met_when_stated_keeps_its_marks_and_enters_no_order() -> None:
    known = states()
    known["met_when_stated"] = known["signpost_id"].isin(["A", "B", "F"])
    rows = marks(known, BEARINGS, SCENARIOS).set_index(["signpost_id", "scenario_id"])
    assert rows.loc[("A", "S2"), "mark"] == "inconsistent"
    assert rows.loc[("A", "S2"), "reason"] == AS_STATED
    assert rows.loc[("B", "S2"), "reason"] == "", "its loss is news: what is no longer met counts"
    assert rows.loc[("F", "S2"), "reason"] == NO_VALUE
    ranked = contradictions(rows.reset_index(), SCENARIOS).set_index("scenario_id")
    assert ranked["inconsistent"].sum() == 0
    assert ranked["rank"].dropna().to_dict() == {"S1": 1, "S2": 2}


def test_an_event_counts_once_it_has_happened() -> None:
    happened = states()
    happened.loc[happened["signpost_id"] == "E", "state"] = "met"
    bearings = pd.concat(
        [BEARINGS, pd.DataFrame([("E", "S3", "against")], columns=BEARINGS.columns)], ignore_index=True
    )
    rows = marks(happened, bearings, SCENARIOS).set_index(["signpost_id", "scenario_id"])
    assert rows.loc[("E", "S3"), "mark"] == "inconsistent"
    assert rows.loc[("E", "S1"), "mark"] == "consistent"


def test_order_is_by_inconsistency_with_what_bears_on_each() -> None:
    ranked = contradictions(marks(states(), BEARINGS, SCENARIOS), SCENARIOS).set_index("scenario_id")
    assert ranked.index.tolist() == ["S1", "S2", "S3"]
    assert ranked["inconsistent"].to_dict() == {"S1": 0, "S3": 0, "S2": 1}
    assert ranked["lacking"].to_dict() == {"S1": 0, "S3": 0, "S2": 1}
    assert ranked["bearing"].to_dict() == {"S1": 2, "S3": 0, "S2": 2}
    assert ranked["by_source"].to_dict() == {"S1": 0, "S3": 0, "S2": 1}
    assert ranked["rank"].dropna().to_dict() == {"S1": 1, "S2": 2}, "nothing bears on S3: it has no place"
    assert not ranked["tied"].any()
    assert ranked["n"].unique().tolist() == [2]


def test_one_contradiction_weighs_more_than_what_is_lacking() -> None:
    rows = marks(states(), BEARINGS, SCENARIOS)
    rows.loc[(rows["signpost_id"] == "A") & (rows["scenario_id"] == "S2"), "mark"] = "neutral"
    rows.loc[(rows["signpost_id"] == "A") & (rows["scenario_id"] == "S3"), "mark"] = "inconsistent"
    ranked = contradictions(rows, SCENARIOS)
    assert ranked["scenario_id"].tolist() == ["S1", "S2", "S3"]


def test_a_place_that_hangs_on_one_row_shows_its_range() -> None:
    ranked = contradictions(marks(states(), BEARINGS, SCENARIOS), SCENARIOS).set_index("scenario_id")
    assert (ranked["rank_low"]["S2"], ranked["rank_high"]["S2"]) == (2, 2)
    assert not ranked["rank_lost"].any()
    only = states().query("signpost_id in ['A', 'D']")
    alone = contradictions(marks(only, BEARINGS, SCENARIOS), SCENARIOS).set_index("scenario_id")
    assert alone["rank"]["S2"] == 2
    assert alone["rank_low"].isna().all(), "without its only row there is nothing to rank"
    assert alone["rank_lost"].to_dict() == {"S1": True, "S2": True, "S3": False}


def test_scenarios_as_contradicted_as_each_other_are_tied() -> None:
    rows = marks(states(), BEARINGS, SCENARIOS)
    rows.loc[rows["scenario_id"] != "S3", "mark"] = "lacking"
    ranked = contradictions(rows, SCENARIOS).set_index("scenario_id")
    assert ranked["rank"].dropna().to_dict() == {"S1": 1, "S2": 1}
    assert ranked["tied"].to_dict() == {"S1": True, "S2": True, "S3": False}


def test_without_diagnostic_rows_no_scenario_has_a_place() -> None:
    ranked = contradictions(marks(states().query("signpost_id == 'C'"), BEARINGS, SCENARIOS), SCENARIOS)
    assert ranked["rank"].isna().all()
    assert not ranked["tied"].any()
    assert ranked["n"].tolist() == [0, 0, 0]


def test_matrix_puts_diagnostic_rows_first() -> None:
    wide = matrix(marks(states(), BEARINGS, SCENARIOS))
    assert wide.columns.tolist() == ["signpost_id", "name", "state", "S1", "S2", "S3", "diagnostic", "reason"]
    assert wide["signpost_id"].tolist() == ["A", "B", "C", "D", "E", "F", "G"]


EXCLUSIONS = pd.DataFrame([("S1", "S2"), ("S2", "S3")], columns=["scenario_id", "excludes_id"])


def test_overlaps_are_the_pairs_nobody_excludes() -> None:
    pairs = overlaps(SCENARIOS, EXCLUSIONS).set_index(["first", "second"])
    assert pairs["exclusive"].to_dict() == {("S1", "S2"): True, ("S1", "S3"): False, ("S2", "S3"): True}
    assert pairs["same_end_state"].to_dict() == {("S1", "S2"): False, ("S1", "S3"): True, ("S2", "S3"): False}
    assert overlaps(SCENARIOS.iloc[:0], EXCLUSIONS.iloc[:0]).empty


def test_resolution_names_events_only_and_ends_with_the_residual() -> None:
    rows = resolution(SCENARIOS, states(), BEARINGS, EXCLUSIONS).set_index("scenario_id")
    assert rows.loc["S1", "events_for"] == "e"
    assert rows.loc["S2", "events_for"] == "none on record"
    assert rows.loc["S1", "may_hold_with"] == "S3"
    assert rows.index.tolist() == ["S1", "S2", "S3", "S0"]


def test_terms_say_what_is_not_stated() -> None:
    attributes = pd.DataFrame(
        {
            "attribute_id": ["1", "2", "3"], "scenario_id": ["S1", "S1", "S2"],
            "attribute": ["driver", "driver", "term"], "value": ["x", "y", "z"],
        }
    )  # fmt: skip
    rows = terms(SCENARIOS, attributes).set_index("term")
    assert rows.columns.tolist() == ["S1", "S2", "S3"]
    assert rows.T["Drivers"].tolist() == ["x; y", "not stated", "not stated"]
    assert rows.loc["Territory", "S2"] == "not stated"


def test_gaps_are_unknown_stale_unseried_and_unstated() -> None:
    seen = states().assign(windows=[0, 52, 52, 0, 0, 0, 52])
    found = gaps(seen, SCENARIOS).set_index(["scenario_id", "subject"])["missing"].to_dict()
    assert found["S1", "f"] == "newest value is stale"
    assert found["S1", "a"] == "no series of the past year"
    assert ("S1", "e") not in found, "an event has no series to lack"
    assert found["S1", "horizon"] == "not stated"
    assert found["S2", "territory"] == "not stated"
