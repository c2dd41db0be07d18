"""Which rows does a run see? Those of one date as known on one day, laid out as a data folder of its own.

What is not in a view cannot be read, so that a report rests on nothing later than its dates.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from analysis.data.descriptor import Descriptor, Table
    from analysis.data.excerpts import Cut

MOST_HELD: Final = 20_000  # rows of a table
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
        self._cut = lru_cache(REMEMBERED)(self._new_cut)
        self._corrected = lru_cache(REMEMBERED)(self._restated)
        self._rows: dict[str, list[dict[str, str]]] = {}
        self._known: dict[tuple[View, tuple[str, ...]], Files] = {}
        self._lock = Lock()  # what several threads ask for is made once

    @cached_property
    def descriptor(self) -> Descriptor:
        """What the tables are."""
        from analysis.data import read_descriptor

        return read_descriptor(self.folder)

    def files(self, view: View) -> Files:
        """Return the files of all tables."""
        return self.seen(view, ())

    def seen(self, view: View, tables: Collection[str]) -> Files:
        """Return the files that rest on some tables alone; on all of them when none is named."""
        from analysis.data.excerpts import narrowed

        with self._lock:
            if known := self._known.get(_key(view, tables)):
                return known
            names = [name for name in tables if name in self.descriptor.tables] or self.descriptor.tables
            if view.corrections_since:
                return narrowed(self._corrected(view), self.descriptor, names)
            return self._cut(view).files(names)

    def know(self, view: View, tables: Collection[str], files: Files) -> None:
        """Take the files that rest on some tables from whoever has them: they need not be cut again."""
        with self._lock:
            self._known[_key(view, tables)] = files
            if len(self._known) > REMEMBERED:
                del self._known[next(iter(self._known))]

    def _new_cut(self, view: View) -> Cut:
        from analysis.data.excerpts import Cut

        days = {"as_of": date.fromisoformat(view.as_of), "known_on": date.fromisoformat(view.known_on)}
        return Cut(self.descriptor, self._rows_of, **days)

    def _rows_of(self, table: Table) -> list[dict[str, str]]:
        """Return the rows of a table; those of a small one are held, since each view is cut from them."""
        from analysis.data.excerpts import rows_in

        rows = self._rows.get(table.name) or rows_in(self.folder, table)
        if len(rows) <= MOST_HELD:
            self._rows[table.name] = rows
        return rows

    def _restated(self, view: View) -> Files:
        from analysis.data.excerpts import restated

        before, after = date.fromisoformat(view.corrections_since), date.fromisoformat(view.known_on)
        return restated(self.folder, before=before, after=after)


def _key(view: View, tables: Collection[str]) -> tuple[View, tuple[str, ...]]:
    return view, tuple(sorted(tables))
