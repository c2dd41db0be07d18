"""How like each scenario the spells are, and how long those most like it held."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection

from analysis.parts import theme
from analysis.parts.theme.drawings import drawn_of
from analysis.subject.ceasefires.plots import plot_durability, plot_similarity
from analysis.subject.ceasefires.similarity import conditional_durability, similarity, terms

SCENARIOS = pd.DataFrame({"scenario_id": ["S1", "S2"], "label": ["Brokered ceasefire", "Talks collapse"]})
Legible = Callable[[Axes], bool]
Places = Callable[[Axes, str], list[float]]


@pytest.fixture(scope="module")
def similar(rows: pd.DataFrame) -> pd.DataFrame:
    names = ["monitors", "guarantee"]
    coding = pd.DataFrame({"scenario_id": "S1", "feature": names, "value": True})
    return similarity(rows, terms(coding, scenarios=["S1", "S2"], features=names), bandwidth=1.0, needed=2)


def test_each_spell_is_a_mark_at_its_distance(similar: pd.DataFrame, legible: Legible) -> None:
    ax = plot_similarity(similar.dropna(subset=["distance"]), SCENARIOS)
    marks = [points for points in ax.collections if isinstance(points, PathCollection)]
    assert sum(len(np.asarray(points.get_offsets())) for points in marks) == similar["distance"].notna().sum()
    assert "S1 Brokered ceasefire (2 terms compared)" in [text.get_text() for text in ax.texts]
    assert legible(ax)


def test_a_scenario_with_nothing_to_compare_has_no_empty_panel(similar: pd.DataFrame) -> None:
    assert len(theme.figure_of(plot_similarity(similar.dropna(), SCENARIOS)).axes) == 1


def test_durability_draws_only_what_is_known(
    rows: pd.DataFrame, similar: pd.DataFrame, legible: Legible, heights: Places
) -> None:
    table = conditional_durability(rows, similar)
    ax = plot_durability(table)
    assert heights(ax, "S1") == table.loc[table["scenario_id"] == "S1", "estimate"].tolist()
    assert all(line.get_gid() != "S2" for line in ax.lines)
    assert legible(ax)


def test_too_little_data_draws_nothing_and_remembers_what_is_missing(
    rows: pd.DataFrame, similar: pd.DataFrame
) -> None:
    few = rows.iloc[:3]
    like = similar[similar["spell_id"].isin(few["spell_id"])]
    ax = plot_durability(conditional_durability(few, like))
    lacking = drawn_of(theme.figure_of(ax)).lacking
    assert lacking is not None
    assert lacking["n"] < max(lacking["needed"], 10)
    assert not ax.lines
