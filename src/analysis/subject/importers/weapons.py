"""Which class has a weapon that a report names, by the closed list in ``weapon_names``?

A name that is not there is asked about, with a suggestion, and never guessed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.data.descriptor import RETRACTED, STATUS
from analysis.data.importing.comparison import newest_rows
from analysis.data.importing.reports import Problems
from analysis.data.records import Records
from analysis.data.spelling import closest
from analysis.data.values import TRUTH
from analysis.errors import counted


@dataclass(frozen=True)
class WeaponName:
    """What the closed list says of a reported name."""

    weapon_class: str
    in_series: bool


def weapon_names(records: Records) -> dict[str, WeaponName]:
    """Return the closed list of names as it stands: of each name the row recorded last, unless retracted."""
    newest = newest_rows(records).values()
    standing = [row for row in newest if row[STATUS] != RETRACTED]
    return {
        spaced(row["reported_name"]): WeaponName(row["weapon_class"], TRUTH[row["in_series"]])
        for row in standing
    }


def spaced(name: str) -> str:
    """Write a name with one blank between its words, and each letter as one character.

    >>> spaced("X-22  and X-32")
    'X-22 and X-32'
    """
    return " ".join(unicodedata.normalize("NFC", name).split())


class UnknownNames:
    """The names of a file that the closed list does not have: where each stands first, and how often."""

    def __init__(self, names: Mapping[str, WeaponName]) -> None:
        self._names = names
        self._found: dict[str, tuple[str, int]] = {}

    def add(self, name: str, place: str) -> None:
        """Note one report of an unknown name."""
        first, count = self._found.get(name, (place, 0))
        self._found[name] = (first, count + 1)

    def tell(self, problems: Problems) -> None:
        """Add one problem a name, with what the list should gain."""
        for name, (place, count) in self._found.items():
            reason = f"is not in weapon_names.csv ({counted(count, 'report')})"
            problems.add(f"{place} model", name, reason, self._fix(name))

    def _fix(self, name: str) -> str:
        parts = [self._names[part].weapon_class for part in name.split(" and ") if part in self._names]
        if parts:
            return (
                f"its parts are {' and '.join(parts)}; "
                "add a row to weapon_names.csv with the class of the bundle"
            )
        guess = closest(name, self._names)
        meant = f"if {guess} is meant, with alias_of {guess}" if guess else "with its class"
        return f"add a row to weapon_names.csv, {meant}"
