"""Says what may be said of the last night, the last weeks and the records.

Each function takes the frame of one measure and returns Findings; a comparison whose interval covers no
change says so, and a record is one "to date, as reported".
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from analysis.parts import Finding, wording
from analysis.sentences.escalation_words import (
    CLAIMANT,
    estimate,
    interval,
    is_known,
    too_little,
    unknown,
    weapons,
)

LARGE = 100  # from here on a mean is written without decimals
COMMON_SHARE = 0.2  # a threshold passed in more than a fifth of the weeks does not mark an unusual week


def last_night(ranks: pd.DataFrame, *, key: bool = False) -> list[Finding]:
    """Say how many weapons the reports of the last date count, and how unusual that is; one finding a weapon.

    `ranks` as `percentile_ranks` returns it. Only the first finding (drones) is a key finding.
    """
    return [_rank(row, key=key and row["weapon"] == "drone") for _, row in ranks.iterrows()]


def _rank(row: pd.Series[Any], *, key: bool) -> Finding:
    plural, day = weapons(2, row["weapon"]).partition(" ")[2], wording.day(row["date"])
    name = f"{plural.replace(' ', '-')}-on-the-last-night"
    if wording.is_missing(row["launched"]):
        return unknown(name, f"There is no record of {plural} for {day}.", plural)
    counted = f"The {CLAIMANT}'s reports for {day} count {weapons(row['launched'], row['weapon'])}"
    if not is_known(row):
        rank = too_little("a rank among earlier nights", row, unit="night")
        return Finding(name, f"{counted}. {rank}", row["launched"], plural, n=row["n"], key=key)
    as_many = (
        f"as many or more on {wording.number(row['at_least'])} of the {wording.number(row['n'])} known nights"
    )
    ends = interval(row, share=True)
    fewer = f"{wording.percent(row['estimate'])} of them{f' ({ends})' if ends else ''}"
    sentence = f"{counted}: {as_many} before, fewer on {fewer}."
    return Finding(name, sentence, row["launched"], plural, n=row["n"], key=key)


def windows(
    compared: pd.DataFrame,
    *,
    weapon: str = "drone",
    lengths: Collection[int] | None = None,
    key_length: int | None = None,
) -> list[Finding]:
    """Compare each window with the one before it; `compared` as the measure of that name returns it.

    A ratio whose interval covers 1 is said to establish no change. `lengths` (nights) chooses windows, by
    default all but the last night; `key_length` names the key finding.
    """
    rows = compared[(compared["weapon"] == weapon) & (compared["length"] > 1)]
    if lengths is not None:
        rows = rows[rows["length"].isin(list(lengths))]
    return [_window(row, key=row["length"] == key_length) for _, row in rows.iterrows()]


def _window(row: pd.Series[Any], *, key: bool) -> Finding:
    weapon, nights = row["weapon"], wording.count(row["length"], "night")
    name = f"ratio-of-{weapon}s-to-the-{row['length']}-nights-before"
    if not is_known(row):
        what = f"a comparison of {weapon}s in the {nights} to {wording.day(row['last'])} with those before"
        return unknown(name, too_little(what, row, unit="known night"), "ratio", n=row["n"])
    now, before = (_per_night(row[name]) for name in ("per_night", "previous_per_night"))
    ratio = f"ratio {wording.number(row['estimate'], 2)}, {interval(row, decimals=2)}"
    sentence = (
        f"The Ukrainian Air Force reports {now} {weapon}s launched a night in the {nights} to "
        f"{wording.day(row['last'])}, against {before} in the {nights} before ({ratio}): "
        f"{_change(row, weapon)}."
    )
    return estimate(name, sentence, row, "ratio", key=key)


def _per_night(mean: float) -> str:
    """Write a mean a night with the one decimal that the table gives it, and none where it is large.

    >>> _per_night(4.714), _per_night(149.8)
    ('4.7', '150')
    """
    return wording.number(mean, 0 if mean >= LARGE else 1)


def _change(row: pd.Series[Any], weapon: str) -> str:
    if not row["established"]:
        return "no change is established"
    return f"{'more' if row['estimate'] > 1 else 'fewer'} {weapon}s than before"


def recent_weeks(weeks: pd.DataFrame) -> list[Finding]:
    """Say the mean weekly launches of the newest full weeks, from the frame of that measure."""
    return [_mean_week(row) for _, row in weeks.iterrows()]


def _mean_week(row: pd.Series[Any]) -> Finding:
    name, unit = f"{row['weapon']}s-a-week-over-{row['weeks']}-weeks", f"{row['weapon']}s a week"
    span = f"the last {wording.count(row['weeks'], 'full week')}"
    if not is_known(row):
        return unknown(
            name, too_little(f"a weekly mean over {span}", row, unit="known night"), unit, n=row["n"]
        )
    floor = row["nights_known"] < 7 * row["weeks"]
    ends = interval(row)
    sentence = (
        f"Over {span}, to {wording.day(row['last_week'] + pd.Timedelta(days=6))}, the reports count "
        f"{'at least ' if floor else ''}{weapons(row['estimate'], row['weapon'])} launched a week"
        f"{f' ({ends})' if ends else ''}."
    )
    return estimate(name, sentence, row, unit)


def weeks_above(weeks: pd.DataFrame) -> Finding:
    """Say in how many weeks a threshold was passed; `weeks` as the measure of that name returns it."""
    row = weeks.iloc[0]
    name = f"weeks-of-the-year-with-so-many-{row['weapon']}s"
    mark = f"more than {weapons(row['threshold'], row['weapon'])}"
    if not is_known(row):
        return unknown(
            name, too_little(f"a count of weeks with {mark}", row, unit="full week"), "weeks", n=row["n"]
        )
    common = ": so common a mark does not tell an unusual week" if row["estimate"] > COMMON_SHARE else ""
    sentence = (
        f"{wording.number(row['above']) if row['above'] else 'None'} of the last "
        f"{wording.count(row['n'], 'full week')} had {mark} ({wording.percent(row['estimate'])}){common}."
    )
    return Finding(name, sentence, row["above"], "weeks", n=row["n"])


def records(nights: pd.DataFrame, count: pd.DataFrame) -> list[Finding]:
    """Say the largest night to date and whether records came more often than chance gives.

    `nights` as `record_nights` returns it, `count` as `record_count` does, both for one weapon.
    """
    row = count.iloc[0]
    weapon = str(row["weapon"])
    if nights.empty:
        return [
            unknown(
                f"most-{weapon}s-on-a-date", f"There is no record of any night with {weapon}s.", f"{weapon}s"
            )
        ]
    newest = nights.iloc[-1]
    largest = (
        f"The largest number of {weapon}s on one date, to date and as reported, is "
        f"{wording.number(newest['launched'])} ({wording.day(newest['date'])}), of {row['n']:,} known nights."
    )
    return [
        Finding(f"most-{weapon}s-on-a-date", largest, newest["launched"], f"{weapon}s", n=row["n"]),
        _record_count(row, weapon),
    ]


def _record_count(row: pd.Series[Any], weapon: str) -> Finding:
    name = f"nights-that-set-a-record-of-{weapon}s"
    if not is_known(row):
        return unknown(name, too_little("a comparison of records with chance", row, unit="night"), "nights")
    chance = (
        f"{wording.number(row['expected'], 0)} ({wording.interval(row['estimate_low'], row['estimate_high'])}"
    )
    more = row["estimate"] > row["estimate_high"]
    verdict = "more than such nights give" if more else "no more than such nights give"
    sentence = (
        f"{wording.count(row['estimate'], 'night')} set a new record; {wording.number(row['n'])} independent "
        f"nights without a trend would set about {chance} in 95 of 100 cases), so this is {verdict}."
    )
    return Finding(name, sentence, row["estimate"], "nights", n=row["n"])
