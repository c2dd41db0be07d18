"""How is a value written that fills a field of a text? By its kind, or by the format that the field names."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any, Final

from analysis.parts import wording

DECIMALS: Final = re.compile(r"\.(\d)")
DATES: Final = ("day", "month", "year")


def write(value: Any, kind: str = "", places: int | None = None) -> str:
    """Write a known value in a format of the language, by default as its kind is written.

    >>> write(1250.5, places=1), write(0.834, "percent"), write(date(2026, 1, 5)), write(["a", "b"])
    ('1,250.5', '83%', '5 January 2026', 'a and b')
    >>> write(1958.2027, "year"), write(1958.2027, "year", 4)
    ('1958', '1958.2027')

    Raises
    ------
    ValueError
        When a truth value or a member of a closed set has no words, or the format does not fit the value.

    """
    if isinstance(value, (Enum, bool)) or type(value).__name__ == "bool":
        raise ValueError(f"{value} is one of a closed set; give the words for each of its members")
    if kind == "year" and places is not None:
        return wording.year(value, places)
    if kind in DATES or (not kind and isinstance(value, date)):
        return wording.day(value, precision=kind or "day")
    numeric: dict[str, Callable[[], str]] = {
        "percent": lambda: wording.percent(value, places or 0),
        "signed": lambda: wording.signed(value, places),
        "ordinal": lambda: wording.ordinal(int(value)),
        "span": lambda: wording.span(value),
        "likelihood": lambda: wording.likelihood(float(value)),
        "iso": lambda: wording.iso(value),
        "p": lambda: wording.p_value(value),
    }
    if kind:
        return numeric[kind]()
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return wording.listing([str(item) for item in value])
    return wording.number(value, places)


def counted(value: Any, spec: str) -> str:
    """Write a number in the form that fits it; ``#`` in a form is the number.

    >>> counted(1, "# night|nights"), counted(1250, "# night|nights"), counted(2, "is|are")
    ('1 night', '1,250 nights', 'are')
    >>> [counted(n, "no night|# night|# nights") for n in (0, 1, 2)], counted(2.5, ".1 # ton|tons")
    (['no night', '1 night', '2 nights'], '2.5 tons')

    Raises
    ------
    ValueError
        When there are more than three forms.

    """
    places = DECIMALS.match(spec)
    forms = spec[places.end() :].lstrip().split("|") if places else spec.split("|")
    if len(forms) > 3:
        raise ValueError(f"{len(forms)} forms; give two (one, many) or three (zero, one, many)")
    number = wording.number(value, int(places[1]) if places else (0 if abs(float(value)) >= 1000 else None))
    if len(forms) == 2 and forms[0].startswith("#") and "#" not in forms[1]:
        forms[1] = f"# {forms[1]}"
    zero, one, many = forms if len(forms) == 3 else (forms[1], *forms)
    form = {"0": zero, "1": one}.get(number, many)
    return form.replace("#", number)
