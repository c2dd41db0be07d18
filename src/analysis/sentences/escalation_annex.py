"""Shows what stands behind the headlines: talks one by one, robustness, missing nights and checks.

Each table says in a note how the report treats what it lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from analysis import parts
from analysis.parts import Part, wording
from analysis.sentences.escalation_tables import INSUFFICIENT, INTERVAL, insufficient, shown, too_little
from analysis.sentences.escalation_words import OK, in_unit, probability

SCOPE_DIFFERS = "yes, scope differs"  # the series exceeds the total by what the note accounts for
KINDS = {
    "one week left out": "one week out",
    "class coding": "other coding",
    "window length": "other windows",
}


def talks(study: pd.DataFrame, *, source: str, as_of: date | str) -> Part:
    """Show every window tried around talks with what could have been seen; `study` from `event_study`."""
    if too_little(study):
        return insufficient("A comparison of launches around diplomatic milestones", study)
    columns = {
        "window": "window",
        "nights": "nights",
        "estimate": "ratio",
        "p_value": "p",
        "p_adjusted": "adjusted p",
        "detectable": "detectable",
    }
    frame = shown(study, columns)
    frame = frame.assign(
        **{name: [probability(p)[2:].lstrip("= ") for p in frame[name]] for name in ("p", "adjusted p")}
    )
    milestones = wording.count(study["n"].iloc[0], "milestone")
    return parts.table(
        frame,
        caption="Launches around diplomatic milestones against other nights, all windows tried",
        source=source,
        as_of=as_of,
        stub="window",
        decimals={"ratio": 2, "detectable": 2},
        labels={"detectable": "Smallest ratio that could be seen", "p": "p", "adjusted p": "p, all windows"},
        n=f"{milestones}, {wording.count(study['nights_known'].iloc[0], 'known night')}",
        interval=f"{INTERVAL}, by {study['method'].iloc[0]}",
        notes=(
            "Launches are relative to the mean of the 28 nights on either side. A ratio nearer to one than "
            "the last column would be found in fewer than four of five cases.",
        ),
    )


def talks_one_by_one(results: pd.DataFrame, *, source: str, as_of: date | str) -> Part:
    """Show each milestone and the ratio without it; `results` as `leave_one_out` returns it."""
    if too_little(results.iloc[1:]):  # the first row leaves nothing out
        what, needed = "A comparison without each milestone in turn", int(results["needed"].iloc[0]) + 1
        return parts.insufficient(what, n=int(results["n"].iloc[0]), needed=needed)
    columns = {"left_out": "date", "title": "left out", "estimate": "ratio", "sign_flips": "across one"}
    return parts.table(
        shown(results, columns),
        caption=f"The ratio of the {results['window'].iloc[0]} talks, without each milestone in turn",
        source=source,
        as_of=as_of,
        decimals={"ratio": 2},
        interval=f"{INTERVAL}, by circular shifts",
        notes=("Across one: without this milestone the ratio lies on the other side of one.",),
    )


def robustness(ranges: pd.DataFrame, *, source: str, as_of: date | str) -> Part:
    """Show how far each headline moves under other choices; `ranges` as `robustness` returns it."""
    whole = ranges[ranges["kind"] == "all"]
    moved = {label: _ranges(ranges[ranges["kind"] == kind]) for kind, label in KINDS.items()}
    turns = whole["sign_flips"].astype(bool).map({True: "yes", False: "no"})
    turns = turns.mask(whole["neutral"].isna(), "n/a").mask(whole["status"] != OK, INSUFFICIENT)
    frame = pd.DataFrame(
        {
            "headline": whole["headline"].to_numpy(),
            "value": [in_unit(row["estimate"], row) for _, row in whole.iterrows()],
            **moved,
            "turns": turns.to_numpy(),
        }
    )
    return parts.table(
        frame,
        caption="How far each headline moves when one choice changes",
        source=source,
        as_of=as_of,
        stub="headline",
        notes=(
            "Ranges over all changes of one kind, not confidence intervals. Turns: a ratio does when some "
            "change puts it on the other side of one, a difference when on the other side of zero; n/a where "
            "the value has no direction.",
        ),
    )


def _ranges(kind: pd.DataFrame) -> list[str]:
    return [_range(row) if row["n"] else wording.MISSING for _, row in kind.iterrows()]


def _range(row: pd.Series[Any]) -> str:
    low, high = (in_unit(row[end], row) for end in ("range_low", "range_high"))
    return low if low == high else f"{low.removesuffix('%').removesuffix(' pp')} to {high}"


def coverage(years: pd.DataFrame, *, source: str, as_of: date | str) -> Part:
    """Show which nights are on record, by year; `years` as the measure `coverage` returns it."""
    columns = {
        "period": "year",
        "nights": "nights",
        "recorded": "with any record",
        "missing": "without",
        "drones_known": "drones known",
        "estimate": "drones known, share",
    }
    return parts.table(
        shown(years, columns),
        caption="Nights with and without a record, by year",
        source=source,
        as_of=as_of,
        stub="year",
        units={"drones known, share": "share"},
        decimals={"drones known, share": 0},
    )


def quality(items: pd.DataFrame, *, broke: pd.Timestamp | None, source: str, as_of: date | str) -> Part:
    """Show what is unknown or contradictory in the record; `items` as `data_quality` returns it.

    `broke` as `definition_break` returns it: before that day nothing is told of the change.
    """
    if broke is None:
        items = items.assign(item=items["item"].str.removesuffix(", to the definition break"))
    columns = {
        "item": "what",
        "value": "count",
        "out_of": "of",
        "estimate": "share",
        "consequence": "consequence",
    }
    return parts.table(
        shown(items, columns),
        caption="What is missing, revised or contradictory in the record",
        source=source,
        as_of=as_of,
        stub="what",
        units={"share": "share"},
        decimals={"share": 1, "count": 0, "of": 0},
    )


def checkpoints(totals: pd.DataFrame, *, source: str, as_of: date | str) -> Part:
    """Hold the series against independently reported nights, from `checkpoint_agreement`."""
    agrees = totals["agrees"].map({True: "yes", False: "no"}).fillna("unknown")
    agrees = agrees.mask(totals["agrees"].fillna(False) & (totals["difference"] != 0), SCOPE_DIFFERS)
    frame = totals.assign(quantity=totals["quantity"].str.replace("_", " "), agrees=agrees)
    columns = {
        "date": "date",
        "quantity": "total",
        "series": "series",
        "reported": "reported",
        "difference": "difference",
        "agrees": "agrees",
        "confidence": "confidence",
    }
    return parts.table(
        shown(frame, columns),
        caption="The series beside independently reported totals of single nights",
        source=source,
        as_of=as_of,
        notes=tuple(_remarks(totals)),
    )


def _remarks(totals: pd.DataFrame) -> Iterable[str]:
    """Yield the remark on each date once."""
    noted = totals[totals["note"] != ""].drop_duplicates(["date", "note"])
    return (f"{wording.iso(row['date'])}: {row['note']}" for _, row in noted.iterrows())


def published(totals: pd.DataFrame, *, source: str, as_of: date | str) -> Part:
    """Hold the series against totals that others published, from `published_agreement`."""
    what = (totals["item"] + " " + totals["statistic"]).str.replace("_", " ")
    frame = totals.assign(period=_periods(totals), what=what, scope=totals["scope"].str.replace("_", " "))
    columns = {
        "period": "period",
        "publisher": "publisher",
        "what": "total",
        "scope": "scope",
        "reported": "reported",
        "series": "series",
        "estimate": "difference",
    }
    return parts.table(
        shown(frame, columns),
        caption="The series beside totals that others published",
        source=source,
        as_of=as_of,
        units={"difference": "share"},
        decimals={"difference": 1},
        notes=(
            "Scope “date”, “night” and “all” are the series' own; totals of another scope (national "
            "report, or not stated) cannot be expected to agree. A series total stands only where at least "
            "four in five nights of the period are known.",
        ),
    )


def _periods(totals: pd.DataFrame) -> list[str]:
    """Write each period: one day, a whole month, or its two ends."""
    return [_period(row["period_start"], row["period_end"]) for _, row in totals.iterrows()]


def _period(start: pd.Timestamp, end: pd.Timestamp) -> str:
    if wording.is_missing(start):
        return f"to {wording.iso(end)}"
    if start == end:
        return wording.iso(end)
    if start.day == 1 and end == start + pd.offsets.MonthEnd():
        return wording.iso(end)[:7]
    return f"{wording.iso(start)} to {wording.iso(end)}"
