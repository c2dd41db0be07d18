"""Shares neutralised and the mix of weapons are checked by what is drawn and said, never by pixels."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.errors import AnalysisError
from analysis.parts import theme
from analysis.subject.attacks.mix import weekly_mix
from analysis.subject.attacks.neutralised import class_shares, monthly_shares
from analysis.subject.attacks.nights import definition_break
from analysis.subject.attacks.plots.outcomes import plot_class_shares, plot_mix, plot_neutralised

Drawn = Callable[[Axes, str], list[Line2D]]
Heights = Callable[[Axes, str | None], float]
Neighbour = Callable[[Axes], Axes]
Unreadable = Callable[[Axes], list[object]]


def neutralised(of: pd.DataFrame, day: datetime.date) -> Axes:
    return plot_neutralised(monthly_shares(of, as_of=day), definition_break(of, as_of=day))


def test_every_word_can_be_read(series: tuple[pd.DataFrame, datetime.date], unreadable: Unreadable) -> None:
    of, as_of = series
    assert unreadable(neutralised(of, as_of)) == []
    assert unreadable(plot_mix(weekly_mix(of, as_of=as_of))) == []


def test_each_class_has_its_share_its_interval_and_its_number(
    long: pd.DataFrame, day: datetime.date, drawn: Drawn, unreadable: Unreadable
) -> None:
    shares = class_shares(long, as_of=day).query("status == 'ok'")
    ax = plot_class_shares(shares)
    assert unreadable(ax) == []
    (points,) = drawn(ax, "share")
    np.testing.assert_allclose(
        np.asarray(points.get_xdata(), dtype=float), 100 * shares["estimate"].astype(float)
    )
    written = [text.get_text() for text in ax.texts]
    assert written == [
        f"{100 * row['estimate']:.0f}% of {row['launched']:,}" for row in shares.to_dict("records")
    ]


def test_the_break_is_drawn_where_counting_changed_and_only_there(
    long: pd.DataFrame, day: datetime.date, drawn: Drawn
) -> None:
    after = neutralised(long, day)
    (line,) = drawn(after, "definition-break")
    assert np.asarray(line.get_xdata())[0] == theme.day_numbers([datetime.date(2025, 7, 24)])[0]
    before = datetime.date(2025, 6, 1)
    ax = neutralised(long, before)
    assert drawn(ax, "definition-break") == []


def test_the_month_of_the_break_is_a_hollow_point_on_each_side_with_ten_nights(
    long: pd.DataFrame, day: datetime.date, drawn: Drawn
) -> None:
    shares = monthly_shares(long, as_of=day)
    ax = plot_neutralised(shares, definition_break(long, as_of=day))
    hollow = np.concatenate([np.asarray(line.get_xdata()) for line in drawn(ax, "partial")])
    july = theme.day_numbers(hollow[hollow < np.datetime64("2025-08-01")])
    cut = theme.day_numbers([datetime.date(2025, 7, 24)])[0]
    assert len(july) == 1, "since the break, July has eight nights"
    assert july[0] < cut


def test_the_shot_down_share_is_not_drawn_across_the_break(long: pd.DataFrame, day: datetime.date) -> None:
    shares = monthly_shares(long, as_of=day, outcome="shot_down")
    with pytest.raises(AnalysisError, match="forbids drawing shot_down"):
        plot_neutralised(shares, definition_break(long, as_of=day))


def test_months_without_reported_suppression_are_floors(long: pd.DataFrame, drawn: Drawn) -> None:
    floors = long.assign(suppressed=pd.array([pd.NA] * len(long), dtype="Int64"))
    ax = neutralised(floors, datetime.date(2025, 6, 1))
    upward = [line for line in drawn(ax, "whole") if line.get_marker() == "^"]
    assert np.asarray(upward[0].get_ydata()).size > 0
    assert any("floor" in text.get_text() for text in ax.texts)


def test_the_missile_share_stands_above_its_counts(
    long: pd.DataFrame, day: datetime.date, drawn: Drawn, heights: Heights, neighbour: Neighbour
) -> None:
    mix = weekly_mix(long, as_of=day)
    upper = plot_mix(mix)
    (share,) = drawn(upper, "trailing-share")
    np.testing.assert_array_equal(share.get_ydata(), mix["estimate"])
    assert heights(neighbour(upper), "missiles") == mix["missiles"].sum()
