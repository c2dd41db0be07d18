"""How many signposts of each scenario are seen, and how far are the measured ones from their thresholds?

Both drawings take a measure's frame; the order of scenarios is that of their source, and no colour sets one
ahead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from analysis.parts import quantities, theme, wording
from analysis.parts.theme.drawings import plot
from analysis.subject.scenarios.signposts import State

ROW, NARROW_ROW = 0.33, 0.48  # inches a signpost needs: two lines, three on a phone
NAMES, NARROW_NAMES = 2.3, 1.5  # inches for the names of signposts, on paper and on a phone
_MET, _SHORT = theme.COLOUR["highlight"], theme.COLOUR["observed"]
_INK: Final = {State.MET: _MET, State.MET_WHEN_STATED: _MET, State.NOT_MET: _SHORT, State.STALE: _SHORT}
_MARKER: Final = {State.MET: "o", State.MET_WHEN_STATED: "s", State.NOT_MET: "o", State.STALE: "X"}
_SIGN: Final = {**_MARKER, State.UNKNOWN: "_"}
_SIGHTED: Final = (State.MET, State.MET_WHEN_STATED)


@plot
def plot_distances(levels: pd.DataFrame) -> Axes:
    """Draw each level's distance from its threshold, with the range of the past year's windows.

    ``levels`` as ``signpost_overview.levels`` returns it. Right of the line the threshold is met; a square
    was met already when it was stated, a cross is stale.
    """
    ax = theme.axes(height=0.6 + (NARROW_ROW if theme.is_narrow() else ROW) * max(len(levels), 3))
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
    ax.set(xlabel="distance from the threshold", ylabel="")
    ax.grid(axis="x", visible=True)
    return ax


def _reading(row: Mapping[Any, Any]) -> str:
    """Write beside a level its name, its value and its threshold."""
    ends = wording.interval(row["x_low"], row["x_high"], share=True)
    spread = "" if wording.is_missing(row["x_low"]) else f" ({ends})"
    value = f"{quantities.amount(row['x'], row['unit'])}{spread}"
    threshold = quantities.quantity(row["direction"], row["threshold"], row["unit"])
    name = theme.wrapped(row["name"], inches=NARROW_NAMES if theme.is_narrow() else NAMES)
    return f"{name}\n{value}; {threshold}"


@plot
def plot_support(support: pd.DataFrame) -> Axes:
    """Draw for each scenario the signposts that would speak for it, a mark each, with how many are seen.

    ``support`` as ``signpost_overview.support`` returns it. A filled mark: seen (a square: seen already when
    it was stated); a hollow one: not seen; a cross: the newest value is stale; a dash: not known.
    """
    names = support.drop_duplicates("scenario_id")
    ax = theme.axes(height=0.15 + ROW * len(names))
    most = int(support["scenario_id"].value_counts().max()) if len(support) else 1
    for place, (_, own) in enumerate(support.groupby("scenario_id")):
        for at, state in enumerate(own["state"]):
            ax.plot(
                at, place, markersize=7, linestyle="none", marker=_SIGN[state], color=_SHORT, clip_on=False,
                markerfacecolor=_SHORT if state in _SIGHTED else "white", gid=str(state),
            )  # fmt: skip
        seen = int(own["state"].isin(_SIGHTED).sum())
        theme.note(ax, most - 0.3, place, f"{wording.number(seen)} of {len(own)} seen", offset=(0, 0))
    labels = [f"{row['scenario_id']} {row['label']}" for row in names.to_dict("records")]
    ax.set_yticks(range(len(names)), [theme.wrapped(label, inches=NAMES) for label in labels])
    ax.set(xlim=(-0.5, most + 1.2), ylim=(len(names) - 0.5, -0.5), xticks=[])
    ax.tick_params(length=0, labelcolor=theme.INK)
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    return ax
