"""How are signposts shown as tables: their states, what they speak for, and how they moved?

Values carry their units and ages, thresholds say who set them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from analysis.parts import Part, wording
from analysis.sentences.brief_tables import listed
from analysis.sentences.brief_words import STALE_DAYS, amount
from analysis.sentences.scenarios import move, state, threshold, unknown_windows, value

NONE: Final = "No signpost is on record at this date."
WINDOWS: Final[Mapping[str, str]] = {"28 d": "28 days", "28 d mean": "mean of 28 days", "90 d": "90 days"}


def signposts(evaluated: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show every signpost with state, value, threshold, distance and age."""
    rows = [
        {
            "Signpost": f"{row['signpost_id']} {row['name']}",
            "State": state(row),
            "Value": value(row),
            "Threshold": _threshold(row),
            "Distance": _distance(row),
            "Age": row["age_days"],
        }
        for row in evaluated.to_dict("records")
    ]
    notes = [
        "Distance: how far the value is past the threshold, as a share of it; negative where it is short.",
        f"A value older than {STALE_DAYS} days is stale. Whether an event has happened is the analyst's "
        "reading of the sources.",
        "Met when stated: met already on the day it was stated, so that it marks no change and does not "
        "enter the order of the scenarios. A move would be the value given after it.",
    ]
    caption = f"{wording.count(len(rows), 'signpost')} on {wording.day(as_of)}"
    return listed(
        rows, caption=caption, none=NONE, source=source, as_of=as_of, notes=notes, units={"Age": "days"}
    )


def _threshold(row: Mapping[Any, Any]) -> str:
    """Write a signpost's threshold, and the move that would be news where it was met when stated."""
    return f"{threshold(row)} (a move: {move(row)})" if state(row) == "met when stated" else threshold(row)


def _distance(row: Mapping[Any, Any]) -> str:
    if wording.is_missing(row["relative"]):
        return wording.MISSING
    return f"{wording.signed(100 * row['relative'], 0)}%"


def readings(evaluated: pd.DataFrame, bearings: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show what each signpost speaks for and against, how ordinary it is, and who set its threshold."""
    rows = [
        {
            "Signpost": f"{row['signpost_id']} {row['name']}",
            "For": _bearing(bearings, row["signpost_id"], "for"),
            "Against": _bearing(bearings, row["signpost_id"], "against"),
            "Met in the past year": _base_rate(row),
            "Threshold set by": "subject page" if row["threshold_origin"] == "seed" else "analyst",
        }
        for row in evaluated.to_dict("records")
    ]
    notes = [
        "Unknown: too thinly recorded to count. Overlapping windows are not independent. “—”: no series of "
        "the past year."
    ]
    return listed(
        rows,
        caption="What each signpost speaks for and against, and how ordinary it is",
        none=NONE,
        source=source,
        as_of=as_of,
        notes=notes,
    )


def _bearing(bearings: pd.DataFrame, signpost: str, bearing: str) -> str:
    own = bearings[(bearings["signpost_id"] == signpost) & (bearings["bearing"] == bearing)]
    return ", ".join(sorted(own["scenario_id"])) or wording.MISSING


def _base_rate(row: Mapping[Any, Any]) -> str:
    if not row["windows"]:
        return wording.MISSING
    return f"{row['windows_met']} of {row['windows_are']}{unknown_windows(row)}"


def watched(table: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show where each signpost is observed, over which window, and what is to be said of it."""
    rows = [
        {
            "Signpost": f"{row['signpost_id']} {row['name']}",
            "Observed in": row["observed_in"],
            "Window": WINDOWS.get(row["window"], row["window"]),
            "Remarks": row["note"] or wording.MISSING,
        }
        for row in table.sort_values("signpost_id").to_dict("records")
    ]
    return listed(
        rows,
        caption="Where each signpost is observed, and how it is to be read",
        none=NONE,
        source=source,
        as_of=as_of,
    )


def changes(moved: pd.DataFrame, *, since: date, source: str, as_of: date) -> Part:
    """Show which signposts moved since an earlier day."""
    rows = [
        {
            "Signpost": f"{row['signpost_id']} {row['name']}",
            "Then": amount(row["x_before"], row["unit"]) if row["unit"] != "yes or no" else wording.MISSING,
            "Now": amount(row["x"], row["unit"]) if row["unit"] != "yes or no" else wording.MISSING,
            "State then": state({**row, "state": row["state_before"]}),
            "State now": state(row),
        }
        for row in moved[moved["unit"] != "yes or no"].to_dict("records")
    ]
    caption = f"The measured signposts on {wording.day(since)} and on {wording.day(as_of)}"
    return listed(
        rows, caption=caption, none="No signpost has a value on both days.", source=source, as_of=as_of
    )
