"""Whether the record that results from an import agrees with what others reported of its dates: its gate."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.data.descriptor import RECORDED
from analysis.data.importing.comparison import Row, Span
from analysis.data.records import Records
from analysis.errors import DataError, Problem


def held_against(checkpoints: Records, rows: Sequence[Row], *, span: Span) -> str:
    """Hold the rows that will stand against independently reported totals; raise `DataError` if one differs.

    Dates without a row are left out, unless they lie within the ``span`` of the file that is imported. Night
    and day of a date count together; missiles are all classes but drones, and may exceed the checkpoint by
    its ``missiles_tolerance``.
    """
    found: list[Problem] = []
    held = 0
    for on, at in _newest(checkpoints).items():
        ours = [row for row in rows if row["date"] == on]
        if (not ours and on not in span) or checkpoints["status"][at]:
            continue
        held += 1
        tolerance = int(checkpoints["missiles_tolerance"][at] or 0)
        drones = [row for row in ours if row["weapon_class"] == "drone"]
        missiles = [row for row in ours if row["weapon_class"] != "drone"]
        for field, total, allowed in (
            ("drones_launched", _total(drones, "launched"), 0),
            ("drones_neutralised", _total(drones, "shot_down", "suppressed"), 0),
            ("missiles_launched", _total(missiles, "launched"), tolerance),
            ("missiles_intercepted", _total(missiles, "shot_down", "suppressed"), tolerance),
        ):
            said = checkpoints[field][at]
            if said and not 0 <= total - int(said) <= allowed:
                place = f"{checkpoints.place}:{checkpoints.line(at, field)} {field}"
                reason = f"differs from the {total} that would be on record for {on}"
                found.append(
                    Problem(
                        place, said, reason, "find out which is right; correct the checkpoint if it is not"
                    )
                )
    if found:
        raise DataError(found)
    return f"checkpoints: {held} of {held} agree" if held else "checkpoints: none of the dates on record"


def _newest(checkpoints: Records) -> dict[str, int]:
    """Return the row recorded last of each date: a checkpoint that was corrected no longer counts."""
    rows = sorted(range(len(checkpoints)), key=lambda at: checkpoints[RECORDED][at])
    return {checkpoints["date"][at]: at for at in rows}


def _total(rows: Sequence[Row], *fields: str) -> int:
    return sum(int(row[field] or 0) for row in rows for field in fields)
