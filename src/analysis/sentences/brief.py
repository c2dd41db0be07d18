"""What may be said of the state of the record on one day?

Each function takes one measure's frame and returns a Finding or sentences; nothing is said that a row does
not hold.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pandas as pd

from analysis.parts import Finding, wording
from analysis.sentences.brief_words import claimant, dated, measure, quantity
from analysis.sentences.escalation_words import is_known, weapons

RECENT_DAYS: Final = 30
LARGEST, LARGE, SMALL = 0.95, 0.75, 0.25


def header(dated_rows: pd.DataFrame, *, war_start: Any, as_of: date, known_on: date) -> Finding:
    """Say what day is described, which day of the war it is, and how far each table reaches."""
    days = (pd.Timestamp(as_of) - pd.Timestamp(war_start)).days
    filled = dated_rows[dated_rows["rows"] > 0]
    reach = [
        f"{wording.day(str(last)[:10])} for {wording.listing(own['table'].tolist())}"
        for last, own in sorted(filled.groupby("last"), reverse=True)
    ]
    empty = dated_rows[dated_rows["rows"] == 0]["table"].tolist()
    without = f" Nothing is on record yet of {wording.listing(empty)}." if empty else ""
    sentence = (
        f"{wording.day(as_of)}, day {wording.number(days + 1)} of the full-scale war, "
        f"as known on {wording.day(known_on)}. The record reaches {'; '.join(reach)}.{without}"
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
        return Finding("salvo-percentile-drones", sentence, None, "share")
    missiles = ranks[(ranks["weapon"] == "missile") & (ranks["launched"] > 0)]
    also = [_rank(row, of="") for _, row in missiles.iterrows() if is_known(row)]
    sentence = f"The salvo of {day} was {_size(drones['estimate'])} by drones: {_rank(drones)}" + (
        f"; by missiles {_size(missiles.iloc[0]['estimate'])}: {also[0]}." if also else "."
    )
    return Finding(
        "salvo-percentile-drones", sentence, drones["estimate"], "share", low=drones["estimate_low"],
        high=drones["estimate_high"], n=drones["n"], key=True,
        definition="share of the known nights before with fewer launches",
    )  # fmt: skip


def _size(percentile: float) -> str:
    if percentile >= LARGEST:
        return "among the largest of the year"
    if percentile >= LARGE:
        return "larger than most"
    return "ordinary" if percentile >= SMALL else "smaller than most"


def _rank(row: pd.Series[Any], *, of: str = "95% interval ") -> str:
    percentile = f"percentile {wording.number(100 * row['estimate'], 0)}"
    ends = wording.interval(100 * row["estimate_low"], 100 * row["estimate_high"], decimals=0)
    return (
        f"{weapons(row['launched'], row['weapon'])}, as many or more on {wording.number(row['at_least'])} of "
        f"the {wording.number(row['n'])} known nights before ({percentile}, {of}{ends})"
    )


def outcome(claims: pd.DataFrame, *, as_of: date) -> Finding:
    """Say what is claimed of the outcome of the last day's events, claimant by claimant."""
    today = claims[
        (claims["event_date"] == pd.Timestamp(as_of)) & ~claims["measure"].str.endswith("launched")
    ]
    if today.empty:
        sentence = f"No claim on the outcome of {wording.day(as_of)} is on record."
        return Finding("claims-on-the-outcome", sentence, 0, "claims")
    said = [
        f"{claimant(str(name))}: {'; '.join(map(_outcome, own.to_dict('records')))}"
        for name, own in today.groupby("claimant", sort=False)
    ]
    sentence = f"Claimed of its outcome. {'. '.join(said)}."
    return Finding("claims-on-the-outcome", sentence, len(today), "claims")


def _outcome(row: dict[Any, Any]) -> str:
    return f"{measure(row['measure'])}, {quantity(row['operator'], row['value'], '')}"


def defence(series: pd.DataFrame, *, name: str = "drone_neutralised_share_28d", weeks: int = 4) -> Finding:
    """Compare the newest 28-day neutralised share with that of `weeks` before; `series` as for signposts."""
    own = series[series["series"] == name].reset_index(drop=True)
    now = own.iloc[-1] if len(own) else None
    if now is None or wording.is_missing(now["x"]):
        sentence = "Insufficient data: too few drones of known outcome for a neutralised share."
        return Finding("drones-neutralised-28-days", sentence, None, "share")
    before = own.iloc[-1 - weeks]
    ends = wording.interval(now["x_low"], now["x_high"], share=True)
    sentence = (
        f"Of the drones of the 28 days to {wording.day(now['window_end'].date())}, "
        f"{wording.percent(now['x'])} (95% interval {ends}) were "
        "neutralised, as the Ukrainian Air Force counts"
    )
    if not wording.is_missing(before["x"]):
        apart = now["x_low"] > before["x_high"] or now["x_high"] < before["x_low"]
        words = "a change" if apart else "no change is established"
        ends = wording.interval(before["x_low"], before["x_high"], share=True)
        sentence += f"; in the 28 days before, {wording.percent(before['x'])} ({ends}): {words}"
    return Finding(
        "drones-neutralised-28-days", f"{sentence}.", now["x"], "share", low=now["x_low"], high=now["x_high"],
        n=now["n"], key=True, definition="drones-neutralised",
    )  # fmt: skip


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
    months_known = wording.count(row["months"], "whole month")
    rank = f"higher in {higher} of {months_known}" if higher else f"the highest of {months_known}"
    sentence = (
        f"For {wording.day(row['month'], precision='month')} the {claimant(row['claimant'])} claims "
        f"{wording.number(row['mean_daily'], 0)} Russian losses a day, killed and wounded{change}; the claim "
        f"was {rank}."
    )
    return Finding(
        "losses-claimed-a-day", sentence, row["mean_daily"], "persons per day", n=row["months"],
        as_of=row["month_end"].date(), definition=row["definition_id"],
    )  # fmt: skip


def diplomacy(dates: pd.DataFrame, *, as_of: date) -> Finding:
    """Count the diplomatic, leadership and political dates of the last 30 days and name the newest."""
    name = "dates-of-talks-and-offices-30-days"
    if dates.empty:
        return Finding(name, "No diplomatic or leadership date is on record.", 0, "dates")
    recent = dates[dates["days_ago"] <= RECENT_DAYS]
    counts = [
        f"{count} {str(category).lower()}"
        for category, count in recent["category"].value_counts(sort=False).sort_index().items()
    ]
    newest = dates.iloc[0].to_dict()
    held = f"{wording.count(len(recent), 'date')} of talks and offices ({wording.listing(counts)})"
    sentence = (
        f"In the {RECENT_DAYS} days to {wording.day(as_of)} the record holds "
        f"{held if counts else 'no date of talks or offices'}, the newest of all on {dated(newest)}."
    )
    return Finding(name, sentence, len(recent), "dates", key=True)


def disputed(discrepancies: pd.DataFrame, stated: pd.DataFrame) -> Finding:
    """Count the noted discrepancies and name the quantities on which the record differs."""
    noted = wording.count(len(discrepancies), "discrepancy", "discrepancies")
    grave = int((discrepancies["severity"] == "high").sum())
    start = f"{noted} {'is' if len(discrepancies) == 1 else 'are'} noted, {grave} of high severity"
    start = start if len(discrepancies) else "No discrepancy is noted"
    contested = stated[stated["contested"]]
    named = [
        f"{measure(str(name))}, {wording.day(own['event_date'].iloc[0].date())}: "
        f"{_stated(own.to_dict('records'))}"
        for (_, name), own in contested.groupby(["event_id", "measure"], sort=False)
    ]
    quantities = (
        f"Stated in more than one way (Annex A): {'; '.join(named)}"
        if named
        else "No quantity is stated twice"
    )
    sentence = f"{start}. {quantities}."
    return Finding("discrepancies", sentence, len(discrepancies), "discrepancies")


def _stated(rows: list[dict[Any, Any]]) -> str:
    """Write several claims on one quantity, the unit once."""
    stated = [quantity(row["operator"], row["value"], "") for row in rows[:-1]]
    return wording.listing([*stated, quantity(rows[-1]["operator"], rows[-1]["value"], rows[-1]["unit"])])


def stale_levels(stale: pd.DataFrame, *, indicators: int) -> Finding:
    """Name the stale levels that nothing newer replaces."""
    levels = stale[(stale["kind"] == "level") & ~stale["superseded"]]
    total = wording.count(indicators, "recorded indicator")
    start = f"Of {total}, {len(stale)} {'is' if len(stale) == 1 else 'are'} older than 90 days"
    if levels.empty:
        return Finding("stale-indicators", f"{start}; none of them is a level still in use.", 0, "indicators")
    named = [
        f"{row['name']} ({quantity(row['operator'], row['value'], row['unit'])}, "
        f"{wording.number(row['age_days'])} days old)"
        for row in levels.to_dict("records")
    ]
    sentence = f"{start}. Levels that nothing newer replaces: {'; '.join(named)}. They are not current."
    return Finding("stale-indicators", sentence, len(levels), "indicators")
