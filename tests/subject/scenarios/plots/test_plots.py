"""Distances, matrix and forecasts are drawn from the frame: dots, ranges and marks at their places."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.parts.theme.legibility import clipped_texts, overlapping_texts
from analysis.subject.scenarios.plots.forecasts import plot_forecasts
from analysis.subject.scenarios.plots.signposts import plot_distances, plot_matrix


def line(ax: Axes, gid: str) -> Line2D:
    return next(line for line in ax.lines if line.get_gid() == gid)


def values(data: object) -> list[float]:
    numbers: list[float] = np.asarray(data, dtype=float).tolist()
    return numbers


def levels() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "signpost_id": ["A", "B", "C"], "name": ["guarantee", "drones", "poll"],
            "relative": [0.1, -0.3, 0.2],
            "relative_min": [None, -0.6, None], "relative_max": [None, 0.4, None],
            "state": ["met", "not met", "stale"], "said": ["15 years against ≥ 15", "x", "y"],
        }
    ).astype({"relative_min": "float64", "relative_max": "float64"})  # fmt: skip


def test_dots_stand_at_the_relative_distance_and_stale_ones_are_hollow() -> None:
    ax = plot_distances(levels(), title="Two are met")
    assert [values(line(ax, f"signpost-{name}").get_xdata())[0] for name in "ABC"] == [0.1, -0.3, 0.2]
    assert line(ax, "signpost-C").get_markerfacecolor() == "white"
    assert line(ax, "signpost-A").get_markerfacecolor() != "white"
    spans = [values(drawn.get_xdata()) for drawn in ax.lines if drawn.get_linewidth() == 6]
    assert spans == [[-0.6, 0.4]]
    assert "guarantee: 15 years against ≥ 15" in {text.get_text() for text in ax.texts}


def matrix() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "signpost_id": ["A", "B"], "name": ["guarantee", "talks"], "state": ["met", "not met"],
            "S1": ["consistent", "neutral"], "S2": ["inconsistent", "lacking"], "diagnostic": [True, False],
            "reason": ["", "level met in ordinary times"],
        }
    )  # fmt: skip


def test_matrix_has_a_cell_for_each_pair_and_says_why_a_row_is_pale() -> None:
    ax = plot_matrix(matrix(), title="One discriminates")
    cells = [(patch.get_gid(), patch.get_alpha()) for patch in ax.patches]
    assert cells == [
        ("mark-consistent", 1.0), ("mark-inconsistent", 1.0), ("mark-neutral", 0.28), ("mark-lacking", 0.28),
    ]  # fmt: skip
    written = [text.get_text() for text in ax.texts]
    assert written.count("+") == written.count("−") == written.count("(−)") == 1
    assert "level met in ordinary times" in written
    assert "guarantee: met" in written


def test_forecasts_step_in_one_panel_for_each_scenario() -> None:
    history = pd.DataFrame(
        {
            "on": pd.to_datetime(["2025-11-01", "2025-12-01", "2025-12-01", "2025-12-01", "2025-12-09"]),
            "as_of": pd.Timestamp("2026-01-05"),
            "scenario_id": ["S1", "S1", "S0", "S2", "S1"],
            "estimate": [0.3, 0.4, 0.1, 0.2, 0.4], "estimate_low": [0.3, 0.2, 0.1, 0.2, 0.2],
            "estimate_high": [0.3, 0.6, 0.1, 0.2, 0.6], "change": [None, 0.1, None, None, 0.0],
        }
    )  # fmt: skip
    ax = plot_forecasts(history, title="Pooled")
    panels = ax.figure.axes
    assert [panel.get_ylabel() for panel in panels] == ["S1", "S2", "S0"], "the residual comes last"
    assert values(line(panels[0], "pool-S1").get_ydata()) == pytest.approx([0.3, 0.4, 0.4, 0.4])
    assert values(line(panels[0], "moves-S1").get_ydata()) == pytest.approx([0.3, 0.4]), "dots where it moved"
    assert line(panels[2], "pool-S0").get_color() != line(panels[0], "pool-S1").get_color()
    ends = [str(np.asarray(line(panels[at], f"pool-S{at + 1}").get_xdata())[-1])[:10] for at in (0, 1)]
    assert ends == ["2026-01-05"] * 2, "a pool stands until the day described"
    assert panels[0].get_ylim() == (0, 1)


def test_words_are_legible_and_stay_within_the_figures() -> None:
    longest = "Poll share linking 2026 to the end of the war, base unclear"
    for ax in (
        plot_distances(levels().assign(name=longest), title="Two are met"),
        plot_matrix(matrix().assign(name=longest), title="One discriminates"),
    ):
        assert clipped_texts(ax) == []
        assert overlapping_texts(ax) == []
        assert min(float(text.get_fontsize()) for text in ax.texts) >= 7
