"""How are a million cells held and compared? Each distinct text once, and for each row which of them it is.

So a check looks at the distinct texts, or at the distinct combinations of some columns, and finds the rows
afterwards; a typed column reads each text once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Codes = NDArray[np.int64]
LARGEST = 2**62


class Column:
    """The cells of a column as texts; ``distinct[codes[row]]`` is the cell of a row.

    >>> column = Column.of(["pear", "apple", "pear"])
    >>> column[2], column.distinct, list(column.codes) == [0, 1, 0]
    ('pear', ['pear', 'apple'], True)
    """

    def __init__(self, distinct: list[str], codes: Codes) -> None:
        self.distinct, self.codes = distinct, codes

    @classmethod
    def of(cls, cells: Iterable[str]) -> Column:
        """Return the column of some cells, its distinct texts in the order in which they come first."""
        kept = list(cells)
        places = {text: place for place, text in enumerate(dict.fromkeys(kept))}
        return cls(list(places), np.fromiter(map(places.__getitem__, kept), dtype=np.int64, count=len(kept)))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> str:
        return self.distinct[int(self.codes[row])]

    def __iter__(self) -> Iterator[str]:
        return map(self.distinct.__getitem__, self.codes.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Column | list) and len(self) == len(other) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def blanked(self, missing: Iterable[str]) -> Column:
        """Return the column with some texts blank."""
        gone = set(missing)
        if not gone & set(self.distinct):
            return self
        return Column.of("" if text in gone else text for text in self)

    def first(self, text: str) -> int:
        """Return the first row that holds a text."""
        return int(np.argmax(self.codes == self.distinct.index(text)))


@dataclass(frozen=True)
class Combinations:
    """The distinct combinations of some columns; ``ids[row]`` says which of them a row has."""

    columns: Sequence[Column]
    ids: Codes
    count: int

    @cached_property
    def first_rows(self) -> Codes:
        """The first row of each combination."""
        first = np.empty(self.count, dtype=np.int64)
        first[self.ids[::-1]] = np.arange(len(self.ids) - 1, -1, -1)
        return first

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """Yield the combinations as texts, in the order of their ids."""
        texts = ([one.distinct[code] for code in one.codes[self.first_rows].tolist()] for one in self.columns)
        return zip(*texts, strict=True)

    def rows(self, wanted: Sequence[bool]) -> list[int]:
        """Return the rows whose combination is wanted, one answer a combination."""
        return [] if not any(wanted) else np.flatnonzero(np.array(wanted, dtype=bool)[self.ids]).tolist()


def combinations(columns: Sequence[Column]) -> Combinations:
    """Return the distinct combinations of one or more columns of equal length."""
    ids, count = columns[0].codes, len(columns[0].distinct)
    for column in columns[1:]:
        if count * len(column.distinct) > LARGEST:
            ids, count = _renumbered(ids, count)
        ids, count = ids * len(column.distinct) + column.codes, count * len(column.distinct)
    ids, count = _renumbered(ids, count)
    return Combinations(columns, ids, count)


def _renumbered(ids: Codes, count: int) -> tuple[Codes, int]:
    """Give the ids that occur, of ``count`` that could, numbers without gaps."""
    if count <= len(ids):  # a table of them all is smaller than one of hashes
        occurs = np.zeros(count, dtype=bool)
        occurs[ids] = True
        return (np.cumsum(occurs) - 1)[ids], int(occurs.sum())
    codes, distinct = pd.factorize(ids)
    return codes, len(distinct)
