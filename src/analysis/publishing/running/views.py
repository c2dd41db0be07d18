"""Which rows does a run see? Those of one date as known on one day, laid out as a data folder of its own.

What is not in a view cannot be read, so that a report rests on nothing later than its dates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from analysis.data.descriptor import Descriptor

REMEMBERED: Final = 8  # views whose files are held in memory: those of the reports that are made just now

Files = dict[str, bytes]


@dataclass(frozen=True)
class View:
    """Two dates; with ``corrections_since`` only facts that were on record then, as corrected until now."""

    as_of: str
    known_on: str
    corrections_since: str = ""


class Views:
    """All views of one data folder, which nobody changes meanwhile."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = lru_cache(REMEMBERED)(self._files)

    @cached_property
    def descriptor(self) -> Descriptor:
        """What the tables are."""
        from analysis.data import read_descriptor

        return read_descriptor(self.folder)

    def seen(self, view: View, tables: Iterable[str]) -> Files:
        """Return the files that rest on some tables alone; on all of them when none is named."""
        from analysis.data.excerpts import narrowed

        names = [name for name in tables if name in self.descriptor.tables]
        return narrowed(self.files(view), self.descriptor, names or self.descriptor.tables)

    def _files(self, view: View) -> Files:
        from analysis.data.excerpts import excerpt, restated

        known_on = date.fromisoformat(view.known_on)
        if view.corrections_since:
            return restated(self.folder, before=date.fromisoformat(view.corrections_since), after=known_on)
        days = {"as_of": date.fromisoformat(view.as_of), "known_on": known_on}
        return excerpt(self.folder, self.descriptor.tables, **days)
