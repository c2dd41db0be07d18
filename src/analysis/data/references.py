"""Does every row that refers to another find it: on record by then, and not retracted since?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from analysis.data.descriptor import RECORDED, RETRACTED, STATUS, Reference
from analysis.data.records import Located, Records
from analysis.data.spelling import closest

Cells = tuple[str, ...]


def reference_problems(records: Records, reference: Reference, target: Records) -> Iterator[Located]:
    """Find cells that refer to nothing, to what was not on record yet, or to what has been retracted.

    A reference with a blank cell refers to nothing, and may.
    """
    readable = {*reference.fields, RECORDED} <= set(records.columns)
    if not readable or not {*reference.target_fields, RECORDED} <= set(target.columns) or not target.whole:
        return  # said already about the table referred to; what it would hold cannot be known
    known = _first_recorded(target, reference.target_fields)
    gone = set(known) - _standing(target, reference.target_fields)
    standing = _standing_rows(records) if gone else set()
    cited = records.combinations(*reference.fields, RECORDED)
    faults = [_fault(cells, recorded, known, gone, target.place) for *cells, recorded in cited]
    for row in cited.rows([fault is not None for fault in faults]):
        fault = faults[cited.ids[row]]
        if fault and (fault.matters_when_retracted or row in standing):
            yield records.problem(row, reference.fields, fault.reason, fault.fix)


class _Fault(NamedTuple):
    """Why a reference cannot stand, and whether not even in a row that is retracted itself."""

    reason: str
    fix: str
    matters_when_retracted: bool = True


def _fault(
    cited: list[str], recorded: str, known: dict[Cells, str], gone: set[Cells], place: str
) -> _Fault | None:
    """Say what is wrong with a reference, if anything is; a blank cell refers to nothing, and may."""
    cells = tuple(cited)
    if not all(cells):
        return None
    if cells not in known:
        return _Fault(f"is not in {place}", _fix(cells, known))
    if recorded < known[cells]:
        reason = f"was recorded in {place} only on {known[cells]}, after this row"
        return _Fault(reason, f"no row may refer to what was not known yet: correct one {RECORDED}")
    if cells in gone:
        fix = "retract this row as well, or refer to another"
        return _Fault(f"is retracted in {place}", fix, matters_when_retracted=False)
    return None


def _first_recorded(records: Records, fields: Cells) -> dict[Cells, str]:
    """Return of each value of some fields the day on which it entered the record."""
    first: dict[Cells, str] = {}
    for cells, recorded in zip(
        zip(*(records[one] for one in fields), strict=True), records[RECORDED], strict=True
    ):
        first[cells] = min(first.get(cells, recorded), recorded)
    return first


def _fix(cells: Cells, known: Collection[Cells]) -> str:
    guess = closest(" ".join(cells), {" ".join(key) for key in known})
    return f"did you mean {guess}?" if guess else "add a row there first"


def _standing_rows(records: Records) -> set[int]:
    """Return the rows that hold today: of each key the one recorded last, unless it is a retraction."""
    if not {*records.table.key, RECORDED} <= set(records.columns):
        return set(range(len(records)))
    last: dict[Cells, int] = {}
    keys = zip(*(records[name] for name in records.table.key), strict=True)
    recorded = records[RECORDED]
    for row, key in enumerate(keys):
        if key not in last or recorded[last[key]] <= recorded[row]:
            last[key] = row
    if STATUS not in records:
        return set(last.values())
    return {row for row in last.values() if records[STATUS][row] != RETRACTED}


def _standing(records: Records, fields: Cells) -> set[Cells]:
    columns = [records[name] for name in fields]
    return {tuple(column[row] for column in columns) for row in _standing_rows(records)}
