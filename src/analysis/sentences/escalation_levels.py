"""Says when the level of launches changed, and whether they grow within the newest level.

A break is said with its interval and with how many penalties keep it; growth whose interval covers none is
"not established", and then there is no doubling time.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.parts import Finding, wording
from analysis.sentences.escalation_words import OK, estimate, interval, is_known, too_little, unknown

RATE = "percent a week"
GROWING = ("growth", "decline")  # the directions of an established change


def change_points(breaks: pd.DataFrame, path: pd.DataFrame, *, key: bool = False) -> Finding:
    """Say how often the weekly level changed and how far that depends on the penalty.

    `breaks` as `change_points` returns it, `path` as `penalty_path` does.
    """
    row = breaks.iloc[0]
    weapon = str(row["weapon"])
    name = f"steps-of-the-weekly-level-of-{weapon}s"
    if row["status"] != OK:
        return unknown(name, too_little("a search for changes of level", row, unit="covered week"), "breaks")
    found = breaks.dropna(subset=["date"])
    choice = _choice(path)
    if found.empty:
        sentence = f"In {wording.count(row['n'], 'covered week')} no change of level is found; {choice}."
        return Finding(name, sentence, 0, "breaks", n=row["n"], key=key)
    levels = f"from {wording.number(found['before'].iloc[0])} to {wording.number(found['after'].iloc[-1])}"
    sentence = (
        f"Over {wording.count(row['n'], 'covered week')} the level of {weapon}s a week changed "
        f"{wording.count(len(found), 'time')}, {levels}: in the {_weeks(found)}. {_kept(found)} The choice "
        f"of penalty decides the number: {choice}."
    )
    return Finding(name, sentence, len(found), "breaks", n=row["n"], key=key)


def _weeks(found: pd.DataFrame) -> str:
    """Write the weeks of some breaks: "weeks of 26 August 2024 and 3 February 2025"."""
    dates = wording.listing([wording.day(date) for date in found["date"]])
    return f"{'week' if len(found) == 1 else 'weeks'} of {dates}"


def _kept(found: pd.DataFrame) -> str:
    """Say which breaks every penalty keeps within two weeks."""
    always = found[found["kept"] == 1]
    if always.empty:
        return "None of them is found under every penalty tried."
    those = "that" if len(always) == 1 else "those"
    dates = wording.listing([wording.day(date) for date in always["date"]])
    return f"Every penalty tried finds a change at most two weeks from {those} of {dates}."


def _choice(path: pd.DataFrame) -> str:
    """Write the range of the number of breaks over all penalties, and which weeks all of them keep."""
    fewest, most = int(path["breaks"].min()), int(path["breaks"].max())
    tried = wording.count(len(path), "penalty", "penalties")
    numbers = wording.number(fewest) if fewest == most else f"between {wording.number(fewest)} and {most}"
    return f"{tried} give {numbers} {'break' if fewest == most == 1 else 'breaks'}"


def growth(trend: pd.DataFrame, breaks: pd.DataFrame, *, key: bool = False) -> list[Finding]:
    """Say the growth within each regime, newest first; the newest may be a key finding.

    `trend` as the measure `growth` returns it, `breaks` as `change_points` does: the newest rate is said
    with its level and the steps that led to it; where the weeks are too few to look for a step, it says that
    one could look like growth.
    """
    rows = [row for _, row in trend.iterrows()][::-1]
    label, found = f"weekly-growth-of-{breaks['weapon'].iloc[0]}s", breaks.dropna(subset=["date"])
    level = _level(rows[0], found)
    newest = _growth(rows[0], label, level=level, history=_history(breaks, level), key=key)
    return [
        newest,
        *(
            _growth(row, f"weekly-growth-of-{row['weapon']}s-from-{row['first']:%Y-%m-%d}")
            for row in rows[1:]
        ),
    ]


def _level(row: pd.Series[Any], found: pd.DataFrame) -> str:
    """Say near which level launches have stayed since the newest step; blank where they grew or fell."""
    if found.empty or row["direction"] in GROWING or found["date"].iloc[-1] != row["first"]:
        return ""
    return f" have stayed near {wording.number(found['after'].iloc[-1])} a week,"


def _history(breaks: pd.DataFrame, level: str) -> str:
    """Say which steps led to the newest level, or that the weeks are too few to look for one.

    The level is not said again where `level` has said it.
    """
    if str(breaks["status"].iloc[0]) != OK:
        return "; in so few weeks a step of the level would look the same"
    found = breaks.dropna(subset=["date"])
    if found.empty:
        return "; no step of the level is found"
    start, end = found["before"].iloc[0], found["after"].iloc[-1]
    steps, way = wording.count(len(found), "earlier step"), "up" if end > start else "down"
    reached = "" if level else f" to {wording.number(end)} a week"
    return f"; {steps} led {way} from {wording.number(start)}{reached}"


def _growth(
    row: pd.Series[Any], label: str, *, level: str = "", history: str = "", key: bool = False
) -> Finding:
    weapon, first = str(row["weapon"]), row["first"]
    if wording.is_missing(first):
        sentence = too_little("a growth rate", row, unit="covered week")
        return unknown(label, sentence, RATE, n=row["n"])
    since, last = f"the week of {wording.day(first)}", f"that of {wording.day(row['last'])}"
    if not is_known(row):
        sentence = too_little(f"growth from {since} to {last}", row, unit="week")
        return unknown(label, sentence, RATE, n=row["n"])
    start = f"Since {since} {weapon} launches" if history else f"From {since} {weapon} launches"
    ends = f"{interval(_in_percent(row), decimals=1)}%; {wording.count(row['n'], 'week')} to {last}"
    rate = f"{_share(row['estimate'])} a week ({ends})"
    moved = f"{start}{level} {'changing' if level else 'changed'} by {rate}"
    return estimate(label, f"{moved}: {_direction(row)}{history}.", _in_percent(row), RATE, key=key)


def _share(value: float) -> str:
    return f"{wording.signed(100 * value, 1)}%"


def _in_percent(row: pd.Series[Any]) -> pd.Series[Any]:
    percent = row.copy()
    for name in ("estimate", "estimate_low", "estimate_high"):
        percent[name] = 100 * row[name]
    return percent


def _direction(row: pd.Series[Any]) -> str:
    if row["direction"] not in GROWING:
        return "no growth is established, and so no doubling time"
    verb = "doubling" if row["direction"] == "growth" else "halving"
    lengths = sorted(abs(float(row[name])) for name in ("doubling_low", "doubling_high"))
    ends = wording.interval(*lengths, decimals=0)
    weeks = wording.count(round(abs(row["doubling"])), "week")
    return f"{row['direction']} is established, a {verb} in {weeks} at this rate (95% interval {ends})"


def count_trend(terms: pd.DataFrame) -> Finding:
    """Say the trend of the nightly count model and how much too narrow its naive errors are.

    `terms` as the measure `count_trend` returns it.
    """
    row = terms.iloc[0]
    weapon = str(row["weapon"])
    name = f"trend-of-{weapon}s-a-night"
    if not is_known(row):
        too_few = too_little("a count model with season and weekday", row, unit="night")
        return unknown(name, too_few, "ratio per 4 weeks", n=row["n"])
    verdict = _trend_verdict(row)
    span = f"{wording.day(row['first'])} to {wording.day(row['last'])}"
    sentence = (
        f"A negative binomial model of {wording.count(row['n'], 'known night')} ({span}) with season and "
        f"weekday gives a factor of {wording.number(row['estimate'], 2)} per four weeks "
        f"({interval(row, decimals=2)}): {verdict}. Poisson errors would be "
        f"{wording.number(row['error_ratio'], 1)} times too narrow."
    )
    return estimate(name, sentence, row, "ratio per 4 weeks")


def _trend_verdict(row: pd.Series[Any]) -> str:
    if not row["established"]:
        return "no trend is established"
    rising = "rising" if row["estimate"] > 1 else "falling"
    return f"{rising} over the whole span, which the steps of the level describe as well"
