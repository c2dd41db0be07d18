"""Does every row that refers to another find it: on record by then, and not retracted since?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from analysis.data.descriptor import RECORDED, RETRACTED, STATUS, Reference
from analysis.data.records import Located, Records
from analysis.data.spelling import closest
from analysis.data.values import is_day

Cells = tuple[str, ...]


class Target(NamedTuple):
    """What some fields of a table refer to: since when each value is on record, and which are retracted."""

    place: str
    known: dict[Cells, str]
    gone: set[Cells]


def target_of(records: Records, fields: Cells) -> Target | None:
    """Return what may be referred to by some fields of a table; None where that cannot be known."""
    if not {*fields, *_recorded(records)} <= set(records.columns) or not records.whole:
        return None
    known = _first_recorded(records, fields)
    return Target(records.place, known, set(known) - _standing(records, fields))


def reference_problems(records: Records, reference: Reference, target: Target) -> Iterator[Located]:
    """Find cells that refer to nothing, to what was not on record yet, or to what has been retracted.

    A reference with a blank cell refers to nothing, and may.
    """
    if not {*reference.fields, *_recorded(records)} <= set(records.columns):
        return
    standing = _standing_rows(records) if target.gone else set()
    cited = records.combinations(*reference.fields, *_recorded(records))
    count = len(reference.fields)
    faults = [_fault(tuple(cells[:count]), "".join(cells[count:]), target) for cells in cited]
    for row in cited.rows([fault is not None for fault in faults]):
        fault = faults[cited.ids[row]]
        if fault and (fault.matters_when_retracted or row in standing):
            yield records.problem(row, reference.fields, fault.reason, fault.fix)


class _Fault(NamedTuple):
    """Why a reference cannot stand, and whether not even in a row that is retracted itself."""

    reason: str
    fix: str
    matters_when_retracted: bool = True


def _fault(cells: Cells, recorded: str, target: Target) -> _Fault | None:
    """Say what is wrong with a reference, if anything is."""
    if not all(cells):
        return None
    if cells not in target.known:
        return _Fault(f"is not in {target.place}", _fix(cells, target.known))
    since = target.known[cells]
    if recorded < since and is_day(recorded) and is_day(since):
        reason = f"was recorded in {target.place} only on {since}, after this row"
        return _Fault(reason, f"no row may refer to what was not known yet: correct one {RECORDED}")
    if cells in target.gone:
        fix = "retract this row as well, or refer to another"
        return _Fault(f"is retracted in {target.place}", fix, matters_when_retracted=False)
    return None


def _first_recorded(records: Records, fields: Cells) -> dict[Cells, str]:
    """Return of each value of some fields the day on which it entered the record."""
    first: dict[Cells, str] = {}
    days = records[RECORDED] if _recorded(records) else [""] * len(records)
    for cells, recorded in zip(zip(*(records[one] for one in fields), strict=True), days, strict=True):
        first[cells] = min(first.get(cells, recorded), recorded)
    return first


def _recorded(records: Records) -> Cells:
    """Return the field that says when a row was recorded, where the table has it."""
    return (RECORDED,) if records.table.has_vintages else ()


def _fix(cells: Cells, known: Collection[Cells]) -> str:
    guess = closest(" ".join(cells), {" ".join(key) for key in known})
    return f"did you mean {guess}?" if guess else "add a row there first"


def _standing_rows(records: Records) -> set[int]:
    """Return the rows that hold today: of each key the one recorded last, unless it is a retraction."""
    if not records.table.has_vintages or not {*records.table.key, RECORDED} <= set(records.columns):
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
