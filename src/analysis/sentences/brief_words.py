"""How are a recorded quantity, its change and its measure written?

Small functions from values to words that the brief's sentences and tables share.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from analysis.parts import wording

STALE_DAYS: Final = 90  # as the measures count it
SIGNS: Final[Mapping[str, str]] = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "approx": "≈ "}
OPERATOR_NOTE: Final = "≥ at least, > more than, ≤ at most, < less than, ≈ about."
MEASURES: Final[Mapping[str, str]] = {
    "drones_intercepted": "drones shot down or suppressed",
    "missiles_total_launched": "missiles launched, all classes",
    "missiles_cruise_launched": "cruise missiles launched",
    "missiles_ballistic_launched": "ballistic missiles launched",
    "missiles_aeroballistic_launched": "aeroballistic missiles launched",
    "deaths_civilian": "civilians killed",
    "deaths_civilian_kyiv_city": "civilians killed in Kyiv city",
    "injured_civilian": "civilians injured",
    "call_duration": "length of the call",
}
WHOLE: Final = 100  # from here on a number is written without decimals
MEASURED: Final = ("hours", "km2")  # units that are not themselves what was counted
SHORT_NAMES: Final[Mapping[str, str]] = {
    "General Staff of the Armed Forces of Ukraine": "General Staff of Ukraine",
    "Commander-in-Chief of the Armed Forces of Ukraine": "Ukrainian Commander-in-Chief",
    "Ministry of Internal Affairs of Ukraine": "Ukrainian Ministry of Internal Affairs",
}
UNITS: Final[Mapping[str, str]] = {
    "percent": "%",
    "km2": "km²",
    "share": "",
    "ordinal": "",
    "persons per day": "a day",
    "drones per week": "a week",
    "percentage points": "pp",
}


def amount(value: Any, unit: str) -> str:
    """Write a value with its unit; a share as a percentage, an ordinal as such.

    >>> amount(46000, "persons"), amount(0.8147, "share"), amount(20, "percent"), amount(1.25, "hours")
    ('46,000 persons', '81%', '20%', '1.25 hours')
    >>> amount(47, "ordinal"), amount(1250, "km2"), amount(None, "troops"), amount(1, "persons")
    ('47th', '1,250 km²', '—', '1 person')
    """
    if wording.is_missing(value):
        return wording.MISSING
    if unit == "share":
        return wording.percent(value)
    if unit == "ordinal":
        return wording.ordinal(int(value))
    words = UNITS.get(unit, unit)
    words = words.removesuffix("s") if value == 1 else words
    return f"{wording.number(value)}{'' if words == '%' else ' '}{words}".strip()


def quantity(operator: str, value: Any, unit: str, value_high: Any = None) -> str:
    """Write a recorded quantity with the sign of its operator, or as a range.

    >>> quantity("gt", 1200000, "persons"), quantity("eq", 165, "drones")
    ('> 1,200,000 persons', '165 drones')
    >>> quantity("approx", 100000, "persons", 140000), quantity("", None, "")
    ('≈ 100,000–140,000 persons', '—')
    """
    if wording.is_missing(value):
        return wording.MISSING
    sign = SIGNS.get(operator, "")
    if wording.is_missing(value_high):
        return f"{sign}{amount(value, unit)}"
    return f"{sign}{wording.number(value)}–{amount(value_high, unit)}"


def change(row: Mapping[Any, Any]) -> str:
    """Write the change of an indicator since the value before of its definition.

    >>> import pandas as pd
    >>> change({"change": 96.3, "change_of": "floor", "unit": "persons", "value": 1130.6,
    ...         "previous_as_of": pd.Timestamp("2025-06-12")})
    'floor +96 (2025-06-12)'
    >>> change({"change": -0.02, "change_of": "level", "unit": "share", "value": 0.81,
    ...         "previous_as_of": pd.Timestamp("2025-12-08")})
    '−2 pp (2025-12-08)'
    """
    if wording.is_missing(row["change"]):
        return wording.MISSING
    bound = "" if row["change_of"] == "level" else f"{row['change_of']} "
    whole = abs(row["value"]) >= WHOLE  # written without decimals, and so is its change
    moved = wording.signed(row["change"], 0 if whole else None)
    if row["unit"] == "share":
        moved = f"{wording.signed(100 * row['change'], 0)} pp"
    return f"{bound}{moved} ({wording.iso(row['previous_as_of'].date())})"


def measure(name: str) -> str:
    """Write what was measured.

    >>> measure("missiles_cruise_launched"), measure("locations_hit")
    ('cruise missiles launched', 'locations hit')
    """
    return MEASURES.get(name, name.replace("_", " "))


def counted(row: Mapping[Any, Any]) -> str:
    """Write a claim on an event as prose does: a count before what was counted, any other size after it.

    >>> counted({"measure": "drones_intercepted", "operator": "eq", "value": 137.0, "unit": "drones"})
    '137 drones shot down or suppressed'
    >>> counted({"measure": "deaths_civilian", "operator": "ge", "value": 1.0, "unit": "persons"})
    '≥ 1 civilian killed'
    >>> counted({"measure": "call_duration", "operator": "approx", "value": 2.5, "unit": "hours"})
    'length of the call ≈ 2.5 hours'
    """
    what, size = measure(row["measure"]), quantity(row["operator"], row["value"], row["unit"])
    if row["unit"] in MEASURED:
        return f"{what} {size}"
    noun, _, rest = what.partition(" ")
    noun = noun.removesuffix("s") if row["value"] == 1 else noun
    return f"{quantity(row['operator'], row['value'], '')} {noun} {rest}"


def claimant(name: str) -> str:
    """Write a claimant's name short enough for a narrow column.

    >>> claimant("General Staff of the Armed Forces of Ukraine"), claimant("Kremlin")
    ('General Staff of Ukraine', 'Kremlin')
    """
    return SHORT_NAMES.get(name, name)


def dated(row: Mapping[Any, Any], *, when: str = "event_date") -> str:
    """Write a row's date to its precision; a night is named by the day on which it ends."""
    precision = str(row.get("date_precision") or "day")
    return wording.day(row[when].date(), precision="day" if precision == "night_of" else precision)
