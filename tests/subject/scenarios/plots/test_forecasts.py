"""Pooled forecasts are drawn as steps to the day described, a panel for each question."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.parts.theme import figure_of
from analysis.subject.scenarios.plots.forecasts import plot_forecasts


def line(ax: Axes, gid: str) -> Line2D:
    return next(line for line in ax.lines if line.get_gid() == gid)


def values(data: object) -> list[float]:
    numbers: list[float] = np.asarray(data, dtype=float).tolist()
    return numbers


def history() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "on": pd.to_datetime(["2025-11-01", "2025-12-01", "2025-12-01", "2025-12-01", "2025-12-09"]),
            "as_of": pd.Timestamp("2026-01-05"),
            "scenario_id": ["S1", "S1", "S0", "S2", "S1"],
            "resolution_rule": ["S1-2026", "S1-2026", "S0-2026", "S2-2026", "S1-2026"],
            "estimate": [0.3, 0.4, 0.1, 0.2, 0.4], "estimate_low": [0.3, 0.2, 0.1, 0.2, 0.2],
            "estimate_high": [0.3, 0.6, 0.1, 0.2, 0.6], "change": [None, 0.1, None, None, 0.0],
        }
    )  # fmt: skip


def test_forecasts_step_in_one_panel_for_each_scenario() -> None:
    ax = plot_forecasts(history())
    panels = figure_of(ax).axes
    assert [panel.get_ylabel() for panel in panels] == ["S1", "S2", "S0"], "the residual comes last"
    assert values(line(panels[0], "pool-S1").get_ydata()) == pytest.approx([0.3, 0.4, 0.4, 0.4])
    assert values(line(panels[0], "moves-S1").get_ydata()) == pytest.approx([0.3, 0.4]), "dots where it moved"
    assert line(panels[2], "pool-S0").get_color() != line(panels[0], "pool-S1").get_color()
    ends = [str(np.asarray(line(panels[at], f"pool-S{at + 1}").get_xdata())[-1])[:10] for at in (0, 1)]
    assert ends == ["2026-01-05"] * 2, "a pool stands until the day described"
    assert panels[0].get_ylim() == (0, 1)


def test_several_questions_on_one_scenario_are_named_by_their_rules() -> None:
    """The last pool of S1 is of another rule: it has a panel of its own."""
    rules = ["S1-2026", "S1-2026", "S0-2026", "S2-2026", "S1-2026b"]
    panels = figure_of(plot_forecasts(history().assign(resolution_rule=rules))).axes
    assert [panel.get_ylabel() for panel in panels] == ["S1-2026", "S1-2026b", "S2", "S0"]
