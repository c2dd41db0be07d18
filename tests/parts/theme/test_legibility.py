"""Whether every word of a drawing can be read."""

from __future__ import annotations

import warnings
from typing import Any

import matplotlib.dates
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.parts import theme
from analysis.parts.svg import to_svg
from analysis.parts.theme.canvas import figure_of
from analysis.parts.theme.legibility import (
    clipped_texts,
    missing_letters,
    overlapping_texts,
    problems_of,
)


def problems(ax: Axes) -> list[str]:
    with missing_letters() as letters:
        to_svg(figure_of(ax))
    return [what for what, _ in problems_of(figure_of(ax), missing=letters)]


def test_clipped_and_overlapping_texts_are_found() -> None:
    ax = theme.axes()
    ax.text(0.5, 0.5, "one")
    ax.text(0.5, 0.5, "two")
    ax.text(0.9, 0.2, "far beyond the edge of the picture", clip_on=False).set_in_layout(False)
    assert ("one", "two") in overlapping_texts(ax)
    assert clipped_texts(ax) == ["far beyond the edge of the picture"]
    assert problems(ax) == [
        "covers words with words: “one” and “two”",
        "runs out of the picture: “far beyond the edge of the picture”",
    ]


def test_a_legend_beside_the_axes_is_clipped_where_nothing_makes_room_for_it() -> None:
    figure = Figure(figsize=(4, 2))
    figure.set_layout_engine("none")
    ax = figure.subplots()
    ax.plot([1, 2], label="a rather long label")
    ax.legend(bbox_to_anchor=(1.02, 1))
    assert problems(ax) == ["runs out of the picture: “a rather long label”"]


def test_long_labels_under_bars_cover_each_other_until_they_are_turned() -> None:
    ax = theme.axes()
    ax.bar([f"a rather long label {number}" for number in range(8)], range(8))
    assert problems(ax)[0].endswith("; and 3 more")
    ax.tick_params(axis="x", rotation=45)
    assert problems(ax) == []


@pytest.mark.parametrize(
    ("points", "width", "read"), [(7, 6.3, True), (6.5, 6.3, False), (8, 10, False), (6, 3, False)]
)
def test_nothing_is_smaller_than_seven_points_where_it_is_printed(
    points: float, width: float, read: bool
) -> None:
    figure = Figure(figsize=(width, 2))
    ax = figure.subplots()
    ax.set_axis_off()
    ax.text(0, 0, "a remark", fontsize=points)
    assert problems(ax) == ([] if read else ["sets words smaller than 7 points: “a remark”"])


def test_what_is_not_drawn_is_not_judged() -> None:
    ax = theme.axes()
    ax.plot([0, 1], [0, 1])
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.annotate("a point out of view", (5, 5))
    ax.text(0, 0, "unseen", visible=False)
    ax.text(0, 0, "unseen too", visible=False)
    assert problems(ax) == []


def test_letters_without_glyph_are_named_and_other_warnings_passed_on() -> None:
    ax = theme.axes()
    ax.set_title("中 and Київ")
    assert problems(ax) == ["has letters that its fonts lack: 中 (U+4E2D)"]
    with pytest.warns(UserWarning, match="something else"), missing_letters() as letters:
        warnings.warn("something else", stacklevel=1)
    assert letters == []


@pytest.mark.parametrize(
    ("zone", "found"),
    [(None, ["tells hours of another zone than its data: UTC for Europe/Kyiv"]), ("Europe/Kyiv", [])],
)
def test_hours_are_told_in_the_zone_of_the_data(zone: str | None, found: list[str]) -> None:
    hours = pd.Series(pd.date_range("2026-01-05", periods=24, freq="h", tz="Europe/Kyiv"))
    dates: Any = matplotlib.dates
    concise = dates.ConciseDateFormatter(dates.AutoDateLocator(), tz=zone)
    for formatter in (dates.DateFormatter("%H:%M", tz=zone), concise):
        ax = theme.axes()
        ax.plot(hours, range(24))
        assert problems(ax) == []
        ax.xaxis.set_major_formatter(formatter)
        assert problems(ax) == found
