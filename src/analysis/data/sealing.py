"""How do the rows that were added at the end of a ledger get their seals? By `analysis seal`, all or none.

The whole record is checked first with the seals in memory, by the subject's own checks too. Then each file of
a ledger is replaced, and last the descriptor, which keeps where the ledgers end; after a stop in between,
sealing again does what is left.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

from analysis.data.descriptor import Descriptor
from analysis.data.importing.appending import replace_file
from analysis.data.importing.locking import locked
from analysis.data.ledger import SEAL, entered, is_ledger, sealed, unsealed
from analysis.data.package import read_descriptor
from analysis.data.records import Records, parse
from analysis.data.validation import problems, read_all
from analysis.errors import DataError, Problem, counted

CHECKS = "analysis.checks"  # entry points: functions of the tables, by name, that yield problems
CELL = re.compile(r'("[^"]*(?:""[^"]*)*"|[^,\r\n]*)(?:,|\r\n|\r|\n|\Z)')


@dataclass(frozen=True)
class Sealed:
    """A ledger that has gained rows since its end was last written down."""

    ledger: Records

    def __str__(self) -> str:
        rows = entered(self.ledger)
        names = [" ".join(self.ledger[name][at] for name in self.ledger.table.key) for at in rows]
        told = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
        return f"{self.ledger.place}: {counted(len(rows), 'row')} sealed, {told}; {len(self.ledger):,} in all"


def seal_ledgers(data_dir: str | Path) -> tuple[Sealed, ...]:
    """Seal the rows at the end of every ledger whose seals are blank; return the ledgers that have grown.

    Of the files only the blank seals change, and of the descriptor where the ledgers end. Raises `DataError`
    with all problems, and writes nothing, when the record with these rows sealed is not sound.
    """
    with locked(data_dir):
        descriptor = read_descriptor(data_dir)
        found = read_all(descriptor, data_dir)
        tables = {name: sealed(one) if is_ledger(one.table) else one for name, one in found.items()}
        if wrong := [*problems(descriptor, tables), *_problems_of_the_subject(tables)]:
            raise DataError(wrong)
        grown = {name: one for name, one in tables.items() if is_ledger(one.table) and entered(one)}
        for name, ledger in grown.items():
            _write_seals(found[name], ledger)
        if grown:
            _write_ends(descriptor, grown)
        return tuple(map(Sealed, grown.values()))


def _problems_of_the_subject(tables: Mapping[str, Records]) -> Iterator[Problem]:
    """Ask every installed check, in the order of their names, what may not be sealed."""
    for point in sorted(entry_points(group=CHECKS), key=lambda point: point.name):
        yield from point.load()(tables)


def _write_seals(found: Records, ledger: Records) -> None:
    """Replace the file of a ledger by one with its seals, unless it is no more as it was found."""
    path = Path(found.place)
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    if parse(found.table, found.place, text.removeprefix("\ufeff")) != found:
        raise DataError(
            [Problem(found.place, "", "was changed in the meantime", "run `analysis seal` again")]
        )
    replace_file(path, with_seals(text, ledger, unsealed(found)).encode())


def with_seals(text: str, ledger: Records, rows: range) -> str:
    r"""Write the seals of some rows into the text of a sound CSV, whose other cells stay as they are quoted.

    >>> from analysis.data.descriptor import Table
    >>> notes = Table.of("notes", "note", "seal")
    >>> ledger = parse(notes, "notes.csv", "note,seal\nold,1a\nnew,2b\n")
    >>> with_seals('note,seal\r\nold,1a\r\n"new",', ledger, range(1, 2))
    'note,seal\r\nold,1a\r\n"new",2b'
    """
    names = list(ledger.columns)
    cells = list(CELL.finditer(text))
    parts, done = [], 0
    for row in rows:
        start, end = cells[(row + 1) * len(names) + names.index(SEAL)].span(1)
        parts += [text[done:start], ledger[SEAL][row]]
        done = end
    return "".join([*parts, text[done:]])


def _write_ends(descriptor: Descriptor, ledgers: Mapping[str, Records]) -> None:
    """Write down how many rows the ledgers hold, and their last seals."""
    ends = {name: {"ledger": {"rows": len(one), "seal": one[SEAL][-1]}} for name, one in ledgers.items()}
    resources = [{**one, **ends.get(one["name"], {})} for one in descriptor.content["resources"]]
    content = json.dumps({**descriptor.content, "resources": resources}, ensure_ascii=False, indent=2)
    replace_file(Path(descriptor.place), f"{content}\n".encode())
