"""How did the pooled forecasts of each scenario move, and how far were the forecasters apart?

Lines step on the days on which a pool moved and run on to the day described; the band is the range over
forecasters, no confidence interval.
"""

from __future__ import annotations

from typing import Final

import pandas as pd
from matplotlib.axes import Axes

from analysis.parts import theme

PANEL: Final = 0.8  # inches a scenario needs
RESIDUAL: Final = "S0"


def plot_forecasts(history: pd.DataFrame, *, title: str) -> Axes:
    """Draw the pooled probability of each scenario over time, one panel each, with the forecasters' range.

    ``history`` as ``forecasts.history`` returns it, one question per scenario: ``on, as_of, scenario_id,
    estimate, estimate_low, estimate_high, change``. A dot stands where the pool began or moved; the residual
    comes last. Returns the first panel's Axes.
    """
    scenarios = sorted(history["scenario_id"].unique(), key=lambda name: (name == RESIDUAL, name))
    panels = theme.panels(len(scenarios), height=0.7 + PANEL * len(scenarios))
    theme.title(panels[0], title)
    for ax, scenario in zip(panels, scenarios, strict=True):
        colour = theme.COLOUR.get(str(scenario), theme.COLOUR["expected"])
        _draw_pool(ax, history[history["scenario_id"] == scenario], name=str(scenario), colour=colour)
        theme.value_axis(ax, "", percent=True, ticks=3)
        ax.set_ylim(0, 1)
        ax.set_ylabel(str(scenario), rotation=0, ha="right", va="center", color=colour, weight=700)
    theme.date_axis(panels[-1], history["on"].min().date(), history["as_of"].max().date())
    return panels[0]


def _draw_pool(ax: Axes, own: pd.DataFrame, *, name: str, colour: str) -> None:
    """Draw one question: the range as a band, the pool as a line of steps to the day described, dots."""
    to_the_end = pd.concat([own, own.tail(1).assign(on=own["as_of"])], ignore_index=True)
    days, low, high = (to_the_end[column] for column in ("on", "estimate_low", "estimate_high"))
    ax.fill_between(days, low, high, step="post", color=colour, alpha=0.2, linewidth=0)
    ax.step(days, to_the_end["estimate"], where="post", color=colour, gid=f"pool-{name}")
    moved = own[own["change"].isna() | (own["change"] != 0)]
    ax.plot(moved["on"], moved["estimate"], "o", color=colour, markersize=3.5, gid=f"moves-{name}")
