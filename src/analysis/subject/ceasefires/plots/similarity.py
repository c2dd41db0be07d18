"""How near are earlier ceasefires to each scenario's terms, and how did they end?"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import transforms
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from analysis.parts import theme, wording
from analysis.parts.theme.drawings import plot
from analysis.subject.ceasefires.colours import OUTCOME
from analysis.subject.ceasefires.plots.spells import ENDS, MARKERS

COLUMN: Final = 7  # marks on top of each other
STEP: Final = 0.011  # between columns of one distance


@plot
def plot_similarity(similar: pd.DataFrame, scenarios: pd.DataFrame) -> Axes:
    """Draw each spell as a mark at its distance from each scenario's terms, stacked, by how it ended.

    ``similar`` comes from ``similarity.similarity`` on spells with ``outcome``, with rows of a known
    ``distance`` only; ``scenarios`` has ``scenario_id, label``. A scenario with which no spell is compared
    has no panel.
    """
    drawn = scenarios[scenarios["scenario_id"].isin(similar["scenario_id"])]
    panels = theme.panels(max(len(drawn), 1), height=0.5 + 0.75 * max(len(drawn), 1))
    for ax, name, label in zip(panels, drawn["scenario_id"], drawn["label"], strict=False):
        rest = similar[similar["scenario_id"] == name]
        _stack(ax, rest)
        compared = wording.count(int(rest["compared"].max()), "term")
        theme.panel_name(ax, f"{name} {label} ({compared} compared)")
    last = panels[-1]
    last.set_xlabel("share of compared terms that differ (0% = the same terms)")
    last.set_xticks(np.linspace(0, 1, 6))
    last.xaxis.set_major_formatter(FuncFormatter(lambda share, _: wording.percent(share)))
    last.set_xlim(-0.03, 1.08)
    _key(panels[0])
    return panels[0]


def _stack(ax: Axes, rest: pd.DataFrame) -> None:
    """Stack one mark per spell at each distance, war at the bottom, in columns side by side."""
    order = {outcome: place for place, outcome in enumerate(ENDS)}
    ordered = rest.assign(order=rest["outcome"].map(order)).sort_values(["distance", "order", "spell_id"])
    column, row = np.divmod(ordered.groupby("distance").cumcount(), COLUMN)
    placed = ordered.assign(x=ordered["distance"] + STEP * column, y=row)
    sns.scatterplot(
        placed, x="x", y="y", hue="outcome", style="outcome", palette=dict(OUTCOME), markers=dict(MARKERS),
        s=17, linewidth=0, legend=False, ax=ax, gid="spells",
    )  # fmt: skip
    ax.set(ylim=(-0.9, COLUMN), yticks=[], ylabel="", xlabel="")
    ax.grid(visible=False)


def _key(ax: Axes) -> None:
    """Say what each mark means: at the right of the first panel's name; on a phone above it."""
    narrow = theme.is_narrow()
    above = transforms.offset_copy(
        ax.transAxes, fig=theme.figure_of(ax), y=20 if narrow else 7, units="points"
    )
    for x, (outcome, words) in zip(
        (0.01, 0.3, 0.5) if narrow else (0.62, 0.75, 0.84), ENDS.items(), strict=True
    ):
        ax.plot(
            x, 1, marker=MARKERS[outcome], markersize=3.8, color=OUTCOME[outcome], transform=above,
            clip_on=False,
        )  # fmt: skip
        ax.annotate(
            words, (x, 1), (5, 0), xycoords=above, textcoords="offset points", ha="left", va="center",
            fontsize=7.2, color=theme.INK,
        )  # fmt: skip
