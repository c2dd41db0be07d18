import datetime
from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import colors, font_manager
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.parts import theme
from analysis.parts.theme.legibility import clipped_texts, overlapping_texts
from analysis.parts.theme.palette import CYCLE

START, END = datetime.date(2024, 10, 1), datetime.date(2026, 1, 5)


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def by_gid(ax: Axes, gid: str) -> list[Line2D]:
    return [line for line in ax.lines if line.get_gid() == gid]


def luminance(colour: str) -> float:
    red, green, blue = colors.to_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_axes_have_the_size_of_the_text_column_and_leave_pyplot_alone() -> None:
    import matplotlib.pyplot as plt

    ax = theme.axes(height=2.0)
    assert tuple(theme.figure_of(ax).get_size_inches()) == (6.3, 2.0)
    assert plt.get_fignums() == []


def test_panels_share_the_x_axis() -> None:
    upper, lower = theme.panels(2, height=4.0)
    upper.set_xlim(3, 4)
    assert lower.get_xlim() == (3, 4)
    assert upper.figure is lower.figure


def test_type_is_the_packaged_fira_sans_also_for_cyrillic(caplog: pytest.LogCaptureFixture) -> None:
    ax = theme.axes()
    ax.set_title("Київ: ґанок, їжак − 5")
    theme.figure_of(ax).draw_without_rendering()
    font = font_manager.findfont("Fira Sans")
    assert "fontpkg_fira_sans" in font
    assert caplog.records == []


def test_series_in_one_figure_differ_in_grey() -> None:
    shades = sorted(luminance(colour) for colour in CYCLE)
    assert min(b - a for a, b in pairwise(shades)) > 0.02


def test_clipped_and_overlapping_texts_are_found() -> None:
    ax = theme.axes()
    ax.text(0.5, 0.5, "one")
    ax.text(0.5, 0.5, "two")
    ax.text(0.9, 0.2, "far beyond the edge of the picture", clip_on=False).set_in_layout(False)
    assert ("one", "two") in overlapping_texts(ax)
    assert clipped_texts(ax) == ["far beyond the edge of the picture"]


@pytest.mark.parametrize(
    ("start", "end", "first", "most"),
    [
        (START, END, "Oct 2024", 8),
        (datetime.date(2022, 9, 28), END, "Jan 2023", 8),
        (datetime.date(2025, 12, 1), END, "1 Dec 2025", 7),
        (END, END, "5 Jan 2026", 1),
        (datetime.date(1948, 1, 1), END, "Jan 1960", 5),
    ],
)
def test_date_axis_has_few_english_ticks(
    start: datetime.date, end: datetime.date, first: str, most: int
) -> None:
    ax = theme.axes()
    theme.date_axis(ax, start, end)
    labels = [label.get_text() for label in ax.get_xticklabels()]
    assert labels[0] == first
    assert len(labels) <= most
    assert overlapping_texts(ax) == []


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


def test_values_are_written_with_separators_and_a_true_minus() -> None:
    ax = theme.axes()
    ax.set_ylim(-2000, 2000)
    theme.value_axis(ax, "tons", zero=False)
    assert "−2,000" in [label.get_text() for label in ax.get_yticklabels()]
    share = theme.axes()
    share.set_ylim(0, 1)
    theme.value_axis(share, "share", percent=True)
    assert "100%" in [label.get_text() for label in share.get_yticklabels()]


def test_bars_start_at_zero_unless_told_otherwise() -> None:
    ax = theme.axes()
    ax.plot([0, 1], [90, 95])
    theme.value_axis(ax, "tons")
    assert ax.get_ylim()[0] == 0


def test_svg_text_is_drawn_as_paths_with_fixed_ids() -> None:
    theme.apply()
    assert mpl.rcParams["svg.fonttype"] == "path"
    assert mpl.rcParams["svg.hashsalt"]
