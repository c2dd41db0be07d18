"""How much does the rate of failure move with one cluster less, other choices of coding, or one feature?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MultipleLocator

from analysis.parts import theme, wording
from analysis.parts.theme.drawings import plot
from analysis.subject.ceasefires.choices import Kind
from analysis.subject.ceasefires.colours import OUTCOME, WITH, WITHOUT
from analysis.subject.ceasefires.spells import WAR

ROW: Final = 0.142  # inches
AXIS: Final = "share back at war (line: 95% interval)"


@plot
def plot_without_one_cluster(table: pd.DataFrame) -> Axes:
    """Draw the incidence of renewed war with each cluster left out, against that with all (dashed).

    ``table`` comes from ``base_rates.without_one_cluster``: ``left_out, spells_left_out, estimate, …``;
    clusters are sorted by their estimate.
    """
    each = table.iloc[1:].sort_values(["estimate", "left_out"], ignore_index=True)
    counts = [wording.count(int(n), "spell") for n in each["spells_left_out"]]
    ax = _rows(each, [f"{name} ({n})" for name, n in zip(each["left_out"], counts, strict=True)])
    ax.set_ylabel("cluster left out")
    _reference(ax, float(table["estimate"].iloc[0]), "all clusters")
    return ax


@plot
def plot_choices(table: pd.DataFrame) -> Axes:
    """Draw the incidence of renewed war under each choice of cases and of the rule of failure.

    ``table`` comes from ``specification_sensitivity.sensitivity``: ``kind, estimate, estimate_low,
    estimate_high, n``, with the ``name`` of each choice. The changes of a single spell share the last row,
    one tick each.
    """
    single = table[table["kind"] == Kind.ONE_SPELL]
    joint = table[table["kind"] != Kind.ONE_SPELL]
    labels = [f"{name} (n = {wording.number(n)})" for name, n in zip(joint["name"], joint["n"], strict=True)]
    last = [f"one spell at a time ({wording.count(len(single), 'change')})"] if len(single) else []
    ax = _rows(joint, [*labels, *last], rows=len(joint) + len(last))
    ax.plot(
        single["estimate"], np.full(len(single), len(joint)), linestyle="none", marker="|", markersize=7,
        color=OUTCOME[WAR], gid="one-spell",
    )  # fmt: skip
    _reference(ax, float(table["estimate"].iloc[0]), "as counted here")
    return ax


@plot
def plot_features(table: pd.DataFrame) -> Axes:
    """Draw the incidence of renewed war with and without each feature, one at a time, with n and intervals.

    ``table`` comes from ``groups.by_feature``: ``n_with, n_without, with_feature, without_feature`` (each
    ``_low``, ``_high``), with the ``name`` of each feature.
    """
    ax = theme.axes(height=0.95 + 0.3 * len(table))
    for x, side, words, shift, colour in (
        (0.0, "with", "with the feature", -0.17, WITH),
        (0.5 if theme.is_narrow() else 0.25, "without", "without it", 0.17, WITHOUT),
    ):
        shares = table[[f"{side}_feature{end}" for end in ("", "_low", "_high")]].to_numpy(dtype=float)
        _points(ax, np.arange(len(table)) + shift, shares, colour, gid=words)
        for place, n, (share, _, high) in zip(range(len(table)), table[f"n_{side}"], shares, strict=True):
            said = f"n = {wording.number(n)}"
            said += ", no interval" if np.isfinite(share) and not np.isfinite(high) else ""
            said += "" if np.isfinite(share) else ": insufficient data"
            theme.note(
                ax, np.nan_to_num(np.fmax(high, share)), place + shift, said, colour=colour, offset=(4, 0)
            )
        ax.annotate(
            words, (x, 1), (0, 5), xycoords="axes fraction", textcoords="offset points", ha="left",
            va="bottom", color=colour, fontsize=7.5,
        )  # fmt: skip
    ax.set_yticks(range(len(table)), table["name"].tolist(), color=theme.INK)
    ax.set_ylim(len(table) - 0.5, -0.6)
    _share_axis(ax, float(table[["with_feature_high", "without_feature_high"]].max().max()))
    return ax


def _rows(table: pd.DataFrame, labels: Sequence[str], *, rows: int | None = None) -> Axes:
    """Draw one point with its interval and its percentage per row of the table, named at the left."""
    count = len(table) if rows is None else rows
    ax = theme.axes(height=1.0 + ROW * max(count, 3))
    _share_axis(ax, table["estimate_high"].max())
    shares = table[["estimate", "estimate_low", "estimate_high"]].to_numpy(dtype=float)
    _points(ax, np.arange(len(table)), shares, OUTCOME[WAR], gid="estimate")
    for place, share in enumerate(shares[:, 0]):
        known = np.isfinite(share)
        words = wording.percent(share) if known else "insufficient data"
        colour = theme.INK if known else theme.MUTED
        theme.note(ax, ax.get_xlim()[1] if known else 0.0, place, words, colour=colour, offset=(4, 0))
    ax.set_yticks(range(len(labels)), labels, color=theme.INK, fontsize=7)
    ax.set_ylim(max(count, 1) - 0.4, -0.6)
    return ax


def _points(ax: Axes, places: np.ndarray, shares: np.ndarray, colour: str, *, gid: str) -> None:
    """Draw shares (value, low, high) as points with their intervals."""
    ax.hlines(places, shares[:, 1], shares[:, 2], color=colour, linewidth=2.4, alpha=0.35, gid="interval")
    ax.plot(
        shares[:, 0],
        places,
        linestyle="none",
        marker="o",
        markersize=4.2,
        color=colour,
        clip_on=False,
        gid=gid,
    )


def _reference(ax: Axes, share: float, words: str) -> None:
    if np.isfinite(share):
        ax.axvline(share, color=theme.INK, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0, gid="reference")
        ax.annotate(
            f"{words}: {wording.percent(share)}", (share, 1), (3, 4), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="left", va="bottom", fontsize=7.5, color=theme.INK,
        )  # fmt: skip


def _share_axis(ax: Axes, highest: float) -> None:
    """Let the axis run from zero to a round share above the highest interval."""
    top = min(1.0, np.ceil(10 * highest + 0.5) / 10) if np.isfinite(highest) else 1.0
    ax.set_xlim(0, top)
    ax.xaxis.set_major_locator(MultipleLocator(0.1 if top <= 0.6 else 0.2))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda share, _: wording.percent(share)))
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.set_xlabel(AXIS)
