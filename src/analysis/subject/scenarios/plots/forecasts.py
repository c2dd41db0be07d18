"""How did the pooled forecasts of each question move, and how far were the forecasters apart?

Lines step on the days on which a pool moved and run on to the day described; the band is the range over
forecasters, no confidence interval.
"""

from __future__ import annotations

from typing import Final

import pandas as pd
from matplotlib.axes import Axes

from analysis.parts import theme
from analysis.parts.theme.drawings import plot
from analysis.subject.scenarios.colours import SCENARIO
from analysis.subject.scenarios.forecasts import QUESTION
from analysis.subject.scenarios.scenarios import RESIDUAL

PANEL: Final = 0.8  # inches a question needs


@plot
def plot_forecasts(history: pd.DataFrame) -> Axes:
    """Draw the pooled probability of each question over time, one panel each, with the forecasters' range.

    ``history`` as ``forecasts.history`` returns it. A panel is named by its scenario, where a scenario has
    several questions by the rule; a dot stands where the pool began or moved; the residual comes last.
    Returns the first panel's Axes.
    """
    questions = history[QUESTION].drop_duplicates().assign(last=lambda rows: rows["scenario_id"] == RESIDUAL)
    questions = questions.sort_values(["last", *QUESTION])
    several = questions["scenario_id"].duplicated(keep=False)
    names = questions["scenario_id"].mask(several, questions["resolution_rule"])
    panels = theme.panels(len(names), height=0.7 + PANEL * len(names))
    for ax, name, (scenario, rule) in zip(panels, names, questions[QUESTION].to_numpy(), strict=True):
        colour = SCENARIO.get(scenario, theme.MUTED)
        own = history[(history["scenario_id"] == scenario) & (history["resolution_rule"] == rule)]
        _draw_pool(ax, own, name=name, colour=colour)
        theme.value_axis(ax, "", percent=True, ticks=3)
        ax.set_ylim(0, 1)
        ax.set_ylabel(name, rotation=0, ha="right", va="center", color=colour, weight=700)
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
