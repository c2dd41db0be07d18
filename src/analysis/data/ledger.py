"""Whether an append-only table has only been appended to.

A table with a field ``seal`` is a ledger: each row's seal is a hash of the row and of the seal before it, so
that an earlier row cannot be edited, deleted, inserted or moved unseen. Rows cut off at the end leave the
chain sound; so the descriptor keeps where the ledger ended when a row was last appended. Whoever rewrites
both is found by the sealed editions alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping

from analysis.data.descriptor import RECORDED, STATUS
from analysis.data.records import Records
from analysis.errors import Problem

SEAL = "seal"
FREE = {SEAL, RECORDED, STATUS, "source_id", "note"}  # what a later row of the same fact may say otherwise


def seal(row: Mapping[str, str], former: str) -> str:
    """Hash a row with the seal of the row before it; blank cells do not count, so that fields can be added.

    >>> first = seal({"forecast_id": "F0001", "probability": "0.4"}, "")
    >>> first == seal({"probability": "0.4", "note": "", "forecast_id": "F0001"}, "")
    True
    >>> first == seal({"forecast_id": "F0001", "probability": "0.5"}, "")
    False
    """
    filled = sorted((name, cell) for name, cell in row.items() if cell and name != SEAL)
    told = json.dumps([former, filled], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def rows_of(records: Records) -> list[dict[str, str]]:
    """Return the rows of a table in the order of the file."""
    names = list(records.columns)
    return [dict(zip(names, cells, strict=True)) for cells in zip(*records.columns.values(), strict=True)]


def ledger_problems(records: Records) -> Iterator[tuple[int, Problem]]:
    """Find where the chain of seals is broken, and where a later row changes what was said before."""
    if not records.table.names <= set(records.columns):
        return
    former, recorded, sound = "", "", True
    said: dict[tuple[str, ...], dict[str, str]] = {}
    for at, row in enumerate(rows_of(records)):
        line = records.starts[at]
        if row[SEAL] != seal(row, former):
            sound = False
            reason = (
                "does not fit this row and the row before it: one was edited, deleted, added by hand or moved"
            )
            fix = "restore the file, and append a row instead"
            yield line, Problem(f"{records.place}:{line} {SEAL}", row[SEAL] or "(blank)", reason, fix)
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
    """Find rows cut off at the end: what the descriptor says was appended must still be there.

    More rows may follow: a stop between the writing of a row and that of the descriptor breaks nothing.
    """
    seals = records[SEAL]
    end = records.starts[-1] if len(seals) else 1
    if records.table.ledger is None:
        fix = 'add "ledger": {"rows": …, "seal": …}, the number of rows and the last seal, to the descriptor'
        yield end, Problem(records.place, "", "is a ledger, and nothing says where it ends", fix)
        return
    rows, last = records.table.ledger
    if len(seals) < rows:
        reason = f"ends after {len(seals)} of the {rows} rows that the descriptor says were appended"
        yield end, Problem(records.place, "", reason, "restore the rows that were cut off")
    elif rows and seals[rows - 1] != last:
        line = records.starts[rows - 1]
        reason = f"is not the seal of row {rows} in the descriptor, {last}"
        fix = "restore the file: the rows before it were written anew"
        yield line, Problem(f"{records.place}:{line} {SEAL}", seals[rows - 1] or "(blank)", reason, fix)
