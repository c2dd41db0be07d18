"""The axes: few English dates, numbers as a report writes them, bars from zero."""

from __future__ import annotations

import datetime
from contextlib import nullcontext

import pytest

from analysis.parts import theme
from analysis.parts.theme.canvas import narrow_column
from analysis.parts.theme.legibility import overlapping_texts

START, END = datetime.date(2024, 10, 1), datetime.date(2026, 1, 5)


@pytest.mark.parametrize("days", [0, 1, 9, 10, 84, 85, 120, 150, 151, 400, 5000, 80_000])
@pytest.mark.parametrize("narrow", [False, True])
def test_a_span_of_any_length_has_few_ticks_at_both_widths(days: int, narrow: bool) -> None:
    start = datetime.date(1800, 1, 1)
    with narrow_column() if narrow else nullcontext():
        ax = theme.axes()
        theme.date_axis(ax, start, start + datetime.timedelta(days=days))
    assert 1 <= len(ax.get_xticks()) <= (5 if narrow else 8)


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
