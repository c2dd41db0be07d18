"""What does planning know of the data? A few days and which tables are empty: found once, and noted.

That an answer is there says that the data it is of are valid: they are read and checked before the first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.data.dataset import Dataset
    from analysis.data.descriptor import Descriptor


@dataclass
class Noted:
    """What earlier plans have found of the same notebooks and data, by the same program.

    ``notebooks`` are the marks of those that keep all rules, see `plan.mark`; ``answers`` what was asked of
    the data. A plan adds to both.
    """

    notebooks: set[str] = field(default_factory=set)
    answers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Selection:
    """The record as of a date, as known on a day: which of the tables asked about are empty then.

    ``incomplete`` are all tables that are complete to an earlier day only, with that day in ISO form.
    """

    as_of: str
    known_on: str
    empty: Sequence[str]
    incomplete: Mapping[str, str]


class Record:
    """The data of a project; ``read`` reads and checks them, where an answer is not noted yet."""

    def __init__(self, folder: Path, answers: dict[str, Any], read: Callable[[], Dataset]) -> None:
        self._folder = folder
        self._answers = answers
        self._read = read

    @cached_property
    def descriptor(self) -> Descriptor:
        """What the tables are; raises ``DataError`` as reading does."""
        from analysis.data.package import read_descriptor

        return read_descriptor(self._folder)

    def newest(self, known_on: str) -> tuple[str, str]:
        """Return the newest date as known on a day, and that day; a blank one is the newest."""

        def found(whole: Dataset) -> list[str]:
            record = whole.select(known_on=known_on or None)
            return [record.newest.isoformat(), record.known_on.isoformat()]

        newest, day = self._asked(["newest", known_on], found)
        return newest, day

    def select(self, as_of: str, known_on: str, tables: Iterable[str]) -> Selection:
        """Return what a selection holds of some tables; raises ``DataError`` where there is none."""
        names = sorted(set(tables))

        def found(whole: Dataset) -> dict[str, Any]:
            dataset = whole.select(as_of=as_of, known_on=known_on)
            incomplete = dataset.incomplete(*dataset.descriptor.tables)
            return {
                "as_of": dataset.as_of.isoformat(),
                "known_on": dataset.known_on.isoformat(),
                "empty": [name for name in names if dataset.table(name).empty],
                "incomplete": {name: day.isoformat() for name, day in incomplete.items()},
            }

        return Selection(**self._asked(["selection", as_of, known_on, *names], found))

    def _asked(self, question: list[str], answer: Callable[[Dataset], Any]) -> Any:
        name = json.dumps(question)
        if name not in self._answers:
            self._answers[name] = answer(self._whole)
        return self._answers[name]

    @cached_property
    def _whole(self) -> Dataset:
        return self._read()
