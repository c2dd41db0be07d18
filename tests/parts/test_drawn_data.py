"""What a reader saves is what is drawn: points, bars, bands and intervals, safe in a spreadsheet."""

from __future__ import annotations

import csv
import datetime

import pandas as pd
import pytest
from matplotlib.axes import Axes

from analysis.parts import theme
from analysis.parts.drawn_data import data_of


def rows(ax: Axes) -> list[dict[str, str]]:
    return list(csv.DictReader(data_of(theme.figure_of(ax)).splitlines()))


@pytest.fixture
def ax() -> Axes:
    return theme.axes()


def test_dates_are_iso_and_unknown_points_are_left_out(ax: Axes) -> None:
    days = pd.date_range("2025-12-31", periods=3)
    ax.plot(days, [1.0, float("nan"), 2.5], label="lamps")
    theme.date_axis(ax, datetime.date(2025, 12, 31), datetime.date(2026, 1, 2))
    assert rows(ax) == [
        {"series": "lamps", "x": "2025-12-31", "y": "1"},
        {"series": "lamps", "x": "2026-01-02", "y": "2.5"},
    ]


def test_an_axis_of_days_as_numbers_is_told_by_its_words(ax: Axes) -> None:
    start, end = datetime.date(2024, 10, 1), datetime.date(2026, 1, 5)
    theme.day_bars(
        ax, [pd.Timestamp(start)], [3.0], base=[0.0], width=7.0, colour="red", alpha=1.0, gid="lamps"
    )
    theme.date_axis(ax, start, end)
    assert [row["x"] for row in rows(ax)] == ["2024-10-04T12:00:00+00:00"]


def test_lying_bars_stand_with_their_names_and_upright_ones_too(ax: Axes) -> None:
    ax.barh(["rye", "oats"], [3, 4])
    assert [(row["x"], row["y"]) for row in rows(ax)] == [("3", "rye"), ("4", "oats")]
    upright = theme.axes()
    upright.bar(["rye", "oats"], [3, 4])
    assert [(row["x"], row["y"]) for row in rows(upright)] == [("rye", "3"), ("oats", "4")]


def test_bands_and_intervals_have_a_low_and_a_high_end(ax: Axes) -> None:
    ax.fill_between([1, 2], [3, 4], [5, 7], gid="band")
    ax.vlines([1], [3.5], [4.5], gid="interval")
    ax.hlines([6], [0.5], [2.0], gid="spell")
    assert rows(ax) == [
        {"series": "band", "x": "1", "y": "", "low": "3", "high": "5"},
        {"series": "band", "x": "2", "y": "", "low": "4", "high": "7"},
        {"series": "interval", "x": "1", "y": "", "low": "3.5", "high": "4.5"},
        {"series": "spell", "x": "", "y": "6", "low": "0.5", "high": "2"},
    ]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@sum", " =1+1", "a\n=b"])
def test_words_that_would_run_as_a_formula_are_plain_text(ax: Axes, name: str) -> None:
    ax.bar([name, "oats"], [3, 4], label=name)
    cells = [cell for row in csv.reader(data_of(theme.figure_of(ax)).splitlines()) for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_several_panels_are_named_and_what_has_no_scale_is_left_out() -> None:
    upper, lower = theme.panels(2)
    upper.plot([0, 1], [1, 2])
    upper.set_ylabel("lamps")
    lower.plot([0, 1], [3, 4])
    assert [row["panel"] for row in rows(upper)] == ["lamps", "lamps", "panel 2", "panel 2"]
    empty = theme.axes()
    empty.plot([0, 1], [1, 2])
    empty.set_axis_off()
    assert rows(empty) == []
