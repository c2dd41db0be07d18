"""Breaks of the level are checked by what is drawn and said, never by pixels."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.parts import theme
from analysis.subject.attacks.breaks import change_points, penalty_path, regimes, weekly_levels
from analysis.subject.attacks.plots.breaks import plot_change_points

Drawn = Callable[[Axes, str], list[Line2D]]
Neighbour = Callable[[Axes], Axes]
Unreadable = Callable[[Axes], list[object]]


def drawing(of: pd.DataFrame, day: datetime.date) -> Axes:
    return plot_change_points(
        weekly_levels(of, as_of=day),
        change_points(of, as_of=day),
        regimes(of, as_of=day),
        penalty_path(of, as_of=day),
    )


def test_every_word_can_be_read(long: pd.DataFrame, day: datetime.date, unreadable: Unreadable) -> None:
    assert unreadable(drawing(long, day)) == []


def test_each_penalty_has_its_row_of_breaks_and_their_number(
    long: pd.DataFrame, day: datetime.date, drawn: Drawn, neighbour: Neighbour
) -> None:
    path, ax = penalty_path(long, as_of=day), drawing(long, day)
    lower = neighbour(ax)
    marks = drawn(lower, "penalty")
    assert [np.asarray(line.get_xdata()).size for line in marks] == path["breaks"].tolist()
    assert sum(line.get_color() == theme.COLOUR["highlight"] for line in marks) == 1
    assert len(drawn(ax, "regime")) == len(regimes(long, as_of=day))
