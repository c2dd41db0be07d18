"""How is a recorded quantity written: a value with its operator, its unit and its upper end?

One home for the signs of bounds and the words of units, so that a table, a sentence and an axis agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from analysis.parts import wording

#: The operators that a record may hold, as a sign and in words; a plain value has neither.
SIGNS: Final[Mapping[str, str]] = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "approx": "≈ "}
BOUNDS: Final[Mapping[str, str]] = {
    "ge": "at least ", "gt": "over ", "le": "at most ", "lt": "under ", "approx": "about ",
}  # fmt: skip

#: Units that are written otherwise than they are named.
UNITS: Final[Mapping[str, str]] = {"percent": "%", "km2": "km²", "percentage points": "pp"}


def amount(value: Any, unit: str) -> str:
    """Write a value with its unit; a share as a percentage, an ordinal as such, a rate as so many a day.

    >>> amount(46000, "persons"), amount(0.8147, "share"), amount(20, "percent"), amount(1.25, "hours")
    ('46,000 persons', '81%', '20%', '1.25 hours')
    >>> amount(47, "ordinal"), amount(1250, "km2"), amount(None, "tons"), amount(1, "persons")
    ('47th', '1,250 km²', '—', '1 person')
    >>> amount(1250, "tons per week")
    '1,250 a week'
    """
    if wording.is_missing(value):
        return wording.MISSING
    if unit == "share":
        return wording.percent(value)
    if unit == "ordinal":
        return wording.ordinal(int(value))
    of, per, time = unit.partition(" per ")
    words = f"a {time}" if per else UNITS.get(of, of)
    words = words.removesuffix("s") if value == 1 and not per else words
    return f"{wording.number(value)}{'' if words == '%' else ' '}{words}".strip()


def quantity(operator: str, value: Any, unit: str, high: Any = None) -> str:
    """Write a recorded quantity with the sign of its operator, or as a range.

    >>> quantity("gt", 1200000, "persons"), quantity("eq", 165, "tons")
    ('> 1,200,000 persons', '165 tons')
    >>> quantity("approx", 100000, "persons", 140000), quantity("", None, "")
    ('≈ 100,000–140,000 persons', '—')
    """
    if wording.is_missing(value):
        return wording.MISSING
    sign = SIGNS.get(operator, "")
    if wording.is_missing(high):
        return f"{sign}{amount(value, unit)}"
    return f"{sign}{wording.number(value)}–{amount(high, unit)}"
