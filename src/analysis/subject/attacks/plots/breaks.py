"""Draws when the level of launches changed, how far the penalty decides that, and how phases compare.

The breaks of every penalty stand under the series, so that no reader takes one choice for the answer.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from analysis.parts import theme, wording
from analysis.parts.theme import COLOUR
from analysis.parts.theme.drawings import plot
from analysis.subject.attacks.plots import colours

WEEK = pd.Timedelta(days=7)


@plot
def plot_change_points(
    levels: pd.Series[float], breaks: pd.DataFrame, regimes: pd.DataFrame, path: pd.DataFrame
) -> Axes:
    """Draw weekly launches with the level of each regime above, and the breaks of each penalty below.

    `levels` as `weekly_levels` returns it, `breaks` as `change_points`, `regimes` and `path` as the measures
    `regimes` and `penalty_path` do. Bands show the interval of a break's date and of a regime's level; the
    penalty of the headline is drawn in colour. Returns the upper Axes.
    """
    upper, lower = theme.panels(2, height=3.2, ratios=(5, 3))
    weapon = str(regimes["weapon"].iloc[0])
    upper.plot(
        levels.index, levels, linestyle="none", marker="o", markersize=2.6, alpha=0.6,
        color=colours.WEAPON[weapon], markeredgewidth=0, gid="weeks",
    )  # fmt: skip
    _draw_regimes(upper, regimes)
    for _, found in breaks.dropna(subset=["date"]).iterrows():
        upper.axvspan(
            found["date_low"], found["date_high"] + WEEK, color=COLOUR["highlight"], alpha=0.18, lw=0
        )
        upper.axvline(found["date"], color=COLOUR["highlight"], linewidth=1.0, gid="break")
    theme.value_axis(upper, f"{weapon}s a week")
    _draw_path(lower, path)
    theme.date_axis(lower, levels.index.min(), levels.index.max() + WEEK)
    return upper


def _draw_regimes(ax: Axes, regimes: pd.DataFrame) -> None:
    for _, regime in regimes.iterrows():
        ends = [regime["first"], regime["last"] + WEEK]
        low, high = [regime["estimate_low"]] * 2, [regime["estimate_high"]] * 2
        ax.fill_between(ends, low, high, color=theme.INK, alpha=0.10, linewidth=0)
        ax.plot(ends, [regime["estimate"]] * 2, color=theme.INK, linewidth=1.6, gid="regime")


def _draw_path(ax: Axes, path: pd.DataFrame) -> None:
    """Draw one row of marks for each penalty, the mildest on top, and the number of breaks at its end."""
    for at, (_, row) in enumerate(path.iterrows()):
        dates = pd.to_datetime([text for text in str(row["dates"]).split(", ") if text])
        colour = COLOUR["highlight"] if row["headline"] else theme.MUTED
        ax.plot(
            dates, [at] * len(dates), linestyle="none", marker="|", markersize=6.5, markeredgewidth=1.6,
            color=colour, gid="penalty",
        )  # fmt: skip
        ax.annotate(
            wording.count(row["breaks"], "step"), (1, at), (4, 0), va="center", fontsize=7.5,
            xycoords=("axes fraction", "data"), textcoords="offset points", color=colour,
        )  # fmt: skip
    ax.set_yticks(range(len(path)), [wording.number(factor) for factor in path["factor"]])
    ax.set_ylim(len(path) - 0.4, -0.6)
    ax.set_ylabel("strictness")
