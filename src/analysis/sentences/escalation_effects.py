"""Says whether launches differ around talks and between winters.

No difference found is said together with the difference that could not have been seen; a difference between
two periods names no cause.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.parts import Finding, wording
from analysis.sentences.escalation_words import (
    estimate,
    interval,
    is_known,
    probability,
    too_little,
    unknown,
)

BEFORE_TALKS = "7 nights before"


def event_study(study: pd.DataFrame, *, window: str = BEFORE_TALKS, key: bool = False) -> Finding:
    """Say whether launches differ in one window around talks, and which effect could have been seen.

    `study` as `event_study` returns it; the number of windows tried is part of the sentence.
    """
    row = study[study["window"] == window].iloc[0]
    name = f"launches-in-the-{window.replace(' ', '-')}-talks"
    if not is_known(row):
        return unknown(name, _too_few_events(row), "ratio", n=row["n"])
    tried = wording.count(row["windows_tried"], "window")
    p = probability(row["p_adjusted"])
    dates = f"{wording.count(row['n'], 'diplomatic milestone')} ({wording.count(row['episodes'], 'episode')})"
    start = (
        f"In the {window} {dates}, {row['weapon']} launches were {wording.number(row['estimate'], 2)} times "
        f"those of other nights ({interval(row, decimals=2)}; {p} after allowing for {tried} tried)"
    )
    return estimate(name, f"{start}: {_event_verdict(row)}", row, "ratio", key=key)


def _event_verdict(row: pd.Series[Any]) -> str:
    if row["established"]:
        more = "more" if row["estimate"] > 1 else "fewer"
        return f"{more} launches than on other nights; the dates alone say nothing of the cause."
    seen = wording.percent(row["detectable"] - 1)
    return (
        f"the data do not show more launches before talks. An increase under {seen} could not have been "
        "seen, so this is no proof of none."
    )


def _too_few_events(row: pd.Series[Any]) -> str:
    what = "a comparison of launches around talks with other nights"
    if row["n"] < row["needed"]:
        return too_little(what, row, unit="covered milestone")
    return f"Insufficient data: {what} needs a longer covered series; {row['nights_known']} nights are known."


def leave_one_out(results: pd.DataFrame) -> Finding:
    """Say how far the ratio around talks rests on a single milestone, from `leave_one_out`."""
    known = results[results["estimate"].notna()]
    name = "milestones-on-which-the-side-of-one-rests"
    if len(known) < 2:
        needed = pd.Series({"needed": results["needed"].iloc[0] + 1, "n": results["n"].iloc[0]})
        return unknown(name, too_little("leaving one out", needed, unit="covered milestone"), "ratio")
    low, high = known["estimate"].min(), known["estimate"].max()
    moves = (
        f"Leaving out one milestone at a time moves the ratio between {wording.number(low, 2)} and "
        f"{wording.number(high, 2)}"
    )
    flips = known[known["sign_flips"].astype(bool)]
    verdict = "it stays on one side of one" if flips.empty else _flipping(flips)
    return Finding(name, f"{moves}: {verdict}.", len(flips), "sign flips", n=len(known) - 1)


def _flipping(flips: pd.DataFrame) -> str:
    dates = wording.listing([wording.day(date) for date in flips["left_out"]])
    return f"its side of one rests on the {'milestone' if len(flips) == 1 else 'milestones'} of {dates}"


def phases(pairs: pd.DataFrame, *, key: bool = False) -> Finding:
    """Compare the newest winter with the one before over the same days; `pairs` as `phases` returns it."""
    row = pairs.iloc[-1]
    weapon = str(row["weapon"])
    name = f"{weapon}s-this-winter-to-the-last"
    if not is_known(row):
        what = "a comparison of two winters"
        if row["phase"]:
            what = f"a comparison of {row['phase']} with {row['earlier']}"
        return unknown(name, too_little(what, row, unit="known night"), "ratio", n=row["n"])
    days = f"{wording.day(row['first'])} to {wording.day(row['last'])}"
    verdict = "no difference is established"
    if row["established"]:
        verdict = f"{'more' if row['estimate'] > 1 else 'fewer'} than a year before, whatever the cause"
    sentence = (
        f"From {days}, {wording.number(row['per_night'])} {weapon}s a night were launched, against "
        f"{wording.number(row['earlier_per_night'])} over the same days of {row['earlier']} (ratio "
        f"{wording.number(row['estimate'], 1)}, {interval(row, decimals=1)}; {probability(row['p_value'])} "
        f"by permutation of weeks): {verdict}."
    )
    return estimate(name, sentence, row, "ratio", key=key)
