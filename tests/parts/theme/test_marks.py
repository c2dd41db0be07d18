"""What is marked on a chart beside its data: a break, unknown days, provisional points, labels of lines."""

from __future__ import annotations

import datetime
import re

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.parts import theme
from analysis.parts.alternative import alternative
from analysis.parts.drawn_data import data_of
from analysis.parts.svg import to_svg
from analysis.parts.theme.legibility import clipped_texts, overlapping_texts

START, END = datetime.date(2024, 10, 1), datetime.date(2026, 1, 5)


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def by_gid(ax: Axes, gid: str) -> list[Line2D]:
    return [line for line in ax.lines if line.get_gid() == gid]


def pixels(figure: Figure) -> bytes:
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    return bytes(canvas.buffer_rgba())  # type: ignore[no-untyped-call]


def outlines(figure: Figure) -> list[str]:
    """Return each closed outline in the SVG of a figure; those of unknown bars have no corners."""
    drawn = " ".join(re.findall(r'd="([^"]*)"', to_svg(figure)))
    return [each for path in drawn.split("M") if (each := path.strip()) != "0 0 z"]


def test_bars_of_days_are_those_that_matplotlib_draws() -> None:
    days = pd.Series(pd.date_range("2025-01-06", periods=4, freq="7D"))
    heights, base = np.array([3.0, 0.0, np.nan, 5.0]), np.array([1.0, 2.0, 0.0, 0.0])
    ours, plain = theme.axes(), theme.axes()
    theme.day_bars(ours, days, heights, base=base, width=6.3, colour="#2b4a78", alpha=0.4, gid="tons")
    plain.bar(days, heights, bottom=base, width=6.3, align="edge", color="#2b4a78", alpha=0.4, gid="tons")
    for ax in (ours, plain):
        theme.value_axis(ax, "tons")
    for read in (pixels, outlines, alternative, data_of):
        assert read(theme.figure_of(ours)) == read(theme.figure_of(plain))
    assert (ours.get_xlim(), ours.get_ylim()) == (plain.get_xlim(), plain.get_ylim())
    assert len(ours.patches) == 1


def test_the_definition_break_is_drawn_only_where_it_is_in_view() -> None:
    ax = theme.axes()
    theme.date_axis(ax, START, END)
    theme.definition_break(ax, datetime.date(2025, 7, 24))
    (line,) = by_gid(ax, "definition-break")
    assert np.asarray(line.get_xdata())[0] == theme.day_numbers([datetime.date(2025, 7, 24)])[0]
    assert "definition changes" in texts(ax)

    early = theme.axes()
    theme.date_axis(early, START, datetime.date(2025, 1, 1))
    theme.definition_break(early, datetime.date(2025, 7, 24))
    assert by_gid(early, "definition-break") == []


def test_unknown_days_are_marked_under_the_base() -> None:
    ax = theme.axes()
    theme.date_axis(ax, START, END)
    theme.unknown_days(ax, [pd.Timestamp(2025, 1, 2), pd.Timestamp(2025, 3, 4)])
    (marks,) = by_gid(ax, "unknown-days")
    assert np.asarray(marks.get_xdata()).size == 2
    assert (np.asarray(marks.get_ydata()) < 0).all()


def test_without_unknown_days_nothing_is_drawn() -> None:
    ax = theme.axes()
    theme.unknown_days(ax, [])
    assert len(ax.lines) == 0


def test_provisional_points_are_hollow() -> None:
    ax = theme.axes()
    theme.provisional(ax, [1], [2], colour=theme.COLOUR["observed"])
    (points,) = by_gid(ax, "provisional")
    assert points.get_markerfacecolor() == "white"
    assert points.get_markeredgecolor() == theme.COLOUR["observed"]


def test_end_labels_move_apart() -> None:
    ax = theme.axes()
    ax.set_ylim(0, 100)
    theme.end_labels(ax, 1, [theme.EndLabel(50 + i * 0.1, f"line {i}", theme.INK) for i in range(4)])
    assert overlapping_texts(ax) == []
    assert clipped_texts(ax) == []
