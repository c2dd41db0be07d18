"""Which characters may stand in a report? All that Unicode calls text; others are named in its place.

Neither HTML nor PDF may hold control characters or halves of surrogate pairs, yet a notebook may.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from analysis.publishing.document.listings import without_terminal_codes

_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def clean(value: Any) -> Any:
    r"""Return JSON with every character named that may not stand in a page; terminal codes go without trace.

    >>> clean({"text": ["a\x07", "\x1b[31mred\x1b[0m"]})
    {'text': ['a[U+0007]', 'red']}
    """
    if isinstance(value, str):
        if not _FORBIDDEN.search(value):
            return value
        return _FORBIDDEN.sub(named, without_terminal_codes(value))
    if isinstance(value, Mapping):
        return {name: clean(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [clean(each) for each in value]
    return value


def named(found: re.Match[str]) -> str:
    """Return the name of each character found, as U+ and its number."""
    return "".join(f"[U+{ord(character):04X}]" for character in found[0])


def long_date(iso: str) -> str:
    """Return an ISO date as a reader says it.

    >>> long_date("2026-01-05"), long_date("")
    ('5 January 2026', '')
    """
    if not iso:
        return ""
    year, month, day = (int(part) for part in iso.split("-"))
    return f"{day} {_MONTHS[month - 1]} {year}" if 1 <= month <= 12 else iso
