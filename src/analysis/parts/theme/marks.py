"""Which marks say how far a figure may be trusted? Breaks, unknown days, provisional points, direct labels.

Each is drawn the same way in every figure and carries an id by which tests find it.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from analysis.parts.theme.canvas import figure_of
from analysis.parts.theme.palette import INK, MUTED
from analysis.parts.theme.scales import day_numbers

Floats = npt.NDArray[np.float64]
_OUTLINE = (Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY)


class EndLabel(NamedTuple):
    """A word beside the end of a line: its height in data units, the text, and the line's colour."""

    y: float
    text: str
    colour: str


class DayBars(PathPatch):
    """Bars of days as one shape: hundreds of single ones take longer than the rest of a drawing.

    `middles` (days as matplotlib counts them) and `heights` hold a value for each bar; one of unknown height
    (NaN) is not drawn.
    """

    def __init__(self, left: Floats, foot: Floats, heights: Floats, *, width: float) -> None:
        self.middles, self.heights = left + width / 2, heights
        known = np.isfinite(heights)
        left, foot, top = left[known], foot[known], (foot + heights)[known]
        right = left + width
        corners = np.array([(left, foot), (right, foot), (right, top), (left, top), (left, foot)])
        super().__init__(Path(corners.transpose(2, 0, 1).reshape(-1, 2), np.tile(_OUTLINE, len(left))))
        self.sticky_edges.y.extend(np.unique(foot))


def day_bars(
    ax: Axes, days: Any, heights: Any, *, base: Any, width: float, colour: str, alpha: float, gid: str
) -> None:
    """Draw a bar right of each day, from `base` up by its height, `width` days wide, as `Axes.bar` does."""
    ax.xaxis.update_units(days)  # type: ignore[no-untyped-call]
    left, low, high = day_numbers(days), np.asarray(base, dtype=float), np.asarray(heights, dtype=float)
    bars = DayBars(left, low, high, width=width)
    bars.set(facecolor=colour, alpha=alpha, gid=gid)
    ax.add_artist(bars)
    corners = [np.column_stack([left, low]), np.column_stack([left + width, low + high])]
    ax.update_datalim(np.concatenate(corners))
    ax.autoscale_view()


def definition_break(
    ax: Axes, on: datetime.date, *, text: str = "definition changes", low: bool = False
) -> None:
    """Draw a dashed line where the definition changes, if that day is within the x axis.

    `text` stands beside its upper end, or with `low` beside its lower end.
    """
    day = float(day_numbers([on])[0])
    first, last = ax.get_xlim()
    if not first < day < last:
        return
    ax.axvline(day, color=INK, linewidth=0.8, linestyle=(0, (4, 3)), zorder=3, gid="definition-break")
    before = day > (first + last) / 2
    ax.annotate(
        text, (day, 0 if low else 1), (-4 if before else 4, 3 if low else 0),
        xycoords=("data", "axes fraction"), textcoords="offset points", color=INK, fontsize=7.5,
        ha="right" if before else "left", va="bottom" if low else "top",
    )  # fmt: skip


def unknown_days(ax: Axes, unknown: Iterable[Any]) -> None:
    """Mark days without a record by light strokes under the base line."""
    days = day_numbers(unknown)
    if len(days) == 0:
        return
    base = np.full(len(days), -0.025)
    transform = ax.get_xaxis_transform()
    ax.plot(
        days, base, linestyle="none", marker="|", markersize=4, markeredgewidth=0.7, color="#98a1ab",
        transform=transform, clip_on=False, gid="unknown-days",
    )  # fmt: skip
    ax.tick_params(axis="x", pad=6)


def remark(ax: Axes, text: str) -> None:
    """Explain marks in one small line under the right end of the x axis."""
    ax.annotate(
        text, (1, 0), (0, -22), xycoords="axes fraction", textcoords="offset points", ha="right", va="top",
        color=MUTED, fontsize=7,
    )  # fmt: skip


def swatch(ax: Axes, text: str, *, colour: str) -> None:
    """Explain a band in the lower left corner: a square of its colour and words."""
    for words, shift, ink in (("\u25a0", 4, colour), (text, 14, MUTED)):
        ax.annotate(
            words, (0, 0), (shift, 4), xycoords="axes fraction", textcoords="offset points", ha="left",
            va="bottom", color=ink, fontsize=7.5,
        )  # fmt: skip


def provisional(ax: Axes, x: Any, y: Any, *, colour: str) -> None:
    """Draw points that may still change as hollow circles."""
    ax.plot(
        x, y, linestyle="none", marker="o", markersize=3.4, markerfacecolor="white", markeredgecolor=colour,
        markeredgewidth=0.9, zorder=5, gid="provisional",
    )  # fmt: skip


def end_labels(
    ax: Axes, x: Any, labels: Sequence[EndLabel], *, gap: float = 9.5, swatches: bool = False
) -> None:
    """Write each label right of `x` at its height, moved apart to at least `gap` points from each other.

    With `swatches` a square of the label's colour stands before ink-coloured words: for pale colours.
    """
    figure = figure_of(ax)
    if layout := figure.get_layout_engine():
        layout.execute(figure)  # the height of the axes, without drawing what is on them
    low, high = ax.get_ylim()
    points = ax.get_window_extent().height * 72 / figure.dpi / (high - low)
    ordered = sorted(labels, key=lambda label: label.y)
    places = _spread([(label.y - low) * points for label in ordered], gap=gap)
    for label, place in zip(ordered, places, strict=True):
        shift = place - (label.y - low) * points
        if swatches:
            _beside(ax, "\u25a0", (x, label.y), (5, shift), label.colour)
        _beside(
            ax, label.text, (x, label.y), (14 if swatches else 5, shift), INK if swatches else label.colour
        )


def _beside(ax: Axes, text: str, point: tuple[Any, float], offset: tuple[float, float], colour: str) -> None:
    ax.annotate(
        text, point, offset, textcoords="offset points", ha="left", va="center", color=colour, fontsize=7.8,
        annotation_clip=False,
    )  # fmt: skip


def _spread(places: Sequence[float], *, gap: float) -> list[float]:
    """Move sorted places apart so that neighbours are at least `gap` from each other, about their centre.

    >>> _spread([0.0, 1.0, 30.0], gap=10.0)
    [-4.5, 5.5, 30.0]
    """
    groups: list[list[float]] = []
    for place in places:
        groups.append([place])
        while len(groups) > 1 and _foot(groups[-1], gap) - _head(groups[-2], gap) < gap:
            groups[-2:] = [groups[-2] + groups[-1]]
    return [_foot(group, gap) + index * gap for group in groups for index in range(len(group))]


def _foot(group: Sequence[float], gap: float) -> float:
    return sum(group) / len(group) - gap * (len(group) - 1) / 2


def _head(group: Sequence[float], gap: float) -> float:
    return _foot(group, gap) + gap * (len(group) - 1)


def note(
    ax: Axes, x: Any, y: Any, text: str, *, colour: str = INK, offset: tuple[float, float] = (4, 4)
) -> None:
    """Write a remark beside a point, `offset` points from it; it stands left or right as the offset says."""
    ax.annotate(
        text, (x, y), offset, textcoords="offset points", ha="left" if offset[0] >= 0 else "right",
        va="center", color=colour, fontsize=7.5, annotation_clip=False,
    )  # fmt: skip
