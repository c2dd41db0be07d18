"""Says how launches compare with the window before; a comparison whose interval covers no change says so."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from analysis.parts import Finding, wording
from analysis.sentences.escalation_words import estimate, interval, is_known, too_little, unknown

LARGE = 100  # from here on a mean is written without decimals


def windows(
    compared: pd.DataFrame,
    *,
    weapon: str = "drone",
    lengths: Collection[int] | None = None,
    key_length: int | None = None,
) -> list[Finding]:
    """Compare each window with the one before it; `compared` as `window_ratios` returns it.

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
    if row["verdict"] == "open":
        return "no change is established"
    return f"{row['verdict']} {weapon}s than before"
