"""Says what the figures of nights, weeks, records and pauses show, from the frames drawn.

Where the frame holds too little, the answer is what is missing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.parts import wording
from analysis.sentences.escalation_words import is_known, weapons
from analysis.sentences.shown import TooLittle, Words

INTERVAL = "95%"


def span(frame: pd.DataFrame, column: str = "date") -> str:
    """Write the first and last date of a frame: "28 September 2022 to 5 January 2026"."""
    return f"{wording.day(frame[column].min())} to {wording.day(frame[column].max())}"


def _largest(frame: pd.DataFrame, column: str) -> pd.Series[Any]:
    return frame.dropna(subset=[column]).sort_values(column, kind="stable").iloc[-1]


def _known_nights(nights: pd.DataFrame) -> str:
    known = int(nights["launched"].notna().sum())
    return f"{wording.count(known, 'known night')}, {wording.number(len(nights) - known)} unknown"


def nightly(nights: pd.DataFrame, *, weapon: str = "drone") -> Words | TooLittle:
    """Say what `plot_nightly` shows of `nights`."""
    shown = nights[nights["weapon"] == weapon]
    known = shown["launched"].dropna()
    if known.empty:
        return TooLittle(f"A series of {weapon}s launched a night", n=0, needed=1)
    mean = shown["mean_28"].iloc[-1] if len(shown) else None
    largest = _largest(shown, "launched")
    peak = f"{wording.number(largest['launched'])} on {wording.day(largest['date'])}"
    title = (
        "Too many nights lack a record for a 28-day mean"
        if wording.is_missing(mean)
        else f"{wording.number(mean)} {weapon}s a night over the last 28 nights"
    )
    caption = (
        f"{weapon.capitalize()}s launched a night, {span(shown)}. Means look back only and stop where fewer "
        "than four in five of their nights are known; the newest seven nights may still be amended."
    )
    ends = "has no value" if wording.is_missing(mean) else f"ends at {wording.number(mean)}"
    alt = f"Each night is a point, the highest {peak}; the trailing 28-day mean {ends}."
    return Words(title, caption, alt, _known_nights(shown))


def weekly(weeks: pd.DataFrame) -> Words | TooLittle:
    """Say what `plot_weekly` shows of `weeks` (by class)."""
    drones = weeks[weeks["weapon"] == "drone"]
    full = drones[~drones["partial"] & drones["launched"].notna()]
    if full.empty:
        return TooLittle("A series of full weeks", n=0, needed=1)
    newest = full.iloc[-1]
    missiles = weeks[(weeks["weapon"] != "drone") & (weeks["week"] == newest["week"])]["launched"].sum()
    floor = "" if newest["complete"] else "At least "
    sunday = newest["week"] + pd.Timedelta(days=6)
    title = (
        f"{floor}{weapons(newest['launched'], 'drone')} and {weapons(missiles, 'missile')} in the last full "
        f"week, to {wording.day(sunday)}"
    )
    caption = (
        "Launches a week (Monday to Sunday) by weapon class, drones above, missiles below on their own "
        "scale; in pale weeks a night is unknown or still to come, so that their totals are floors."
    )
    top = _largest(full, "launched")
    alt = (
        f"Bars by week. The week with most drones, from {wording.day(top['week'])}, had "
        f"{wording.number(top['launched'])}. {title}."
    )
    return Words(title, caption, alt, wording.count(len(full), "full week"))


def records(nights: pd.DataFrame) -> Words | TooLittle:
    """Say what `plot_records` shows; `nights` as `record_nights` returns it."""
    if nights.empty:
        return TooLittle("A series of record nights", n=0, needed=1)
    newest = nights.iloc[-1]
    weapon = str(newest["weapon"])
    title = (
        f"{weapons(newest['launched'], weapon)} on {wording.day(newest['date'])}: the largest night to "
        "date, as reported"
    )
    caption = (
        f"The largest number of {weapon}s launched in a night, to each date; points on the stair are the "
        "nights that set a record, grey points all known nights."
    )
    first = nights.iloc[0]
    alt = (
        f"A stair rising from {wording.number(first['launched'])} on {wording.day(first['date'])} to "
        f"{wording.number(newest['launched'])} on {wording.day(newest['date'])}."
    )
    return Words(title, caption, alt, wording.count(len(nights), "record night"))


def last_night(ranks: pd.DataFrame, *, weapon: str = "drone") -> Words | TooLittle:
    """Say what `plot_last_night` shows; `ranks` as `percentile_ranks` returns it."""
    row = ranks[ranks["weapon"] == weapon].iloc[0]
    if not is_known(row):
        return TooLittle(
            "The last night's rank among earlier nights", n=int(row["n"]), needed=int(row["needed"])
        )
    launched, day = weapons(row["launched"], weapon), wording.day(row["date"])
    base = f"the {wording.number(row['n'])} known nights before"
    fewer = f"more than on {wording.percent(row['estimate'])} of {base}"
    caption = (
        f"How often each number of {weapon}s was launched in the {wording.number(row['n'])} known nights "
        f"before {day} (from {wording.day(row['first'])}), and where that date stands."
    )
    alt = f"A histogram of nights by {weapon}s launched, with a line at {launched}: {fewer}."
    n = f"{wording.count(row['n'], 'night')}, {wording.number(row['nights_unknown'])} more unknown"
    return Words(f"{launched} on {day}: {fewer}", caption, alt, n)


def gaps(summary: pd.DataFrame) -> Words | TooLittle:
    """Say what `plot_gaps` shows; `summary` as `gap_summary` returns it."""
    row = summary.iloc[0]
    if not is_known(row):
        return TooLittle(
            "A survival curve of the pauses between mass salvos", n=int(row["n"]), needed=int(row["needed"])
        )
    half = f"half of the pauses between mass salvos lasted {wording.count(row['estimate'], 'day')} or less"
    open_gap = wording.count(row["open_gap"], "day")
    caption = (
        f"Share of pauses longer than so many days (Kaplan–Meier), after nights with {row['definition']}, "
        f"{span(pd.DataFrame({'date': [row['first'], row['last']]}))}; the pause still open, {open_gap}, is "
        "censored, not dropped."
    )
    alt = f"A falling stair: {half}; the open pause is {open_gap} old."
    return Words(half[:1].upper() + half[1:], caption, alt, _gap_count(row), f"{INTERVAL} log-log")


def _gap_count(row: pd.Series[Any]) -> str:
    return f"{wording.count(row['n'], 'closed pause')}, {wording.count(row['salvos'], 'mass salvo')}"
