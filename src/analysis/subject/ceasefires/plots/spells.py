"""How long did each ceasefire of the reference class last, and how did it end? One line for every spell.

Rows stand under the name of their cluster, in type that can be read on paper: a page holds some sixty-five.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd
from matplotlib import transforms
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from analysis.parts import theme, wording
from analysis.parts.theme.drawings import plot
from analysis.subject.ceasefires.colours import OUTCOME
from analysis.subject.ceasefires.spells import ONGOING, TREATY, WAR

ROW, NARROW_ROW, MARGIN = 0.118, 0.25, 0.65  # inches a row, on paper and on a phone; around the rows
TYPE: Final = 7.0  # points: the smallest that is read on paper

MARKERS: Final[Mapping[str, str]] = MappingProxyType({WAR: "X", TREATY: "s", ONGOING: ">"})
ENDS: Final[Mapping[str, str]] = MappingProxyType(
    {WAR: "renewed war", TREATY: "treaty", ONGOING: "in force (censored)"}
)


@plot
def plot_spells(spells: pd.DataFrame) -> Axes:
    """Draw one line per spell from 0 to its years in force, grouped by cluster, with a mark for its end.

    ``spells`` comes from ``spells.spells``: ``cluster, dyad, start, years, outcome`` and, where it has
    them, ``headline`` (spells outside the headline figures are drawn pale with a hollow mark). The name
    with the first year stands at the left, the years in force beside the mark. The figure grows with its
    rows; spells and clusters of more than some sixty-five rows are better drawn in two.
    """
    ordered = spells.sort_values(["cluster", "start", "spell_id"], kind="stable", ignore_index=True)
    new = ordered["cluster"].ne(ordered["cluster"].shift())
    places = np.arange(len(ordered), dtype=float) + new.cumsum().to_numpy(dtype=float)
    rows = float(places[-1]) + 1 if len(places) else 1.0
    ax = theme.axes(height=MARGIN + (NARROW_ROW if theme.is_narrow() else ROW) * rows)
    ax.set_xlim(0, float(ordered["years"].max()) * 1.08 if len(ordered) else 1)
    ax.set_ylim(rows - 0.3, -0.8)
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    ax.set_xlabel("years in force")
    pale = ~ordered["headline"].fillna(False).astype(bool) if "headline" in ordered else ordered["years"] < 0
    for outcome, of_kind in ordered.assign(place=places, pale=pale).groupby("outcome"):
        _ends(ax, str(outcome), of_kind)
    _name_rows(ax, ordered, places, new=new)
    _key(ax, pale=bool(pale.any()))
    return ax


def _name_rows(ax: Axes, spells: pd.DataFrame, places: NDArray[np.float64], *, new: pd.Series) -> None:
    """Name each spell at the left of its row, and each cluster in bold in a row above its first spell."""
    heads = places[new.to_numpy()] - 1
    if theme.is_narrow():
        _name_above(ax, spells, places, heads, clusters=list(spells.loc[new, "cluster"]))
        return
    ax.set_yticks([*places, *heads], [*_names(spells), *spells.loc[new, "cluster"]])
    for label, head in zip(ax.get_yticklabels(), [False] * len(places) + [True] * len(heads), strict=True):
        label.set(fontsize=TYPE, color=theme.INK, fontweight=700 if head else 400)
    for head in heads[1:]:
        ax.axhline(head - 0.5, color=theme.FAINT, linewidth=0.5, zorder=0, gid="cluster")


def _name_above(
    ax: Axes,
    spells: pd.DataFrame,
    places: NDArray[np.float64],
    heads: NDArray[np.float64],
    *,
    clusters: list[str],
) -> None:
    """On a phone, name each spell above its line, and each cluster in bold."""
    ax.set_yticks([])
    named = [*zip(places - 0.45, _names(spells), [400] * len(places), strict=True)]
    for place, name, weight in [*named, *zip(heads - 0.15, clusters, [700] * len(heads), strict=True)]:
        ax.annotate(
            name, (0, place), ha="left", va="center", fontsize=TYPE, color=theme.INK, weight=weight,
            annotation_clip=False,
        )  # fmt: skip


def _names(spells: pd.DataFrame) -> list[str]:
    """Return each name with its first year, unless the name says the year itself."""
    years = pd.to_datetime(spells["start"]).dt.year.astype("str")
    pairs = zip(spells["dyad"], years, strict=True)
    return [name if year in name else f"{name}, {year}" for name, year in pairs]


def _ends(ax: Axes, outcome: str, spells: pd.DataFrame) -> None:
    """Draw the spells that ended in one way: a line from 0, the mark of the end, the years beside it."""
    colour = OUTCOME[outcome]
    for pale, rows in spells.groupby("pale"):
        ax.hlines(
            rows["place"],
            0,
            rows["years"],
            color=colour,
            linewidth=1.5,
            alpha=0.35 if pale else 0.9,
            gid="spell",
        )
        ax.plot(
            rows["years"], rows["place"], linestyle="none", marker=MARKERS[outcome], markersize=4.6,
            color=colour, markeredgewidth=0.8, markeredgecolor=colour,
            markerfacecolor="white" if pale else colour, clip_on=False,
            gid=f"{ENDS[outcome]}{', sensitivity only' if pale else ''}",
        )  # fmt: skip
    for place, years in zip(spells["place"], spells["years"], strict=True):
        ax.annotate(
            wording.number(years, 1 if years >= 1 else 2), (years, place), (5, -0.4),
            textcoords="offset points", ha="left", va="center", color=theme.MUTED, fontsize=TYPE,
            annotation_clip=False,
        )  # fmt: skip


def _key(ax: Axes, *, pale: bool) -> None:
    """Say in one line above the rows what each mark means."""
    places = (0.01, 0.26, 0.43, 0.01) if theme.is_narrow() else (0.01, 0.22, 0.37, 0.66)
    for x, outcome in zip(places, ENDS, strict=False):
        ax.plot(
            x, 1, marker=MARKERS[outcome], markersize=4.0, color=OUTCOME[outcome], clip_on=False,
            transform=transforms.offset_copy(ax.transAxes, fig=theme.figure_of(ax), y=7, units="points"),
        )  # fmt: skip
        _key_word(ax, x, ENDS[outcome], theme.INK)
    if pale:
        above = 18 if theme.is_narrow() else 6.4
        _key_word(ax, places[-1], "pale: sensitivity only", theme.MUTED, above=above)


def _key_word(ax: Axes, x: float, words: str, colour: str, *, above: float = 6.4) -> None:
    ax.annotate(
        words, (x, 1), (5, above), xycoords="axes fraction", textcoords="offset points", ha="left",
        va="center", color=colour, fontsize=7.2,
    )  # fmt: skip
