"""How far are the signposts from their thresholds, and which evidence contradicts which scenario?

Both drawings take a measure's frame; the order of scenarios is that of their source, and no colour sets one
ahead.
"""

from __future__ import annotations

from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.parts import theme, wording

ROW: Final = 0.31  # inches a signpost needs
CELL: Final = 0.23  # inches a row of the matrix needs
_WEAK: Final = "#d98880"  # a paler "against"
FACES: Final = {
    "consistent": theme.COLOUR["for"],
    "inconsistent": theme.COLOUR["against"],
    "lacking": _WEAK,
}
SIGNS: Final = {"consistent": "+", "inconsistent": "−", "lacking": "(−)"}


def plot_distances(levels: pd.DataFrame, *, title: str) -> Axes:
    """Draw each level's distance from its threshold, with the range of the past year's windows.

    ``levels`` are rows of ``signposts.evaluated`` with a relative distance: ``signpost_id, name, relative,
    relative_min, relative_max, state, said`` (the words at the right). Right of the line the threshold is
    met. A stale value is hollow.
    """
    ax = theme.axes(height=0.8 + ROW * max(len(levels), 2))
    theme.title(ax, title)
    ax.axvline(0, color=theme.INK, linewidth=0.9, zorder=2)
    for place, (_, row) in zip(range(len(levels) - 1, -1, -1), levels.iterrows(), strict=True):
        _distance(ax, row, place)
    ax.set_yticks([])
    ax.set_ylim(-0.45, len(levels) - 0.3)
    ax.xaxis.set_major_formatter(lambda x, _: wording.signed(round(100 * x), 0) + "%")
    ax.set_xlabel("distance from the threshold, as a share of it (right of the line: met)")
    ax.grid(axis="x", visible=True)
    return ax


def _distance(ax: Axes, row: pd.Series, place: int) -> None:
    """Draw one signpost: the year's range as a pale bar, the value as a dot, name and words above."""
    colour = theme.COLOUR["highlight"] if row["state"] == "met" else theme.COLOUR["observed"]
    ends = row[["relative_min", "relative_max"]].dropna()
    if len(ends) == 2:
        ax.plot(
            ends, [place, place], color=theme.COLOUR["band"], linewidth=6, solid_capstyle="butt", zorder=1
        )
    ax.plot(
        [row["relative"]], [place], marker="o", markersize=5.5, markeredgecolor=colour, zorder=4,
        markerfacecolor="white" if row["state"] == "stale" else colour, gid=f"signpost-{row['signpost_id']}",
    )  # fmt: skip
    ax.annotate(
        f"{row['name']}: {row['said']}", (0, place), (2, 6), xycoords=ax.get_yaxis_transform(),
        textcoords="offset points", ha="left", va="bottom", fontsize=7.2, color=theme.INK, zorder=5,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
    )  # fmt: skip


def plot_matrix(matrix: pd.DataFrame, *, title: str) -> Axes:
    """Draw the matrix of evidence: a row for each signpost, a column for each scenario.

    ``matrix`` as ``scenarios.matrix`` returns it. A plus fits, a minus contradicts, one in brackets does so
    weakly, a blank is neutral; rows that do not discriminate are pale and say why.
    """
    scenarios = [name for name in matrix.columns if name not in _KEYS]
    ax = theme.axes(height=0.75 + CELL * max(len(matrix), 2))
    theme.title(ax, title)
    for place, (_, row) in zip(range(len(matrix) - 1, -1, -1), matrix.iterrows(), strict=True):
        for column, scenario in enumerate(scenarios):
            _cell(ax, str(row[scenario]), column, place, faint=not row["diagnostic"])
        ink = theme.INK if row["diagnostic"] else theme.MUTED
        ax.text(
            -0.15, place, f"{row['name']}: {row['state']}", ha="right", va="center", fontsize=7.2, color=ink
        )
        if row["reason"]:
            ax.text(len(scenarios) + 0.1, place, row["reason"], va="center", fontsize=7.0, color=theme.MUTED)
    for column, scenario in enumerate(scenarios):
        ax.text(column + 0.5, len(matrix) - 0.35, scenario, ha="center", va="bottom", fontsize=8, weight=700)
    ax.set_xlim(-_LEFT, len(scenarios) + _RIGHT)
    ax.set_ylim(-0.6, len(matrix) + 0.2)
    ax.set_axis_off()
    return ax


_KEYS: Final = ("signpost_id", "name", "state", "diagnostic", "reason")
_LEFT, _RIGHT = 7.2, 3.4  # columns' widths that the words at the sides need


def _cell(ax: Axes, mark: str, column: int, place: int, *, faint: bool) -> None:
    face = FACES.get(mark, "white")
    ax.add_patch(
        Rectangle(
            (column + 0.04, place - 0.44), 0.92, 0.88, facecolor=face, alpha=0.28 if faint else 1.0,
            edgecolor=theme.FAINT, linewidth=0.6, gid=f"mark-{mark}",
        )
    )  # fmt: skip
    ax.text(
        column + 0.5, place, SIGNS.get(mark, ""), ha="center", va="center", fontsize=9, weight=700,
        color=theme.INK if faint else "white",
    )  # fmt: skip
