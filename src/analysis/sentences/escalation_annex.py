"""Shows what stands behind the headlines: talks one by one, robustness, missing nights and checks.

Each table says in a note how the report treats what it lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from analysis import parts
from analysis.parts import Part, tables, wording
from analysis.sentences.escalation_tables import INSUFFICIENT, INTERVAL, insufficient, too_little
from analysis.sentences.escalation_words import OK, in_unit, probability
from analysis.sentences.shown import Head, Heads, table

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
    chances = {
        name: [probability(p)[2:].lstrip("= ") for p in study[name]] for name in ("p_value", "p_adjusted")
    }
    milestones = wording.count(study["n"].iloc[0], "milestone")
    return table(
        study.assign(**chances),
        {
            "window": "Window",
            "nights": "Nights",
            "estimate": Head("Ratio", decimals=2),
            "p_value": "p",
            "p_adjusted": "p, all windows",
            "detectable": Head("Smallest ratio that could be seen", decimals=2),
        },
        caption="Launches around diplomatic milestones against other nights, all windows tried",
        source=source,
        as_of=as_of,
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
    heads: Heads = {"left_out": "Date", "title": "Left out", "estimate": Head("Ratio", decimals=2)}
    return table(
        results,
        {**heads, "sign_flips": "Across one"},
        caption=f"The ratio of the {results['window'].iloc[0]} talks, without each milestone in turn",
        source=source,
        as_of=as_of,
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
    return tables.table(
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
    heads: Heads = {
        "period": "Year",
        "nights": "Nights",
        "recorded": "With any record",
        "missing": "Without",
        "drones_known": "Drones known",
        "estimate": Head("Drones known, share", "share", 0),
    }
    caption = "Nights with and without a record, by year"
    return table(years, heads, caption=caption, source=source, as_of=as_of)


def quality(items: pd.DataFrame, *, broke: pd.Timestamp | None, source: str, as_of: date | str) -> Part:
    """Show what is unknown or contradictory in the record; `items` as `data_quality` returns it.

    `broke` as `definition_break` returns it: before that day nothing is told of the change.
    """
    if broke is None:
        items = items.assign(item=items["item"].str.removesuffix(", to the definition break"))
    heads: Heads = {
        "item": "What",
        "value": Head("Count", decimals=0),
        "out_of": Head("Of", decimals=0),
        "estimate": Head("Share", "share", 1),
        "consequence": "Consequence",
    }
    caption = "What is missing, revised or contradictory in the record"
    return table(items, heads, caption=caption, source=source, as_of=as_of)


def checkpoints(totals: pd.DataFrame, *, source: str, as_of: date | str) -> Part:
    """Hold the series against independently reported nights, from `checkpoint_agreement`."""
    agrees = totals["agrees"].map({True: "yes", False: "no"}).fillna("unknown")
    agrees = agrees.mask(totals["agrees"].fillna(False) & (totals["difference"] != 0), SCOPE_DIFFERS)
    heads: Heads = {"date": "Date", "quantity": "Total", "series": "Series", "reported": "Reported"}
    return table(
        totals.assign(quantity=totals["quantity"].str.replace("_", " "), agrees=agrees),
        {**heads, "difference": "Difference", "agrees": "Agrees", "confidence": "Confidence"},
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
    heads: Heads = {"period": "Period", "publisher": "Publisher", "what": "Total", "scope": "Scope"}
    return table(
        totals.assign(period=_periods(totals), what=what, scope=totals["scope"].str.replace("_", " ")),
        {**heads, "reported": "Reported", "series": "Series", "estimate": Head("Difference", "share", 1)},
        caption="The series beside totals that others published",
        source=source,
        as_of=as_of,
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
