"""Figures on ceasefires, held by what is drawn and by whether every word can be read; never by pixels."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.text import Text

from analysis import load_dataset
from analysis.parts import theme
from analysis.parts.theme.legibility import clipped_texts, overlapping_texts
from analysis.statistics.competing import incidence
from analysis.statistics.hazard import life_table
from analysis.statistics.survival import survival, survival_at
from analysis.subject.ceasefires.base_rates import without_one_cluster
from analysis.subject.ceasefires.groups import features
from analysis.subject.ceasefires.plots import (
    plot_choices,
    plot_durability,
    plot_features,
    plot_hazard,
    plot_incidence,
    plot_similarity,
    plot_spells,
    plot_survival,
    plot_without_one_cluster,
)
from analysis.subject.ceasefires.similarity import conditional_durability, similarity, terms
from analysis.subject.ceasefires.specification_sensitivity import sensitivity
from analysis.subject.ceasefires.spells import CAUSES, WAR, halves
from analysis.subject.ceasefires.spells import named as named_by
from analysis.subject.ceasefires.spells import spells as spells_of

DATA = Path(__file__).parents[4] / "data"
TALLEST = 210  # millimetres: what the PDF prints without shrinking it
TITLE = "What the figure shows is said above it, in a sentence that may well be longer than one line of it"
SCENARIOS = pd.DataFrame({"scenario_id": ["S1", "S2"], "label": ["Brokered ceasefire", "Talks collapse"]})


def ceasefires(count: int) -> pd.DataFrame:
    """A made-up reference class: spells of growing length in clusters of four, ends in turn."""
    start = pd.date_range("1950-01-01", periods=count, freq="300D")
    days = (np.arange(count) * 97 % 6000) + 20
    ends = np.array(["renewed_war", "superseded_by_treaty", "ongoing", "renewed_war"])[np.arange(count) % 4]
    end = pd.Series(start + pd.to_timedelta(days, unit="D")).where(ends != "ongoing")
    clusters = [f"C{place // 4:02d}" for place in range(count)]
    names = [f"Ceasefire of the {place}th dyad and its allies" for place in range(count)]
    return pd.DataFrame(
        {
            "spell_id": [f"C{place:02d}" for place in range(count)], "cluster": clusters, "dyad": names,
            "start": start, "end": end, "end_type": ends, "headline": np.arange(count) % 9 != 0,
            "ambiguous": np.arange(count) % 5 == 0, "conflict_type": "interstate", "prior_fighting": "war",
            "monitors": np.arange(count) % 2 == 0, "guarantee": np.arange(count) % 3 == 0,
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return spells_of(ceasefires(60), as_of="2026-01-05", scope="all")


@pytest.fixture(scope="module")
def at_risk(rows: pd.DataFrame) -> pd.DataFrame:
    return survival_at(rows, horizons=[0, 5, 10, 20], event=WAR)


def legible(ax: Axes) -> bool:
    """No word covers another, none is cut off, and none is smaller than is read on paper."""
    sizes = [float(text.get_fontsize()) for text in theme.figure_of(ax).findobj(Text) if text.get_text()]
    return overlapping_texts(ax) == [] and clipped_texts(ax) == [] and min(sizes) >= 7


def drawn(ax: Axes, gid: str) -> list[Any]:
    return [np.asarray(line.get_xdata(), dtype=float) for line in ax.lines if line.get_gid() == gid]


def heights(ax: Axes, gid: str) -> list[float]:
    return [float(y) for line in ax.lines if line.get_gid() == gid for y in np.asarray(line.get_ydata())]


@pytest.mark.parametrize("count", [4, 60, 78])
def test_every_spell_has_its_line_its_mark_and_its_name(count: int) -> None:
    spells = spells_of(ceasefires(count), as_of="2026-01-05", scope="all")
    ax = plot_spells(spells, title=TITLE)
    assert sorted(line[1] for line in drawn(ax, "spell")) == pytest.approx(sorted(spells["years"]))
    for outcome, number in spells["outcome"].value_counts().items():
        assert len(drawn(ax, f"end-{outcome}")) == number
    named = [label for label in ax.get_yticklabels() if label.get_fontweight() != 700]
    assert len(named) == count
    assert legible(ax)


def test_each_cluster_is_named_in_bold_above_its_first_spell() -> None:
    spells = spells_of(ceasefires(6), as_of="2026-01-05", scope="all")
    ax = plot_spells(spells, title="x")
    rows = sorted((label.get_position()[1], label) for label in ax.get_yticklabels())
    bold = [label.get_fontweight() == 700 for _, label in rows]
    assert bold == [True, False, False, False, False, True, False, False]
    assert [label.get_text() for _, label in rows if label.get_fontweight() == 700] == ["C00", "C01"]


@pytest.mark.parametrize("half", [0, 1])
def test_the_record_is_drawn_at_full_size_on_a_page(half: int) -> None:
    dataset = load_dataset(DATA).select(as_of="2026-01-05")
    recorded = named_by(dataset.ceasefires, dataset.clusters)
    every = spells_of(recorded, as_of=dataset.as_of, scope="all")
    ax = plot_spells(halves(every)[half], title="x")
    assert theme.figure_of(ax).get_figheight() * 25.4 < TALLEST
    assert legible(ax)


def test_spells_outside_the_headline_are_pale_and_said_to_be(rows: pd.DataFrame) -> None:
    ax = plot_spells(rows, title="x")
    hollow = [line for line in ax.lines if str(line.get_gid()).startswith("end-")]
    white = [line for line in hollow if line.get_markerfacecolor() == "white"]
    assert len(white) == (~rows["headline"]).sum()
    assert "pale: sensitivity only" in [text.get_text() for text in ax.texts]


def test_a_year_in_the_name_is_not_said_twice() -> None:
    spells = spells_of(ceasefires(2), as_of="2026-01-05", scope="all")
    ax = plot_spells(spells.assign(dyad=["Simla 1950", "Korea"]), title="x")
    assert [label.get_text() for label in ax.get_yticklabels()][:2] == ["Simla 1950", "Korea, 1950"]


def test_survival_is_drawn_as_measured_and_thin_where_few_are_left(
    rows: pd.DataFrame, at_risk: pd.DataFrame
) -> None:
    steps = survival(rows, event=WAR)
    ax = plot_survival(steps, at_risk, title=TITLE)
    assert heights(ax, "survival") == steps.loc[steps["at_risk"] >= 5, "survival"].tolist()
    numbers = [text.get_text() for text in ax.texts if text.get_gid() == "at-risk"]
    assert numbers == [str(n) for n in at_risk["at_risk"]]
    assert legible(ax)


def test_stacked_shares_fill_the_axis(rows: pd.DataFrame, at_risk: pd.DataFrame) -> None:
    steps = incidence(rows, causes=CAUSES)
    ax = plot_incidence(steps, at_risk, title=TITLE)
    assert ax.get_ylim() == (0, 1)
    assert [layer.get_gid() for layer in ax.collections] == ["renewed_war", "ongoing", "superseded_by_treaty"]
    war = np.asarray(ax.collections[0].get_paths()[0].vertices)
    assert war[:, 1].max() == pytest.approx(steps["renewed_war"].iloc[-1])
    assert legible(ax)


def test_hazard_has_events_and_exposure_under_each_age(rows: pd.DataFrame) -> None:
    table = life_table(rows, event=WAR)
    ax = plot_hazard(table, title=TITLE)
    assert heights(ax, "rate") == pytest.approx((100 * table["estimate"]).tolist())
    assert f"{table['events'].iloc[0]} in" in ax.get_xticklabels()[0].get_text()
    assert legible(ax)


def test_clusters_are_sorted_and_the_whole_is_marked(rows: pd.DataFrame) -> None:
    table = without_one_cluster(rows)
    ax = plot_without_one_cluster(table, title=TITLE)
    points = [float(line[0]) for line in drawn(ax, "estimate")]
    assert points == sorted(table["estimate"].iloc[1:])
    assert drawn(ax, "reference")[0][0] == pytest.approx(table["estimate"].iloc[0])
    assert legible(ax)


def test_choices_of_one_spell_share_a_row() -> None:
    other = pd.DataFrame(
        {"spell_id": ["C02", "C06"], "rule": ["a", "b"], "end": ["1960-01-01"] * 2, "end_type": "renewed_war"}
    )
    table = sensitivity(ceasefires(60), other, as_of="2026-01-05")
    ax = plot_choices(table, title=TITLE)
    assert drawn(ax, "one-spell")[0].tolist() == table.loc[table["kind"] == "one spell", "estimate"].tolist()
    assert "one spell at a time (2 changes)" in [label.get_text() for label in ax.get_yticklabels()]
    assert legible(ax)


def test_features_show_n_on_both_sides_and_say_when_a_side_is_too_small(rows: pd.DataFrame) -> None:
    table = features(rows.assign(rare=rows.index < 3), names=["monitors", "rare"], permutations=99)
    ax = plot_features(table.replace("rare", "very_rare"), title=TITLE)
    words = [text.get_text() for text in ax.texts]
    assert {"n = 30", "n = 3: insufficient data"} <= set(words)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["monitors", "very rare"]
    assert legible(ax)


@pytest.fixture(scope="module")
def similar(rows: pd.DataFrame) -> pd.DataFrame:
    names = ["monitors", "guarantee"]
    coding = pd.DataFrame({"scenario_id": "S1", "feature": names, "value": True})
    return similarity(rows, terms(coding, scenarios=["S1", "S2"], features=names), reach=1.0, needed=2)


def test_each_spell_is_a_mark_at_its_distance(similar: pd.DataFrame) -> None:
    ax = plot_similarity(similar, SCENARIOS, title=TITLE)
    marks = [line for line in ax.lines if str(line.get_gid()).startswith("spell-")]
    assert len(marks) == similar["distance"].notna().sum()
    assert "S1 Brokered ceasefire (2 terms compared)" in [text.get_text() for text in ax.texts]
    assert legible(ax)


def test_a_scenario_with_nothing_to_compare_has_no_empty_panel(similar: pd.DataFrame) -> None:
    assert len(theme.figure_of(plot_similarity(similar, SCENARIOS, title="x")).axes) == 1


def test_durability_draws_only_what_is_known(rows: pd.DataFrame, similar: pd.DataFrame) -> None:
    table = conditional_durability(rows, similar)
    ax = plot_durability(table, SCENARIOS, title=TITLE)
    assert heights(ax, "S1") == table.loc[table["scenario_id"] == "S1", "estimate"].tolist()
    assert all(line.get_gid() != "S2" for line in ax.lines)
    assert legible(ax)


@pytest.mark.parametrize("draw", [plot_survival, plot_incidence])
def test_too_little_data_is_said_in_the_figure(draw: object, rows: pd.DataFrame) -> None:
    few = rows.iloc[:3]
    measured = survival(few, event=WAR) if draw is plot_survival else incidence(few, causes=CAUSES)
    ax = draw(measured, survival_at(few, horizons=[0, 5], event=WAR), title=TITLE)  # type: ignore[operator]
    assert any("insufficient data: 3 spells" in text.get_text() for text in ax.texts)
    assert not ax.lines


def test_too_little_data_for_a_hazard_and_for_any_durability(
    rows: pd.DataFrame, similar: pd.DataFrame
) -> None:
    assert "insufficient" in plot_hazard(life_table(rows.iloc[:3], event=WAR), title="x").texts[0].get_text()
    nothing = conditional_durability(rows.iloc[:3], similar[similar["spell_id"].isin(rows["spell_id"][:3])])
    ax = plot_durability(nothing, SCENARIOS, title="x")
    assert "insufficient data for every scenario" in [text.get_text() for text in ax.texts]
