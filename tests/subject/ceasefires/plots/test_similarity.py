"""How like each scenario the spells are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection

from analysis.parts import theme
from analysis.parts.theme.canvas import narrow_column
from analysis.subject.ceasefires.plots import plot_similarity
from analysis.subject.ceasefires.similarity import similarity, terms

SCENARIOS = pd.DataFrame({"scenario_id": ["S1", "S2"], "label": ["Brokered ceasefire", "Talks collapse"]})
Legible = Callable[[Axes], bool]


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


def test_on_a_phone_the_key_stands_above_the_first_name(similar: pd.DataFrame, legible: Legible) -> None:
    with narrow_column():
        ax = plot_similarity(similar.dropna(subset=["distance"]), SCENARIOS)
    assert legible(ax)
