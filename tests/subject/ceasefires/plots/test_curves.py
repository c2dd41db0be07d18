"""How long ceasefires last: survival, shares of the ends, rates by age."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

from analysis.parts import theme
from analysis.parts.theme.canvas import narrow_column
from analysis.parts.theme.drawings import drawn_of
from analysis.subject.ceasefires.durability import incidence, life_table, survival, survival_at
from analysis.subject.ceasefires.plots import plot_hazard, plot_incidence, plot_survival

Legible = Callable[[Axes], bool]
Places = Callable[[Axes, str], list[float]]


def test_survival_is_drawn_as_measured_and_thin_where_few_are_left(
    rows: pd.DataFrame, at_risk: pd.DataFrame, legible: Legible, heights: Places
) -> None:
    steps = survival(rows)
    ax = plot_survival(steps, at_risk)
    assert heights(ax, "without renewed war") == steps.loc[steps["at_risk"] >= 5, "survival"].tolist()
    numbers = [text.get_text() for text in ax.texts if text.get_gid() == "at-risk"]
    assert numbers == [str(n) for n in at_risk["at_risk"]]
    assert legible(ax)


def test_stacked_shares_fill_the_axis(rows: pd.DataFrame, at_risk: pd.DataFrame, legible: Legible) -> None:
    steps = incidence(rows)
    ax = plot_incidence(steps, at_risk)
    assert ax.get_ylim() == (0, 1)
    assert [layer.get_gid() for layer in ax.collections] == ["renewed_war", "ongoing", "superseded_by_treaty"]
    war = np.asarray(ax.collections[0].get_paths()[0].vertices)
    assert war[:, 1].max() == pytest.approx(steps["renewed_war"].iloc[-1])
    assert legible(ax)


def test_hazard_has_events_and_exposure_under_each_age(
    rows: pd.DataFrame, legible: Legible, heights: Places
) -> None:
    table = life_table(rows)
    ax = plot_hazard(table)
    assert heights(ax, "rate") == pytest.approx(table["rate"].tolist())
    assert f"{table['events'].iloc[0]} in" in ax.get_xticklabels()[0].get_text()
    assert legible(ax)


@pytest.mark.parametrize("name", ["survival", "incidence", "hazard"])
def test_too_little_data_draws_nothing_and_remembers_what_is_missing(name: str, rows: pd.DataFrame) -> None:
    few = rows.iloc[:3]
    at = survival_at(few, horizons=[0, 5])
    ax = {
        "survival": lambda: plot_survival(survival(few), at),
        "incidence": lambda: plot_incidence(incidence(few), at),
        "hazard": lambda: plot_hazard(life_table(few)),
    }[name]()
    lacking = drawn_of(theme.figure_of(ax)).lacking
    assert lacking is not None
    assert lacking["n"] < max(lacking["needed"], 10)
    assert not ax.lines


def test_on_a_phone_the_words_under_each_age_are_apart(rows: pd.DataFrame, legible: Legible) -> None:
    table = life_table(rows)
    with narrow_column():
        ax = plot_hazard(table)
    assert {label.get_text().count("\n") for label in ax.get_xticklabels()} == {2}
    assert legible(ax)
