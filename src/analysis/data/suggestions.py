"""What an author most likely meant by a cell that cannot stand.

Messages end with these guesses, never values: nothing here changes the data.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from analysis.data.descriptor import Field, Table

UNKNOWN = {"n/a", "na", "nan", "none", "null", "nil", "-", "–", "—", "?", "..", "unknown", "tbd", "x"}
LOOK_ALIKE_DIGITS = str.maketrans("SOОLIІBЗZ", "500111832")  # Latin and Cyrillic capital letters
OPERATORS = {
    "ge": r"at least|no(?:t)? (?:less|fewer) than|≥|>=|=>",
    "gt": r"over|more than|above|exceeds|>",
    "le": r"at most|up to|no(?:t)? more than|≤|<=|=<",
    "lt": r"under|less than|fewer than|below|nearly|almost|<",
    "approx": r"about|around|approximately|approx\.?|circa|ca?\.|some|~|≈",
}
SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mln": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}


def number_fix(text: str, field: Field, table: Table) -> str:
    """Say what to write instead of a cell that is no number.

    >>> plain, beside = Table(name="t", path="t.csv"), Table.of("t", "value", "operator")
    >>> count = Field(name="count", type="integer")
    >>> [number_fix(text, count, plain) for text in ("16S", "1,000", "n/a")]
    ['did you mean 165?', 'did you mean 1000?', 'leave the cell empty: empty means unknown']
    >>> number_fix("1,000+", count, beside)
    'write 1000 here and ge into the operator column'
    """
    bare = text.strip().casefold()
    if bare in UNKNOWN:
        return "leave the cell empty: empty means unknown"
    operator, rest = split_operator(bare)
    number = bare_number(rest, field)
    if number and operator and "operator" in table.names:
        return f"write {number} here and {operator} into the operator column"
    if number:
        return f"did you mean {number}?"
    return "write digits only, or leave the cell empty if unknown"


def split_operator(text: str) -> tuple[str, str]:
    """Split "over 1,000" or "1,000+" into the operator's code and the rest.

    >>> split_operator("over 1,000"), split_operator("1,000+"), split_operator("12")
    (('gt', '1,000'), ('ge', '1,000'), ('', '12'))
    """
    if after := re.fullmatch(r"(.+?)\s*(?:\+|plus|or more)", text):
        return "ge", after[1]
    for code, words in OPERATORS.items():
        if before := re.fullmatch(rf"(?:{words})\s*(.+)", text):
            return code, before[1]
    return "", text


def bare_number(text: str, field: Field) -> str:
    """Write a number as its field wants it, or nothing where the text does not hold one."""
    percent = text.endswith("%")
    text = text.rstrip("% ").lstrip("+").replace("−", "-")
    scaled = re.fullmatch(r"(.+?)\s*(k|thousand|m|mln|million|bn|billion)", text)
    scale = SCALES[scaled[2]] if scaled else 1.0
    text = scaled[1] if scaled else text
    if re.fullmatch(r"-?\d{1,3}([ ,'_\u00a0\u202f]\d{3})+(\.\d+)?", text):
        text = re.sub(r"[ ,'_\u00a0\u202f]", "", text)
    text = re.sub(r"^(-?\d+),(\d+)$", r"\1.\2", text).upper().translate(LOOK_ALIKE_DIGITS)
    try:
        number = float(text) * scale / (100 if percent and field.unit == "share" else 1)
        return (
            f"{int(number)}" if number == int(number) else "" if field.type == "integer" else f"{number:.12g}"
        )
    except (ValueError, OverflowError):
        return ""


def date_fix(text: str, table: Table | None = None) -> str:
    """Say what to write instead of a cell that is no ISO date.

    >>> date_fix("05.01.2026")
    'did you mean 2026-01-05?'
    >>> date_fix("05/01/2026")
    'did you mean 2026-01-05 (day first) or 2026-05-01 (month first)?'
    >>> date_fix("2026-02-30")
    'February 2026 has 28 days'
    """
    text = text.strip()
    if coarse := re.fullmatch(r"(\d{4})(?:-(\d{2}))?", text):
        first, precision = f"{coarse[1]}-{coarse[2] or '01'}-01", "month" if coarse[2] else "year"
        has_precision = table is not None and "date_precision" in table.names
        beside = f", and {precision} into the date_precision column" if has_precision else ""
        return f"write the first day, {first}{beside}"
    days = possible_days(text)
    if len(days) == 2:
        return f"did you mean {days[0]} (day first) or {days[1]} (month first)?"
    return f"did you mean {days[0]}?" if days else wrong_day(text)


def possible_days(text: str) -> list[str]:
    """List the days a text may mean, day-first reading before month-first, without doubles."""
    if parts := re.match(r"(\d{4})[-./ ]?(\d{1,2})[-./ ]?(\d{1,2})(?!\d)", text):
        readings = [(parts[1], parts[2], parts[3]), (parts[1], parts[3], parts[2])]
        return [day for day in map(_iso, readings) if day][:1]
    if parts := re.match(r"(\d{1,2})([-./ ])(\d{1,2})\2(\d{4}|\d{2})(?!\d)", text):
        year = parts[4] if len(parts[4]) == 4 else f"20{parts[4]}"
        readings = [(year, parts[3], parts[1])]
        readings += [(year, parts[1], parts[3])] if parts[2] != "." else []
        return list(dict.fromkeys(day for day in map(_iso, readings) if day))
    words = re.findall(r"[a-z]+|\d+", text.casefold())
    names = [word for word in words if word in MONTHS]
    numbers = sorted((word for word in words if word.isdigit()), key=len)
    if len(names) == 1 and len(numbers) == 2 and len(numbers[1]) == 4:
        return [day for day in [_iso((numbers[1], str(MONTHS[names[0]]), numbers[0]))] if day]
    return []


def _iso(parts: tuple[str, str, str]) -> str:
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError:
        return ""


def wrong_day(text: str) -> str:
    """Say why a text of the right form is no day, or how a day is written."""
    parts = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    if parts is None or int(parts[1]) == 0:
        return "write it like 2026-01-05"
    year, month = int(parts[1]), int(parts[2])
    if not 1 <= month <= 12:
        return f"there is no month {parts[2]}"
    return f"{calendar.month_name[month]} {year} has {calendar.monthrange(year, month)[1]} days"


def month_fix(text: str) -> str:
    """Say what to write instead of a cell that is no ISO month.

    >>> month_fix("12.2025"), month_fix("2025-12-01")
    ('did you mean 2025-12?', 'did you mean 2025-12?')
    """
    days = possible_days(text) or possible_days(f"01.{text.strip()}") or possible_days(f"1 {text.strip()}")
    return f"did you mean {days[0][:7]}?" if days else "write it like 2025-12"


def boolean_fix(text: str) -> str:
    """Say which truth value a word most likely means."""
    word = text.strip().casefold()
    if word in {"yes", "y", "t", "так", "да"}:
        return "did you mean true?"
    if word in {"no", "n", "f", "ні", "нет"}:
        return "did you mean false?"
    return (
        "write true or false, or leave the cell empty if unknown" if word not in UNKNOWN else "leave it empty"
    )
