"""Says how launches are mixed and spread over nights, and how much of them was reported stopped.

A share never stands without the counts it is made of, and no outcome is compared across the change of its
definition but the sum of shot down and suppressed.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.parts import Finding, wording
from analysis.sentences.escalation_words import (
    CLAIMANT,
    estimate,
    interval,
    is_known,
    row_of,
    too_little,
    unknown,
)


def mix(change: pd.DataFrame) -> Finding:
    """Say how the missile share changed, always with the counts beside it, from `mix_change`."""
    row = row_of(change, "quantity", "missile share")
    if not is_known(row):
        sentence = too_little("a change of the missile share", row, unit="full week")
        return unknown("missile-share-to-that-before", sentence, "ratio", n=row["n"])
    moved = [
        _moved(row_of(change, "quantity", f"{weapon}s a week"), weapon) for weapon in ("missile", "drone")
    ]
    verdict = "no change of the share is established"
    if row["established"]:
        verdict = f"the share {'rose' if row['estimate'] > 1 else 'fell'}"
    weeks = wording.count(row["n"], "full week")
    recent, previous = wording.percent(row["recent"], 1), wording.percent(row["previous"], 1)
    sentence = (
        f"Missiles were {recent} of launches over the newest {weeks}, against {previous} before (ratio "
        f"{wording.number(row['estimate'], 2)}, {interval(row, decimals=2)}): {verdict}. In numbers, "
        f"{wording.listing(moved)}."
    )
    return estimate("missile-share-to-that-before", sentence, row, "ratio")


def _moved(row: pd.Series[Any], weapon: str) -> str:
    return f"{weapon}s a week went from {wording.number(row['previous'])} to {wording.number(row['recent'])}"


def gaps(summary: pd.DataFrame) -> Finding:
    """Say how long the pauses between mass salvos last; `summary` as `gap_summary` returns it."""
    row = summary.iloc[0]
    if not is_known(row):
        what = "a median pause between mass salvos"
        return unknown(
            "half-of-the-pauses-last-at-most", too_little(what, row, unit="closed pause"), "days", n=row["n"]
        )
    ends = f" ({interval(row, decimals=0)})" if interval(row) else ""
    newest = f"the one still open is {wording.count(row['open_gap'], 'day')} old"
    if row["open_gap"] == 0:
        newest = f"the newest mass salvo came on {wording.day(row['last'])} itself"
    salvos = f"{wording.count(row['salvos'], 'mass salvo')} ({row['definition']})"
    sentence = (
        f"Since {wording.day(row['first'])} there were {salvos}; half of the pauses between them lasted "
        f"{wording.count(row['estimate'], 'day')} or less{ends}, and {newest}."
    )
    return estimate("half-of-the-pauses-last-at-most", sentence, row, "days")


def concentration(results: pd.DataFrame) -> Finding:
    """Say how unequal nights are and whether mass salvos come in bursts, from `concentration`."""
    drones, missiles = (row_of(results, "quantity", f"Gini, {name}") for name in ("drones", "missiles"))
    name = "inequality-of-nights-by-drones"
    if not is_known(drones) or not is_known(missiles):
        sentence = too_little("a Gini coefficient", drones, unit="known night")
        return unknown(name, sentence, "Gini coefficient", n=drones["n"])
    more = "more" if missiles["estimate_low"] > drones["estimate_high"] else "not clearly more"
    sentence = (
        f"Missiles are {more} concentrated on few nights than drones: Gini coefficients {_valued(missiles)} "
        f"and {_valued(drones)}, zero for equal nights. {_bursts(results.iloc[-1])}"
    )
    return estimate(name, sentence, drones, "Gini coefficient")


def _valued(row: pd.Series[Any]) -> str:
    return f"{wording.number(row['estimate'], 2)} ({interval(row, decimals=2)})"


def _bursts(row: pd.Series[Any]) -> str:
    if not is_known(row):
        return too_little("the burstiness of mass salvos", row, unit="closed pause")
    timing = "are not told from chance in their timing"
    if row["estimate_high"] < 0:
        timing = "come more regularly than chance would have it"
    elif row["estimate_low"] > 0:
        timing = "come in bursts"
    return f"Mass salvos {timing}: burstiness {_valued(row)}, zero for chance."


def definition(broke: pd.Timestamp | None) -> str:
    """Say how outcomes are counted, and from when on otherwise; `broke` as `definition_break` returns it."""
    apart = "reports count drones shot down and, where they tell it, drones suppressed (jammed or lost) apart"
    if broke is None:
        return f"The {CLAIMANT}'s {apart}; neutralised is their sum."
    before, since = wording.day(broke - pd.Timedelta(days=1)), wording.day(broke)
    return (
        f"Until {before} the {CLAIMANT}'s {apart}; from {since} on they count jammed drones with those shot "
        "down. The shot-down share jumps there by counting alone, so that only the sum, the neutralised "
        "share, is compared across that day."
    )


def neutralised(shares: pd.DataFrame, trend: pd.DataFrame, *, key: bool = False) -> list[Finding]:
    """Say the newest whole month's neutralised share, the range on each side of the break, and the trend.

    `shares` as `monthly_shares` returns it, `trend` as `share_trend` does, both for one weapon and for the
    outcome neutralised. The trend of the whole stands with that since the change of counting: a fall that
    the newer side does not show by itself may be the counting's.
    """
    known = shares[shares["estimate"].notna()] if len(shares) else shares
    weapon = f"{trend['weapon'].iloc[0]}s"
    whole = known[~known["partial"].astype(bool)] if len(known) else known
    if whole.empty:
        sentence = f"Insufficient data: no whole month has enough nights for a neutralised share of {weapon}."
        return [
            unknown(f"share-of-{weapon}-neutralised-in-the-month", sentence, "share"),
            _share_trend(trend),
        ]
    row = whole.iloc[-1]
    month = wording.day(row["month"], precision="month")
    floor = "at least " if row["floor_nights"] > 0 else ""
    ranges = f" {_ranges(whole)}" if row["weapon"] == "drone" else ""
    sentence = (
        f"The {CLAIMANT} reports {floor}{wording.percent(row['estimate'])} of the {weapon} of {month} as "
        f"shot down or suppressed ({interval(row, share=True)}).{ranges}"
    )
    return [
        estimate(f"share-of-{weapon}-neutralised-in-the-month", sentence, row, "share", key=key),
        _share_trend(trend),
    ]


def _ranges(whole: pd.DataFrame) -> str:
    """Write the range of whole months before and since the change of definition, floors left out."""
    merged = whole["merged"].astype(bool)
    reported = whole["floor_nights"] <= whole["n"] / 2
    before, since = _range(whole[~merged & reported]), _range(whole[merged])
    if not since:  # nothing of a change that has not come yet
        return f"By month it was {before}." if before else "All months are floors."
    if not before:
        return f"By month it was {since} since the change of definition."
    return f"By month it was {before} before the change of definition and {since} since."


def _range(side: pd.DataFrame) -> str:
    if side.empty:
        return ""
    low, high = (wording.percent(side["estimate"].agg(end)) for end in ("min", "max"))
    months = wording.count(len(side), "whole month")
    return f"{low} ({months})" if low == high else f"{low} to {high} ({months})"


def _share_trend(trend: pd.DataFrame) -> Finding:
    """Say the trend of the whole, and that since the change of counting where there is one."""
    row = trend.iloc[0]
    name = f"trend-of-the-neutralised-share-of-{row['weapon']}s"
    if not is_known(row):
        sentence = too_little("a trend of the neutralised share", row, unit="week")
        return unknown(name, sentence, "odds ratio per 4 weeks", n=row["n"])
    fitted = f"from {wording.percent(row['share_first'])} to {wording.percent(row['share_last'])}"
    sentence = (
        f"Over {wording.count(row['n'], 'week')} with suppression reported, the fitted neutralised share of "
        f"{row['weapon']}s went {fitted} (odds ratio {wording.number(row['estimate'], 2)} per four weeks, "
        f"{interval(row, decimals=2)}): {_trend_verdict(row)}.{_since_break(trend)}"
    )
    return estimate(name, sentence, row, "odds ratio per 4 weeks")


def _trend_verdict(row: pd.Series[Any]) -> str:
    if not row["established"]:
        return "no trend is established"
    return f"the share {'rose' if row['estimate'] > 1 else 'fell'}"


def _since_break(trend: pd.DataFrame) -> str:
    """Say what the weeks since the change of counting show by themselves; blank before it."""
    newer = trend[trend["part"] == "from the break on"]
    if newer.empty:
        return ""
    row = newer.iloc[0]
    weeks = f"the {wording.count(row['n'], 'week')} since the change of counting alone"
    if not is_known(row):
        return f" From {weeks} no trend can be estimated ({wording.count(row['needed'], 'week')} needed)."
    return (
        f" In {weeks} {_trend_verdict(row)} (odds ratio {wording.number(row['estimate'], 2)}, "
        f"{interval(row, decimals=2)})."
    )
