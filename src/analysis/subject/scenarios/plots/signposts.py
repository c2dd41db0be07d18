"""How far are the signposts from their thresholds, and which evidence contradicts which scenario?

Both drawings take a measure's frame; the order of scenarios is that of their source, and no colour sets one
ahead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap, to_rgb

from analysis.parts import quantities, theme, wording
from analysis.parts.theme.drawings import plot
from analysis.subject.scenarios.colours import MARK
from analysis.subject.scenarios.evidence import Diagnosis, Mark
from analysis.subject.scenarios.signposts import State

ROW: Final = 0.33  # inches a signpost needs: two lines
CELL: Final = 0.2  # inches a row of the matrix needs
NAMES: Final = 2.3  # inches for the names of signposts
PALE: Final = 0.28  # how much of its colour a mark keeps that does not tell the scenarios apart
_KEYS: Final = ("signpost_id", "name", "state", "verdict", "remark")
SIGNS: Final[Mapping[Mark, str]] = {
    Mark.CONSISTENT: "+", Mark.INCONSISTENT: "−", Mark.LACKING: "(−)", Mark.NEUTRAL: "",
}  # fmt: skip
_MET, _SHORT = theme.COLOUR["highlight"], theme.COLOUR["observed"]
_INK: Final = {State.MET: _MET, State.MET_WHEN_STATED: _MET, State.NOT_MET: _SHORT, State.STALE: _SHORT}
_MARKER: Final = {State.MET: "o", State.MET_WHEN_STATED: "s", State.NOT_MET: "o", State.STALE: "X"}


@plot
def plot_distances(levels: pd.DataFrame) -> Axes:
    """Draw each level's distance from its threshold, with the range of the past year's windows.

    ``levels`` as ``signpost_overview.levels`` returns it. Right of the line the threshold is met; a square
    was met already when it was stated, a cross is stale.
    """
    ax = theme.axes(height=0.6 + ROW * max(len(levels), 3))
    named = levels.assign(
        name=[_reading(row) for row in levels.to_dict("records")], state=levels["state"].map(str)
    )
    ax.axvline(0, color=theme.INK, linewidth=0.9, zorder=2)
    year = named.dropna(subset=["relative_min", "relative_max"])
    sns.scatterplot(
        named, x="relative", y="name", hue="state", style="state", legend=False, ax=ax, s=38, zorder=4,
        palette={str(state): ink for state, ink in _INK.items()},
        markers={str(state): marker for state, marker in _MARKER.items()},
    )  # fmt: skip
    ax.hlines(
        year["name"], year["relative_min"], year["relative_max"], color=theme.COLOUR["band"], linewidth=6,
        zorder=1, gid="past-year",
    )  # fmt: skip
    ax.xaxis.set_major_formatter(lambda x, _: wording.signed(round(100 * x), 0) + "%")
    ax.set(xlabel="distance from the threshold, as a share of it", ylabel="")
    ax.grid(axis="x", visible=True)
    return ax


def _reading(row: Mapping[Any, Any]) -> str:
    """Write beside a level its name, its value and its threshold."""
    ends = wording.interval(row["x_low"], row["x_high"], share=True)
    spread = "" if wording.is_missing(row["x_low"]) else f" ({ends})"
    value = f"{quantities.amount(row['x'], row['unit'])}{spread}"
    threshold = quantities.quantity(row["direction"], row["threshold"], row["unit"])
    return f"{theme.wrapped(row['name'], inches=NAMES)}\n{value}; {threshold}"


@plot
def plot_matrix(matrix: pd.DataFrame) -> Axes:
    """Draw the matrix of evidence: a row for each signpost, a column for each scenario.

    ``matrix`` as ``evidence.matrix`` returns it, with ``remark``: why a row does not tell the scenarios
    apart. A plus fits, a minus contradicts, one in brackets does so weakly, a blank is neutral; rows that do
    not tell the scenarios apart are pale and bear their remark.
    """
    scenarios = [name for name in matrix.columns if name not in _KEYS]
    ax = theme.axes(height=0.5 + CELL * max(len(matrix), 5))
    marks, pale = matrix[scenarios], matrix["verdict"] != Diagnosis.DIAGNOSTIC
    codes = marks.map(list(SIGNS).index).add(len(SIGNS) * pale, axis="index")
    faces = ListedColormap([_face(mark, pale=faint) for faint in (False, True) for mark in SIGNS])
    sns.heatmap(
        codes, annot=marks.map(SIGNS.__getitem__), fmt="", cmap=faces, vmin=0, vmax=faces.N - 1,
        cbar=False, linewidths=1, linecolor=theme.FAINT, ax=ax, annot_kws={"weight": 700, "size": 9},
        yticklabels=(matrix["name"] + ": " + matrix["state"].map(str)).tolist(),
    )  # fmt: skip
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set_xlabel("")
    for place, (label, faint, remark) in enumerate(
        zip(ax.get_yticklabels(), pale, matrix["remark"], strict=True)
    ):
        label.set(color=theme.MUTED if faint else theme.INK, rotation="horizontal")
        if faint:
            ax.text(len(scenarios) + 0.15, place + 0.5, remark, va="center", fontsize=7.2, color=theme.MUTED)
    return ax


def _face(mark: Mark, *, pale: bool) -> tuple[float, float, float]:
    """Return the colour of a cell, mixed with white where it is pale."""
    red, green, blue = (1 - (1 - part) * (PALE if pale else 1) for part in to_rgb(MARK[str(mark)]))
    return red, green, blue
