"""Holds the reference class under other cases and other rules to counts done by hand."""

# pandas-stubs type a cell of a frame as any scalar there is.
# mypy: disable-error-code="operator, union-attr, arg-type, assignment, index, call-overload"

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.statistics.hazard import weibull_shape
from analysis.statistics.survival import median, restricted_mean
from analysis.subject.ceasefires.base_rates import base_rates, without_one_cluster
from analysis.subject.ceasefires.choices import Kind, choices
from analysis.subject.ceasefires.similarity import conditional_durability, similarity
from analysis.subject.ceasefires.specification_sensitivity import (
    Headline,
    Moved,
    durability_ranges,
    range_over_choices,
    ranges,
    sensitivity,
)
from analysis.subject.ceasefires.spells import WAR, spells

NO_OTHER = pd.DataFrame(columns=["spell_id", "rule", "end", "end_type"])


def coded(rows: list[tuple[str, str, str, str, str]]) -> pd.DataFrame:
    """Ceasefires from (spell, cluster, start, end, end type); headline if the cluster is in capitals."""
    table = pd.DataFrame(rows, columns=["spell_id", "cluster", "start", "end", "end_type"])
    return table.assign(
        dyad=table["spell_id"],
        headline=table["cluster"].str.isupper(),
        ambiguous_since="",
        conflict_type="interstate",
        prior_fighting="war",
    )


@pytest.fixture
def reference_class() -> pd.DataFrame:
    rows = [(f"C{place:02d}", "A", f"{1950 + place}-01-01", "", "ongoing") for place in range(12)]
    rows += [
        (f"D{place:02d}", "B", f"{1950 + place}-01-01", f"{1952 + place}-01-01", "renewed_war")
        for place in range(12)
    ]
    return coded([*rows, ("E00", "c", "1960-01-01", "1961-01-01", "renewed_war")])


def test_another_rule_of_failure_changes_the_incidence(reference_class: pd.DataFrame) -> None:
    other = pd.DataFrame(
        {
            "spell_id": ["D00", "C00", "E00"],
            "rule": ["held after all", "border incident", "later"],
            "end": ["", "1951-01-01", "1999-01-01"],
            "end_type": ["ongoing", "renewed_war", "renewed_war"],
        }
    )
    table = sensitivity(reference_class, other, as_of="2000-01-01").set_index("choice")
    shares = (table["estimate"] * 24).round(6)
    assert shares["headline"] == 12
    assert shares["held after all"] == 11
    assert shares["border incident"] == 13
    assert shares["earliest"] == 13
    assert shares["latest"] == 11
    assert table.loc["all", "n"] == 25
    assert table.loc["later", "estimate"] == pytest.approx(
        12 / 25
    )  # over all cases, since E00 is no headline
    assert table.loc["earliest", ["kind", "changed"]].tolist() == [Kind.RULE, 3]


def test_choices_move_a_share_much_from_five_points_on(reference_class: pd.DataFrame) -> None:
    each = without_one_cluster(spells(reference_class, as_of="2000-01-01"))
    still = range_over_choices(sensitivity(reference_class, NO_OTHER, as_of="2000-01-01"), each).iloc[0]
    assert (still["verdict"], still["lowest"]) == (Moved.LITTLE, "headline")
    other = pd.DataFrame(
        {"spell_id": ["C00", "C01"], "rule": "incident", "end": "1952-01-01", "end_type": "renewed_war"}
    )
    table = sensitivity(reference_class, other, as_of="2000-01-01")
    row = range_over_choices(table, each).iloc[0]
    assert (row["verdict"], row["highest_spell"], row["highest_n"]) == (Moved.MUCH, "", 24)
    assert row["highest"] in {"incident", "earliest"}  # the same ends by either rule
    assert row["estimate_high"] == pytest.approx(14 / 24)
    assert np.isnan(row["clusters_low"])  # two clusters are too few to leave one out
    few = sensitivity(reference_class[:3], NO_OTHER, as_of="2000-01-01")
    empty = range_over_choices(few, each).iloc[0]
    assert (empty["status"], empty["verdict"]) == ("insufficient data", None)


def test_an_alternative_after_the_day_is_not_known(reference_class: pd.DataFrame) -> None:
    other = pd.DataFrame(
        {"spell_id": ["D11"], "rule": ["late"], "end": ["1999-01-01"], "end_type": ["renewed_war"]}
    )
    row = sensitivity(reference_class, other, as_of="1975-01-01").set_index("choice").loc["late"]
    assert row["events"] == 11


MIXED = [(f"D{place:02d}", "AB"[place % 2], f"{1950 + place}-01-01", "", "ongoing") for place in range(10)]
MIXED += [(f"E{place:02d}", "C", "1950-01-01", f"{1951 + place}-06-01", "renewed_war") for place in range(15)]


@pytest.fixture(scope="module")
def in_order() -> pd.DataFrame:
    return sensitivity(coded(MIXED), NO_OTHER, as_of="2000-01-01")


@given(order=st.permutations(range(25)))
@settings(max_examples=15, deadline=None)
def test_the_order_of_rows_is_irrelevant(in_order: pd.DataFrame, order: list[int]) -> None:
    mixed = coded(MIXED).iloc[list(order)]
    pd.testing.assert_frame_equal(in_order, sensitivity(mixed, NO_OTHER, as_of="2000-01-01"))


def of(table: pd.DataFrame, headline: Headline, horizon: float | None = None) -> pd.Series:
    rows = table[table["headline"] == headline]
    return (rows if horizon is None else rows[rows["horizon"] == horizon]).iloc[0]


@pytest.fixture
def many() -> pd.DataFrame:
    """Thirty spells in five clusters; those of cluster A are back at war soonest, cluster E is ambiguous."""
    rows = [
        (f"S{place:02d}", "ABCDE"[place % 5], "1950-01-01", f"{1951 + place}-01-01", "renewed_war")
        for place in range(30)
    ]
    table = coded(rows)
    table.loc[table["cluster"] == "A", "end"] = "1952-01-01"
    return table.assign(ambiguous_since=np.where(table["cluster"] == "E", "1950-01-01", ""))


def test_each_headline_is_that_of_its_own_measure(many: pd.DataFrame) -> None:
    table = ranges(many, NO_OTHER, as_of="2000-01-01")
    whole = spells(many, as_of="2000-01-01")
    assert of(table, Headline.SHAPE)["estimate"] == weibull_shape(whole, event=WAR)["estimate"].item()
    assert of(table, Headline.MEDIAN)["estimate"] == median(whole, event=WAR)["estimate"].item()
    mean = restricted_mean(whole, tau=20, event=WAR)["estimate"].item()
    assert of(table, Headline.MEAN, 20)["estimate"] == mean
    counted = base_rates(whole, as_of="2000-01-01", horizons=[5]).iloc[0]
    row = of(table, Headline.COUNTED, 5)
    assert row[["estimate", "estimate_low"]].tolist() == counted[["counted", "counted_low"]].tolist()


def test_the_range_over_clusters_is_that_of_leaving_each_out(many: pd.DataFrame) -> None:
    row = of(ranges(many, NO_OTHER, as_of="2000-01-01"), Headline.INCIDENCE, 5)
    each = without_one_cluster(spells(many, as_of="2000-01-01"), horizon=5)["estimate"]
    assert (row["clusters_low"], row["clusters_high"]) == (each.min(), each.max())
    assert (row["clusters"], row["undefined"]) == (5, 0)
    assert row["range_low"] == min(row[["clusters_low", "cases_low", "rules_low"]])


def test_the_range_over_rules_is_that_of_the_joint_choices(many: pd.DataFrame) -> None:
    other = pd.DataFrame(
        {"spell_id": ["S11", "S12"], "rule": "skirmish", "end": "1951-06-01", "end_type": "renewed_war"}
    )
    row = of(ranges(many, other, as_of="2000-01-01"), Headline.INCIDENCE, 1)
    table = sensitivity(many, other, as_of="2000-01-01", horizon=1)
    joint = table.loc[table["kind"] == Kind.RULE, "estimate"]
    assert row["rules"] == len(joint) == 3
    assert row["rules_high"] == joint.max()


def test_cases_chosen_with_their_ends_known_bound_no_range(many: pd.DataFrame) -> None:
    """Without the soonest wars the share back at war is lowest, but who is left out was chosen by that."""
    soon = many.assign(ambiguous_since=np.where(many["cluster"] == "A", "1950-01-01", ""))
    table = sensitivity(soon, NO_OTHER, as_of="2000-01-01")
    assert table.loc[table["hindsight"], "choice"].tolist() == ["unambiguous"]
    assert table["estimate"].idxmin() == table.index[table["hindsight"]][0]
    over = range_over_choices(table, without_one_cluster(spells(soon, as_of="2000-01-01"))).iloc[0]
    assert over["estimate_low"] > table["estimate"].min()
    row = of(ranges(soon, NO_OTHER, as_of="2000-01-01"), Headline.INCIDENCE, 5)
    assert (row["cases"], row["cases_low"]) == (3, row["estimate"])


def test_a_rule_that_several_spells_share_is_a_choice_by_its_name(many: pd.DataFrame) -> None:
    other = pd.DataFrame(
        {"spell_id": ["S11", "S12"], "rule": "skirmish", "end": "1951-06-01", "end_type": "renewed_war"}
    )
    found = {choice.name: choice.changed for choice in choices(many, other, as_of="2000-01-01")}
    assert (found["skirmish"], found["earliest"], found["all"]) == (2, 2, 0)


def test_too_few_events_have_no_range(many: pd.DataFrame) -> None:
    table = ranges(many.iloc[:4], NO_OTHER, as_of="2000-01-01", horizons=[1])
    assert of(table, Headline.INCIDENCE, 1)["status"] == "insufficient data"
    assert of(table, Headline.SHAPE)[["range_low", "range_high", "cases_low"]].isna().all()


TERMS = pd.DataFrame({"scenario_id": "S1", "feature": ["monitors", "zone", "talks"], "value": True})


def coded_terms(table: pd.DataFrame, monitored: list[bool]) -> pd.DataFrame:
    return table.assign(monitors=monitored, zone=True, talks=True)


def held_on_terms(table: pd.DataFrame) -> pd.DataFrame:
    whole = spells(table, as_of="2000-01-01")
    return conditional_durability(whole, similarity(whole, TERMS, bandwidth=0.3), horizons=[2, 9])


def test_durability_on_like_terms_lies_within_its_range_over_choices(many: pd.DataFrame) -> None:
    table = coded_terms(many, [place % 3 > 0 for place in range(30)])
    other = pd.DataFrame(
        {"spell_id": ["S11", "S13"], "rule": "skirmish", "end": "1951-06-01", "end_type": "renewed_war"}
    )
    held = held_on_terms(table)
    found = durability_ranges(held, table, other, TERMS, as_of="2000-01-01", bandwidth=0.3)
    pd.testing.assert_frame_equal(found[held.columns], held)
    assert (found["choices_low"] <= found["estimate"]).all()
    assert (found["estimate"] <= found["choices_high"]).all()
    sooner = table["end"].mask(table["spell_id"].isin(["S11", "S13"]), "1951-06-01")
    early = held_on_terms(table.assign(end=sooner))
    assert found["choices_low"].tolist()[0] <= early["estimate"].tolist()[0] < held["estimate"].tolist()[0]


def test_durability_without_a_number_has_no_range(many: pd.DataFrame) -> None:
    table = coded_terms(many, [place < 3 for place in range(30)])
    held = held_on_terms(table)
    found = durability_ranges(held, table, NO_OTHER, TERMS, as_of="2000-01-01", bandwidth=0.3)
    assert set(held["status"]) == {"insufficient data"}
    assert found[["choices_low", "choices_high"]].isna().all(axis=None)


@given(as_of=st.sampled_from(["1955-01-01", "1962-07-01", "1990-01-01"]))
@settings(max_examples=3, deadline=None)
def test_a_range_holds_its_headline_and_nothing_later(as_of: str) -> None:
    rows = [
        (f"S{place:02d}", "ABC"[place % 3], "1950-01-01", f"{1950 + place}-06-01", "renewed_war")
        for place in range(30)
    ]
    found = ranges(coded(rows), NO_OTHER, as_of=as_of)
    known = found.dropna(subset=["estimate"])
    assert (known["range_low"] <= known["estimate"]).all()
    assert (known["estimate"] <= known["range_high"]).all()
    later = [(*row[:3], "", "ongoing") if row[3] > as_of else row for row in rows]
    pd.testing.assert_frame_equal(found, ranges(coded(later), NO_OTHER, as_of=as_of))
