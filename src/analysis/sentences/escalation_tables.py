"""Shows the measures on attacks as tables: which columns, in which words, with which notes beneath.

Verdicts stand in words, so that a reader need not compare an interval with 1 or 0.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis import parts
from analysis.parts import Part, wording
from analysis.sentences.escalation_words import OK
from analysis.sentences.shown import Head, table

INTERVAL = "95%"
NOT_ESTABLISHED = "none"
INSUFFICIENT = "insufficient data"
WIDEST = 1000.0  # an interval whose ends differ by more than this factor says nothing
TOO_WIDE = f"A ratio whose interval spans a factor of more than {WIDEST:,.0f} says nothing and is left out."
COUNTING = (
    "Counting: “separate” where jammed drones are reported apart from those shot down, “merged” where both "
    "are one number. Only their sum, the neutralised share, may be compared between the two."
)
ALPHA = "dispersion alpha"  # of the count model: no effect, and 1 means nothing for it


def verdict(frame: pd.DataFrame, *, above: str, below: str, neutral: float = 1.0) -> pd.Series[str]:
    """Put each estimate in words: above or below `neutral`, not established, or too little data."""
    words = pd.Series(NOT_ESTABLISHED, index=frame.index)
    established = frame["established"].fillna(False).astype(bool)
    words = words.mask(established & (frame["estimate"] > neutral), above)
    words = words.mask(established & (frame["estimate"] < neutral), below)
    return words.mask(frame["status"] != OK, INSUFFICIENT)


def too_little(frame: pd.DataFrame) -> bool:
    """Tell whether no row of a measure's frame has an estimate for want of data, or there is no row."""
    return bool((frame["status"] != OK).all())


def insufficient(what: str, frame: pd.DataFrame) -> Part:
    """Say in a table's place that there is too little data for any of its rows."""
    return parts.insufficient(what, n=int(frame["n"].max()), needed=int(frame["needed"].min()))


def windows(compared: pd.DataFrame, *, source: str, as_of: date | str) -> Part:
    """Show each window beside the one before it; `compared` as the measure of that name returns it."""
    too_wide = compared["estimate_high"] > WIDEST * compared["estimate_low"]
    named = compared["weapon"] + "s, " + compared["window"]
    frame = compared.assign(name=named, change=verdict(compared, above="more", below="fewer"))
    ends = ["estimate", "estimate_low", "estimate_high"]
    frame[ends] = frame[ends].mask(too_wide)
    return table(
        frame,
        {
            "name": "Window",
            "launched": Head("Launched", decimals=0),
            "nights_known": Head("Known nights", decimals=0),
            "per_night": Head("Per night", decimals=1),
            "previous_per_night": Head("Per night, window before", decimals=1),
            "estimate": Head("Ratio", decimals=2),
            "change": "Change",
        },
        caption="Launches in the newest windows and in the equally long windows before them",
        source=source,
        as_of=as_of,
        interval=f"{INTERVAL}, over-dispersed (quasi-Poisson)",
        notes=(
            "Launched: total over the known nights. The window before is equally long. A "
            "change is established where the interval of the ratio excludes one.",
            *((TOO_WIDE,) if too_wide.any() else ()),
        ),
    )


def classes(shares: pd.DataFrame, *, source: str, as_of: date | str) -> Part:
    """Show what was neutralised by weapon class; `shares` as `class_shares` returns it."""
    nights = int(shares["nights_window"].iloc[0])
    return table(
        shares,
        {
            "weapon": "Weapon",
            "launched": Head("Launched", decimals=0),
            "count": Head("Neutralised", decimals=0),
            "estimate": Head("Share", "share", 0),
            "n": Head("Nights", decimals=0),
            "design_effect": Head("Design effect", decimals=1),
        },
        caption=f"Reported as neutralised, by weapon class, over the {nights} nights to the date",
        source=source,
        as_of=as_of,
        interval=f"{INTERVAL} Wilson on the effective sample size",
        notes=(
            "Design effect: how many times the variance exceeds that of independent weapons, since those "
            "of one night share their fate. The figures are the defender's own.",
        ),
    )


def top_nights(nights: pd.DataFrame, *, source: str, as_of: date | str) -> Part:
    """Show the largest nights to date with their sources; `nights` as `top_nights` returns it."""
    return table(
        nights,
        {
            "rank": "Rank",
            "date": "Date",
            "drones": "Drones",
            "missiles": "Missiles",
            "estimate": Head("Drones neutralised", "share", 0),
            "outcome_basis": "Counting",
            "sources": "Source",
        },
        caption="The nights with most drones to date, as reported",
        source=source,
        as_of=as_of,
        notes=(COUNTING,) if (nights["outcome_basis"] == "merged").any() else (),
    )


def levels(breaks: pd.DataFrame, *, source: str, as_of: date | str) -> Part:
    """Show the changes of level with their intervals; `breaks` as `change_points` returns it."""
    if too_little(breaks):
        return insufficient("A search for changes of level", breaks)
    found = breaks.dropna(subset=["date"])
    return table(
        found.assign(between=_between(found)),
        {
            "date": "Week",
            "between": "Interval of the week",
            "before": Head("Before", decimals=0),
            "after": Head("After", decimals=0),
            "estimate": Head("Ratio", decimals=2),
            "kept": Head("Kept by penalties", "share", 0),
        },
        caption="Changes of the weekly level of drone launches (drones a week)",
        source=source,
        as_of=as_of,
        n=f"{int(breaks['n'].iloc[0])} covered weeks",
        interval=f"{INTERVAL}; that of the ratio takes the date as known",
        notes=(f"Method: {breaks['method'].iloc[0]}.",),
    )


def _between(found: pd.DataFrame) -> pd.Series[str]:
    words = [
        "that week" if low == high else f"{wording.iso(low)} to {wording.iso(high)}"
        for low, high in zip(found["date_low"], found["date_high"], strict=True)
    ]
    return pd.Series(words, index=found.index, dtype="str")


def growth(trend: pd.DataFrame, *, source: str, as_of: date | str) -> Part:
    """Show growth by regime; `trend` as the measure `growth` returns it."""
    if too_little(trend):
        return insufficient("A growth rate", trend)
    percent = {name: 100 * trend[name] for name in ("estimate", "estimate_low", "estimate_high")}
    return table(
        trend.assign(**percent, direction=trend["direction"].mask(trend["status"] != OK, INSUFFICIENT)).drop(
            columns=["doubling_low", "doubling_high"]
        ),
        {
            "first": "From week",
            "last": "To week",
            "n": Head("Weeks", decimals=0),
            "estimate": Head("Growth a week", "%", 1),
            "direction": "Verdict",
            "doubling": Head("Doubling", "weeks", 0),
        },
        caption="Growth of drone launches within each level",
        source=source,
        as_of=as_of,
        interval=f"{INTERVAL} with Newey–West errors",
        notes=(
            "Doubling: only where growth is established; negative for halving. A level found in the same "
            "series is flat by construction: this is the growth that no step explains.",
        ),
    )


def model(terms: pd.DataFrame, *, source: str, as_of: date | str) -> Part:
    """Show the count model with season and weekday; `terms` as `count_trend` returns it."""
    if too_little(terms):
        return insufficient("A count model with season and weekday", terms)
    effect = verdict(terms, above="more", below="fewer").where(terms["term"] != ALPHA, "")
    return table(
        terms.assign(poisson=terms["estimate"], effect=effect),
        {
            "term": "Term",
            "estimate": Head("Factor", decimals=2),
            "poisson": Head("With naive Poisson errors", decimals=2),
            "error_ratio": Head("Errors, ratio", decimals=1),
            "effect": "Effect",
        },
        caption="A count model of drone launches a night",
        source=source,
        as_of=as_of,
        n=f"{int(terms['n'].iloc[0])} known nights",
        interval=f"{INTERVAL}; {terms['method'].iloc[0]}",
        notes=("Weekdays against Monday, by the date on which the salvo ends.",),
    )
