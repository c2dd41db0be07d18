"""What share of ceasefires held, and when was the risk highest? Curves with intervals and numbers at risk."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from analysis.parts import theme, wording
from analysis.parts.theme.drawings import plot
from analysis.subject.ceasefires.colours import OUTCOME
from analysis.subject.ceasefires.spells import ONGOING, TREATY, WAR

FEW: Final = 5  # at risk: a curve beyond this is drawn thin


@plot
def plot_survival(steps: pd.DataFrame, at_risk: pd.DataFrame) -> Axes:
    """Draw the share without renewed war against years in force, its interval, and who was at risk.

    ``steps`` comes from ``durability.survival`` (``years, survival, survival_low, survival_high, at_risk``);
    ``at_risk`` from ``durability.survival_at`` (``horizon, at_risk``) for the ticks of the axis. Where fewer
    than five spells are at risk the curve is dashed.
    """
    ax = theme.axes(height=2.3)
    colour = OUTCOME[ONGOING]
    ax.fill_between(
        steps["years"], steps["survival_low"], steps["survival_high"], step="post", color=colour, alpha=0.16,
        linewidth=0, gid="interval",
    )  # fmt: skip
    firm = steps[steps["at_risk"] >= FEW]
    thin = steps[steps.index >= firm.index[-1]]
    step: dict[str, Any] = {"x": "years", "y": "survival", "drawstyle": "steps-post", "estimator": None}
    step |= {"sort": False, "color": colour, "ax": ax}
    sns.lineplot(firm, **step, linewidth=1.6, gid="without renewed war")
    sns.lineplot(thin, **step, linewidth=1.0, linestyle=(0, (3, 2)), gid="fewer than five left")
    theme.value_axis(ax, "without renewed war", percent=True)
    ax.set_ylim(0, 1.02)
    _years_axis(ax, at_risk, last=float(steps["years"].max()))
    return ax


@plot
def plot_incidence(steps: pd.DataFrame, at_risk: pd.DataFrame) -> Axes:
    """Draw, stacked, what became of ceasefires by each age: renewed war, in force, superseded by a treaty.

    ``steps`` comes from ``durability.incidence``; ``at_risk`` (``horizon, at_risk``) gives the ticks.
    """
    ax = theme.axes(height=1.75)
    war, held = steps[WAR], steps[ONGOING]
    layers = [
        (WAR, "renewed war", 0 * war, war),
        (ONGOING, "still in force", war, war + held),
        (TREATY, "superseded\nby a treaty", war + held, 0 * war + 1),
    ]
    labels = []
    for name, words, low, high in layers:
        ax.fill_between(
            steps["years"], low, high, step="post", color=OUTCOME[name], linewidth=0, gid=name,
            alpha=0.25 if name == ONGOING else 0.75,
        )  # fmt: skip
        labels.append(theme.EndLabel(float(low.iloc[-1] + high.iloc[-1]) / 2, words, OUTCOME[name]))
    theme.value_axis(ax, "share of ceasefires", percent=True)
    ax.set_ylim(0, 1)
    _years_axis(ax, at_risk, last=float(steps["years"].max()))
    theme.end_labels(ax, float(steps["years"].max()), labels, gap=18)
    _mark_few(ax, steps)
    return ax


@plot
def plot_hazard(table: pd.DataFrame) -> Axes:
    """Draw the rate of renewed war per hundred spell-years in each interval of age, with its interval.

    ``table`` comes from ``durability.life_table``: ``from_years, to_years, events, exposure, rate, rate_low,
    rate_high``. Under each interval stand its events and spell-years.
    """
    ax = theme.axes(height=3.0 if theme.is_narrow() else 2.4)
    places, colour = np.arange(len(table)), OUTCOME[WAR]
    ax.vlines(
        places, table["rate_low"], table["rate_high"], color=colour, alpha=0.45, linewidth=4, gid="interval"
    )
    ax.plot(
        places, table["rate"], linestyle="none", marker="o", markersize=5, color=colour, clip_on=False,
        gid="rate",
    )  # fmt: skip
    for place, rate in zip(places, table["rate"], strict=True):
        theme.note(ax, place, rate, wording.number(rate, 1), offset=(7, 4))
    ax.set_xlim(-0.6, len(table) - 0.3)
    ax.set_xticks(places, [_interval_name(row) for _, row in table.iterrows()])
    between = "\n" if theme.is_narrow() else " "
    ax.set_xlabel(f"age of the ceasefire in years;{between}wars in so many years seen at that age")
    theme.value_axis(ax, "wars per 100 years in force")
    return ax


def _mark_few(ax: Axes, steps: pd.DataFrame) -> None:
    """Draw where fewer than five spells are left, so that the rest of the picture is not believed."""
    few = steps.loc[steps["at_risk"] < FEW, "years"]
    last = float(steps["years"].max())
    if few.empty or few.iloc[0] > 0.98 * last:
        return
    ax.axvline(few.iloc[0], color=theme.INK, linewidth=0.8, linestyle=(0, (4, 3)), gid="few-at-risk")
    theme.note(ax, few.iloc[0], 0.94, "fewer than five left", offset=(-4 if few.iloc[0] > last / 2 else 4, 0))


def _interval_name(row: pd.Series) -> str:
    first, last = wording.number(row["from_years"], 0), wording.number(row["to_years"], 0)
    below = "\n" if theme.is_narrow() else " "
    return f"{first}–{last}\n{wording.number(row['events'])} in{below}{wording.number(row['exposure'], 0)}"


def _years_axis(ax: Axes, at_risk: pd.DataFrame, *, last: float) -> None:
    """Let the axis end with the last time observed, and write the number at risk under each of its ticks."""
    ticks = at_risk[at_risk["horizon"] <= last]
    ax.set_xlim(0, last)
    ax.set_xticks(ticks["horizon"].tolist(), [wording.number(tick) for tick in ticks["horizon"]])
    ax.set_xlabel("years in force")
    for horizon, number in zip(ticks["horizon"], ticks["at_risk"], strict=True):
        ax.annotate(
            wording.number(number), (horizon, 0), (0, -32), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="center", va="top", fontsize=7.5, color=theme.INK, gid="at-risk",
        )  # fmt: skip
    ax.annotate(
        "at risk", (0, 0), (-14, -32), xycoords="axes fraction", textcoords="offset points", ha="right",
        va="top", fontsize=7.5, color=theme.MUTED,
    )  # fmt: skip
