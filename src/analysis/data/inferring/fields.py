"""What does a column most likely hold: which type, which unit, which texts that mean "unknown"?

Each type is tried with the reader that will read the column afterwards, the strictest first, so that what is
guessed here is read there. A guess is a proposal: `analysis init` shows it to whoever knows the data.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, Final

from analysis.data.descriptor import CALENDAR_YEARS, Field, Table
from analysis.data.suggestions import UNKNOWN, possible_days
from analysis.data.values import read

OTHER_DAYS: Final = "Days in another form than 2026-01-05, which cannot date rows."
_ANY: Final = Table(name="any", path="any.csv")
_TRUTH: Final = frozenset(text for text in (*Field.true_values, *Field.false_values) if text.isalpha())
_CODE: Final = re.compile(r"-?0\d+")  # 007 is a name, not a number
_SENTINEL: Final = re.compile(r"-(?:0*1|0*9*[.,]?9+)")  # -99, -9.99, -0.99, -01 among values from zero on
_YEAR: Final = re.compile(r"year|jahr|ann[eé]e|a[nñ]o|anno|рік|год", re.IGNORECASE)
_WHEN: Final = re.compile(rf"{_YEAR.pattern}|date|datum|дата", re.IGNORECASE)
_CALENDAR: Final = (1000, 2200)  # the years that numbers with a fraction are taken for
_UNIT: Final = re.compile(r"(.+?)\s*[(\[]([^()\[\]]{1,20})[)\]]")
_MOST_DECIMALS: Final = 4


def inferred_field(name: str, texts: Collection[str], *, decimal_comma: bool) -> dict[str, Any]:
    """Return a field of a data package for a column: its heading and its distinct cells.

    ``decimal_comma``: where 1,234 can be both, the comma is the sign of decimals.

    >>> inferred_field("Mean (ppm)", ["315.71", "", "-9.99", "n/a"], decimal_comma=False)["missingValues"]
    ['', '-9.99', 'n/a']
    >>> inferred_field("Year", ["1979", "1980"], decimal_comma=False)["type"]
    'year'
    """
    filled = sorted(filter(None, texts))
    known = [text for text in filled if text.strip().casefold() not in UNKNOWN]
    sentinels = {text for text in known if _SENTINEL.fullmatch(text)}
    measured = [text for text in known if text not in sentinels]
    if not measured or any(text.startswith("-") for text in measured) or not _is_number(measured):
        measured = known
    kind = _kind(name, measured, decimal_comma)
    missing = [] if kind["type"] == "string" else [text for text in filled if text not in measured]
    return {"name": name, **_words(name), **kind, **({"missingValues": ["", *missing]} if missing else {})}


def _is_number(texts: Collection[str]) -> bool:
    return _kind("", texts, False)["type"] in ("integer", "number")


def _kind(name: str, texts: Collection[str], decimal_comma: bool) -> dict[str, Any]:
    """Return the type of some texts, and the signs in which its numbers are written."""
    if texts and set(texts) <= _TRUTH:
        return {"type": "boolean"}
    if not texts or any(map(_CODE.fullmatch, texts)):
        return {"type": "string"}
    for kind in _candidates(name, decimal_comma):
        field = Field(
            name,
            kind["type"],
            decimal_char=kind.get("decimalChar", "."),
            group_char=kind.get("groupChar", ""),
        )
        if all(read(text, field, _ANY)[1] is None for text in texts):
            return {**kind, **_calendar(texts, field), **_decimals(texts, field)}
    return {"type": "string", **({"description": OTHER_DAYS} if all(map(possible_days, texts)) else {})}


def _candidates(name: str, decimal_comma: bool) -> Iterator[dict[str, Any]]:
    yield from ({"type": kind} for kind in ("date", "yearmonth", *(["year"] if _YEAR.search(name) else [])))
    yield from ({"type": kind} for kind in ("integer", "number"))
    groups: list[dict[str, str]] = [{}, {"groupChar": "."}, {"groupChar": " "}]
    german = [{"type": "number", "decimalChar": ",", **group} for group in groups]
    english = [{"type": kind, "groupChar": ","} for kind in ("integer", "number")]
    yield from [*german, *english] if decimal_comma else [*english, *german]
    yield {"type": "number", "groupChar": " "}


def _calendar(texts: Collection[str], field: Field) -> dict[str, str]:
    """Return the unit of numbers that say when, such as 1958.2027: they are written without groups."""
    if field.type != "number" or not _WHEN.search(field.name):
        return {}
    low, high = _CALENDAR
    values = [float(str(read(text, field, _ANY)[0])) for text in texts]
    return {"unit": CALENDAR_YEARS} if low <= min(values) and max(values) <= high else {}


def _decimals(texts: Collection[str], field: Field) -> dict[str, int]:
    """Return how many decimals numbers are written with."""
    if field.type != "number":
        return {}
    most = max(len(text.partition(field.decimal_char)[2]) for text in texts)
    return {"decimals": min(most, _MOST_DECIMALS)}


def _words(name: str) -> dict[str, str]:
    """Return title and unit of a heading, such as "Mean (ppm)" or "mean_size"."""
    found = _UNIT.fullmatch(name)
    title = (found[1] if found else name).replace("_", " ").strip()
    return {"title": title[:1].upper() + title[1:], **({"unit": found[2]} if found else {})}
