# pandas-stubs type a cell of a frame as any scalar there is.
# mypy: disable-error-code="operator, union-attr, arg-type"

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import AnalysisError
from analysis.statistics.competing import incidence_at
from analysis.subject.ceasefires.similarity import (
    Comparison,
    comparability,
    conditional_durability,
    judged,
    similarity,
    terms,
)
from analysis.subject.ceasefires.spells import CAUSES

FEATURES = ["zone", "monitors", "guarantee", "victory"]
NO_SCENARIO = pd.DataFrame(columns=["scenario_id", "label", "end_state"])


def coded(rows: list[list[bool | None]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=FEATURES).astype("boolean")
    return table.assign(spell_id=[f"C{place:02d}" for place in range(len(rows))])


def asked(**coding: bool | None) -> pd.DataFrame:
    return terms(stated(**coding), scenarios=["S1"], features=FEATURES)


def stated(**coding: bool | None) -> pd.DataFrame:
    rows = [("S1", feature, value) for feature, value in coding.items() if value is not None]
    return pd.DataFrame(rows, columns=["scenario_id", "feature", "value"])


def test_distance_is_the_share_of_known_features_that_differ() -> None:
    spells = coded([[True, True, True, False], [False, True, None, False], [False, False, None, None]])
    table = similarity(spells, asked(zone=True, monitors=True, guarantee=True), needed=2).set_index(
        "spell_id"
    )
    assert table["compared"].to_dict() == {"C00": 3, "C01": 2, "C02": 2}
    assert table["distance"].to_dict() == {"C00": 0.0, "C01": 0.5, "C02": 1.0}
    assert table.loc["C01", ["matches", "differs"]].tolist() == ["monitors", "zone"]


def test_weights_fall_in_a_line_to_nothing_at_the_bandwidth() -> None:
    spells = coded([[True] * 4, [True, True, True, False], [True, True, False, False]])
    table = similarity(spells, asked(zone=True, monitors=True, guarantee=True, victory=True), bandwidth=0.5)
    assert table["weight"].tolist() == [1.0, 0.5, 0.0]


def test_two_features_in_common_are_no_comparison() -> None:
    spells = coded([[True, True, None, None]])
    row = similarity(spells, asked(zone=True, monitors=True, guarantee=True)).iloc[0]
    assert np.isnan(row["distance"])
    assert row["weight"] == 0


def test_a_scenario_without_terms_resembles_nothing() -> None:
    table = similarity(coded([[True] * 4] * 3), asked())
    assert table["distance"].isna().all()


def test_a_scenario_not_yet_on_record_is_left_out_whatever_its_coding(history: pd.DataFrame) -> None:
    nothing = terms(stated(zone=True, monitors=True), scenarios=[], features=FEATURES)
    table = similarity(history, nothing)
    assert table.empty
    assert judged(conditional_durability(history, table), comparability(nothing, NO_SCENARIO)).empty
    assert conditional_durability(history, table).empty


def test_an_unknown_feature_is_named() -> None:
    with pytest.raises(AnalysisError, match="unknown feature luck; a ceasefire is coded by zone, monitors"):
        terms(stated(luck=True), scenarios=["S1"], features=["zone", "monitors"])


def test_a_bandwidth_of_nothing_is_refused() -> None:
    with pytest.raises(AnalysisError, match="bandwidth is a distance above 0"):
        similarity(coded([[True] * 4]), asked(zone=True), bandwidth=0)


@pytest.fixture
def history() -> pd.DataFrame:
    """Twenty spells with the scenario's terms that fail by year 4 or hold, twenty others that all fail."""
    like, unlike = [[True] * 4] * 20, [[False] * 4] * 20
    years = [*np.linspace(0.1, 4, 12), *[30.0] * 8, *np.linspace(0.1, 0.9, 20)]
    outcome = ["renewed_war"] * 12 + ["ongoing"] * 8 + ["renewed_war"] * 20
    clusters = list("ABCDE") * 4 + list("FGHIJ") * 4
    return coded(like + unlike).assign(years=years, outcome=outcome, cluster=clusters)


def test_durability_is_that_of_the_like_alone(history: pd.DataFrame) -> None:
    similar = similarity(history, asked(zone=True, monitors=True, guarantee=True, victory=True))
    table = conditional_durability(history, similar, horizons=[5])
    war = incidence_at(history[:20], horizons=[5], causes=CAUSES, cluster="cluster").iloc[0]
    row = table.iloc[0]
    assert row["estimate"] == pytest.approx(1 - war["estimate"]) == pytest.approx(0.4)
    assert row["estimate_low"] == pytest.approx(1 - war["estimate_high"])
    assert (row["n"], row["effective"]) == (20, 20)
    assert row["range_low"] <= row["estimate"] <= row["range_high"]


def test_few_alike_give_no_number(history: pd.DataFrame) -> None:
    few = history.iloc[[*range(9), *range(20, 40)]]
    similar = similarity(few, asked(zone=True, monitors=True, guarantee=True, victory=True))
    table = conditional_durability(few, similar)
    assert table["status"].eq("insufficient data").all()
    assert table[["estimate", "estimate_low", "range_high"]].isna().all(axis=None)
    assert table["effective"].eq(9).all()


@pytest.mark.parametrize(
    ("coding", "end", "spells", "verdict"),
    [
        ({"zone": True, "monitors": True, "guarantee": True}, "ceasefire", 40, Comparison.COMPARED),
        ({"zone": True, "monitors": True, "guarantee": True}, "ceasefire", 9, Comparison.SMALL_SAMPLE),
        ({"zone": True, "monitors": True}, "ceasefire", 40, Comparison.FEW_TERMS),
        ({}, "continued war", 40, Comparison.NO_CEASEFIRE),
    ],
)
def test_a_scenario_has_a_number_or_the_reason_why_it_has_none(
    history: pd.DataFrame, coding: dict[str, bool], end: str, spells: int, verdict: Comparison
) -> None:
    wanted, known = asked(**coding), history.head(spells)
    scenario = pd.DataFrame({"scenario_id": ["S1"], "label": ["Deal"], "end_state": [end]})
    stated_by = comparability(wanted, scenario)
    assert stated_by[["stated", "asked"]].to_numpy().tolist() == [[len(coding), 4]]
    held = conditional_durability(known, similarity(known, wanted), horizons=[5])
    row = judged(held, stated_by).iloc[0]
    assert row["verdict"] is verdict
    assert row["numbers"] == int(verdict is Comparison.COMPARED)
    assert (row["terms_needed"], row["needed"]) == (3, 10)


def test_a_scenario_without_a_ceasefire_has_no_durability(history: pd.DataFrame) -> None:
    table = conditional_durability(history, similarity(history, asked()))
    assert table["status"].eq("insufficient data").all()


VALUES = st.lists(st.sampled_from([True, False, None]), min_size=4, max_size=4)


@given(rows=st.lists(VALUES, min_size=1, max_size=15), wanted=VALUES)
@settings(max_examples=60, deadline=None)
def test_distance_and_weight_are_shares_and_identical_terms_weigh_one(
    rows: list[list[bool | None]], wanted: list[bool | None]
) -> None:
    table = similarity(coded(rows), asked(**dict(zip(FEATURES, wanted, strict=True))))
    assert table["weight"].between(0, 1).all()
    assert table["distance"].dropna().between(0, 1).all()
    assert table.loc[table["distance"] == 0, "weight"].eq(1).all()
    assert (table["compared"] <= sum(value is not None for value in wanted)).all()


@given(rows=st.lists(VALUES, min_size=2, max_size=15), seed=st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_the_order_of_rows_is_irrelevant(rows: list[list[bool | None]], seed: int) -> None:
    spells = coded(rows)
    mixed = spells.sample(frac=1, random_state=seed)
    wanted = asked(zone=True, monitors=False, guarantee=True)
    pd.testing.assert_frame_equal(similarity(spells, wanted), similarity(mixed, wanted))
