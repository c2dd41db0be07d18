"""Records, ranks and pauses are checked by what is drawn and said, never by pixels."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Annotation

from analysis.parts import theme
from analysis.parts.svg import to_svg
from analysis.subject.attacks.gaps import gap_summary, gap_survival, mass_salvos
from analysis.subject.attacks.nights import nightly
from analysis.subject.attacks.plots.records import plot_gaps, plot_last_night, plot_records
from analysis.subject.attacks.records import percentile_ranks, record_nights

Drawn = Callable[[Axes, str], list[Line2D]]
Heights = Callable[[Axes, str | None], float]
Unreadable = Callable[[Axes], list[object]]


def test_every_word_can_be_read(series: tuple[pd.DataFrame, datetime.date], unreadable: Unreadable) -> None:
    of, as_of = series
    nights = nightly(of, as_of=as_of)
    assert unreadable(plot_records(record_nights(of, as_of=as_of), nights)) == []
    assert unreadable(plot_last_night(nights, percentile_ranks(of, as_of=as_of))) == []


def test_every_word_of_the_pauses_can_be_read(
    long: pd.DataFrame, day: datetime.date, unreadable: Unreadable
) -> None:
    salvos = mass_salvos(long, as_of=day)
    assert unreadable(plot_gaps(gap_survival(salvos), gap_summary(salvos))) == []


def test_the_stair_of_records_ends_at_the_largest_night(
    long: pd.DataFrame, day: datetime.date, drawn: Drawn
) -> None:
    nights, records = nightly(long, as_of=day), record_nights(long, as_of=day)
    ax = plot_records(records, nights)
    (stair,) = drawn(ax, "record")
    steps = np.asarray(stair.get_ydata(), dtype=float)
    assert (np.diff(steps) >= 0).all()
    assert steps[-1] == long.loc[long["weapon_class"] == "drone", "launched"].max()


def test_the_last_night_stands_among_the_nights_of_its_rank(
    long: pd.DataFrame, day: datetime.date, drawn: Drawn, heights: Heights
) -> None:
    ranks = percentile_ranks(long, as_of=day)
    ax = plot_last_night(nightly(long, as_of=day), ranks)
    drones = ranks[ranks["weapon"] == "drone"].iloc[0]
    (line,) = drawn(ax, "last-night")
    assert set(np.asarray(line.get_xdata(), dtype=float)) == {drones["launched"]}
    assert heights(ax, None) == drones["n"]


def test_pauses_are_a_stair_from_one_with_those_at_risk_beneath(
    long: pd.DataFrame, day: datetime.date, drawn: Drawn
) -> None:
    salvos = mass_salvos(long, as_of=day)
    curve = gap_survival(salvos)
    ax = plot_gaps(curve, gap_summary(salvos))
    (stair,) = drawn(ax, "survival")
    assert np.asarray(stair.get_ydata(), dtype=float)[0] == 1
    np.testing.assert_array_equal(np.asarray(stair.get_ydata(), dtype=float)[1:], curve["estimate"])
    (open_gap,) = drawn(ax, "open-gap")
    assert np.asarray(open_gap.get_xdata(), dtype=float)[0] == salvos["gap"].iloc[-1]
    assert str(curve["at_risk"].iloc[0]) in [text.get_text() for text in ax.texts]


@pytest.mark.parametrize(("age", "height"), [(1, 0.0), (500, 1.0)])
def test_the_age_of_the_open_pause_stands_where_the_curve_does_not(
    age: int, height: float, long: pd.DataFrame, day: datetime.date
) -> None:
    salvos = mass_salvos(long, as_of=day)
    summary = gap_summary(salvos).assign(open_gap=age)
    ax = plot_gaps(gap_survival(salvos), summary)
    (label,) = [text for text in ax.texts if text.get_text().startswith("open pause: ")]
    assert isinstance(label, Annotation)
    assert label.xy == (age, height)


def test_the_last_night_is_drawn_the_same_whatever_the_random_state(
    winters: pd.DataFrame, spring: datetime.date
) -> None:
    nights, ranks = nightly(winters, as_of=spring), percentile_ranks(winters, as_of=spring)
    drawings = []
    for seed in (1, 2):
        np.random.seed(seed)  # noqa: NPY002 - the global state is what must not matter
        drawings.append(to_svg(theme.figure_of(plot_last_night(nights, ranks))))
    assert drawings[0] == drawings[1]
