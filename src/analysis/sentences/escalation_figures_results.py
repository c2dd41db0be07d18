"""Says what the figures of mix, outcomes, steps, talks and winters show, from the frames drawn.

Where the frame holds too little, the answer is what is missing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.parts import wording
from analysis.sentences.escalation_words import OK, interval, is_known
from analysis.sentences.shown import TooLittle, Words

INTERVAL = "95%"
MONTHS_NEEDED = 3  # whole months: fewer are no series


def _too_little(what: str, row: pd.Series[Any]) -> TooLittle:
    return TooLittle(what, n=int(row["n"]), needed=int(row["needed"]))


def mix(weeks: pd.DataFrame) -> Words | TooLittle:
    """Say what `plot_mix` shows; `weeks` as `weekly_mix` returns it."""
    known = weeks[weeks["estimate"].notna()]
    if known.empty:
        what = "A trailing missile share"
        return _too_little(what, weeks.iloc[-1]) if len(weeks) else TooLittle(what, n=0, needed=1)
    row = known.iloc[-1]
    trailing, share = wording.count(row["n"], "week"), wording.percent(row["estimate"], 1)
    caption = (
        "Missiles as a share of all launches (above; points are weeks, the line the share over the trailing "
        f"{trailing}) and missiles a week (below): the share falls when drones rise, also with missiles "
        "unchanged."
    )
    alt = (
        f"Above, a line with a band that ends at {share} ({interval(row, share=True, decimals=1)}). Below, "
        f"bars of missiles a week, up to {wording.number(weeks['missiles'].max())}."
    )
    title = f"Missiles were {share} of launches over the last {trailing}"
    n = wording.count(int(weeks["share"].notna().sum()), "week")
    return Words(title, caption, alt, n, f"{INTERVAL} stationary bootstrap")


def neutralised(shares: pd.DataFrame) -> Words | TooLittle:
    """Say what `plot_neutralised` shows; `shares` as `monthly_shares` returns it."""
    known = shares[shares["estimate"].notna()] if len(shares) else shares
    whole = known[~known["partial"].astype(bool)] if len(known) else known
    if len(whole) < MONTHS_NEEDED:
        return TooLittle("A neutralised share by whole month", n=len(whole), needed=MONTHS_NEEDED)
    row = whole.iloc[-1]
    weapon, month = f"{row['weapon']}s", wording.day(row["month"], precision="month")
    title = (
        f"{wording.percent(row['estimate'])} of the {weapon} of {month} were reported neutralised "
        f"({interval(row, share=True)})"
    )
    caption = (
        f"Share of launched {weapon} reported shot down or suppressed, by month; months without reported "
        "suppression are floors."
    )
    if known["merged"].any():
        caption += " Only this sum may be compared across the change of definition."
    ordered = known.sort_values("estimate", kind="stable")
    ends = f"{_month_share(ordered.iloc[0])} and {_month_share(ordered.iloc[-1])}"
    alt = f"Points with intervals by month, between {ends}. {title}."
    n = f"{wording.count(int(known['n'].sum()), 'night')} with launches and known outcomes"
    return Words(title, caption, alt, n, f"{INTERVAL} Wilson on the effective sample size")


def _month_share(row: pd.Series[Any]) -> str:
    return f"{wording.percent(row['estimate'])} ({wording.day(row['month'], precision='month')})"


def change_points(breaks: pd.DataFrame, path: pd.DataFrame) -> Words | TooLittle:
    """Say what `plot_change_points` shows; frames of `change_points` and `penalty_path`."""
    row = breaks.iloc[0]
    if row["status"] != OK:
        return _too_little("A search for changes of level", row)
    found = breaks.dropna(subset=["date"])
    weapon = str(row["weapon"])
    steps = f"The level of {weapon}s a week does not change"
    if len(found):
        ends = (wording.number(found["before"].iloc[0]), wording.number(found["after"].iloc[-1]))
        steps = f"{wording.count(len(found), 'step')} from {ends[0]} to {ends[1]} {weapon}s a week"
    caption = (
        f"Above: {weapon} launches a week (points), the level of each regime with its interval (line, grey) "
        "and the break dates with theirs (orange). Below: the breaks that each penalty finds, the one used "
        "above in orange."
    )
    dates = wording.listing([wording.day(date) for date in found["date"]])
    at = f"stepwise levels, breaks at {dates}" if len(found) else "one level and no break"
    alt = f"Weekly points with {at}; below, a row of breaks for each penalty."
    title = f"{steps}; the penalty decides: {_number_of_breaks(path)}"
    n = wording.count(row["n"], "covered week")
    return Words(title, caption, alt, n, f"{INTERVAL}, of dates and levels")


def _number_of_breaks(path: pd.DataFrame) -> str:
    fewest, most = int(path["breaks"].min()), int(path["breaks"].max())
    if fewest == most:
        return wording.count(fewest, "break")
    return f"{wording.number(fewest)} to {wording.count(most, 'break')}"


def event_time(lags: pd.DataFrame, study: pd.DataFrame) -> Words | TooLittle:
    """Say what `plot_event_time` shows; frames of `event_time` and `event_study`."""
    row = lags.iloc[0]
    known = lags[lags["estimate"].notna()]
    if known.empty:
        return _too_little("An average around diplomatic milestones", row)
    above, below = known["estimate"] > known["placebo_high"], known["estimate"] < known["placebo_low"]
    outside, nights = int((above | below).sum()), wording.count(len(known), "night")
    lags_outside = f"{wording.number(outside) if outside else 'none'} of {nights}"
    differ = bool(study["established"].any())
    start = "Launches differ around talks" if differ else "No difference around talks is established"
    milestones = wording.count(row["n"], "milestone")
    caption = (
        f"Mean {row['weapon']} launches by night around {milestones}, relative to nights away from any; the "
        "band is what the same dates give when moved along the series: one in twenty leaves it by chance."
    )
    but = f"but for {lags_outside}" if outside else "throughout"
    alt = f"A jagged line about one, within the placebo band {but}."
    title = f"{start}: {lags_outside} {'lie' if outside > 1 else 'lies'} outside the placebo band"
    n = f"{milestones}, {wording.count(study['nights_known'].iloc[0], 'known night')}"
    return Words(title, caption, alt, n, f"{INTERVAL}, pointwise placebo band")


def phases(pairs: pd.DataFrame) -> Words | TooLittle:
    """Say what `plot_phases` shows; `pairs` as the measure `phases` returns it."""
    row = pairs.iloc[-1]
    if not (pairs["status"] == OK).any():
        return _too_little("A comparison of two winters", row)
    weapon, winter = f"{row['weapon']}s", str(row["phase"]).capitalize()
    mean = f"{wording.number(row['per_night'])} {weapon} a night"
    title = f"{winter}: {mean}; too few known nights for a ratio to the winter before"
    if is_known(row):
        ratio = f"{wording.number(row['estimate'], 1)} times the winter before"
        title = f"{winter}: {mean}, {ratio} ({interval(row, decimals=1)})"
    caption = (
        "Each known night of each winter, from 1 October to the same day of the season as "
        f"{wording.day(row['last'])}; the bar is the mean. The calendar fixes the winters, not the series."
    )
    first = pairs.dropna(subset=["earlier_per_night"]).iloc[0]
    alt = (
        f"Rows of points by winter; the mean moves from {wording.number(first['earlier_per_night'])} in "
        f"{first['earlier']} to {wording.number(row['per_night'])} in {row['phase']}."
    )
    n = wording.count(len(pairs) + 1, "winter")
    return Words(title, caption, alt, n, f"{INTERVAL} stationary bootstrap")
