"""Says how far the headlines hold, what the record lacks, and whether others count the same.

A headline whose sign depends on a choice is said to depend on it, on page one.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.parts import Finding, wording
from analysis.sentences.escalation_words import OK, in_unit, row_of

CHOICES = "without any one week, with other class codings and with other windows"
THIN = 0.2  # of the last year's nights unknown: then the reader must know before any number


def robustness(ranges: pd.DataFrame) -> Finding:
    """Say which headlines change their sign under another choice; a key finding if any does.

    `ranges` as the measure `robustness` returns it.
    """
    whole = ranges[(ranges["kind"] == "all") & (ranges["status"] == OK)]
    signed = whole[whole["neutral"].notna()]
    if signed.empty:
        sentence = "Insufficient data: no comparison has enough known nights for its robustness to be tried."
        return Finding("headlines-that-turn", sentence, None, "headlines")
    flips = signed[signed["sign_flips"].astype(bool)]
    number = wording.number(len(flips)) if len(flips) else "none"
    start = f"Tried {CHOICES}, {number} of {wording.count(len(signed), 'comparison')}"
    if flips.empty:
        return Finding(
            "headlines-that-turn", f"{start} changes its direction.", 0, "headlines", n=len(signed)
        )
    verb = "changes its direction" if len(flips) == 1 else "change their direction"
    listed = "; ".join(_flip(row) for _, row in flips.iterrows())
    sentence = f"{start} {verb} and must not be read as a rise or a fall: {listed}."
    return Finding("headlines-that-turn", sentence, len(flips), "headlines", n=len(signed), key=True)


def _flip(row: pd.Series[Any]) -> str:
    low, high = (in_unit(row[end], row) for end in ("range_low", "range_high"))
    across = row["highest"] if row["estimate"] < row["neutral"] else row["lowest"]
    moved = f"{in_unit(row['estimate'], row)}, from {low} to {high}; on the other side with {across}"
    return f"{row['headline']} ({moved})"


def data_quality(items: pd.DataFrame, coverage: pd.DataFrame) -> Finding:
    """Say how many nights are missing, to date and by year; a key finding where the last year is thin.

    `items` as the measure `data_quality` returns it, `coverage` as that of its name does.
    """
    row = row_of(coverage, "period", "all")
    years = [f"{year['missing']} of {year['nights']} in {year['period']}" for _, year in coverage.iterrows()]
    by_year = f" ({wording.listing(years[:-1])})" if len(years) > 2 else ""  # the last row is all of them
    recent = items[items["item"].str.startswith("the same, last")].iloc[0]
    above = row_of(items, "item", "rows with outcomes above launches")["value"]
    rows = (
        "No row reports" if above == 0 else f"{wording.count(above, 'row')} report{'s' if above == 1 else ''}"
    )
    span = f"{wording.day(row['first'])} to {wording.day(row['last'])}"
    sentence = (
        f"Of the {wording.count(row['nights'], 'night')} from {span}, {wording.number(row['missing'])} have "
        f"no record{by_year}; they are unknown, never zero. {rows} more outcomes than launches."
    )
    thin = bool(recent["estimate"] > THIN)
    return Finding("nights-without-record", sentence, row["missing"], "nights", n=row["nights"], key=thin)


def agreement(checkpoints: pd.DataFrame, published: pd.DataFrame) -> list[Finding]:
    """Say whether the series agrees with totals of others; frames of the two measures on agreement."""
    return [_checkpoints(checkpoints), _published(published)]


def _checkpoints(totals: pd.DataFrame) -> Finding:
    known = totals[totals["agrees"].notna()]
    if known.empty:
        none = "No independently reported total of a night is on record to this date."
        return Finding("totals-of-others-that-agree", none, None, "totals")
    agree = int(known["agrees"].astype(bool).sum())
    totals_of = wording.count(len(known), "independently reported total")
    nights = wording.count(known["date"].nunique(), "night")
    sentence = (
        f"Of {totals_of} of {nights}, {wording.number(agree)} agree with the series, known differences of "
        "scope allowed for."
    )
    return Finding("totals-of-others-that-agree", sentence, agree, "totals", n=len(known))


def _published(totals: pd.DataFrame) -> Finding:
    judged = totals[totals["judged"].astype(bool) & totals["estimate"].notna()]
    if judged.empty:
        none = "No published total of the series' own scope is on record to this date."
        return Finding("largest-difference-from-a-published-total", none, None, "share")
    low, high = (f"{wording.signed(100 * judged['estimate'].agg(end), 1)}%" for end in ("min", "max"))
    range_of = f"by {low}" if low == high else f"by {low} to {high}"
    sentence = (
        f"From {wording.count(len(judged), 'published total')} of the same scope the series differs "
        f"{range_of}; totals of another scope are listed without judgement."
    )
    largest = float(judged["estimate"].abs().max())
    return Finding("largest-difference-from-a-published-total", sentence, largest, "share", n=len(judged))
