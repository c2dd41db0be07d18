"""Distances and support are drawn from the frame: dots, ranges and marks at their places."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PathCollection

from analysis.parts.theme.canvas import narrow_column
from analysis.parts.theme.legibility import clipped_texts, overlapping_texts
from analysis.subject.scenarios.plots.signposts import plot_distances, plot_support
from analysis.subject.scenarios.signposts import State


def levels() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "signpost_id": ["A", "B", "C"], "name": ["guarantee", "drones", "poll"],
            "relative": [0.1, -0.3, 0.2],
            "relative_min": [None, -0.6, None], "relative_max": [None, 0.4, None],
            "state": [State.MET_WHEN_STATED, State.NOT_MET, State.STALE], "x": [15.0, 0.8, 55.0],
            "x_low": [None, 0.7, None], "x_high": [None, 0.9, None], "unit": ["years", "share", "percent"],
            "direction": ["ge", "le", "gt"], "threshold": [15.0, 0.75, 50.0],
        }
    ).astype(dict.fromkeys(("relative_min", "relative_max", "x_low", "x_high"), "float64"))  # fmt: skip


def test_dots_stand_at_the_relative_distance_and_differ_by_state() -> None:
    ax = plot_distances(levels())
    (dots,) = (one for one in ax.collections if isinstance(one, PathCollection))
    assert np.asarray(dots.get_offsets())[:, 0].tolist() == [0.1, -0.3, 0.2]
    assert len({np.shape(path.vertices) for path in dots.get_paths()}) == 3, "a square, a dot, a cross"
    assert len(np.unique(dots.get_facecolor(), axis=0)) == 2, "met, and short of it"
    (year,) = (one for one in ax.collections if isinstance(one, LineCollection))
    assert [segment[:, 0].tolist() for segment in year.get_segments()] == [[-0.6, 0.4]]


def test_each_level_is_named_with_its_value_and_threshold() -> None:
    names = [label.get_text() for label in plot_distances(levels()).get_yticklabels()]
    assert names == ["guarantee\n15 years; ≥ 15 years", "drones\n80% (70–90%); ≤ 75%", "poll\n55%; > 50%"]


def support() -> pd.DataFrame:
    states = [State.MET, State.NOT_MET, State.MET_WHEN_STATED, State.STALE, State.UNKNOWN]
    return pd.DataFrame(
        {"scenario_id": ["S1", "S1", "S2", "S2", "S2"], "label": ["truce"] * 2 + ["war"] * 3, "state": states}
    )


def test_each_signpost_of_a_scenario_is_a_mark_by_its_state() -> None:
    ax = plot_support(support())
    marks = [(np.asarray(line.get_xydata()).tolist(), line.get_gid()) for line in ax.lines]
    assert marks == [
        ([[0, 0]], "met"), ([[1, 0]], "not met"),
        ([[0, 1]], "met when stated"), ([[1, 1]], "stale"), ([[2, 1]], "unknown"),
    ]  # fmt: skip
    filled = [line.get_markerfacecolor() != "white" for line in ax.lines]
    assert filled == [True, False, True, False, False]
    assert len({line.get_marker() for line in ax.lines}) == 4, "a dot, a square, a cross, a dash"
    assert [text.get_text() for text in ax.texts] == ["1 of 2 seen", "1 of 3 seen"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["S1 truce", "S2 war"]


@pytest.mark.parametrize("column", [nullcontext, narrow_column], ids=["paper", "phone"])
def test_words_are_legible_and_stay_within_the_figures(column: Callable[[], Any]) -> None:
    longest = "Poll share linking 2026 to the end of the war, base unclear"
    with column():
        axes = (
            plot_distances(levels().assign(name=[f"{longest} {at}" for at in "abc"])),
            plot_support(support().assign(label="Russian domestic pressure brings compromise")),
        )
    for ax in axes:
        assert clipped_texts(ax) == []
        assert overlapping_texts(ax) == []
        assert min(float(text.get_fontsize()) for text in ax.texts or ax.get_yticklabels()) >= 7
