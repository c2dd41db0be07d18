"""Are rows told apart as their descriptor promises? By keys and unique fields, in what a reader sees of them.

Identifiers are compared after Unicode clean-up (NFKC, nothing invisible): two that differ only by what nobody
sees are one, written in two ways, and that is an error as well.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analysis.data.descriptor import RECORDED
from analysis.data.records import Located, Records
from analysis.data.values import HIDDEN, identity, named


def identifier_problems(records: Records) -> Iterator[Located]:
    """Find identifiers with invisible characters, and those that differ only in how they are written."""
    for name in records.table.identifiers:
        if name not in records or records.table.field(name).type != "string":
            continue
        column = records[name]
        hidden = {text for text in column.distinct if not text.isascii() and HIDDEN.search(text)}
        first: dict[str, str] = {}
        same = {}
        for text in column.distinct:
            if text not in hidden and (other := first.setdefault(identity(text), text)) != text:
                same[text] = other
        for row, text in enumerate(column) if hidden or same else ():
            if text in hidden:
                reason = f"contains {named(HIDDEN.findall(text))}, which nobody sees"
                fix = f'did you mean "{identity(text)}"?'
                yield records.problem(row, name, reason, fix)
            elif text in same:
                line = records.line(column.first(same[text]), name)
                reason = f'is "{same[text]}" of line {line} in other characters'
                yield records.problem(row, name, reason, "write both in the same way")


def key_problems(records: Records) -> Iterator[Located]:
    """Find facts recorded twice on one day, and unique fields that two facts share."""
    table = records.table
    recorded = (RECORDED,) if table.has_vintages else ()
    if not {*table.key, *recorded} <= set(records.columns):
        return
    if table.key:
        yield from _recorded_twice(records, (*table.key, *recorded))
    for names in (*((one.name,) for one in table.fields if one.unique), *table.unique_keys):
        if set(names) <= set(records.columns):
            yield from _shared(records, names)


def _recorded_twice(records: Records, names: tuple[str, ...]) -> Iterator[Located]:
    """Find two rows of one fact and one day: which of the two holds cannot be known."""
    found = records.combinations(*names)
    if found.count == len(records):
        return
    for row in np.flatnonzero(found.first_rows[found.ids] != np.arange(len(records))).tolist():
        earlier = records.starts[found.first_rows[found.ids[row]]]
        reason = f"repeats the row at line {earlier} ({', '.join(names)} are the same)"
        corrected = f"; a correction is a new row with a later {RECORDED}"
        fix = f"delete one{corrected if RECORDED in names else ''}"
        yield records.problem(row, records.table.key, reason, fix)


def _shared(records: Records, names: tuple[str, ...]) -> Iterator[Located]:
    """Find values that two facts share; a fact may repeat its own in a correction."""
    found = records.combinations(*names)
    key = records.table.key
    facts = records.combinations(*key).ids if key else np.arange(len(records))
    first = found.first_rows[found.ids]
    titles = [records.table.field(name).title.lower() for name in names]
    for row in np.flatnonzero(facts != facts[first]).tolist():
        if all(records[name][row] for name in names):
            reason = f"stands at line {records.starts[first[row]]} for another fact already"
            yield records.problem(row, names, reason, f"the {' with '.join(titles)} must differ")
