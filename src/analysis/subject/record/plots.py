"""How do the events on record lie in time?

Each event has a line of its own and a mark on the true scale of the whole war, so that days full of events
stay legible.
"""

from __future__ import annotations

from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import offset_copy

from analysis.parts import theme, wording
from analysis.parts.theme.drawings import plot
from analysis.subject.record.colours import CATEGORY

ROW: Final = 0.13  # inches a line of text needs
FEWEST_ROWS: Final = 3
AROUND: Final = 0.8  # inches for the scale and the key below the lines
DATE_WIDTH: Final = 0.75  # inches beside the scale, for the dates
GAP: Final = 5  # points between a mark and its words
KEY_GAP: Final = 18  # points from the scale to the key, for the dates between


@plot
def plot_timeline(events: pd.DataFrame) -> Axes:
    """Draw events on a scale of time, newest on top, each with its title by its mark and its date beside.

    ``events`` comes from ``events.chronology`` (oldest first): ``event_id, event_date, date_precision,
    days_ago, category, title, claim_status``. The colour is the category's; what is claimed and not
    confirmed is hollow. Words stand on the wider side of their mark, and the figure grows with them.
    """
    start = events["event_date"].min()
    end = start + pd.Timedelta(days=int(events["days_ago"].max()))
    places = (events["event_date"] - start) / max(end - start, pd.Timedelta(days=1))
    room = (theme.TEXT_WIDTH - DATE_WIDTH) * places.where(places > 0.5, 1 - places)
    titles = [theme.wrapped(title, inches=wide) for title, wide in zip(events["title"], room, strict=True)]
    heights = pd.Series([title.count("\n") + 1 for title in titles], events.index, dtype=float)
    lines = heights.cumsum() - heights / 2
    rows = max(float(heights.sum()), FEWEST_ROWS)
    ax = theme.axes(height=AROUND + ROW * rows)
    theme.date_axis(ax, start, end)
    ax.set_ylim(-0.4, rows + 0.4)
    ax.set_yticks([])
    ax.grid(visible=True, axis="x", color=theme.FAINT, linewidth=0.6)
    ax.hlines(
        lines, theme.day_numbers(events["event_date"]), ax.get_xlim()[1], color=theme.FAINT, linewidth=0.6
    )
    for (_, event), title in zip(
        events.assign(line=lines, late=places > 0.5).iterrows(), titles, strict=True
    ):
        _event(ax, event, title)
    _key(
        ax, list(dict.fromkeys(events["category"])), claimed=bool((events["claim_status"] == "claimed").any())
    )
    return ax


def _event(ax: Axes, event: pd.Series, title: str) -> None:
    colour, line = CATEGORY[event["category"]], event["line"]
    (day,) = theme.day_numbers([event["event_date"]])
    ax.plot(
        [day], [line], linestyle="none", marker="o", markersize=4.0, markeredgecolor=colour,
        markeredgewidth=1.0, zorder=4, gid=f"event-{event['event_id']}",
        markerfacecolor="white" if event["claim_status"] == "claimed" else colour,
    )  # fmt: skip
    ax.annotate(
        title, (day, line), (-GAP if event["late"] else GAP, 0), textcoords="offset points",
        ha="right" if event["late"] else "left", va="center", color=theme.INK, fontsize=7.5,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
    )  # fmt: skip
    ax.annotate(
        _date(event), (1, line), (GAP, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
        ha="left", va="center", color=theme.MUTED, fontsize=7.5,
    )  # fmt: skip


def _date(event: pd.Series) -> str:
    day = event["event_date"]
    precision = "day" if event["date_precision"] == "night_of" else event["date_precision"]
    words = wording.day(day.date(), precision=precision).split()
    return " ".join(word[:3] if word in wording.MONTHS else word for word in words)


def _key(ax: Axes, categories: list[str], *, claimed: bool) -> None:
    """Name the categories' colours in one line below the scale."""
    handles = [
        ax.plot([], [], linestyle="none", marker="o", markersize=4.2, color=CATEGORY[name], label=name)[0]
        for name in categories
    ]
    if claimed:
        handles += ax.plot(
            [], [], linestyle="none", marker="o", markersize=4.2, markerfacecolor="white",
            markeredgecolor=theme.INK, label="hollow: claimed, not confirmed",
        )  # fmt: skip
    below = offset_copy(ax.transAxes, theme.figure_of(ax), y=-KEY_GAP, units="points")
    ax.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0, 0), bbox_transform=below, ncols=3,
        handlelength=1.0, columnspacing=1.2, borderaxespad=0,
    )  # fmt: skip
