"""Which spellings of a region's name mean one region?

Spellings that differ by case or blanks are one; those that look alike in letters of two scripts are asked
about, since a machine cannot tell which is meant.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from analysis.data.importing.reports import Problems
from analysis.data.spelling import LOOK_ALIKE_LETTERS
from analysis.errors import quoted


class Regions:
    """The regions met so far, each under the spelling on record or else the first one in the file."""

    def __init__(self, on_record: Iterable[str]) -> None:
        self._names: dict[str, str] = {}
        self._spellings: dict[str, dict[str, None]] = {}
        self._looks: dict[str, str] = {}
        for name in on_record:
            self._known(name)

    def named(self, name: str, place: str, problems: Problems) -> str:
        """Return under which spelling a region is counted; note a problem where that cannot be known."""
        key = self._known(name)
        spellings = self._spellings.setdefault(key, {})
        alike = self._looks[key.translate(LOOK_ALIKE_LETTERS)]
        if alike != key and name not in spellings:
            reason = f"looks like {quoted(self._names[alike])}, but has letters of another script"
            problems.add(place, name, reason, "write one of them throughout")
        spellings[name] = None
        return self._names[key]

    def notes(self) -> tuple[str, ...]:
        """Say which spellings of the file were taken for one region."""
        several = [names for names in self._spellings.values() if len(names) > 1]
        return tuple(f"read as one region: {', '.join(map(quoted, names))}" for names in several)

    def _known(self, name: str) -> str:
        key = folded(name)
        if key not in self._names:
            self._names[key] = name
            self._looks.setdefault(key.translate(LOOK_ALIKE_LETTERS), key)
        return key


@lru_cache(maxsize=4_096)
def folded(name: str) -> str:
    """Write a name so that case, blanks and ways to encode a letter make no difference.

    >>> folded("Kharkiv  Oblast")
    'kharkiv oblast'
    """
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()
