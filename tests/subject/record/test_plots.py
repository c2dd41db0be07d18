"""The timeline draws every event once on its true place in time; claims are hollow."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

from analysis.parts.theme.canvas import figure_of
from analysis.parts.theme.drawings import drawn_of
from analysis.parts.theme.legibility import clipped_texts, overlapping_texts
from analysis.subject.record.colours import CATEGORY
from analysis.subject.record.plots import plot_timeline


def events() -> pd.DataFrame:
    days = pd.to_datetime(["2024-01-01", "2025-01-01", "2025-12-31"])
    return pd.DataFrame(
        {
            "event_id": ["E1", "E2", "E3"], "event_date": days.astype("datetime64[us]"),
            "date_precision": ["day", "month", "night_of"], "days_ago": (days[-1] - days).days,
            "category": ["Military", "Diplomatic", "Leadership"], "title": ["first", "second", "third"],
            "claim_status": ["confirmed", "claimed", "confirmed"],
        }
    )  # fmt: skip


def mark(ax: Axes, event: str) -> Line2D:
    return next(line for line in ax.lines if line.get_gid() == f"event-{event}")


def at(ax: Axes, event: str) -> tuple[float, float]:
    line = mark(ax, event)
    (x,), (y,) = (np.asarray(place, dtype=float).tolist() for place in (line.get_xdata(), line.get_ydata()))
    return x, y


def test_places_are_true_to_time_and_each_event_has_its_own_line() -> None:
    ax = plot_timeline(events())
    (first, low), (second, middle), (third, high) = (at(ax, event) for event in ("E1", "E2", "E3"))
    assert (second - first) / (third - first) == pytest.approx(366 / 730)
    assert low < middle < high
    assert middle - low == pytest.approx(high - middle), "text lines are evenly spaced"


def test_words_stand_on_the_wider_side_of_their_mark() -> None:
    sides = {text.get_text(): text.get_horizontalalignment() for text in plot_timeline(events()).texts}
    assert (sides["first"], sides["third"]) == ("left", "right")


def test_colours_are_those_of_the_category_and_claims_are_hollow() -> None:
    ax = plot_timeline(events())
    assert to_hex(mark(ax, "E1").get_markerfacecolor()) == CATEGORY["Military"]
    assert mark(ax, "E2").get_markerfacecolor() == "white"
    assert to_hex(mark(ax, "E2").get_markeredgecolor()) == CATEGORY["Diplomatic"]


def test_every_title_and_date_is_written_to_its_precision() -> None:
    ax = plot_timeline(events())
    written = {text.get_text() for text in ax.texts}
    assert {"first", "second", "third", "1 Jan 2024", "Jan 2025", "31 Dec 2025"} <= written


def test_one_event_and_none() -> None:
    assert "first" in {text.get_text() for text in plot_timeline(events().head(1)).texts}
    assert drawn_of(figure_of(plot_timeline(events().iloc[:0]))).lacking is not None


def test_words_are_legible_and_stay_within_the_figure() -> None:
    longest = "Nine ballistic missiles and 165 drones launched overnight, with one more clause to be long"
    ax = plot_timeline(events().assign(title=longest))
    assert any("\n" in text.get_text() for text in ax.texts), "beside a mark in the middle it needs two lines"
    assert clipped_texts(ax) == []
    assert overlapping_texts(ax) == []
    assert min(float(text.get_fontsize()) for text in ax.texts) >= 7
