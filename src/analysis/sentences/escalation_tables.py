"""Shows the measures on attacks as tables: which columns, in which words, with which notes beneath.

Verdicts stand in words, so that a reader need not compare an interval with 1 or 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from analysis import parts
from analysis.parts import Part, wording
from analysis.sentences.escalation_words import OK

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


def shown(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """Return the columns named, in that order, under new names; the ends of an interval follow theirs."""
    ends = {
        f"{old}_{end}": f"{new}_{end}"
        for old, new in columns.items()
        for end in ("low", "high")
        if f"{old}_{end}" in frame
    }
    names = {**columns, **ends}
    return frame[list(names)].rename(columns=names)


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
    columns = {
        "launched": "launched",
        "nights_known": "known nights",
        "per_night": "a night",
        "previous_per_night": "before",
        "estimate": "ratio",
    }
    frame = shown(compared, columns)
    too_wide = compared["estimate_high"] > WIDEST * compared["estimate_low"]
    frame[["ratio", "ratio_low", "ratio_high"]] = frame[["ratio", "ratio_low", "ratio_high"]].mask(too_wide)
    frame.insert(0, "window", compared["weapon"] + "s, " + compared["window"])
    frame["change"] = verdict(compared, above="more", below="fewer")
    return parts.table(
        frame,
        caption="Launches in the newest windows and in the equally long windows before them",
        source=source,
        as_of=as_of,
        stub="window",
        decimals={"launched": 0, "known nights": 0, "a night": 1, "before": 1, "ratio": 2},
        labels={"a night": "Per night", "before": "Per night, window before", "change": "Change"},
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
    columns = {
        "weapon": "weapon",
        "launched": "launched",
        "count": "neutralised",
        "estimate": "share",
        "n": "nights",
        "design_effect": "design effect",
    }
    return parts.table(
        shown(shares, columns),
        caption=f"Reported as neutralised, by weapon class, over the {nights} nights to the date",
        source=source,
        as_of=as_of,
        units={"share": "share"},
        decimals={"share": 0, "launched": 0, "neutralised": 0, "nights": 0, "design effect": 1},
        interval=f"{INTERVAL} Wilson on the effective sample size",
        notes=(
            "Design effect: how many times the variance exceeds that of independent weapons, since those "
            "of one night share their fate. The figures are the defender's own.",
        ),
    )


def top_nights(nights: pd.DataFrame, *, source: str, as_of: date | str) -> Part:
    """Show the largest nights to date with their sources; `nights` as `top_nights` returns it."""
    columns = {
        "rank": "rank",
        "date": "date",
        "drones": "drones",
        "missiles": "missiles",
        "estimate": "share",
        "outcome_basis": "counting",
        "sources": "source",
    }
    return parts.table(
        shown(nights, columns),
        caption="The nights with most drones to date, as reported",
        source=source,
        as_of=as_of,
        stub="rank",
        units={"share": "share"},
        decimals={"share": 0},
        labels={"share": "Drones neutralised"},
        notes=(COUNTING,) if (nights["outcome_basis"] == "merged").any() else (),
    )


def levels(breaks: pd.DataFrame, *, source: str, as_of: date | str) -> Part:
    """Show the changes of level with their intervals; `breaks` as `change_points` returns it."""
    if too_little(breaks):
        return insufficient("A search for changes of level", breaks)
    found = breaks.dropna(subset=["date"])
    dates = found.assign(between=_between(found))
    columns = {
        "date": "week",
        "between": "between",
        "before": "before",
        "after": "after",
        "estimate": "ratio",
        "kept": "kept",
    }
    return parts.table(
        shown(dates, columns).drop(columns=["week_low", "week_high"]),
        caption="Changes of the weekly level of drone launches (drones a week)",
        source=source,
        as_of=as_of,
        units={"kept": "share"},
        decimals={"before": 0, "after": 0, "ratio": 2, "kept": 0},
        labels={"kept": "Kept by penalties", "between": "Interval of the week"},
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
    columns = {
        "first": "from week",
        "last": "to week",
        "n": "weeks",
        "estimate": "growth a week",
        "direction": "verdict",
        "doubling": "doubling",
    }
    frame = trend.assign(**percent, direction=trend["direction"].mask(trend["status"] != OK, INSUFFICIENT))
    return parts.table(
        shown(frame, columns),
        caption="Growth of drone launches within each level",
        source=source,
        as_of=as_of,
        units={"growth a week": "%", "doubling": "weeks"},
        decimals={"growth a week": 1, "doubling": 0, "weeks": 0},
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
    columns = {
        "term": "term",
        "estimate": "factor",
        "poisson": "naive",
        "error_ratio": "error ratio",
    }
    frame = terms.assign(
        poisson=terms["estimate"],
        poisson_high=terms["poisson_high"],
        verdict=verdict(terms, above="more", below="fewer"),
    )
    wide = shown(frame, columns).assign(
        effect=frame["verdict"].where(terms["term"] != "dispersion alpha", "")
    )
    return parts.table(
        wide,
        caption="A count model of drone launches a night",
        source=source,
        as_of=as_of,
        stub="term",
        decimals={"factor": 2, "naive": 2, "error ratio": 1},
        labels={"naive": "With naive Poisson errors", "error ratio": "Errors, ratio"},
        n=f"{int(terms['n'].iloc[0])} known nights",
        interval=f"{INTERVAL}; {terms['method'].iloc[0]}",
        notes=("Weekdays against Monday, by the date on which the salvo ends.",),
    )
