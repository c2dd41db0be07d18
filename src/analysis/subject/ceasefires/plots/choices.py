"""How much does the rate of failure move with one cluster less, other choices of coding, or one feature?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.parts import theme, wording
from analysis.subject.ceasefires.plots.spells import figure_title

ROW: Final = 0.142  # inches
WITH, WITHOUT = theme.COLOUR["observed"], theme.COLOUR["highlight"]
WAR = theme.COLOUR["renewed_war"]
AXIS: Final = "share back at war (line: 95% interval)"


def plot_without_one_cluster(table: pd.DataFrame, *, title: str) -> Axes:
    """Draw the incidence of renewed war with each cluster left out, against that with all (dashed).

    ``table`` comes from ``ceasefires.without_one_cluster``: ``left_out, spells_left_out, estimate, …``;
    clusters are sorted by their estimate.
    """
    each = table[table["left_out"] != "none"].sort_values(["estimate", "left_out"], ignore_index=True)
    counts = [wording.count(int(n), "spell") for n in each["spells_left_out"]]
    ax = _rows(each, [f"{name} ({n})" for name, n in zip(each["left_out"], counts, strict=True)])
    ax.set_ylabel("cluster left out")
    _reference(ax, float(table["estimate"].iloc[0]), "all clusters")
    figure_title(ax, title)
    return ax


def plot_choices(table: pd.DataFrame, *, title: str) -> Axes:
    """Draw the incidence of renewed war under each choice of cases and of the rule of failure.

    ``table`` comes from ``ceasefires_choices.sensitivity``: ``kind, choice, estimate, estimate_low,
    estimate_high, n``. The changes of a single spell share the last row, one tick each.
    """
    joint, single = table[table["kind"] != "one spell"], table[table["kind"] == "one spell"]
    labels = [
        f"{name} (n = {wording.number(n)})" for name, n in zip(joint["choice"], joint["n"], strict=True)
    ]
    last = [f"one spell at a time ({wording.count(len(single), 'change')})"] if len(single) else []
    ax = _rows(joint, [*labels, *last], rows=len(joint) + len(last))
    ax.plot(
        single["estimate"], np.full(len(single), len(joint)), linestyle="none", marker="|", markersize=7,
        color=WAR, gid="one-spell",
    )  # fmt: skip
    _reference(ax, float(table["estimate"].iloc[0]), "headline")
    figure_title(ax, title)
    return ax


def plot_features(table: pd.DataFrame, *, title: str) -> Axes:
    """Draw the incidence of renewed war with and without each feature, one at a time, with n and intervals.

    ``table`` comes from ``survival_groups.features``: ``feature, n_with, n_without, with_feature,
    without_feature`` (each ``_low``, ``_high``), ``horizon``.
    """
    ax = theme.axes(height=0.95 + 0.3 * len(table))
    for place, row in enumerate(table.to_dict("records")):
        for side, shift, colour in (("with", -0.17, WITH), ("without", 0.17, WITHOUT)):
            share, low, high = (row[f"{side}_feature{end}"] for end in ("", "_low", "_high"))
            n = f"n = {wording.number(row[f'n_{side}'])}"
            n += ", no interval" if np.isfinite(share) and not np.isfinite(high) else ""
            _point(ax, place + shift, share, low, high, colour)
            at = high if np.isfinite(high) else share if np.isfinite(share) else 0.0
            _word(ax, at, place + shift, n if np.isfinite(share) else f"{n}: insufficient data", colour)
    ax.set_yticks(range(len(table)), [_words(name) for name in table["feature"]], color=theme.INK)
    ax.set_ylim(len(table) - 0.5, -0.6)
    _share_axis(ax, float(table[["with_feature_high", "without_feature_high"]].max().max()))
    for x, words, colour in ((0.0, "with the feature", WITH), (0.25, "without it", WITHOUT)):
        ax.annotate(
            words, (x, 1), (0, 5), xycoords="axes fraction", textcoords="offset points", ha="left",
            va="bottom", color=colour, fontsize=7.5,
        )  # fmt: skip
    figure_title(ax, title)
    return ax


def _words(feature: str) -> str:
    return feature.replace("third_party", "third-party").replace("_", " ")


def _rows(table: pd.DataFrame, labels: Sequence[str], *, rows: int | None = None) -> Axes:
    """Draw one point with its interval and its percentage per row of the table, named at the left."""
    count = len(table) if rows is None else rows
    ax = theme.axes(height=1.0 + ROW * max(count, 3))
    _share_axis(ax, table["estimate_high"].max())
    numbers = table[["estimate", "estimate_low", "estimate_high"]].itertuples(index=False)
    for place, (share, low, high) in enumerate(numbers):
        _point(ax, place, share, low, high, WAR)
        known = np.isfinite(share)
        words = wording.percent(share) if known else "insufficient data"
        _word(ax, ax.get_xlim()[1] if known else 0.0, place, words, theme.INK if known else theme.MUTED)
    ax.set_yticks(range(len(labels)), labels, color=theme.INK, fontsize=7)
    ax.set_ylim(max(count, 1) - 0.4, -0.6)
    return ax


def _point(ax: Axes, place: float, value: float, low: float, high: float, colour: str) -> None:
    ax.plot([low, high], [place, place], color=colour, linewidth=2.4, alpha=0.35, gid="interval")
    ax.plot(value, place, marker="o", markersize=4.2, color=colour, clip_on=False, gid="estimate")


def _word(ax: Axes, x: float, place: float, words: str, colour: str) -> None:
    theme.note(ax, x, place, words, colour=colour, offset=(4, 0))


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
    ticks = np.arange(0, top + 0.01, 0.1 if top <= 0.6 else 0.2)
    ax.set_xlim(0, top)
    ax.set_xticks(ticks, [wording.percent(share) for share in ticks])
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.set_xlabel(AXIS)
