"""Nights around talks and winters are checked by what is drawn and said, never by pixels."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.parts import theme
from analysis.parts.svg import to_svg
from analysis.subject.attacks.events import event_time
from analysis.subject.attacks.nights import nightly
from analysis.subject.attacks.phases import phases
from analysis.subject.attacks.plots.comparisons import plot_event_time, plot_phases

Drawn = Callable[[Axes, str], list[Line2D]]
Unreadable = Callable[[Axes], list[object]]


TALKS = pd.DataFrame({"date": pd.date_range("2024-12-01", periods=8, freq="33D")})


def test_every_word_around_talks_can_be_read(
    long: pd.DataFrame, day: datetime.date, unreadable: Unreadable
) -> None:
    assert unreadable(plot_event_time(event_time(long, TALKS, as_of=day))) == []


def test_every_word_of_the_winters_can_be_read(
    winters: pd.DataFrame, spring: datetime.date, unreadable: Unreadable
) -> None:
    pairs = phases(winters, as_of=spring)
    assert unreadable(plot_phases(pairs, nightly(winters, as_of=spring))) == []


def test_nights_around_talks_are_drawn_over_the_placebo_band(
    long: pd.DataFrame, day: datetime.date, drawn: Drawn
) -> None:
    lags = event_time(long, TALKS, as_of=day)
    ax = plot_event_time(lags)
    (line,) = drawn(ax, "lags")
    np.testing.assert_array_equal(line.get_ydata(), lags["estimate"])
    (band,) = ax.collections
    top = np.asarray(band.get_paths()[0].vertices)[:, 1].max()
    assert top == lags["placebo_high"].max()


def test_each_winter_has_its_nights_its_mean_and_its_ratio_or_why_there_is_none(
    winters: pd.DataFrame, spring: datetime.date, drawn: Drawn
) -> None:
    pairs = phases(winters, as_of=spring)
    ax = plot_phases(pairs, nightly(winters, as_of=spring))
    theme.figure_of(ax).draw_without_rendering()
    assert [label.get_text() for label in ax.get_yticklabels()] == [pairs["earlier"].iloc[0], *pairs["phase"]]
    nights = [np.asarray(line.get_xdata(), dtype=float) for line in drawn(ax, "nights")]
    inside = nightly(winters, as_of=spring).query("weapon == 'drone'").set_index("date")["launched"]
    newest = inside.loc[pairs["first"].iloc[-1] : pairs["last"].iloc[-1]].dropna()
    np.testing.assert_array_equal(nights[-1], newest.astype(float))
    assert any("no ratio: " in text.get_text() for text in ax.texts)


def test_winters_are_drawn_the_same_whatever_the_random_state(
    winters: pd.DataFrame, spring: datetime.date
) -> None:
    pairs, nights = phases(winters, as_of=spring), nightly(winters, as_of=spring)
    drawings = []
    for seed in (1, 2):
        np.random.seed(seed)  # noqa: NPY002 - the global state is what must not matter
        drawings.append(to_svg(theme.figure_of(plot_phases(pairs, nights))))
    assert drawings[0] == drawings[1]
