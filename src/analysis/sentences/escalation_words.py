"""Holds the phrases that all sentences on attacks share: weapons, intervals, too little data.

Small functions from values to words, so that the same thing is said the same way everywhere.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.parts import Finding, wording

OK = "ok"
CLAIMANT = "Ukrainian Air Force"


def weapons(n: Any, weapon: str) -> str:
    """Write a number of weapons with their name.

    >>> weapons(1, "missile"), weapons(1650.4, "drone"), weapons(9, "ballistic")
    ('1 missile', '1,650 drones', '9 ballistic missiles')
    """
    name = weapon if weapon in ("drone", "missile") else f"{weapon} missile"
    return f"no {name}" if n == 0 else wording.count(n, name)


def interval(row: pd.Series[Any], *, decimals: int | None = None, share: bool = False) -> str:
    """Write the 95% interval of a row's estimate, without brackets; blank when there is none.

    Ends that coincide are none: a bootstrap of values that are all alike knows nothing of the uncertainty.

    >>> interval(pd.Series({"estimate_low": 0.5, "estimate_high": 1.25}))
    '95% interval 0.50–1.25'
    """
    if wording.is_missing(row["estimate_low"]) or wording.is_missing(row["estimate_high"]):
        return ""
    if row["estimate_low"] == row["estimate_high"]:
        return ""
    ends = wording.interval(row["estimate_low"], row["estimate_high"], decimals=decimals, share=share)
    return f"95% interval {ends}"


def row_of(frame: pd.DataFrame, column: str, value: str) -> pd.Series[Any]:
    """Return the first row whose `column` holds `value`."""
    return frame[frame[column] == value].iloc[0]


def is_known(row: pd.Series[Any]) -> bool:
    """Tell whether a measure's row holds an estimate and not "insufficient data"."""
    return str(row["status"]) == OK and not wording.is_missing(row["estimate"])


def too_little(what: str, row: pd.Series[Any], *, unit: str = "observation") -> str:
    """Say that a row has no estimate, what it needs and what there is.

    >>> too_little("A trend", pd.Series({"needed": 8, "n": 3}), unit="week")
    'Insufficient data: a trend needs at least 8 weeks; 3 are known.'
    """
    start = what[:1].lower() + what[1:]
    need = wording.count(row["needed"], unit)
    if row["n"] >= row["needed"]:
        return (
            f"Insufficient data: {start} cannot be estimated from the {wording.count(row['n'], unit)} known."
        )
    have = f"{wording.number(row['n'])} {'is' if row['n'] == 1 else 'are'} known"
    return f"Insufficient data: {start} needs at least {need}; {have}."


def probability(p: float) -> str:
    """Write a p-value: two digits, and never a zero that it is not.

    >>> probability(0.0432), probability(0.00004), probability(0.981949)
    ('p = 0.043', 'p < 0.001', 'p = 0.98')
    """
    if p < 0.001:
        return "p < 0.001"
    return f"p = {wording.number(p, 3 if p < 0.1 else 2)}"


def in_unit(value: float, row: pd.Series[Any]) -> str:
    """Write a headline's value: a ratio as such, a share in percent, the difference of two in points.

    >>> in_unit(0.775, pd.Series({"unit": "share", "neutral": float("nan")}))
    '78%'
    >>> in_unit(-0.04, pd.Series({"unit": "share", "neutral": 0.0}))
    '−4.0 pp'
    """
    if row["unit"] != "share" or wording.is_missing(value):
        return wording.number(value, 2)
    if wording.is_missing(row["neutral"]):
        return wording.percent(value)
    return f"{wording.signed(100 * value, 1)} pp"


def unknown(name: str, sentence: str, unit: str, *, n: Any = None) -> Finding:
    """Return the finding that says a value is not known."""
    return Finding(name, sentence, None, unit, n=n)


def estimate(
    name: str, sentence: str, row: pd.Series[Any], unit: str, *, key: bool = False, definition: str = ""
) -> Finding:
    """Return the finding whose value, interval and n are those of a measure's row."""
    low, high = row["estimate_low"], row["estimate_high"]
    if wording.is_missing(low) or wording.is_missing(high):
        low = high = None
    return Finding(
        name, sentence, row["estimate"], unit, low=low, high=high, n=row["n"], key=key, definition=definition
    )
