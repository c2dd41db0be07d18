"""What each choice of cases, each rule and each feature moves: one point with its interval a row."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.axes import Axes

from analysis.subject.ceasefires.base_rates import without_one_cluster
from analysis.subject.ceasefires.choices import Kind
from analysis.subject.ceasefires.groups import by_feature
from analysis.subject.ceasefires.plots import plot_choices, plot_features, plot_without_one_cluster
from analysis.subject.ceasefires.specification_sensitivity import sensitivity

Ceasefires = Callable[[int], pd.DataFrame]
Legible = Callable[[Axes], bool]
Places = Callable[[Axes, str], list[float]]


def test_clusters_are_sorted_and_the_whole_is_marked(
    rows: pd.DataFrame, legible: Legible, drawn: Places
) -> None:
    table = without_one_cluster(rows)
    ax = plot_without_one_cluster(table)
    assert drawn(ax, "estimate") == sorted(table["estimate"].iloc[1:])
    assert drawn(ax, "reference")[0] == pytest.approx(table["estimate"].iloc[0])
    assert legible(ax)


def test_choices_of_one_spell_share_a_row(ceasefires: Ceasefires, legible: Legible, drawn: Places) -> None:
    other = pd.DataFrame(
        {"spell_id": ["C02", "C06"], "rule": ["a", "b"], "end": ["1960-01-01"] * 2, "end_type": "renewed_war"}
    )
    table = sensitivity(ceasefires(60), other, as_of="2026-01-05")
    ax = plot_choices(table.assign(name=table["choice"]))
    assert drawn(ax, "one-spell") == table.loc[table["kind"] == Kind.ONE_SPELL, "estimate"].tolist()
    assert "one spell at a time (2 changes)" in [label.get_text() for label in ax.get_yticklabels()]
    assert legible(ax)


def test_features_show_n_on_both_sides_and_say_when_a_side_is_too_small(
    rows: pd.DataFrame, legible: Legible
) -> None:
    table = by_feature(rows.assign(rare=rows.index < 3), names=["monitors", "rare"], permutations=99)
    ax = plot_features(table.assign(name=["monitors", "very rare"]))
    words = [text.get_text() for text in ax.texts]
    assert {"n = 30", "n = 3: insufficient data"} <= set(words)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["monitors", "very rare"]
    assert legible(ax)
