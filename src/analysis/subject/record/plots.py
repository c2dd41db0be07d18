"""How do the events on record lie in time?

A ladder leads from a true time scale to one legible line for each event.
"""

from __future__ import annotations

from typing import Final

import pandas as pd
from matplotlib.axes import Axes

from analysis.parts import theme, wording
from analysis.parts.theme.drawings import plot
from analysis.subject.record.colours import CATEGORY

ROW: Final = 0.113  # inches a line of text needs
FEWEST_ROWS: Final = 6
TICKS: Final = ((130, "MS"), (500, "QS"), (float("inf"), "YS"))  # up to so many days: months, quarters, years
_SCALE, _ELBOW, _MARK, _TEXT, _NAME = 0.095, 0.14, 0.16, 0.175, 0.285  # places in widths of the axes


@plot
def plot_timeline(events: pd.DataFrame) -> Axes:
    """Draw events on a time scale, newest on top, each joined to its date and title.

    ``events`` comes from ``events.chronology`` (oldest first): ``event_id, event_date, date_precision,
    days_ago, category, title, claim_status``. The colour is the category's; what is claimed and not
    confirmed is hollow. The figure grows with the number of events.
    """
    rows = max(len(events), FEWEST_ROWS)
    ax = theme.axes(height=0.55 + ROW * rows)
    ax.set_axis_off()
    ax.set_xlim(0, 1)
    ax.set_ylim(-0.6, rows - 0.4)
    start = events["event_date"].min()
    end = start + pd.Timedelta(days=int(events["days_ago"].max()))
    _scale(ax, start, end, top=rows - 1)
    step = (rows - 1) / max(len(events) - 1, 1)
    for line, (_, event) in enumerate(events.iterrows()):
        _event(ax, event, line=line * step, place=_place(event["event_date"], start, end, rows - 1))
    _key(
        ax, list(dict.fromkeys(events["category"])), claimed=bool((events["claim_status"] == "claimed").any())
    )
    return ax


def _place(day: pd.Timestamp, start: pd.Timestamp, end: pd.Timestamp, top: int) -> float:
    return top * (day - start).days / max((end - start).days, 1)


def _scale(ax: Axes, start: pd.Timestamp, end: pd.Timestamp, *, top: int) -> None:
    """Draw the time scale at the left, with a tick at each turn of the year; a short one's are closer."""
    ax.plot([_SCALE, _SCALE], [0, top], color=theme.MUTED, linewidth=0.8, gid="scale")
    days = (end - start).days
    every = next(freq for longest, freq in TICKS if days <= longest)
    for day in pd.date_range(start, end, freq=every):
        height = _place(day, start, end, top)
        ax.plot([_SCALE - 0.012, _SCALE], [height, height], color=theme.MUTED, linewidth=0.8)
        words = f"{wording.MONTHS[day.month - 1][:3]} {day.year}" if every != "YS" else str(day.year)
        ax.text(_SCALE - 0.02, height, words, ha="right", va="center", color=theme.MUTED, fontsize=7)


def _event(ax: Axes, event: pd.Series, *, line: float, place: float) -> None:
    colour = CATEGORY[event["category"]]
    ax.plot([_SCALE, _ELBOW, _MARK], [place, line, line], color=colour, linewidth=0.5, alpha=0.6)
    face = "white" if event["claim_status"] == "claimed" else colour
    ax.plot(
        [_SCALE, _MARK], [place, line], linestyle="none", marker="o", markersize=3.8, markerfacecolor=face,
        markeredgecolor=colour, markeredgewidth=1.0, zorder=4, gid=f"event-{event['event_id']}",
    )  # fmt: skip
    ax.text(_TEXT, line, _date(event), ha="left", va="center", color=theme.MUTED, fontsize=7.0)
    ax.text(_NAME, line, event["title"], ha="left", va="center", color=theme.INK, fontsize=7.2)


def _date(event: pd.Series) -> str:
    day = event["event_date"]
    precision = "day" if event["date_precision"] == "night_of" else event["date_precision"]
    words = wording.day(day.date(), precision=precision).split()
    return " ".join(word[:3] if word in wording.MONTHS else word for word in words)


def _key(ax: Axes, categories: list[str], *, claimed: bool) -> None:
    """Name the categories' colours in one line below the ladder."""
    handles = [
        ax.plot([], [], linestyle="none", marker="o", markersize=4.2, color=CATEGORY[name], label=name)[0]
        for name in categories
    ]
    if claimed:
        handles += ax.plot(
            [], [], linestyle="none", marker="o", markersize=4.2, markerfacecolor="white",
            markeredgecolor=theme.INK, label="hollow: claimed, not confirmed",
        )  # fmt: skip
    ax.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0, -0.01), ncols=len(handles), handlelength=1.0,
        columnspacing=1.2, borderaxespad=0,
    )  # fmt: skip
