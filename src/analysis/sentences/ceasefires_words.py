"""Holds the phrases that all sentences on ceasefires share: shares with intervals, horizons, features.

Small functions from a measure's row to words, so that the same thing is said the same way everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from analysis.parts import Finding, wording

OK: Final = "ok"
WAR, TREATY, ONGOING = "renewed_war", "superseded_by_treaty", "ongoing"
OUTCOME: Final[Mapping[str, str]] = {
    WAR: "renewed war",
    TREATY: "superseded by a treaty",
    ONGOING: "in force",
}
LETTER: Final[Mapping[str, str]] = {
    "demilitarised_zone": "Z",
    "monitors": "M",
    "third_party_guarantee": "G",
    "territory_unresolved": "T",
    "great_power_involved": "P",
    "decisive_victory": "V",
}
NOT_A_FORECAST: Final = "This describes a reference class; it is not a forecast."


def is_known(row: pd.Series[Any]) -> bool:
    """Tell whether a measure's row holds an estimate."""
    return str(row["status"]) == OK and not wording.is_missing(row["estimate"])


def share(row: Mapping[Any, Any] | pd.Series[Any]) -> str:
    """Write a share with its 95% interval, where it has one.

    >>> share({"estimate": 0.231, "estimate_low": 0.14, "estimate_high": 0.337})
    '23% (95% interval 14–34%)'
    >>> share({"estimate": 0.0, "estimate_low": None, "estimate_high": None})
    '0%'
    """
    value = wording.percent(row["estimate"])
    if wording.is_missing(row["estimate_low"]) or wording.is_missing(row["estimate_high"]):
        return value
    return f"{value} (95% interval {wording.interval(row['estimate_low'], row['estimate_high'], share=True)})"


def bounds(values: pd.Series[Any]) -> str:
    """Write the lowest and highest of several shares, once where they are the same.

    >>> bounds(pd.Series([0.25, 0.21])), bounds(pd.Series([0.211, 0.212]))
    ('21–25%', '21%')
    """
    low, high = wording.percent(values.min()), wording.percent(values.max())
    return low if low == high else wording.interval(values.min(), values.max(), share=True)


def years(horizon: float) -> str:
    """Write a horizon.

    >>> years(1), years(5), years(2.5)
    ('1 year', '5 years', '2.5 years')
    """
    whole = int(horizon) if float(horizon).is_integer() else horizon
    return wording.count(whole, "year")


def at(table: pd.DataFrame, horizon: float, outcome: str = "") -> pd.Series[Any]:
    """Return the row of a horizon, and of an outcome where the table has them."""
    rows = table[table["horizon"] == horizon]
    return (rows[rows["outcome"] == outcome] if outcome else rows).iloc[0]


def extremes(table: pd.DataFrame) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """Return the rows of the lowest and of the highest estimate; the table has one."""
    ordered = table.dropna(subset=["estimate"]).sort_values("estimate", kind="stable")
    return ordered.iloc[0], ordered.iloc[-1]


def spread(ranges: pd.DataFrame, headline: str) -> str:
    """Write between which values a headline lies over clusters left out, other cases and other rules.

    `ranges` as `ceasefires_choices.ranges` returns it; empty where there is no headline.

    >>> row = {"headline": "Weibull shape", "unit": "shape", "range_low": 0.543, "range_high": 0.602}
    >>> spread(pd.DataFrame([row]), "Weibull shape")
    '; 0.54–0.60 over clusters, cases and rules'
    """
    rows = ranges[ranges["headline"] == headline].dropna(subset=["range_low"])
    if rows.empty:
        return ""
    decimals = 1 if rows["unit"].iloc[0] == "years" else 2
    ends = wording.interval(rows["range_low"].min(), rows["range_high"].max(), decimals=decimals)
    return f"; {ends} over clusters, cases and rules"


def uncompared(comparability: pd.DataFrame) -> dict[str, str]:
    """Say by scenario why no ceasefire is compared with it, for each that has none.

    `comparability` as `similarity.comparability` returns it.

    >>> row = {"scenario_id": "S2", "comparable": False, "reason": "no ceasefire"}
    >>> uncompared(pd.DataFrame([row]))["S2"]
    'S2, which is continued war, so that there is no ceasefire whose terms could be compared'
    """
    why = {
        "no ceasefire": "which is continued war, so that there is no ceasefire whose terms could be compared",
        "few terms": "which states {stated} of the {asked} terms by which ceasefires are coded, where a "
        "comparison needs {needed}",
    }
    left = comparability[~comparability["comparable"].astype(bool)].to_dict("records")
    return {
        str(row["scenario_id"]): f"{row['scenario_id']}, {why[row['reason']].format_map(row)}" for row in left
    }


def compared(features: pd.DataFrame) -> str:
    """Say how many of the features could be compared; `features` as `survival_groups.features` returns it.

    >>> compared(pd.DataFrame({"p_holm": [0.2, None, 1.0]})), compared(pd.DataFrame({"p_holm": [0.2]}))
    ('Of 3 features, 2 could be compared one at a time', '1 feature was compared')
    """
    all_of, tried = len(features), int(features["p_holm"].notna().sum())
    if tried == all_of:
        return "1 feature was compared" if tried == 1 else f"All {tried} features were compared one at a time"
    return f"Of {wording.count(all_of, 'feature')}, {wording.number(tried)} could be compared one at a time"


def feature(name: str) -> str:
    """Write the name of a feature as words.

    >>> feature("third_party_guarantee"), feature("great_power_involved")
    ('third-party guarantee', 'great power involved')
    """
    return name.replace("third_party", "third-party").replace("_", " ")


def coded(values: Mapping[str, Any]) -> str:
    """Write coded features by their letters; `LETTER` says which is which.

    >>> coded({"monitors": True, "decisive_victory": False, "demilitarised_zone": None})
    'Yes M; no V; unknown Z.'
    """
    groups: dict[str, list[str]] = {"yes": [], "no": [], "unknown": []}
    for name, value in values.items():
        groups["unknown" if wording.is_missing(value) else "yes" if value else "no"].append(LETTER[name])
    written = "; ".join(f"{word} {' '.join(letters)}" for word, letters in groups.items() if letters)
    return f"{written[:1].upper()}{written[1:]}."


def too_little(what: str, row: pd.Series[Any]) -> str:
    """Say that there is no estimate, with the number of events or spells there are and that it needs.

    >>> too_little("A median", pd.Series({"needed": 5, "events": 2, "n": 6}))
    'Insufficient data: a median needs at least 5 events and spells left; there were 2 events among 6 spells.'
    """
    start = what[:1].lower() + what[1:]
    events, spells = wording.count(row["events"], "event"), wording.count(row["n"], "spell")
    verb = "was" if row["events"] == 1 else "were"
    return (
        f"Insufficient data: {start} needs at least {wording.number(row['needed'])} events and spells left; "
        f"there {verb} {events} among {spells}."
    )


def estimated(
    name: str, sentence: str, row: pd.Series[Any], *, unit: str = "share", key: bool = False
) -> Finding:
    """Return the finding whose value, interval and n are those of a measure's row."""
    low, high = row["estimate_low"], row["estimate_high"]
    if wording.is_missing(low) or wording.is_missing(high):
        low = high = None
    return Finding(name, sentence, row["estimate"], unit, low=low, high=high, n=int(row["n"]), key=key)


def unknown(
    name: str, sentence: str, *, unit: str = "share", n: int | None = None, key: bool = False
) -> Finding:
    """Return the finding that says a value is not known."""
    return Finding(name, sentence, None, unit, n=n, key=key)
