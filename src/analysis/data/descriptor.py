"""What the tables and their fields are, as frozen values.

`analysis.data.package` fills them from ``datapackage.json``; nothing else in the project describes a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from analysis.data.spelling import closest
from analysis.errors import DataError, Problem

TYPES = ("string", "integer", "number", "date", "boolean", "year", "yearmonth")
DATES = ("date", "yearmonth", "year")  # the types that can date a row
MONTH, YEAR = "month", "year"  # how precise a date may be, beside the day
CALENDAR_YEARS = "calendar years"  # the unit of a number that says when: 1958.2027
RULES = ("not_greater", "not_before")
RECORDED, STATUS, RETRACTED = "recorded_on", "status", "retracted"


@dataclass(frozen=True)
class Field:
    """One column of a table: its type, its words for readers, and what its values must satisfy."""

    name: str
    type: str = "string"
    title: str = ""
    description: str = ""
    unit: str = ""
    decimals: int | None = None
    required: bool = False
    unique: bool = False
    enum: tuple[Any, ...] = ()  # values of the field's type, as all limits are
    minimum: int | float | date | str | None = None
    maximum: int | float | date | str | None = None
    exclusive_minimum: int | float | date | str | None = None
    exclusive_maximum: int | float | date | str | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str = ""
    format: str = "default"
    decimal_char: str = "."
    group_char: str = ""
    true_values: tuple[str, ...] = ("true", "True", "TRUE", "1")
    false_values: tuple[str, ...] = ("false", "False", "FALSE", "0")
    missing_values: tuple[str, ...] = ()  # those of the table where the field has none of its own


@dataclass(frozen=True)
class Reference:
    """A foreign key: the values of ``fields`` stand in ``target_fields`` of ``table``, or are blank."""

    fields: tuple[str, ...]
    table: str
    target_fields: tuple[str, ...]


@dataclass(frozen=True)
class Check:
    """A rule between fields of one row.

    In the descriptor ``fields`` lists the terms and, last, the limit. ``not_greater``: the terms together, as
    far as known, are not greater than the limit. ``not_before``: no term is before the limit. A row whose
    ``unless`` field is filled is let through: it is flagged already.
    """

    rule: str
    terms: tuple[str, ...]
    limit: str
    unless: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields the rule reads."""
        return (*self.terms, self.limit, *filter(None, [self.unless]))


@dataclass(frozen=True)
class Table:
    """One tidy CSV: its fields, the key of its facts, its references, and how it is cut at a date."""

    name: str
    path: str
    title: str = ""
    description: str = ""
    fields: tuple[Field, ...] = ()
    key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    references: tuple[Reference, ...] = ()
    date_field: str = ""
    later_fields: tuple[tuple[str, tuple[str, ...]], ...] = ()
    checks: tuple[Check, ...] = ()
    series: bool = False
    excerpt: bool = False  # cut out of a larger record: rows are missing on purpose
    ledger: tuple[int, str] | None = None  # rows appended, and the seal of the last
    missing_values: tuple[str, ...] = ("",)
    delimiter: str = ","
    encoding: str = "utf-8"
    sources: tuple[str, ...] = ()  # titles of the table's sources, where its rows name none
    completions: tuple[tuple[date, date], ...] = ()  # day of record, day to which the table was complete then
    names: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(one.name for one in self.fields))

    @classmethod
    def of(cls, name: str, *fields: str) -> Table:
        """Make a table of text fields, for examples and tests."""
        return cls(name=name, path=f"{name}.csv", fields=tuple(Field(name=one, title=one) for one in fields))

    @property
    def has_vintages(self) -> bool:
        """Whether rows say when they were recorded, so that what was known on a day can be told."""
        return RECORDED in self.names

    def missing_in(self, field: Field) -> tuple[str, ...]:
        """Return the texts that mean an unknown value in a field."""
        return field.missing_values or self.missing_values

    @property
    def identifiers(self) -> tuple[str, ...]:
        """The fields by which rows are told apart or refer to others, in the order of the table."""
        used = {*self.key, *(name for names in self.unique_keys for name in names)}
        used |= {name for reference in self.references for name in reference.fields}
        return tuple(one.name for one in self.fields if one.name in used or one.unique)

    def complete_to(self, *, known_on: date) -> date | None:
        """Return the day to which the table is complete, as known on a day; None where nobody says."""
        said = [pair for pair in self.completions if pair[0] <= known_on]
        return max(said)[1] if said else None

    def precision_of(self, name: str) -> str:
        """Return the field that says how precise a date is, blank where each is a day.

        It is named as the date with ``_precision``, or ``date_precision`` for the day that dates the row.
        """
        own = f"{name}_precision"
        if own in self.names:
            return own
        return "date_precision" if name == self.date_field and "date_precision" in self.names else ""

    def field(self, name: str) -> Field:
        """Return the field of this name, or raise a `DataError` that names the closest one."""
        for one in self.fields:
            if one.name == name:
                return one
        raise DataError([unknown("field", name, self.names, place=f"table {self.name}")])


@dataclass(frozen=True)
class Descriptor:
    """All tables of a data package, in the order of its resources, and the codebook of measures.

    The codebook describes columns that no table has, because a measure computes them: their title, unit and
    decimals.
    """

    place: str
    content: Mapping[str, Any]
    tables: Mapping[str, Table]
    codebook: Mapping[str, Field] = field(default_factory=dict)
    created: date | None = None  # the day on which the package was made

    def table(self, name: str) -> Table:
        """Return the table of this name, or raise a `DataError` that names the closest one."""
        if name in self.tables:
            return self.tables[name]
        raise DataError([unknown("table", name, self.tables, place=self.place)])

    def column(self, name: str, tables: Iterable[str] = ()) -> Field | None:
        """Return what describes a column: the first table's that has it, else the codebook's entry.

        ``tables`` names those the column may come from; None where nothing describes it. Raises `DataError`
        when there is no such table.
        """
        owners = [table for table in map(self.table, tables) if name in table.names]
        return owners[0].field(name) if owners else self.codebook.get(name)

    def parents(self, name: str) -> tuple[Reference, ...]:
        """Return the references that date the rows of an undated table: those to tables cut at a date.

        A row of such a table says nothing of its own time; it stands and falls with the row it belongs to.
        """
        table = self.tables[name]
        return (
            () if table.date_field else tuple(one for one in table.references if self._cut(one.table, {name}))
        )

    def _cut(self, name: str, seen: set[str]) -> bool:
        """Whether rows of a table may be missing at an earlier date."""
        table = self.tables[name]
        others = (one.table for one in table.references if one.table not in seen)
        return name not in seen and (
            bool(table.date_field) or any(self._cut(one, seen | {name}) for one in others)
        )


def unknown(kind: str, name: str, names: Iterable[str], *, place: str) -> Problem:
    """Say that there is no such table or field, and which one was most likely meant."""
    known = sorted(names)
    guess = closest(name, known)
    fix = f"did you mean {guess}?" if guess else f"there are {', '.join(known)}"
    return Problem(place, "", f"has no {kind} {name}", fix)
