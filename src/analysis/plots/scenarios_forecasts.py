"""How did the pooled forecasts of each scenario move, and how far were the forecasters apart?

Lines step on the days on which anyone forecast; the band is the range over forecasters, no confidence
interval.
"""

from __future__ import annotations

from typing import Final

import pandas as pd
from matplotlib.axes import Axes

from analysis.plots import theme

PANEL: Final = 0.8  # inches a scenario needs


def plot_forecasts(history: pd.DataFrame, *, title: str) -> Axes:
    """Draw the pooled probability of each scenario over time, one panel each, with the forecasters' range.

    ``history`` as ``forecasts.history`` returns it, one question per scenario: ``on, scenario_id, estimate,
    estimate_low, estimate_high``. Returns the first panel's Axes.
    """
    scenarios = sorted(history["scenario_id"].unique())
    panels = theme.panels(len(scenarios), height=0.7 + PANEL * len(scenarios))
    theme.title(panels[0], title)
    for ax, scenario in zip(panels, scenarios, strict=True):
        own = history[history["scenario_id"] == scenario]
        colour = theme.COLOUR.get(str(scenario), theme.COLOUR["observed"])
        ax.fill_between(
            own["on"],
            own["estimate_low"],
            own["estimate_high"],
            step="post",
            color=colour,
            alpha=0.2,
            linewidth=0,
        )
        ax.step(
            own["on"],
            own["estimate"],
            where="post",
            color=colour,
            marker="o",
            markersize=3.5,
            gid=f"pool-{scenario}",
        )
        theme.value_axis(ax, "", percent=True, ticks=3)
        ax.set_ylim(0, 1)
        ax.set_ylabel(str(scenario), rotation=0, ha="right", va="center", color=colour, weight=700)
    theme.date_axis(panels[-1], history["on"].min().date(), history["on"].max().date())
    return panels[0]
