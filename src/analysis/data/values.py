"""What one cell of a CSV means, by the type and constraints its field is described with.

A cell is either a value of the field's type or a fault with its reason; nothing is coerced or guessed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias

from analysis.data.descriptor import Field, Table
from analysis.data.spelling import closest
from analysis.data.suggestions import boolean_fix, date_fix, month_fix, number_fix
from analysis.errors import DataError, Problem

Value: TypeAlias = int | float | bool | str | date | None


class Fault(NamedTuple):
    """Why a cell cannot stand, and what to write instead."""

    reason: str
    fix: str


INTEGER = re.compile(r"0|-?[1-9][0-9]*")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTH = re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])")
YEAR = re.compile(r"(?!0000)[0-9]{4}")
FORMATS = {  # of the standard's, those that a pattern can hold
    "email": re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    "uri": re.compile(r"[a-z][a-z0-9+.-]*://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#][!#-;=?-Z_a-z~]*)?"),
    "uuid": re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
}
TRUTH = {**dict.fromkeys(Field.true_values, True), **dict.fromkeys(Field.false_values, False)}
LARGEST = 2**63 - 1
REORDERING = re.compile(
    "[\u202a-\u202e\u2066-\u2069]"
)  # what makes text read in another order than it stands
HIDDEN = re.compile(  # what nobody sees, or takes for a common space
    "[\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)


def examine(text: str, field: Field, table: Table) -> tuple[Value, Fault | None]:
    """Read one cell; return its value and, where it cannot stand, the fault (then the value is None).

    The table is asked only for what a fix may point at, such as an ``operator`` column beside a number.
    """
    if text in table.missing_in(field):
        blank = Fault("is blank, but every row needs one", f"write the {field.title}")
        return None, blank if field.required else None
    fault = fault_of_text(text)
    value: Value = None
    if fault is None:
        value, fault = read(text, field, table)
    if fault is None:
        fault = fault_of_constraints(text, value, field)
    return (None, fault) if fault else (value, None)


def fault_of_text(text: str) -> Fault | None:
    """Find what is wrong with a cell whatever its type: bytes, control characters, spaces around."""
    if text.isascii() and text.isprintable() and text == text.strip():
        return None
    if any("\udc80" <= char <= "\udcff" for char in text):
        return Fault("is not UTF-8", f"save the file as UTF-8 {guessed_encoding(text)}".rstrip())
    controls = sorted({char for char in text if (ord(char) < 32 and char not in "\n\r\t") or char == "\x7f"})
    if controls:
        names = ", ".join("a NUL byte" if char == "\0" else f"U+{ord(char):04X}" for char in controls)
        return Fault(f"contains {names}", "delete what cannot be printed")
    if turned := REORDERING.findall(text):
        return Fault(f"contains {named(turned)}, so that it reads in another order", "delete it")
    if not unicodedata.is_normalized("NFC", text):
        reason = "has letters and accents apart (not Unicode NFC), so that equal words differ"
        return Fault(reason, "type it anew, or normalise the file to NFC")
    if text != text.strip():
        return Fault("has spaces at its start or end", f'did you mean "{text.strip()}"?')
    return None


def named(characters: Iterable[str]) -> str:
    r"""Name characters that cannot be seen, each once.

    >>> named("\u200b")
    'U+200B (ZERO WIDTH SPACE)'
    """
    return ", ".join(
        f"U+{ord(char):04X} ({unicodedata.name(char, 'no name')})" for char in sorted(set(characters))
    )


def identity(text: str) -> str:
    r"""Return the form in which identifiers are compared: NFKC, without what cannot be seen.

    >>> identity("Ｋ\u200b1"), identity("K\u00a01")
    ('K1', 'K1')
    """
    return text if text.isascii() else unicodedata.normalize("NFKC", HIDDEN.sub("", text))


def guessed_encoding(text: str) -> str:
    """Show what bytes that are no UTF-8 would say in the two encodings spreadsheets are saved in."""
    raw = text.encode("utf-8", "surrogateescape")
    readings = []
    for codec, name in (("cp1251", "Windows-1251"), ("cp1252", "Windows-1252")):
        try:
            readings.append(f'as {name} it reads "{raw.decode(codec)[:40]}"')
        except UnicodeDecodeError:
            continue
    return f"({'; '.join(readings)})" if readings else ""


def read(text: str, field: Field, table: Table) -> tuple[Value, Fault | None]:
    """Read a cell by its field's type.

    >>> from analysis.data.descriptor import Field, Table
    >>> read("2026-02-30", Field(name="date", type="date"), Table(name="t", path="t.csv"))[1].reason
    'is not a day of the calendar'
    """
    return READERS[field.type](text, field, table)


def _integer(text: str, field: Field, table: Table) -> tuple[Value, Fault | None]:
    plain = _plain(text, field)
    if INTEGER.fullmatch(plain) is None:
        fix = f"write it like 1{field.group_char}234" if field.group_char else number_fix(text, field, table)
        return None, Fault("is not a whole number", fix)
    number = int(plain) if len(plain) < 20 else LARGEST + 1
    if abs(number) > LARGEST:
        return None, Fault("is too large", "a whole number has at most 18 digits")
    return number, None


def _number(text: str, field: Field, table: Table) -> tuple[Value, Fault | None]:
    plain = _plain(text, field)
    if NUMBER.fullmatch(plain) is None:
        usual = field.decimal_char == "." and not field.group_char
        like = f"write it like 1{field.group_char}234{field.decimal_char}5"
        fix = number_fix(text, field, table) if usual else like
        return None, Fault("is not a number", fix)
    number = float(plain)
    return (number, None) if math.isfinite(number) else (None, Fault("is too large", ""))


def _plain(text: str, field: Field) -> str:
    """Write a number with the decimal point and without groups, or nothing where its groups are none."""
    group, point = field.group_char, field.decimal_char
    if not group and point == ".":
        return text
    whole = rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+|\d+" if group else r"\d+"
    form = rf"-?(?:{whole})(?:{re.escape(point)}\d+)?(?:[eE][-+]?\d+)?"
    if re.fullmatch(form, text, re.ASCII) is None:
        return ""
    return (text.replace(group, "") if group else text).replace(point, ".")


def _date(text: str, field: Field, table: Table) -> tuple[Value, Fault | None]:
    if DAY.fullmatch(text) is None:
        return None, Fault("is not a date of the form YYYY-MM-DD", date_fix(text, table))
    try:
        return date.fromisoformat(text), None
    except ValueError:
        return None, Fault("is not a day of the calendar", date_fix(text, table))


def _month(text: str, field: Field, table: Table) -> tuple[Value, Fault | None]:
    fault = Fault("is not a month of the form YYYY-MM", month_fix(text))
    return (text, None) if MONTH.fullmatch(text) else (None, fault)


def _year(text: str, field: Field, table: Table) -> tuple[Value, Fault | None]:
    fault = Fault("is not a year of four digits", "write it like 2026, or leave the cell empty if unknown")
    return (int(text), None) if YEAR.fullmatch(text) else (None, fault)


def _boolean(text: str, field: Field, table: Table) -> tuple[Value, Fault | None]:
    if text in field.true_values or text in field.false_values:
        return text in field.true_values, None
    return None, Fault("is neither true nor false", boolean_fix(text))


def _string(text: str, field: Field, table: Table) -> tuple[Value, Fault | None]:
    return text, None


READERS = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "date": _date,
    "boolean": _boolean,
    "year": _year,
    "yearmonth": _month,
}


def fault_of_constraints(text: str, value: Any, field: Field) -> Fault | None:
    """Hold a value against the constraints of its field."""
    if field.enum and value not in field.enum:
        allowed = [str(entry) for entry in field.enum]
        guess = closest(text, allowed)
        shown = ", ".join(entry or '""' for entry in allowed)
        return Fault(f"is not one of {shown}", f"did you mean {guess}?" if guess else "")
    reason = _beyond(value, field) or _length(text, field)
    if reason:
        return Fault(reason, "")
    if field.pattern and re.fullmatch(field.pattern, text) is None:
        return Fault(f"does not have the form {field.pattern}", "")
    if field.format in FORMATS and FORMATS[field.format].fullmatch(text) is None:
        return Fault(f"is no {field.format}", "")
    return None


def _beyond(value: Any, field: Field) -> str:
    """Say which bound a value passes, or nothing."""
    if field.minimum is not None and value < field.minimum:
        return f"is less than {field.minimum}, the least allowed"
    if field.maximum is not None and value > field.maximum:
        return f"is more than {field.maximum}, the most allowed"
    if field.exclusive_minimum is not None and value <= field.exclusive_minimum:
        return f"is not more than {field.exclusive_minimum}"
    if field.exclusive_maximum is not None and value >= field.exclusive_maximum:
        return f"is not less than {field.exclusive_maximum}"
    return ""


def _length(text: str, field: Field) -> str:
    """Say how a text is too short or too long, or nothing."""
    if field.min_length is not None and len(text) < field.min_length:
        return f"has {len(text)} characters, fewer than {field.min_length}"
    if field.max_length is not None and len(text) > field.max_length:
        return f"has {len(text)} characters, more than {field.max_length}"
    return ""


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, as a record writes it.

    >>> is_day("2026-02-28"), is_day("2026-02-30"), is_day("")
    (True, False, False)
    """
    try:
        return DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def day(name: str, value: date | str | None) -> date | None:
    """Read a date given as text or date; None where it is blank.

    >>> day("as_of", "2026-01-05")
    datetime.date(2026, 1, 5)
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date) or not value:
        return value or None
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise DataError([Problem(name, value, "is not a date of the form YYYY-MM-DD", date_fix(value))])
