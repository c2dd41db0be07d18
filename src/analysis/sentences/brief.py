"""What may be said of the state of the record on one day?

Each function takes one measure's frame and returns a Finding or sentences; nothing is said that a row does
not hold.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pandas as pd

from analysis.parts import Finding, wording
from analysis.sentences.brief_words import STALE_DAYS, claimant, counted, dated, measure, quantity
from analysis.sentences.escalation_words import CLAIMANT, is_known, weapons

RECENT_DAYS: Final = 30
NAMED: Final = 6  # dates that the calendar names; all are in the annex
SIDE_BY_SIDE: Final = 2  # contested quantities that the text lays side by side; all are in the annex
LARGEST, LARGE, SMALL = 0.95, 0.75, 0.25


def header(dated_rows: pd.DataFrame, *, war_start: Any, as_of: date, known_on: date) -> Finding:
    """Say what day is described, which day of the war it is, and which tables do not reach it."""
    days = (pd.Timestamp(as_of) - pd.Timestamp(war_start)).days
    filled = dated_rows[dated_rows["rows"] > 0]
    behind = filled[filled["last"] < pd.Timestamp(as_of)]
    short = [
        f"{wording.listing(own['table'].tolist())} (to {wording.day(str(last)[:10])})"
        for last, own in sorted(behind.groupby("last"), reverse=True)
    ]
    reach = f"The record runs to that day{f', except for {wording.listing(short)}' if short else ''}."
    empty = dated_rows[dated_rows["rows"] == 0]["table"].tolist()
    without = f" It holds nothing yet of {wording.listing(empty)}." if empty else ""
    sentence = (
        f"{wording.day(as_of)} is day {wording.number(days + 1)} of the full-scale war; what follows is as "
        f"known on {wording.day(known_on)}. {reach}{without}"
    )
    return Finding("day-of-the-war", sentence, None, "days", as_of=as_of)


def salvo(ranks: pd.DataFrame) -> Finding:
    """Judge the last night by its rank among the nights before, `ranks` as `percentile_ranks` returns it."""
    drones = ranks[ranks["weapon"] == "drone"].iloc[0]
    day = wording.day(drones["date"].date())
    if not is_known(drones):
        sentence = (
            f"No judgement on the salvo of {day}: the drones launched, or enough nights before, are unknown."
        )
        return Finding("percentile-of-the-night-by-drones", sentence, None, "share")
    missiles = ranks[(ranks["weapon"] == "missile") & (ranks["launched"] > 0)]
    also = "".join(f"; and {_rank(row)}" for _, row in missiles.iterrows() if is_known(row))
    sentence = f"For {day} the {CLAIMANT} reports {_rank(drones, of='known nights before ')}{also}."
    return Finding(
        "percentile-of-the-night-by-drones", sentence, drones["estimate"], "share",
        low=drones["estimate_low"], high=drones["estimate_high"], n=drones["n"], key=True,
        definition="share of the known nights before with fewer launches",
    )  # fmt: skip


def _size(percentile: float) -> str:
    if percentile >= LARGEST:
        return "among the most on any night"
    if percentile >= LARGE:
        return "more than on most nights"
    return "an ordinary number" if percentile >= SMALL else "fewer than on most nights"


def _rank(row: pd.Series[Any], *, of: str = "") -> str:
    """Write a number of weapons, how large it is, and its rank; `of` names what it is ranked among."""
    percentile = f"percentile {wording.number(100 * row['estimate'], 0)}"
    ends = wording.interval(100 * row["estimate_low"], 100 * row["estimate_high"], decimals=0)
    return (
        f"{weapons(row['launched'], row['weapon'])}, {_size(row['estimate'])}: "
        f"{wording.number(row['at_least'])} of the {wording.number(row['n'])} {of}had as many or more "
        f"({percentile}, 95% interval {ends})"
    )


def outcome(claims: pd.DataFrame, *, as_of: date) -> Finding:
    """Say what is claimed of the outcome of the last day's events, event by event, with the claimants."""
    today = claims[
        (claims["event_date"] == pd.Timestamp(as_of)) & ~claims["measure"].str.endswith("launched")
    ]
    if today.empty:
        sentence = f"No claim on the outcome of {wording.day(as_of)} is on record."
        return Finding("claims-on-the-outcome", sentence, None, "claims")
    said = [f"“{title}”: {_outcomes(own)}" for title, own in today.groupby("title", sort=False)]
    sentence = f"Outcome as claimed. {'. '.join(said)}."
    return Finding("claims-on-the-outcome", sentence, None, "claims", n=len(today))


def _outcomes(claims: pd.DataFrame) -> str:
    """Write the claims on one event, each claimant once."""
    return "; ".join(
        f"{wording.listing([counted(row) for row in own.to_dict('records')])} ({claimant(str(name))})"
        for name, own in claims.groupby("claimant", sort=False)
    )


def defence(series: pd.DataFrame, *, name: str = "drone_neutralised_share_28d", weeks: int = 4) -> Finding:
    """Compare the newest 28-day neutralised share with that of `weeks` before; `series` as for signposts."""
    own = series[series["series"] == name].reset_index(drop=True)
    now = own.iloc[-1] if len(own) else None
    if now is None or wording.is_missing(now["x"]):
        sentence = "Insufficient data: too few drones of known outcome for a neutralised share."
        return Finding("share-of-drones-neutralised-in-28-days", sentence, None, "share")
    before = own.iloc[-1 - weeks]
    ends = wording.interval(now["x_low"], now["x_high"], share=True)
    sentence = (
        f"Of the drones launched in the 28 days to {wording.day(now['window_end'].date())}, the {CLAIMANT} "
        f"counts {wording.percent(now['x'])} as shot down or suppressed (95% interval {ends})"
    )
    if not wording.is_missing(before["x"]):
        apart = now["x_low"] > before["x_high"] or now["x_high"] < before["x_low"]
        words = "the share changed" if apart else "no change is established"
        ends = wording.interval(before["x_low"], before["x_high"], share=True)
        sentence += f", against {wording.percent(before['x'])} ({ends}) in the 28 days before: {words}"
    return Finding(
        "share-of-drones-neutralised-in-28-days", f"{sentence}.", now["x"], "share", low=now["x_low"],
        high=now["x_high"], n=now["n"], key=True, definition="drones-neutralised",
    )  # fmt: skip


def claimed_losses(months: pd.DataFrame) -> Finding:
    """Say the claimed losses a day of the newest whole month, its rank and its change."""
    whole = months[months["complete"]]
    if whole.empty:
        sentence = "No whole month of claimed losses is on record."
        return Finding("claimed-losses-a-day", sentence, None, "persons per day")
    row = whole.iloc[-1]
    higher = int(row["rank"]) - 1
    change = ""
    if not wording.is_missing(row["change"]):
        more = "more" if row["change"] > 0 else "fewer"
        change = f", {wording.number(abs(row['change']), 0)} {more} than for the month before"
    months_known = wording.count(row["months"], "whole month")
    rank = f"was higher in {higher} of" if higher else "is the highest of"
    sentence = (
        f"For {wording.day(row['month'], precision='month')} the {claimant(row['claimant'])} claims "
        f"{wording.number(row['mean_daily'], 0)} Russian losses a day, killed and wounded{change}; the claim "
        f"{rank} {months_known}."
    )
    return Finding(
        "claimed-losses-a-day", sentence, row["mean_daily"], "persons per day", n=row["months"],
        as_of=row["month_end"].date(), definition=row["definition_id"],
    )  # fmt: skip


def diplomacy(dates: pd.DataFrame, *, as_of: date) -> Finding:
    """Give the diplomatic, leadership and political dates of the last 30 days, newest first."""
    name = "dates-of-talks-and-offices-in-30-days"
    if dates.empty:
        return Finding(name, "No diplomatic or leadership date is on record.", None, "dates")
    recent = dates[dates["days_ago"] <= RECENT_DAYS]
    days = f"the {RECENT_DAYS} days to {wording.day(as_of)}"
    if recent.empty:
        newest = dates.iloc[0].to_dict()
        sentence = (
            f"No diplomatic or leadership date in {days} is on record; the newest of all is {dated(newest)}."
        )
        return Finding(name, sentence, None, "dates", n=0, key=True)
    named = [
        f"{wording.day(str(day)[:10]).rsplit(' ', 1)[0]}, {wording.listing(own['title'].tolist())}"
        for day, own in recent.head(NAMED).groupby("event_date", sort=False)
    ]
    more = f"; and {len(recent) - NAMED} more in Annex A" if len(recent) > NAMED else ""
    sentence = f"Diplomatic and leadership calendar, {days}: {'; '.join(named)}{more}."
    return Finding(name, sentence, None, "dates", n=len(recent), key=True)


def disputed(discrepancies: pd.DataFrame, stated: pd.DataFrame) -> Finding:
    """Count the noted discrepancies and name the quantities on which the record differs."""
    noted = wording.count(len(discrepancies), "discrepancy", "discrepancies")
    grave = int((discrepancies["severity"] == "high").sum())
    start = (
        f"{noted}, {grave} of them grave, {'is' if len(discrepancies) == 1 else 'are'} noted in the subject "
        "page (Annex C)"
        if len(discrepancies)
        else "No discrepancy is noted"
    )
    contested = stated[stated["contested"]]
    named = [
        f"{measure(str(name))}, {wording.day(own['event_date'].iloc[0].date())}: "
        f"{_stated(own.to_dict('records'))}"
        for (_, name), own in contested.groupby(["event_id", "measure"], sort=False)
    ][::-1]
    more = f"; and {len(named) - SIDE_BY_SIDE} more" if len(named) > SIDE_BY_SIDE else ""
    quantities = (
        f"Stated in more than one way (claimants in Annex A): {'; '.join(named[:SIDE_BY_SIDE])}{more}"
        if named
        else "No quantity is stated in more than one way"
    )
    sentence = f"{start}. {quantities}."
    return Finding("discrepancies", sentence, None, "discrepancies", n=len(discrepancies))


def _stated(rows: list[dict[Any, Any]]) -> str:
    """Write several claims on one quantity, the unit once."""
    stated = [quantity(row["operator"], row["value"], "") for row in rows[:-1]]
    return wording.listing([*stated, quantity(rows[-1]["operator"], rows[-1]["value"], rows[-1]["unit"])])


def stale_levels(stale: pd.DataFrame, *, indicators: int) -> Finding:
    """Name the stale levels for which the record holds nothing newer."""
    levels = stale[(stale["kind"] == "level") & ~stale["superseded"]]
    total = wording.count(indicators, "recorded indicator")
    past = int((stale["kind"] == "history").sum())
    history = f", {past} of them historical background" if past else ""
    start = (
        f"Of {total}, {len(stale)} {'is' if len(stale) == 1 else 'are'} older than {STALE_DAYS} days{history}"
    )
    if levels.empty:
        sentence = f"{start}; none of these is a level for which nothing newer is on record."
        return Finding("stale-levels-without-a-newer-value", sentence, 0, "indicators")
    named = [
        f"{row['name']} ({quantity(row['operator'], row['value'], row['unit'])}, "
        f"{wording.number(row['age_days'])} days old)"
        for row in levels.to_dict("records")
    ]
    sentence = f"{start}. Not current, and without a newer value on record: {'; '.join(named)}."
    return Finding("stale-levels-without-a-newer-value", sentence, len(levels), "indicators")
