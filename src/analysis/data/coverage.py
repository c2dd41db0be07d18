"""To which day is each table complete? By a row of the table ``coverage``, not by the newest row of its own.

That no strike is on record after a day may mean that there was none, or that nobody has looked yet. Who
brings a table up to date adds a row here, so that a report as of a later day can say where its data end.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.data.descriptor import RECORDED, Descriptor, unknown
from analysis.data.records import Located, Records

COVERAGE = "coverage"  # the table; its key is ``table_name``
TABLE, COMPLETE_TO = "table_name", "complete_to"


def coverage_problems(records: Records, descriptor: Descriptor) -> Iterator[Located]:
    """Find tables that are not there, and days to which nobody can have looked yet."""
    if records.table.name != COVERAGE or not {TABLE, COMPLETE_TO, RECORDED} <= set(records.columns):
        return
    for row, name in enumerate(records[TABLE]):
        if name and name not in descriptor.tables:
            problem = unknown("table", name, descriptor.tables, place=descriptor.place)
            yield records.problem(row, TABLE, "is no table of the descriptor", problem.fix)
        if records[COMPLETE_TO][row] > records[RECORDED][row] > "":
            reason = f"is after {records[RECORDED][row]}, when the row was recorded"
            yield records.problem(row, COMPLETE_TO, reason, "no table is complete to a day to come")
