"""Which tables a report reads, as of one date and as known on one date.

A ``Dataset`` holds the whole record, checked; a selection is the same record seen from other dates, and a
table is typed, cut and sorted only when it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.data import frames, named_sources, usage
from analysis.data.citations import MOST_NAMED, SOURCE, SOURCES, Bibliography, entries, source_line
from analysis.data.descriptor import RECORDED, Descriptor, Field, Table, unknown
from analysis.data.lineage import TABLES
from analysis.data.package import read_descriptor
from analysis.data.records import Records
from analysis.data.timeliness import known_from, problems_of_the_record
from analysis.data.validation import problems, read_all
from analysis.data.values import day
from analysis.errors import DataError, Problem

_opened: list[Dataset] = []  # the one that a notebook opened last: its figures and tables cite it


def load_dataset(
    data_dir: str | Path, *, as_of: date | str | None = None, known_on: date | str | None = None
) -> Dataset:
    """Read and check all tables of a data folder; raise a `DataError` with every problem found.

    The dataset returned is as of ``as_of``, as known on ``known_on``, by default the newest of each; figures
    and tables made after it take their date and their sources from it.
    """
    whole = _read(data_dir)
    found = problems(whole.descriptor, whole._records)
    if found:
        raise DataError(found)
    dataset = whole.select(as_of=as_of, known_on=known_on)
    _opened[:] = [dataset]
    usage.loaded(dataset._read)
    return dataset


def load_record(data_dir: str | Path, *, today: date) -> Dataset:
    """Read the record itself, from which an excerpt may differ: whole, and with no row from after today.

    Raises `DataError` with every problem. No report may ask for the day: its edition would depend on it.
    """
    whole = _read(data_dir)
    descriptor, records = whole.descriptor, whole._records
    found = [*problems_of_the_record(descriptor, records, today=today), *problems(descriptor, records)]
    if found:
        raise DataError(found)
    return whole.select()


def _read(data_dir: str | Path) -> Dataset:
    descriptor = read_descriptor(data_dir)
    return Dataset(descriptor, date.max, date.max, read_all(descriptor, data_dir))


def opened() -> Dataset | None:
    """Return the dataset that was loaded last, None where none was."""
    return _opened[0] if _opened else None


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """All tables, read and checked, as of one date and as known on one date. Immutable.

    ``dataset.notes`` and ``dataset.table("notes")`` give a table's frame: rows in key order, of each fact
    the newest row recorded on or before ``known_on``, nothing dated after ``as_of``.
    """

    descriptor: Descriptor
    as_of: date
    known_on: date
    _records: Mapping[str, Records]
    _history: dict[str, pd.DataFrame] = field(default_factory=dict)  # shared by all selections of one record
    _standing: dict[str, tuple[date, pd.DataFrame]] = field(default_factory=dict)  # shared as well
    _tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    _read: dict[str, None] = field(default_factory=dict)  # shared as well: what was read, in order
    _numbers: dict[str, int] = field(default_factory=dict)  # shared as well: of sources, as first named
    _behind: dict[str, None] = field(default_factory=dict)  # shared as well: sources counted, maybe not named

    def select(self, *, as_of: date | str | None = None, known_on: date | str | None = None) -> Dataset:
        """Return the same record as of a date, as known on a day; blank means the newest there is.

        A selection is always cut from the whole record, so that the last one counts.
        Raises `DataError` when a date is none, or when nothing had been dated or recorded by then.
        """
        tables = self.descriptor.tables.values()
        recorded = self._days_of_record()
        if not recorded:
            raise DataError([self._without_days()])
        seen_from = day("known_on", known_on) or max(recorded)
        if seen_from < min(recorded) and all(table.has_vintages for table in tables):
            raise _too_early("known_on", seen_from, f"the first row was recorded on {min(recorded)}")
        dated = self._days((table.name, table.date_field) for table in tables if table.date_field)
        known = replace(self, known_on=seen_from, _tables={})
        seen_to = day("as_of", as_of) or known.newest
        if dated and seen_to < min(dated):
            raise _too_early("as_of", seen_to, f"the first row is dated {min(dated)}")
        return replace(known, as_of=seen_to, _tables={})

    def table(self, name: str) -> pd.DataFrame:
        """Return the frame of a table; changing it changes nothing here (copy-on-write).

        Raises `DataError` when there is no such table.
        """
        self.descriptor.table(name)
        usage.asked()
        frame = self._cut(name).copy(deep=False)
        frame.attrs[TABLES] = (name,)
        return frame

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return the frame of a table, also of one whose name is none of Python's."""
        return self.table(name)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self.descriptor.tables:
            raise AttributeError(str(unknown("table", name, self.descriptor.tables, place="the dataset")))
        return self.table(name)

    def __dir__(self) -> Iterable[str]:
        return [*super().__dir__(), *self.descriptor.tables]

    def __repr__(self) -> str:
        return (
            f"<Dataset as of {self.as_of}, as known on {self.known_on}: {', '.join(self.descriptor.tables)}>"
        )

    def field(self, table: str, name: str) -> Field:
        """Return a field's title, unit, decimals and type; raise `DataError` if there is none."""
        return self.descriptor.table(table).field(name)

    @property
    def newest(self) -> date:
        """The newest date known, in the tables marked as ``series``, else in any, else the day of record."""
        dated = [table for table in self.descriptor.tables.values() if table.date_field]
        for tables in ([table for table in dated if table.series], dated):
            days = [self._last(table) for table in tables]
            if found := [one for one in days if not pd.isna(one)]:
                newest: date = max(found).date()
                return newest
        return min(self.known_on, max(self._days_of_record()))

    def _last(self, table: Table) -> pd.Timestamp:
        """Return the day on which the newest date of a table is over."""
        last: pd.Timestamp = frames.days_of(
            self._known(table.name)[table.date_field], table.field(table.date_field)
        ).max()
        return last

    def complete_to(self, *names: str) -> date | None:
        """Return the day to which some tables are all complete, as known on ``known_on``.

        That is the earliest of the days that their ``completeTo`` gives: by what somebody looked through,
        not by their newest rows. None where it gives none, as for a bibliography. Raises `DataError` when
        there is no such table.
        """
        said = self._complete(names)
        return min(said.values()) if said else None

    def incomplete(self, *names: str) -> dict[str, date]:
        """Return those of some tables that are complete to a day before ``as_of`` only, with that day."""
        return {name: day for name, day in self._complete(names).items() if day < self.as_of}

    def _complete(self, names: Iterable[str]) -> dict[str, date]:
        days = {name: self.descriptor.table(name).complete_to(known_on=self.known_on) for name in names}
        return {name: day for name, day in days.items() if day is not None}

    def read_tables(self) -> tuple[str, ...]:
        """Return the names of the tables read so far, through any selection of the same record."""
        return tuple(sorted(self._read))

    def cite(self, name: str, *more: str, among: pd.Series | None = None) -> str:
        """Return the source line of what one or more tables hold: who, by number, and to when.

        Sources come by the number of rows they stand for; more than three are counted, not named. ``among``
        are the keys of the sources of the rows shown, where these are some of the tables'. Where rows name
        none in ``source_id``, they are the ``sources`` that the descriptor gives the table. Raises
        `DataError` when there is no such table.
        """
        tables = [self.descriptor.table(one) for one in (name, *more)]
        if not (by_row := [table for table in tables if self.names_sources(table)]):
            titles = [title for table in tables for title in table.sources]
            return named_sources.source_line(titles, self._newest_entry(tables))
        keys = pd.concat([self.table(table.name)[SOURCE] for table in by_row]) if among is None else among
        cited = keys[keys != ""].value_counts()
        bibliography = self.table(SOURCES).set_index(SOURCE)
        dated = [self._dates(table) for table in tables if table.date_field]
        newest = pd.concat(dated).max() if dated else pd.NaT
        last = None if pd.isna(newest) else newest.date()
        named = bibliography.loc[cited.index[:MOST_NAMED]]
        self._behind.update(dict.fromkeys(map(str, cited.index)))
        return source_line(
            named.assign(number=[self.number_of(str(key)) for key in named.index]),
            left=len(cited) - len(named),
            newest=last if last and last < self.as_of else None,
        )

    def number_of(self, source: str) -> int:
        """Return the number of a source, by its key, in the report's list: they count as they are named.

        Raises `DataError` when the table of sources does not have it.
        """
        if source not in self._numbers:
            keys = list(self.table(SOURCES)[SOURCE])
            if source not in keys:
                raise DataError([unknown("source", source, keys, place=SOURCES)])
            self._numbers[source] = len(self._numbers) + 1
        return self._numbers[source]

    def bibliography(self) -> Bibliography:
        """Return the sources named so far, by number, and how many more stand behind what was shown."""
        table = self.descriptor.table(SOURCES)
        sources = self.table(SOURCES)
        numbered = sources.assign(number=sources[SOURCE].map(self._numbers)).dropna(subset="number")
        left = len(self._behind.keys() - self._numbers.keys())
        return Bibliography(tuple(entries(numbered)), left, table.path)

    def names_sources(self, table: Table) -> bool:
        """Whether the rows of a table name their sources, which then have numbers."""
        return SOURCE in table.names and SOURCES in self.descriptor.tables

    def _dates(self, table: Table) -> pd.Series:
        """Return the days that date the rows of a table; of a month or a year the last one."""
        return frames.days_of(self.table(table.name)[table.date_field], table.field(table.date_field))

    def _newest_entry(self, tables: Iterable[Table]) -> tuple[date, str] | None:
        """Return the day of the newest row of some tables, and the type of the field that dates it."""
        dated = [table for table in tables if table.date_field and not self.table(table.name).empty]
        days = [(self._dates(one).max().date(), one.field(one.date_field).type) for one in dated]
        return max(days, default=None)

    def cited(self, *frames: pd.DataFrame) -> pd.DataFrame:
        """Return the sources that rows of these frames name, each once, in the order of the sources table.

        A frame names sources in ``source_id`` and in columns that end so, as ``end_source_id``; one without
        such a column names none. Columns: those of the table; ``name`` (publisher and title, as far as they
        are known), ``usual_licence`` (that of most of them) and ``own_licence`` (missing where it is usual).
        """
        named = [frame[name] for frame in frames for name in frame if str(name).endswith(SOURCE)]
        sources = self.table(SOURCES)
        used = sources[sources[SOURCE].isin(pd.concat(named) if named else [])].reset_index(drop=True)
        licence = used["licence"].str.rstrip(".")
        usual = licence.mode().iloc[0] if len(used) else ""
        return used.assign(
            name=(used["publisher"] + ", " + used["title"]).str.strip(", "),
            usual_licence=usual,
            own_licence=licence.where(licence != usual),
        )

    def revisions(self, name: str, *, between: tuple[date | str, date | str]) -> pd.DataFrame:
        """Return the facts of a table that are new, revised or retracted between two days of knowledge.

        Columns: ``change``, ``detail`` and the table's fields, one row per fact; see `frames.revised`. Both
        days see the record to ``as_of``. Raises `DataError` when a day lies before the first record.
        """
        before, after = (self.select(as_of=self.as_of, known_on=one).table(name) for one in between)
        return frames.revised(before, after, self.descriptor.table(name))

    def _cut(self, name: str) -> pd.DataFrame:
        """Return a table as selected, made when first asked for."""
        self._read[name] = None
        if name not in self._tables:
            rows = frames.dated(self._known(name), self.descriptor.tables[name], self.as_of)
            for reference in self.descriptor.parents(name):
                parents = self._cut(reference.table)[list(reference.target_fields)]
                rows = frames.belonging(rows, reference.fields, parents)
            self._tables[name] = rows
        return self._tables[name]

    def _known(self, name: str) -> pd.DataFrame:
        """Return a table as known on ``known_on``; what was asked for last is kept."""
        if name not in self._history:
            self._history[name] = frames.frame(self._records[name])
        known_on, rows = self._standing.get(name, (None, None))
        if rows is None or known_on != self.known_on:
            rows = frames.known(self._history[name], self.descriptor.tables[name], self.known_on)
            self._standing[name] = self.known_on, rows
        return rows

    def _days_of_record(self) -> set[date]:
        """Return the days of record; where a table has none, its dates and the day the package was made."""
        tables = self.descriptor.tables.values()
        named = ((table.name, RECORDED if table.has_vintages else table.date_field) for table in tables)
        days = self._days(pair for pair in named if pair[1])
        made = None if all(table.has_vintages for table in tables) else self.descriptor.created
        return days | {made} if made else days

    def _without_days(self) -> Problem:
        """Say why nothing tells as of when the tables are: they have no row, or none of them a date."""
        if not any(len(records) for records in self._records.values()):
            return Problem(self.descriptor.place, "", "describes tables without any row", "add rows")
        fix = 'name what dates the rows of a table in its "dateField", or add "created": "2026-01-05"'
        return Problem(self.descriptor.place, "", "has no day: no row is dated or recorded", fix)

    def _days(self, columns: Iterable[tuple[str, str]]) -> set[date]:
        """Return all days that stand in some date columns of the whole record."""
        texts = {text for table, name in columns for text in self._records[table][name].distinct if text}
        return {date.fromisoformat(known_from(text)) for text in texts}


def _too_early(name: str, value: date, reason: str) -> DataError:
    return DataError([Problem(name, value.isoformat(), f"is before any data: {reason}", "give a later date")])
