"""Whether an append-only table has only been appended to.

A table with a field ``seal`` is a ledger: each row's seal is a hash of the row and of the seal before it, so
that an earlier row cannot be edited, deleted, inserted or moved unseen. Rows cut off at the end leave the
chain sound; so the descriptor keeps where the ledger ended when `analysis seal` last wrote seals. Whoever
rewrites both is found by the sealed editions alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from analysis.data.columns import Column
from analysis.data.descriptor import RECORDED, STATUS, Table
from analysis.data.records import Records
from analysis.errors import Problem

SEAL = "seal"
FREE = {SEAL, RECORDED, STATUS, "source_id", "note"}  # what a later row of the same fact may say otherwise


def is_ledger(table: Table) -> bool:
    """Whether the rows of a table are sealed; an excerpt lacks rows, so that no seal would fit."""
    return SEAL in table.names and table.has_vintages and not table.excerpt


def seal(row: Mapping[str, str], former: str) -> str:
    """Hash a row with the seal of the row before it; blank cells do not count, so that fields can be added.

    >>> first = seal({"note_id": "N1", "text": "Said."}, "")
    >>> first == seal({"text": "Said.", "verdict": "", "note_id": "N1"}, "")
    True
    >>> first == seal({"note_id": "N1", "text": "Unsaid."}, "")
    False
    """
    filled = sorted((name, cell) for name, cell in row.items() if cell and name != SEAL)
    told = json.dumps([former, filled], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def rows_of(records: Records) -> list[dict[str, str]]:
    """Return the rows of a table in the order of the file."""
    names = list(records.columns)
    return [dict(zip(names, cells, strict=True)) for cells in zip(*records.columns.values(), strict=True)]


def entered(records: Records) -> range:
    """Return which rows stand after the end that the descriptor keeps: the new ones, sealed or not."""
    kept = records.table.ledger[0] if records.table.ledger else 0
    return range(kept, len(records))


def unsealed(records: Records) -> range:
    """Return which rows wait for their seals: at the end of the file, entered with a blank one."""
    rows, first = entered(records), len(records)
    while first > rows.start and not records[SEAL][first - 1]:
        first -= 1
    return range(first, len(records))


def sealed(records: Records) -> Records:
    """Return a ledger with the waiting rows sealed, each with the row before it; nothing is written."""
    if not records.table.names <= set(records.columns):
        return records
    waiting, rows, seals = unsealed(records), rows_of(records), list(records[SEAL])
    for at in waiting:
        seals[at] = seal(rows[at], seals[at - 1] if at else "")
    return replace(records, columns={**records.columns, SEAL: Column.of(seals)})


def ledger_problems(records: Records) -> Iterator[tuple[int, Problem]]:
    """Find rows without a seal, a broken chain of seals, and later rows that change what was said before."""
    if not records.table.names <= set(records.columns):
        return
    former, recorded, sound = "", "", True
    waiting = unsealed(records)
    said: dict[tuple[str, ...], dict[str, str]] = {}
    for at, row in enumerate(rows_of(records)):
        line = records.starts[at]
        place = f"{records.place}:{records.line(at, SEAL)} {SEAL}"
        if at in waiting:
            yield line, Problem(place, "", "is blank: the row is not sealed yet", "run `analysis seal`")
        elif row[SEAL] != seal(row, former):
            sound = False
            reason = (
                "does not fit this row and the row before it: one was edited, deleted, added by hand or moved"
            )
            fix = "restore the file, and add a row at its end instead, the seal left blank"
            yield line, Problem(place, row[SEAL] or "(blank)", reason, fix)
        if row[RECORDED] < recorded:
            reason = f"is before {recorded}, when the row before it was recorded"
            yield (
                line,
                Problem(f"{records.place}:{line} {RECORDED}", row[RECORDED], reason, "append at the end"),
            )
        key = tuple(row[name] for name in records.table.key)
        for name, before in said.setdefault(key, row).items():
            if before and name not in FREE and row[name] != before:
                reason = f'changes "{before}", as recorded for {" ".join(key)} before'
                fix = "a ledger keeps what was said: give what is new its own row and key"
                yield line, Problem(f"{records.place}:{line} {name}", row[name] or "(blank)", reason, fix)
        said[key] = {name: row[name] or said[key][name] for name in row}
        former, recorded = row[SEAL], row[RECORDED]
    if sound:
        yield from _end_problems(records)


def _end_problems(records: Records) -> Iterator[tuple[int, Problem]]:
    """Find rows cut off at the end: what the descriptor says was sealed must still be there.

    More rows may follow: a stop between the writing of the seals and of the descriptor breaks nothing.
    """
    seals = records[SEAL]
    end = records.starts[-1] if len(seals) else 1
    if records.table.ledger is None:
        fix = 'add "ledger": {"rows": …, "seal": …}, the number of rows and the last seal, to the descriptor'
        yield end, Problem(records.place, "", "is a ledger, and nothing says where it ends", fix)
        return
    rows, last = records.table.ledger
    if len(seals) < rows:
        reason = f"ends after {len(seals)} of the {rows} rows that the descriptor says were sealed"
        yield end, Problem(records.place, "", reason, "restore the rows that were cut off")
    elif rows and seals[rows - 1] != last:
        line = records.starts[rows - 1]
        reason = f"is not the seal of row {rows} in the descriptor, {last}"
        fix = "restore the file: the rows before it were written anew"
        yield line, Problem(f"{records.place}:{line} {SEAL}", seals[rows - 1] or "(blank)", reason, fix)
