"""Draws what share of what was launched was neutralised, and how much of it was missiles.

The day on which the definition of outcomes changed is drawn with every share it touches.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter

from analysis.errors import AnalysisError
from analysis.parts import theme
from analysis.parts.theme.drawings import plot
from analysis.subject.attacks.nights import WEAPON_NAMES
from analysis.subject.attacks.plots import colours


@plot
def plot_neutralised(shares: pd.DataFrame, broke: pd.Timestamp | None) -> Axes:
    """Draw the neutralised share by month with its interval; `shares` as `monthly_shares` returns it.

    `broke` is the day from which jammed drones count as shot down, as `definition_break` returns it.
    Only `outcome == "neutralised"` may be drawn: the shot-down share jumps at the break by counting alone.
    Months in which most nights lack the suppressed drones are floors (grey, pointing up); months that are
    not whole are hollow.

    Raises
    ------
    AnalysisError
        When `shares` hold another outcome than neutralised.

    """
    others = sorted(set(shares["outcome"]) - {"neutralised"})
    if others:
        raise AnalysisError(
            f"the break forbids drawing {', '.join(others)} across it; draw the neutralised share"
        )
    ax = theme.axes(height=2.05)
    known = shares[shares["estimate"].notna()]
    known = known.assign(at=_middles(known, broke))
    bottom = np.floor(10 * float(known["estimate_low"].min())) / 10
    for floor, marker, colour in (
        (True, "^", colours.FLOOR),
        (False, "o", colours.NEUTRALISED),
    ):
        _share_points(ax, known[known["floor"] == floor], marker=marker, colour=colour)
    ax.set_ylim(bottom, 1.0)
    theme.value_axis(ax, f"share of {shares['weapon'].iloc[0]}s launched", percent=True, zero=False)
    theme.date_axis(ax, shares["month"].min(), shares["month"].max() + pd.offsets.MonthEnd())
    if broke is not None:
        theme.definition_break(
            ax, broke, text="from here on jammed drones\nare counted as shot down", low=True
        )
    remark = "\u25cb month not whole"
    theme.remark(
        ax, f"\u25b2 floor: jammed drones not reported   {remark}" if known["floor"].any() else remark
    )
    return ax


@plot
def plot_class_shares(shares: pd.DataFrame) -> Axes:
    """Draw the neutralised share of each weapon class with its interval; `shares` as `class_shares` gives it.

    Beside each stands out of how many it is a share. All rows must have a share.
    """
    ax = theme.axes(height=0.6 + 0.24 * len(shares))
    places = np.arange(len(shares))
    percent = 100 * shares[["estimate", "estimate_low", "estimate_high"]].astype(float)
    ax.hlines(
        places, percent["estimate_low"], percent["estimate_high"], color=colours.NEUTRALISED, linewidth=1.4,
        gid="interval",
    )  # fmt: skip
    ax.plot(
        percent["estimate"], places, linestyle="none", marker="o", markersize=5, color=colours.NEUTRALISED,
        gid="share",
    )  # fmt: skip
    for place, share, launched in zip(places, percent["estimate"], shares["launched"], strict=True):
        ax.annotate(
            f"{share:.0f}% of {launched:,}", (1, place), (4, 0), xycoords=("axes fraction", "data"),
            textcoords="offset points", va="center", color=theme.INK, fontsize=8,
        )  # fmt: skip
    ax.set_xlim(0, 100)
    ax.set_ylim(len(shares) - 0.5, -0.5)
    ax.set_yticks(places)
    ax.yaxis.set_major_formatter(FixedFormatter([WEAPON_NAMES[name] for name in shares["weapon"]]))
    ax.set_ylabel("weapons", visible=False)  # for those who hear the figure described
    ax.set_xlabel("reported as stopped, % of those launched")
    ax.grid(axis="y", visible=False)
    return ax


@plot
def plot_mix(mix: pd.DataFrame) -> Axes:
    """Draw the missile share above and the missiles a week below; `mix` as `weekly_mix` returns it.

    Both stand together because the share falls when drones rise and missiles do not change. Points are single
    weeks, the line is the share over the trailing weeks. Returns the upper Axes.
    """
    upper, lower = theme.panels(2, height=2.8, ratios=(3, 2))
    colour = colours.WEAPON["missile"]
    upper.plot(
        mix["week"], mix["share"], linestyle="none", marker="o", markersize=2.2, color=colour, alpha=0.5,
        markeredgewidth=0, gid="week-share",
    )  # fmt: skip
    upper.plot(mix["week"], mix["estimate"], color=colour, linewidth=1.6, gid="trailing-share")
    theme.day_bars(
        lower, mix["week"], mix["missiles"], base=np.zeros(len(mix)), width=6.3, colour=colour, alpha=1.0,
        gid="missiles",
    )  # fmt: skip
    theme.value_axis(upper, "missile share", percent=True)
    theme.value_axis(lower, "missiles a week", ticks=4)
    theme.date_axis(lower, mix["week"].min(), mix["week"].max() + pd.Timedelta(days=6))
    theme.remark(lower, "\u25cf a week   line: trailing weeks")
    return upper


def _middles(shares: pd.DataFrame, broke: pd.Timestamp | None) -> pd.Series:
    """Place each row in the middle of the days it covers: the month of the break has two rows."""
    split = shares["month"].duplicated(keep=False)
    starts = shares["month"].mask(split & shares["merged"], broke)
    ends = (shares["month"] + pd.offsets.MonthEnd()).mask(split & ~shares["merged"], broke)
    return starts + (ends - starts) / 2


def _share_points(ax: Axes, shares: pd.DataFrame, *, marker: str, colour: str) -> None:
    ax.vlines(
        shares["at"], shares["estimate_low"], shares["estimate_high"], color=colour, linewidth=1.0, alpha=0.7,
        gid="interval",
    )  # fmt: skip
    for partial, face in ((False, colour), (True, "white")):
        some = shares[shares["partial"] == partial]
        ax.plot(
            some["at"], some["estimate"], linestyle="none", marker=marker, markersize=4.2, color=colour,
            markerfacecolor=face, gid="partial" if partial else "whole",
        )  # fmt: skip
