"""The series of nights and weeks is checked by what is drawn and said, never by pixels."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.subject.attacks.nights import nightly, weekly
from analysis.subject.attacks.plots.series import plot_newest_nights, plot_nightly, plot_weekly

Drawn = Callable[[Axes, str], list[Line2D]]
Heights = Callable[[Axes, str | None], float]
Neighbour = Callable[[Axes], Axes]
Unreadable = Callable[[Axes], list[object]]


def test_every_word_can_be_read(series: tuple[pd.DataFrame, datetime.date], unreadable: Unreadable) -> None:
    of, as_of = series
    assert unreadable(plot_nightly(nightly(of, as_of=as_of))) == []
    assert unreadable(plot_newest_nights(nightly(of, as_of=as_of))) == []
    assert unreadable(plot_weekly(weekly(of, as_of=as_of, by="class"))) == []


def test_nights_are_points_and_unknown_nights_marks_with_a_gap_in_the_mean(
    long: pd.DataFrame, day: datetime.date, unknown: int, drawn: Drawn
) -> None:
    nights = nightly(long, as_of=day)
    drones = nights[nights["weapon"] == "drone"]
    ax = plot_nightly(nights)
    (points,), (marks,) = drawn(ax, "nights"), drawn(ax, "unknown-days")
    settled = drones[~drones["provisional"]]
    np.testing.assert_array_equal(points.get_ydata(), settled["launched"].astype(float))
    assert np.asarray(marks.get_xdata()).size == unknown
    (provisional,) = drawn(ax, "provisional")
    assert np.asarray(provisional.get_ydata()).size == 7
    (mean,) = drawn(ax, "mean-28")
    np.testing.assert_array_equal(mean.get_ydata(), drones["mean_28"])
    assert np.isnan(np.asarray(mean.get_ydata(), dtype=float)).any()


def test_the_newest_nights_stand_beside_the_means_of_both_halves(
    long: pd.DataFrame, day: datetime.date, drawn: Drawn, heights: Heights
) -> None:
    nights = nightly(long, as_of=day)
    drones = nights[nights["weapon"] == "drone"].tail(56)
    ax = plot_newest_nights(nights)
    assert heights(ax, "last-bars") == drones["launched"].iloc[-1]
    assert heights(ax, "night-bars") == drones["launched"].iloc[:-1].sum()
    means = [float(np.asarray(line.get_ydata())[0]) for line in drawn(ax, "mean")]
    assert means == [drones["launched"].iloc[:28].mean(), drones["launched"].iloc[28:].mean()]
    assert drawn(plot_newest_nights(nights.assign(mean_28=np.nan)), "mean") == []


def test_weeks_with_unknown_nights_are_pale_and_nothing_is_lost(
    long: pd.DataFrame, day: datetime.date, heights: Heights, neighbour: Neighbour
) -> None:
    weeks = weekly(long, as_of=day, by="class")
    upper = plot_weekly(weeks)
    drones = weeks[weeks["weapon"] == "drone"]
    complete = drones["complete"]
    assert heights(upper, "drone-complete") == drones.loc[complete, "launched"].sum()
    assert heights(upper, "drone-floor") == drones.loc[~complete, "launched"].sum() > 0
    lower = neighbour(upper)
    cruise = heights(lower, "cruise-complete") + heights(lower, "cruise-floor")
    assert cruise == weeks.loc[weeks["weapon"] == "cruise", "launched"].sum()
    assert "pale" in " ".join(text.get_text() for text in upper.texts)
