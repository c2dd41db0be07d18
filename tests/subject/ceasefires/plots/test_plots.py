"""Figures on ceasefires, held by what is drawn and by whether every word can be read; never by pixels."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.text import Text

from analysis import load_dataset
from analysis.parts import theme
from analysis.parts.theme.drawings import drawn_of
from analysis.parts.theme.legibility import clipped_texts, overlapping_texts
from analysis.subject.ceasefires.base_rates import without_one_cluster
from analysis.subject.ceasefires.choices import Kind
from analysis.subject.ceasefires.durability import incidence, life_table, survival, survival_at
from analysis.subject.ceasefires.groups import by_feature
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
from analysis.subject.ceasefires.plots.spells import ENDS
from analysis.subject.ceasefires.similarity import conditional_durability, similarity, terms
from analysis.subject.ceasefires.specification_sensitivity import sensitivity
from analysis.subject.ceasefires.spells import named as named_by
from analysis.subject.ceasefires.spells import spells as spells_of
from analysis.subject.ceasefires.spells import split_for_page

DATA = Path(__file__).parents[4] / "data"
TALLEST = 210  # millimetres: what the PDF prints without shrinking it
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
    return survival_at(rows, horizons=[0, 5, 10, 20])


def legible(ax: Axes) -> bool:
    """No word covers another, none is cut off, and none is smaller than is read on paper."""
    sizes = [float(text.get_fontsize()) for text in theme.figure_of(ax).findobj(Text) if text.get_text()]
    return overlapping_texts(ax) == [] and clipped_texts(ax) == [] and min(sizes) >= 7


def drawn(ax: Axes, gid: str) -> list[float]:
    """Return where along the x axis the points or lines of a name stand."""
    lines = [line for line in ax.lines if line.get_gid() == gid]
    return [float(x) for line in lines for x in np.asarray(line.get_xdata(), dtype=float)]


def lengths(ax: Axes) -> list[float]:
    """Return how long each spell is drawn."""
    bars = [bars for bars in ax.collections if isinstance(bars, LineCollection) and bars.get_gid() == "spell"]
    return [float(segment[1, 0]) for bar in bars for segment in bar.get_segments()]


def heights(ax: Axes, gid: str) -> list[float]:
    return [float(y) for line in ax.lines if line.get_gid() == gid for y in np.asarray(line.get_ydata())]


@pytest.mark.parametrize("count", [4, 60, 78])
def test_every_spell_has_its_line_its_mark_and_its_name(count: int) -> None:
    spells = spells_of(ceasefires(count), as_of="2026-01-05", scope="all")
    ax = plot_spells(spells)
    assert sorted(lengths(ax)) == pytest.approx(sorted(spells["years"]))
    for outcome, number in spells["outcome"].value_counts().items():
        pale = drawn(ax, f"{ENDS[str(outcome)]}, sensitivity only")
        assert len(drawn(ax, ENDS[str(outcome)]) + pale) == number
    named = [label for label in ax.get_yticklabels() if label.get_fontweight() != 700]
    assert len(named) == count
    assert legible(ax)


def test_each_cluster_is_named_in_bold_above_its_first_spell() -> None:
    spells = spells_of(ceasefires(6), as_of="2026-01-05", scope="all")
    ax = plot_spells(spells)
    rows = sorted((label.get_position()[1], label) for label in ax.get_yticklabels())
    bold = [label.get_fontweight() == 700 for _, label in rows]
    assert bold == [True, False, False, False, False, True, False, False]
    assert [label.get_text() for _, label in rows if label.get_fontweight() == 700] == ["C00", "C01"]


@pytest.mark.parametrize("half", [0, 1])
def test_the_record_is_drawn_at_full_size_on_a_page(half: int) -> None:
    dataset = load_dataset(DATA).select(as_of="2026-01-05")
    recorded = named_by(dataset.ceasefires, dataset.clusters)
    every = spells_of(recorded, as_of=dataset.as_of, scope="all")
    ax = plot_spells(split_for_page(every)[half])
    assert theme.figure_of(ax).get_figheight() * 25.4 < TALLEST
    assert legible(ax)


def test_spells_outside_the_headline_are_pale_and_said_to_be(rows: pd.DataFrame) -> None:
    ax = plot_spells(rows)
    hollow = [line for line in ax.lines if line.get_markerfacecolor() == "white"]
    assert sum(len(np.asarray(line.get_xdata())) for line in hollow) == (~rows["headline"]).sum()
    assert all("sensitivity only" in str(line.get_gid()) for line in hollow)
    assert "pale: sensitivity only" in [text.get_text() for text in ax.texts]


def test_a_year_in_the_name_is_not_said_twice() -> None:
    spells = spells_of(ceasefires(2), as_of="2026-01-05", scope="all")
    ax = plot_spells(spells.assign(dyad=["Simla 1950", "Korea"]))
    assert [label.get_text() for label in ax.get_yticklabels()][:2] == ["Simla 1950", "Korea, 1950"]


def test_survival_is_drawn_as_measured_and_thin_where_few_are_left(
    rows: pd.DataFrame, at_risk: pd.DataFrame
) -> None:
    steps = survival(rows)
    ax = plot_survival(steps, at_risk)
    assert heights(ax, "without renewed war") == steps.loc[steps["at_risk"] >= 5, "survival"].tolist()
    numbers = [text.get_text() for text in ax.texts if text.get_gid() == "at-risk"]
    assert numbers == [str(n) for n in at_risk["at_risk"]]
    assert legible(ax)


def test_stacked_shares_fill_the_axis(rows: pd.DataFrame, at_risk: pd.DataFrame) -> None:
    steps = incidence(rows)
    ax = plot_incidence(steps, at_risk)
    assert ax.get_ylim() == (0, 1)
    assert [layer.get_gid() for layer in ax.collections] == ["renewed_war", "ongoing", "superseded_by_treaty"]
    war = np.asarray(ax.collections[0].get_paths()[0].vertices)
    assert war[:, 1].max() == pytest.approx(steps["renewed_war"].iloc[-1])
    assert legible(ax)


def test_hazard_has_events_and_exposure_under_each_age(rows: pd.DataFrame) -> None:
    table = life_table(rows)
    ax = plot_hazard(table)
    assert heights(ax, "rate") == pytest.approx(table["rate"].tolist())
    assert f"{table['events'].iloc[0]} in" in ax.get_xticklabels()[0].get_text()
    assert legible(ax)


def test_clusters_are_sorted_and_the_whole_is_marked(rows: pd.DataFrame) -> None:
    table = without_one_cluster(rows)
    ax = plot_without_one_cluster(table)
    assert drawn(ax, "estimate") == sorted(table["estimate"].iloc[1:])
    assert drawn(ax, "reference")[0] == pytest.approx(table["estimate"].iloc[0])
    assert legible(ax)


def test_choices_of_one_spell_share_a_row() -> None:
    other = pd.DataFrame(
        {"spell_id": ["C02", "C06"], "rule": ["a", "b"], "end": ["1960-01-01"] * 2, "end_type": "renewed_war"}
    )
    table = sensitivity(ceasefires(60), other, as_of="2026-01-05")
    ax = plot_choices(table.assign(name=table["choice"]))
    assert drawn(ax, "one-spell") == table.loc[table["kind"] == Kind.ONE_SPELL, "estimate"].tolist()
    assert "one spell at a time (2 changes)" in [label.get_text() for label in ax.get_yticklabels()]
    assert legible(ax)


def test_features_show_n_on_both_sides_and_say_when_a_side_is_too_small(rows: pd.DataFrame) -> None:
    table = by_feature(rows.assign(rare=rows.index < 3), names=["monitors", "rare"], permutations=99)
    ax = plot_features(table.assign(name=["monitors", "very rare"]))
    words = [text.get_text() for text in ax.texts]
    assert {"n = 30", "n = 3: insufficient data"} <= set(words)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["monitors", "very rare"]
    assert legible(ax)


@pytest.fixture(scope="module")
def similar(rows: pd.DataFrame) -> pd.DataFrame:
    names = ["monitors", "guarantee"]
    coding = pd.DataFrame({"scenario_id": "S1", "feature": names, "value": True})
    return similarity(rows, terms(coding, scenarios=["S1", "S2"], features=names), bandwidth=1.0, needed=2)


def test_each_spell_is_a_mark_at_its_distance(similar: pd.DataFrame) -> None:
    ax = plot_similarity(similar.dropna(subset=["distance"]), SCENARIOS)
    marks = [points for points in ax.collections if isinstance(points, PathCollection)]
    assert sum(len(np.asarray(points.get_offsets())) for points in marks) == similar["distance"].notna().sum()
    assert "S1 Brokered ceasefire (2 terms compared)" in [text.get_text() for text in ax.texts]
    assert legible(ax)


def test_a_scenario_with_nothing_to_compare_has_no_empty_panel(similar: pd.DataFrame) -> None:
    assert len(theme.figure_of(plot_similarity(similar.dropna(), SCENARIOS)).axes) == 1


def test_durability_draws_only_what_is_known(rows: pd.DataFrame, similar: pd.DataFrame) -> None:
    table = conditional_durability(rows, similar)
    ax = plot_durability(table)
    assert heights(ax, "S1") == table.loc[table["scenario_id"] == "S1", "estimate"].tolist()
    assert all(line.get_gid() != "S2" for line in ax.lines)
    assert legible(ax)


def test_too_little_data_draws_nothing_and_remembers_what_is_missing(
    rows: pd.DataFrame, similar: pd.DataFrame
) -> None:
    few = rows.iloc[:3]
    at = survival_at(few, horizons=[0, 5])
    like = similar[similar["spell_id"].isin(few["spell_id"])]
    for ax in (
        plot_survival(survival(few), at),
        plot_incidence(incidence(few), at),
        plot_hazard(life_table(few)),
        plot_durability(conditional_durability(few, like)),
        plot_spells(rows[:0]),
    ):
        lacking = drawn_of(theme.figure_of(ax)).lacking
        assert lacking is not None
        assert lacking["n"] < max(lacking["needed"], 10)
        assert not ax.lines
