"""Every spell as a line: held by what is drawn and by whether every word can be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from analysis import load_dataset
from analysis.parts import theme
from analysis.parts.theme.canvas import narrow_column
from analysis.parts.theme.drawings import drawn_of
from analysis.subject.ceasefires.plots import plot_spells
from analysis.subject.ceasefires.plots.spells import ENDS
from analysis.subject.ceasefires.spells import named as named_by
from analysis.subject.ceasefires.spells import spells as spells_of
from analysis.subject.ceasefires.spells import split_for_page

DATA = Path(__file__).parents[4] / "data"
TALLEST = 210  # millimetres: what the PDF prints without shrinking it
Ceasefires = Callable[[int], pd.DataFrame]
Legible = Callable[[Axes], bool]
Places = Callable[[Axes, str], list[float]]


def lengths(ax: Axes) -> list[float]:
    """Return how long each spell is drawn."""
    bars = [bars for bars in ax.collections if isinstance(bars, LineCollection) and bars.get_gid() == "spell"]
    return [float(segment[1, 0]) for bar in bars for segment in bar.get_segments()]


@pytest.mark.parametrize("count", [4, 60, 78])
def test_every_spell_has_its_line_its_mark_and_its_name(
    count: int, ceasefires: Ceasefires, legible: Legible, drawn: Places
) -> None:
    spells = spells_of(ceasefires(count), as_of="2026-01-05", scope="all")
    ax = plot_spells(spells)
    assert sorted(lengths(ax)) == pytest.approx(sorted(spells["years"]))
    for outcome, number in spells["outcome"].value_counts().items():
        pale = drawn(ax, f"{ENDS[str(outcome)]}, sensitivity only")
        assert len(drawn(ax, ENDS[str(outcome)]) + pale) == number
    named = [label for label in ax.get_yticklabels() if label.get_fontweight() != 700]
    assert len(named) == count
    assert legible(ax)


def test_each_cluster_is_named_in_bold_above_its_first_spell(ceasefires: Ceasefires) -> None:
    spells = spells_of(ceasefires(6), as_of="2026-01-05", scope="all")
    ax = plot_spells(spells)
    rows = sorted((label.get_position()[1], label) for label in ax.get_yticklabels())
    bold = [label.get_fontweight() == 700 for _, label in rows]
    assert bold == [True, False, False, False, False, True, False, False]
    assert [label.get_text() for _, label in rows if label.get_fontweight() == 700] == ["C00", "C01"]


@pytest.mark.parametrize("half", [0, 1])
def test_the_record_is_drawn_at_full_size_on_a_page(half: int, legible: Legible) -> None:
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


def test_a_year_in_the_name_is_not_said_twice(ceasefires: Ceasefires) -> None:
    spells = spells_of(ceasefires(2), as_of="2026-01-05", scope="all")
    ax = plot_spells(spells.assign(dyad=["Simla 1950", "Korea"]))
    assert [label.get_text() for label in ax.get_yticklabels()][:2] == ["Simla 1950", "Korea, 1950"]


def test_without_spells_nothing_is_drawn(rows: pd.DataFrame) -> None:
    ax = plot_spells(rows[:0])
    lacking = drawn_of(theme.figure_of(ax)).lacking
    assert lacking is not None
    assert lacking["n"] < max(lacking["needed"], 10)
    assert not ax.lines


def test_on_a_phone_each_name_stands_above_its_line(rows: pd.DataFrame, legible: Legible) -> None:
    with narrow_column():
        ax = plot_spells(rows.head(12))
    assert list(ax.get_yticks()) == []
    places = [text.get_position() for text in ax.texts if text.get_text().startswith("Ceasefire of")]
    assert len(places) == 12
    assert {x for x, _ in places} == {0}
    assert legible(ax)
