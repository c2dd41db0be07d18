"""Draws launches around diplomatic milestones, and the nights of one winter beside those of others.

What chance alone would give is drawn with every comparison that it could explain.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter

from analysis.parts import theme, wording
from analysis.parts.theme import COLOUR
from analysis.parts.theme.drawings import plot
from analysis.subject.attacks.plots import colours

GOLDEN = 0.6180339887498949  # multiples of it spread evenly


@plot
def plot_event_time(lags: pd.DataFrame) -> Axes:
    """Draw mean launches at each lag from the milestones over the band of placebo dates.

    `lags` as `event_time` returns it: 1 is as on the nights away from any milestone.
    """
    ax = theme.axes(height=1.65)
    colour = colours.WEAPON[str(lags["weapon"].iloc[0])]
    ax.fill_between(
        lags["lag"], lags["placebo_low"], lags["placebo_high"], color=COLOUR["band"], alpha=0.7, linewidth=0
    )
    ax.axhline(1, color=theme.MUTED, linewidth=0.8)
    ax.axvline(0, color=theme.INK, linewidth=0.8, linestyle=(0, (1, 1)))
    ax.plot(lags["lag"], lags["estimate"], color=colour, linewidth=1.2, marker="o", markersize=3, gid="lags")
    theme.value_axis(ax, "other nights = 1", ticks=4)
    ax.set_xlim(float(lags["lag"].min()) - 0.5, float(lags["lag"].max()) + 0.5)
    ax.set_xlabel("nights before (−) and after the milestone")
    ax.xaxis.set_major_formatter(theme.whole_numbers())
    ax.set_ylim(0, 1.08 * float(max(lags["placebo_high"].max(), lags["estimate"].max())))
    theme.swatch(ax, "band: what placebo dates give", colour=COLOUR["band"])
    return ax


@plot
def plot_phases(pairs: pd.DataFrame, nights: pd.DataFrame) -> Axes:
    """Draw each night of each winter as a point and its mean as a bar, with the ratio to the winter before.

    `pairs` as the measure `phases` returns it, `nights` as `nightly` does. A pair with too few known nights
    has its points but no ratio.
    """
    names = _phases_of(pairs)
    ax = theme.axes(height=0.85 + 0.34 * len(names))
    weapon = str(pairs["weapon"].iloc[0])
    for at, (_, phase) in enumerate(names.iterrows()):
        _draw_nights(ax, _nights_of(phase, nights, weapon), at, colour=colours.WEAPON[weapon])
    means = names["per_night"].to_numpy(dtype=float)
    ax.vlines(
        means, [at - 0.32 for at in range(len(names))], [at + 0.32 for at in range(len(names))],
        color=theme.INK, linewidth=2.2, zorder=4, gid="means",
    )  # fmt: skip
    ax.set_xlim(left=0)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_yticks(range(len(names)))
    ax.yaxis.set_major_formatter(FixedFormatter(list(names["phase"])))
    ax.set_ylabel("nights by winter", visible=False)  # for those who hear the figure described
    ax.set_xlabel(f"{weapon}s launched a night; the bar is the mean")
    ax.grid(axis="y", visible=False)
    ax.xaxis.set_major_formatter(theme.whole_numbers())
    for at, text in enumerate(names["text"]):
        ax.annotate(
            text, (1, at), (4, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
            va="center", color=theme.INK, fontsize=7.5,
        )  # fmt: skip
    return ax


def _draw_nights(ax: Axes, launched: pd.Series[float], at: int, *, colour: str) -> None:
    """Draw the nights of one winter in their row, spread in height by a fixed sequence.

    Seaborn's stripplot would draw its jitter from the global random state. A winter without a known night is
    left empty: an empty unclipped line would pull the layout to the figure's corner.
    """
    if launched.empty:
        return
    spread = (np.arange(len(launched)) * GOLDEN % 1 - 0.5) * 0.5
    ax.plot(
        launched, at + spread, linestyle="none", marker="o", markersize=2.6, alpha=0.4, color=colour,
        markeredgewidth=0, clip_on=False, gid="nights",
    )  # fmt: skip


def _phases_of(pairs: pd.DataFrame) -> pd.DataFrame:
    """List the phases of all pairs once, oldest first, each with the words on its ratio to the one before."""
    columns = {"earlier": "phase", "earlier_first": "first", "earlier_last": "last"}
    oldest = pairs.head(1)[[*columns, "earlier_per_night"]].rename(
        columns=columns | {"earlier_per_night": "per_night"}
    )
    later = pairs[["phase", "first", "last", "per_night"]]
    texts = ["", *(_ratio_text(pair) for _, pair in pairs.iterrows())]
    return pd.concat([oldest, later], ignore_index=True).assign(text=texts)


def _ratio_text(pair: pd.Series[Any]) -> str:
    if wording.is_missing(pair["estimate"]):  # n: of the two winters' nights, the fewer
        known, needed = wording.number(pair["n"]), wording.number(pair["needed"])
        return f"no ratio: one winter has\n{known} nights of {needed} needed"
    ends = wording.interval(pair["estimate_low"], pair["estimate_high"], decimals=1)
    return f"{wording.number(pair['estimate'], 1)} × the winter before\n({ends})"


def _nights_of(phase: pd.Series[Any], nights: pd.DataFrame, weapon: str) -> pd.Series[float]:
    inside = (nights["weapon"] == weapon) & nights["date"].between(phase["first"], phase["last"])
    return nights.loc[inside, "launched"].dropna().astype(float)
