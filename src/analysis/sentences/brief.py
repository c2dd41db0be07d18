"""What may be said of the state of the record on one day?

Each function takes one measure's frame and returns a Finding or sentences; nothing is said that a row does
not hold.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pandas as pd

from analysis.parts import Finding, wording
from analysis.sentences.brief_words import amount, dated
from analysis.sentences.escalation_words import interval, is_known, weapons

RECENT_DAYS: Final = 30
LARGEST, LARGE, SMALL = 0.95, 0.75, 0.25


def header(dated_rows: pd.DataFrame, *, war_start: Any, as_of: date, known_on: date) -> Finding:
    """Say what day is described, which day of the war it is, and how far each table reaches."""
    days = (pd.Timestamp(as_of) - pd.Timestamp(war_start)).days
    reach = [
        f"{row['table']} to {wording.day(row['last'].date())}"
        for row in dated_rows.to_dict("records")
        if row["rows"]
    ]
    empty = [row["table"] for row in dated_rows.to_dict("records") if not row["rows"]]
    without = f" Nothing is on record yet of {wording.listing(empty)}." if empty else ""
    sentence = (
        f"This brief describes {wording.day(as_of)}, day {wording.number(days + 1)} of the full-scale war "
        f"({wording.span(days)}), as known on {wording.day(known_on)}. The record reaches: "
        f"{'; '.join(reach)}.{without}"
    )
    return Finding("day-of-the-war", sentence, days + 1, "days", as_of=as_of)


def salvo(ranks: pd.DataFrame) -> Finding:
    """Judge the last night by its rank among the nights before, `ranks` as `percentile_ranks` returns it."""
    drones = ranks[ranks["weapon"] == "drone"].iloc[0]
    day = wording.day(drones["date"].date())
    if not is_known(drones):
        sentence = (
            f"No judgement on the salvo of {day}: the drones launched, or enough nights before, are unknown."
        )
        return Finding("salvo-rank-drones", sentence, None, "share")
    missiles = ranks[(ranks["weapon"] == "missile") & (ranks["launched"] > 0)]
    also = [_rank(row) for _, row in missiles.iterrows() if is_known(row)]
    sentence = f"The salvo of {day} was {_size(drones['estimate'])} by drones: {_rank(drones)}" + (
        f"; by missiles it was {_size(missiles.iloc[0]['estimate'])}: {also[0]}." if also else "."
    )
    return Finding(
        "salvo-rank-drones", sentence, drones["estimate"], "share", low=drones["estimate_low"],
        high=drones["estimate_high"], n=drones["n"], key=True,
        definition="share of the known nights before with fewer launches",
    )  # fmt: skip


def _size(percentile: float) -> str:
    if percentile >= LARGEST:
        return "among the largest of the year"
    if percentile >= LARGE:
        return "larger than most"
    return "ordinary" if percentile >= SMALL else "smaller than most"


def _rank(row: pd.Series[Any]) -> str:
    return (
        f"{weapons(row['launched'], row['weapon'])}, more than on {wording.percent(row['estimate'])} of the "
        f"{wording.number(row['n'])} known nights before ({interval(row, share=True)})"
    )


def defence(series: pd.DataFrame, *, name: str = "drone_neutralised_share_28d", weeks: int = 4) -> Finding:
    """Compare the newest 28-day neutralised share with that of `weeks` before; `series` as for signposts."""
    own = series[series["series"] == name].reset_index(drop=True)
    now = own.iloc[-1] if len(own) else None
    if now is None or wording.is_missing(now["x"]):
        sentence = "Insufficient data: too few drones of known outcome for a neutralised share."
        return Finding("drones-neutralised-28-days", sentence, None, "share")
    before = own.iloc[-1 - weeks]
    sentence = (
        f"Of the drones of the 28 days to {wording.day(now['window_end'].date())}, {_share(now)} were "
        "neutralised (shot down or suppressed), as the Ukrainian Air Force counts"
    )
    if not wording.is_missing(before["x"]):
        apart = now["x_low"] > before["x_high"] or now["x_high"] < before["x_low"]
        words = (
            "the intervals do not overlap" if apart else "the intervals overlap, so no change is established"
        )
        sentence += f"; in the 28 days before, {_share(before)}: {words}"
    return Finding(
        "drones-neutralised-28-days", f"{sentence}.", now["x"], "share", low=now["x_low"], high=now["x_high"],
        n=now["n"], key=True, definition="drones-neutralised",
    )  # fmt: skip


def _share(row: pd.Series[Any]) -> str:
    ends = wording.interval(row["x_low"], row["x_high"], share=True)
    return f"{wording.percent(row['x'])} (95% interval {ends})"


def claimed_losses(months: pd.DataFrame) -> Finding:
    """Say the claimed losses a day of the newest whole month, its rank and its change."""
    whole = months[months["complete"]]
    if whole.empty:
        sentence = "No whole month of claimed losses is on record."
        return Finding("losses-claimed-a-day", sentence, None, "persons per day")
    row = whole.iloc[-1]
    higher = int(row["rank"]) - 1
    change = ""
    if not wording.is_missing(row["change"]):
        more = "more" if row["change"] > 0 else "fewer"
        change = f", {wording.number(abs(row['change']), 0)} {more} than in the month before"
    sentence = (
        f"For {wording.day(row['month'], precision='month')} the {row['claimant']} claims "
        f"{wording.number(row['mean_daily'], 0)} Russian losses a day, killed and wounded{change}; the claim "
        f"was higher in {higher} of the {wording.count(row['months'], 'whole month')} to date."
    )
    return Finding(
        "losses-claimed-a-day", sentence, row["mean_daily"], "persons per day", n=row["months"],
        as_of=row["month_end"].date(), definition=row["definition_id"],
    )  # fmt: skip


def diplomacy(dates: pd.DataFrame, *, as_of: date) -> Finding:
    """Count the diplomatic, leadership and political dates of the last 30 days and name the newest."""
    if dates.empty:
        return Finding("dates-30-days", "No diplomatic or leadership date is on record.", 0, "dates")
    recent = dates[dates["days_ago"] <= RECENT_DAYS]
    counts = [
        wording.count(count, f"{str(category).lower()} date")
        for category, count in recent["category"].value_counts(sort=False).sort_index().items()
    ]
    newest = dates.iloc[0]
    sentence = (
        f"In the {RECENT_DAYS} days to {wording.day(as_of)} the record holds {wording.listing(counts)}; "
        f"the newest of all is “{newest['title']}” ({dated(newest.to_dict())})."
    )
    return Finding("dates-30-days", sentence, len(recent), "dates", key=True)


def disputed(discrepancies: pd.DataFrame, stated: pd.DataFrame) -> Finding:
    """Count the noted discrepancies and the quantities on which the record differs."""
    contested = stated[stated["contested"]].drop_duplicates(["event_id", "measure"])
    different = f"{wording.count(len(contested), 'quantity', 'quantities')} of the events"
    verb = "is" if len(contested) == 1 else "are"
    if discrepancies.empty:
        sentence = f"No discrepancy is noted yet; {different} {verb} stated in more than one way."
        return Finding("discrepancies", sentence, 0, "discrepancies")
    grave = int((discrepancies["severity"] == "high").sum())
    noted = wording.count(len(discrepancies), "discrepancy", "discrepancies")
    sentence = (
        f"The record is contested: {noted} of its source {'is' if len(discrepancies) == 1 else 'are'} noted, "
        f"{grave} of high severity, and {different} {verb} stated in more than one way; all stand side by side, "
        "none is averaged."
    )
    return Finding("discrepancies", sentence, len(discrepancies), "discrepancies", key=True)


def stale_levels(stale: pd.DataFrame, *, indicators: int) -> Finding:
    """Name the stale levels that nothing newer replaces."""
    levels = stale[(stale["kind"] == "level") & ~stale["superseded"]]
    total = wording.count(indicators, "recorded indicator")
    start = f"Of {total}, {len(stale)} {'is' if len(stale) == 1 else 'are'} older than 90 days"
    if levels.empty:
        return Finding("stale-indicators", f"{start}; none of them is a level still in use.", 0, "indicators")
    named = [
        f"{row['name']} ({amount(row['value'], row['unit'])}, {wording.number(row['age_days'])} days old)"
        for row in levels.to_dict("records")
    ]
    sentence = f"{start}. Levels that nothing newer replaces: {'; '.join(named)}. They are not current."
    return Finding("stale-indicators", sentence, len(levels), "indicators")
