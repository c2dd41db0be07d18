"""Draws how unusual the last night is, which nights were records, how long it is between mass salvos.

Results of a measure are drawn over the nights they were taken from.
"""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from analysis.parts import theme, wording
from analysis.parts.theme import COLOUR
from analysis.parts.theme.drawings import plot
from analysis.subject.attacks.plots import colours

HALF = 0.5  # of the height: under it a falling curve leaves room at the top; of the width: there is room left


@plot
def plot_records(records: pd.DataFrame, nights: pd.DataFrame) -> Axes:
    """Draw the largest number launched to date as a stair over all nights, each record night as a point.

    `records` as `record_nights` returns it, for one weapon; `nights` as `nightly` does. The newest record is
    named with its day and number.
    """
    ax = theme.axes(height=1.9)
    weapon = records["weapon"].iloc[0]
    shown = nights[nights["weapon"] == weapon]
    ax.plot(
        shown["date"], shown["launched"].astype(float), linestyle="none", marker="o", markersize=1.8,
        color=theme.FAINT, markeredgewidth=0, gid="nights",
    )  # fmt: skip
    end = shown["date"].max()
    stair = pd.concat([records[["date", "launched"]], records[["launched"]].tail(1).assign(date=end)])
    ax.step(
        stair["date"],
        stair["launched"],
        where="post",
        color=colours.WEAPON[weapon],
        linewidth=1.2,
        gid="record",
    )
    ax.plot(
        records["date"], records["launched"], linestyle="none", marker="o", markersize=3.2,
        color=colours.WEAPON[weapon], gid="record-nights",
    )  # fmt: skip
    theme.value_axis(ax, f"{weapon}s launched a night")
    theme.date_axis(ax, shown["date"].min(), end)
    newest = records.iloc[-1]
    words = f"{wording.number(newest['launched'])} on {wording.day(newest['date'])}"
    early = newest["date"] - shown["date"].min() < (end - shown["date"].min()) / 2
    theme.note(ax, newest["date"], newest["launched"], words, offset=(6, 7) if early else (-6, 7))
    ax.set_ylim(top=1.12 * float(newest["launched"]))
    theme.unknown_days(ax, shown.loc[shown["launched"].isna(), "date"])
    theme.remark(ax, "| an unknown night")
    return ax


@plot
def plot_last_night(nights: pd.DataFrame, ranks: pd.DataFrame) -> Axes:
    """Draw how often each size of salvo came in the nights before, and where the last night stands.

    `nights` as `nightly` returns it, `ranks` as `percentile_ranks` does, of one weapon: the base is the
    known nights from its `first` to the night before its `date`.
    """
    ax = theme.axes(height=1.6)
    rank = ranks.iloc[0]
    weapon = str(rank["weapon"])
    inside = (nights["weapon"] == weapon) & nights["date"].between(
        rank["first"], rank["date"], inclusive="left"
    )
    base = nights.loc[inside, "launched"].dropna().astype(float)
    sns.histplot(
        x=base, ax=ax, bins=40, color=colours.WEAPON[weapon], alpha=0.55, edgecolor="white", linewidth=0.4
    )
    ax.axvline(rank["launched"], color=COLOUR["highlight"], linewidth=1.6, gid="last-night")
    ax.annotate(
        f"{wording.day(rank['date'])}: {wording.number(rank['launched'])}", (rank["launched"], 1), (5, -2),
        xycoords=("data", "axes fraction"), textcoords="offset points", va="top", color=COLOUR["highlight"],
        fontsize=8,
    )  # fmt: skip
    theme.value_axis(ax, "nights", ticks=4)
    ax.set_xlim(left=0)
    ax.set_xlabel(f"{weapon}s launched in a night")
    return ax


@plot
def plot_gaps(curve: pd.DataFrame, summary: pd.DataFrame) -> Axes:
    """Draw the share of pauses between mass salvos that are longer than so many days, with those at risk.

    `curve` as `gap_survival` returns it, `summary` as `gap_summary` does: the open pause's age is marked.
    """
    ax = theme.axes(height=2.1)
    stairs = pd.concat([pd.DataFrame({"gap": [0.0], "estimate": [1.0]}), curve[["gap", "estimate"]]])
    colour = colours.WEAPON["drone"]
    band = curve[["estimate_low", "estimate_high"]].ffill()  # to the end of the last step
    ax.fill_between(
        curve["gap"], band["estimate_low"], band["estimate_high"], step="post", color=colour, alpha=0.15,
        linewidth=0,
    )  # fmt: skip
    ax.step(stairs["gap"], stairs["estimate"], where="post", color=colour, linewidth=1.6, gid="survival")
    theme.value_axis(ax, "share of pauses longer", percent=True)
    ax.set_ylim(0, 1.02)
    open_gap = float(summary["open_gap"].iloc[0])
    ax.set_xlim(0, max(ax.get_xlim()[1], 1.02 * open_gap))  # a pause longer than any before is in the picture
    ax.set_xlabel("days since a mass salvo")
    ax.axvline(open_gap, color=COLOUR["highlight"], linewidth=1.2, linestyle=(0, (1, 1)), gid="open-gap")
    _open_pause(ax, stairs, open_gap)
    _at_risk(ax, curve)
    return ax


def _open_pause(ax: Axes, stairs: pd.DataFrame, age: float) -> None:
    """Write the age of the open pause at its line, where neither the curve nor the edge is in the way."""
    low = float(np.interp(age, stairs["gap"], stairs["estimate"])) < HALF
    late = age > HALF * stairs["gap"].max()
    ax.annotate(
        f"open pause: {wording.count(age, 'day')}", (age, 1.0 if low else 0.0),
        (-4 if late else 4, -2 if low else 3), va="top" if low else "bottom", ha="right" if late else "left",
        xycoords=("data", "axes fraction"), textcoords="offset points", fontsize=7.5,
        color=COLOUR["highlight"],
    )  # fmt: skip


def _at_risk(ax: Axes, curve: pd.DataFrame) -> None:
    """Write under the axis how many pauses were still open at each labelled day."""
    low, high = ax.get_xlim()
    ax.tick_params(axis="x", pad=3)
    for tick in [tick for tick in ax.get_xticks() if low <= tick <= high]:
        later = curve[curve["gap"] >= tick]
        at_risk = int(later["at_risk"].iloc[0]) if len(later) else 0
        ax.annotate(
            str(at_risk), (tick, 0), (0, -31), xycoords=("data", "axes fraction"), fontsize=7.5,
            textcoords="offset points", ha="center", va="top", color=theme.MUTED,
        )  # fmt: skip
    ax.annotate(
        "at risk", (0, 0), (-9, -31), xycoords="axes fraction", textcoords="offset points", ha="right",
        va="top", color=theme.MUTED, fontsize=7.5,
    )  # fmt: skip
