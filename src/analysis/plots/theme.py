"""What do all figures have in common: size, type, colours by meaning, dates, breaks, gaps, labels.

A plot asks for `axes(...)`, draws, and calls the functions below; nothing here touches pyplot's global state.

>>> ax = axes(height=2.0)
>>> line = ax.plot([0, 1], [0, 100], color=COLOUR["drone"])
>>> title(ax, "Launches rose")
>>> ax.get_title(loc="left")
'Launches rose'
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import fontpkg_fira_sans
import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import pandas as pd
from cycler import cycler
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.textpath import TextPath
from matplotlib.ticker import FuncFormatter, MaxNLocator

TEXT_WIDTH = 6.3  # inches: the text column of an A4 report
DEFINITION_BREAK = datetime.date(2025, 7, 24)  # from here on jammed drones are counted with those shot down

INK, MUTED, FAINT = "#1d2530", "#5b6470", "#c9ced4"

# Hues are told apart with any common colour blindness; neighbours in one figure differ in lightness too,
# so that a grey print keeps them apart.
COLOUR: Mapping[str, str] = MappingProxyType(
    {
        # weapons
        "drone": "#2b4a78",
        "missile": "#b3372e",
        "cruise": "#e39a3b",
        "ballistic": "#c9553f",
        "aeroballistic": "#6b2a55",
        "guided": "#8fb8a8",
        "mixed": "#b9bec5",
        "reconnaissance": "#d9c9a3",
        # outcomes of a salvo
        "neutralised": "#1f7a6d",
        "shot_down": "#1f7a6d",
        "suppressed": "#8fc9b9",
        "mass": "#b3372e",
        # series against their reference
        "observed": "#2b4a78",
        "smooth": "#1d2530",
        "expected": "#7d8792",
        "band": "#c9d6e6",
        "highlight": "#c8621b",
        # the end of a ceasefire
        "renewed_war": "#b3372e",
        "superseded_by_treaty": "#1f7a6d",
        "ongoing": "#2b4a78",
        "ambiguous": "#9aa3ad",
        # categories of events
        "Military": "#b3372e",
        "Diplomatic": "#2b4a78",
        "Political": "#6b2a55",
        "Leadership": "#c8621b",
        "Statement": "#7d8792",
        # bearing of evidence
        "for": "#1f7a6d",
        "against": "#b3372e",
        "neutral": "#c9ced4",
        # the four scenarios, in their listed order, none of them leading
        "S1": "#2b4a78",
        "S2": "#b3372e",
        "S3": "#c99a2e",
        "S4": "#6f9f93",
    }
)

_EPOCH = pd.Timestamp(1970, 1, 1)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STYLE: Mapping[Any, Any] = MappingProxyType(
    {
        "font.family": ["Fira Sans", "DejaVu Sans"],
        "font.size": 8.0,
        "text.color": INK,
        "axes.titlesize": 9.5,
        "axes.titleweight": 700,
        "axes.titlelocation": "left",
        "axes.titlepad": 8.0,
        "axes.labelsize": 8.0,
        "axes.labelcolor": MUTED,
        "axes.edgecolor": MUTED,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "axes.unicode_minus": True,
        "axes.prop_cycle": cycler(color=[COLOUR["drone"], COLOUR["missile"], COLOUR["neutralised"]]),
        "grid.color": "#e6e9ec",
        "grid.linewidth": 0.6,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.major.width": 0.6,
        "ytick.major.size": 0.0,
        "xtick.labelsize": 7.5,
        "ytick.labelsize": 7.5,
        "lines.linewidth": 1.4,
        "lines.solid_capstyle": "round",
        "patch.linewidth": 0.0,
        "legend.frameon": False,
        "legend.fontsize": 7.5,
        "figure.facecolor": "white",
        "svg.fonttype": "path",
        "svg.hashsalt": "analysis",
    }
)


class EndLabel(NamedTuple):
    """A word beside the end of a line: its height in data units, the text, and the line's colour."""

    y: float
    text: str
    colour: str


@cache
def _register_fonts() -> None:
    """Let matplotlib know the Fira Sans of the package, never one of the machine."""
    for path in sorted((Path(fontpkg_fira_sans.ROOT) / "files").glob("FiraSans-*.ttf")):
        font_manager.fontManager.addfont(str(path))


def figure_of(ax: Axes) -> Figure:
    """Return the Figure that `ax` belongs to.

    Raises:
        ValueError: `ax` was removed from its figure.

    """
    figure = ax.get_figure(root=True)
    if not isinstance(figure, Figure):
        raise ValueError("these axes were removed from their figure; draw on axes that belong to one")
    return figure


def apply() -> None:
    """Make the theme matplotlib's default; `axes` and `panels` do it by themselves."""
    _register_fonts()
    mpl.rcParams.update(dict(_STYLE))


def axes(height: float = 2.6, width: float = TEXT_WIDTH) -> Axes:
    """Return Axes on a new Figure of the given size in inches."""
    return panels(1, height=height, width=width)[0]


def panels(
    count: int, *, height: float = 4.0, width: float = TEXT_WIDTH, ratios: Sequence[float] | None = None
) -> tuple[Axes, ...]:
    """Return `count` Axes above each other on one Figure, sharing the x axis, heights in `ratios`."""
    apply()
    figure = Figure(figsize=(width, height), layout=ConstrainedLayoutEngine(w_pad=0.03, h_pad=0.03))
    grid = figure.subplots(count, 1, sharex=True, squeeze=False, height_ratios=ratios)
    return tuple(grid[:, 0])


@cache
def _text_width(text: str, points: float, weight: int) -> float:
    """Return the width of one line of text in inches."""
    _register_fonts()
    font = FontProperties(family="Fira Sans", weight=weight)
    return (
        float(TextPath((0, 0), text, size=points, prop=font).get_extents().width) / 72
        if text.strip()
        else 0.0
    )


def wrapped(text: str, *, inches: float, points: float = 8.0, weight: int = 400) -> str:
    """Return `text` broken into lines that are no wider than `inches` at this type size.

    >>> wrapped("Launches rose", inches=0.5).split(chr(10))
    ['Launches', 'rose']
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _text_width(longer, points, weight) > inches:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def title(ax: Axes, text: str) -> None:
    """Set the figure's finding above `ax`, left-aligned, broken into lines that fit."""
    inches = figure_of(ax).get_figwidth() * 0.88
    size, weight = float(mpl.rcParams["axes.titlesize"]), int(mpl.rcParams["axes.titleweight"])
    ax.set_title(wrapped(text, inches=inches, points=size, weight=weight), loc="left")


def panel_name(ax: Axes, text: str) -> None:
    """Name one panel of several, small and muted, within its upper left corner's margin."""
    ax.annotate(
        text, (0, 1), (0, 3), xycoords="axes fraction", textcoords="offset points",
        ha="left", va="bottom", color=MUTED, fontsize=8,
    )  # fmt: skip


def _number_text(value: float, _position: int) -> str:
    return f"{value:,.10g}".replace("-", "−")


def _percent_text(value: float, _position: int) -> str:
    return f"{100 * value:.10g}%".replace("-", "−")


def whole_numbers() -> FuncFormatter:
    """Return the writer of numbers on an axis: thousands separators and a true minus sign."""
    return FuncFormatter(_number_text)


def value_axis(ax: Axes, label: str, *, percent: bool = False, zero: bool = True, ticks: int = 5) -> None:
    """Label the y axis with its unit, few round ticks, and a zero base unless `zero` is False."""
    ax.set_ylabel(label)
    ax.yaxis.set_major_locator(MaxNLocator(nbins=ticks, steps=[1, 2, 2.5, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(_percent_text) if percent else whole_numbers())
    if zero:
        ax.set_ylim(bottom=0)


def day_numbers(days: Iterable[Any]) -> npt.NDArray[np.float64]:
    """Return days as matplotlib counts them, from 1970-01-01.

    >>> day_numbers([datetime.date(1970, 1, 3)]).tolist()
    [2.0]
    """
    dates = pd.Series(pd.to_datetime(list(days))).astype("datetime64[us]")
    return np.asarray((dates - _EPOCH) / pd.Timedelta(days=1), dtype=np.float64)


def _as_day(value: float) -> pd.Timestamp:
    return _EPOCH + pd.Timedelta(days=value)


def _month_text(value: float, _position: int) -> str:
    day = _as_day(value)
    return f"{_MONTHS[day.month - 1]} {day.year}"


def _day_text(value: float, _position: int) -> str:
    day = _as_day(value)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def date_axis(ax: Axes, start: datetime.date, end: datetime.date) -> None:
    """Let the x axis run from `start` to `end` with few ticks: "Jan 2025", or "5 Jan 2025" on short spans."""
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    days = max((last - first).days, 1)
    margin = pd.Timedelta(days=max(1, round(days * 0.01)))
    ax.set_xlim(*day_numbers([first - margin, last + margin]))
    ax.set_xlabel("")
    if days > 150:
        step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600) if days / 30.4 / step <= 7)
        months = pd.date_range(first - margin, last + margin, freq="MS")
        kept = [month for month in months if (month.year * 12 + month.month - 1) % step == 0]
        ax.set_xticks(day_numbers(kept))
        ax.xaxis.set_major_formatter(FuncFormatter(_month_text))
    else:
        step = next(step for step in (1, 2, 3, 7, 14, 28) if days / step <= 6)
        ax.set_xticks(day_numbers(pd.date_range(first, last, freq=f"{step}D")))
        ax.xaxis.set_major_formatter(FuncFormatter(_day_text))


def definition_break(
    ax: Axes, on: datetime.date = DEFINITION_BREAK, *, text: str = "definition changes", low: bool = False
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


def unknown_nights(ax: Axes, nights: Iterable[Any], *, text: str = "nights without a record") -> None:
    """Mark nights without a record by light strokes under the base line, with one word of explanation."""
    days = day_numbers(nights)
    if len(days) == 0:
        return
    base = np.full(len(days), -0.025)
    transform = ax.get_xaxis_transform()
    ax.plot(
        days, base, linestyle="none", marker="|", markersize=4, markeredgewidth=0.7, color="#98a1ab",
        transform=transform, clip_on=False, gid="unknown-nights",
    )  # fmt: skip
    ax.tick_params(axis="x", pad=6)
    if text:
        remark(ax, f"| {text}")


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
    figure.draw_without_rendering()
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


def legend(ax: Axes, *, columns: int = 4) -> None:
    """Set a legend in one row below the axes, where it covers no data; direct labels come first."""
    ax.legend(loc="upper left", bbox_to_anchor=(0, -0.12), ncols=columns, borderaxespad=0, handlelength=1.6)
