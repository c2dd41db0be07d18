"""Does every row that refers to another find it: on record by then, and not retracted since?"""

from __future__ import annotations

from collections.abc import Collection, Iterator

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
    cited = list(zip(*(records[name] for name in (*reference.fields, RECORDED)), strict=True))
    doubtful = {
        cells
        for cells in set(cited)
        if all(cells[:-1])
        and (cells[:-1] not in known or cells[-1] < known[cells[:-1]] or cells[:-1] in gone)
    }
    for row, cells in enumerate(cited) if doubtful else ():
        if cells in doubtful and (cells[:-1] not in gone or row in standing or cells[-1] < known[cells[:-1]]):
            yield records.problem(row, reference.fields, *_fault(cells[:-1], cells[-1], known, target.place))


def _fault(cells: Cells, recorded: str, known: dict[Cells, str], place: str) -> tuple[str, str]:
    """Say what is wrong with a doubtful reference, and what to do."""
    if cells not in known:
        return f"is not in {place}", _fix(cells, known)
    if recorded < known[cells]:
        reason = f"was recorded in {place} only on {known[cells]}, after this row"
        return reason, f"no row may refer to what was not known yet: correct one {RECORDED}"
    return f"is retracted in {place}", "retract this row as well, or refer to another"


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
