"""What has become of what a report was made from? The project at hand is held against what was sealed.

The record must only have grown: a sealed row that was edited or deleted, or a row entered afterwards under a
day that was sealed, breaks it. Notebooks, program and libraries may change, and are named.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from analysis.errors import AnalysisError
from analysis.parts import wording
from analysis.publishing.comparing.attachment_reader import SOURCE, Sealed, members
from analysis.publishing.editions import attachments, manifests
from analysis.publishing.planning.catalogue import notebook_at_hand

if TYPE_CHECKING:
    from analysis.data.descriptor import Table

FIRST_LINES: Final = 6
FIRST_NAMES: Final = 5
LONGEST: Final = 160
DESCRIPTOR: Final = "datapackage.json"
PIN: Final = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)


def record_breaches(reports: Iterable[Sealed], data: Path) -> Iterator[str]:
    """Yield where the record in ``data`` no longer holds what reports were made from, with the first rows."""
    from analysis.data import load_dataset

    try:
        tables = load_dataset(data).descriptor.tables
    except AnalysisError as error:
        yield f"cannot be compared with what was sealed: {error}"
        return
    found = (line for sealed in reports for line in _breaches(sealed, data, tables))
    yield from dict.fromkeys(found)


def _breaches(sealed: Sealed, data: Path, tables: Mapping[str, Table]) -> Iterator[str]:
    from analysis.data.excerpts import excerpt

    description = json.loads(sealed.files[f"data/{DESCRIPTOR}"])
    names = {one["name"]: one["path"] for one in description["resources"]}
    present = [name for name in names if name in tables]
    days = {"as_of": date.fromisoformat(sealed.as_of), "known_on": date.fromisoformat(sealed.known_on)}
    now = excerpt(data, present, **days)
    yield from (f"{names[name]} is gone" for name in sorted(set(names) - set(present)))
    for name in sorted(present):
        table = tables[name]
        if table.has_vintages:  # another may be another one tomorrow
            yield from row_breaches(table, sealed.files[f"data/{names[name]}"], now[table.path])


def is_same_record(sealed: Sealed, data: Path) -> bool:
    """Return whether a folder holds the record that a report was made from, by the name of its package."""
    try:
        here = json.loads((data / DESCRIPTOR).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    there = json.loads(sealed.files[f"data/{DESCRIPTOR}"])
    return isinstance(here, Mapping) and here.get("name") == there.get("name")


def row_breaches(table: Table, then: bytes, now: bytes) -> Iterator[str]:
    r"""Yield how the rows of a table differ from the sealed ones, in the fields that were sealed.

    >>> from analysis.data import Table
    >>> then, now = b"day,n\n1,5\n2,6\n", b"day,n,new\n1,5,\n2,7,\n"
    >>> for line in row_breaches(Table(name="n", path="n.csv"), then, now): print(line)
    n.csv: 1 sealed row changed or gone, 1 row new under a day that was sealed
      - 2,6
      + 2,7
    """
    from analysis.data.excerpts import rows_of

    name = table.path
    fields, old = rows_of(then, table)
    present, new = rows_of(now, table)
    if missing := [field for field in fields if field not in present]:
        yield f"{name} lacks {', '.join(missing)}"
        return
    before, after = (Counter(_line(row[field] for field in fields) for row in rows) for rows in (old, new))
    gone, entered = before - after, after - before
    if gone or entered:
        said = [f"{wording.count(gone.total(), 'sealed row')} changed or gone"] if gone else []
        said += (
            [f"{wording.count(entered.total(), 'row')} new under a day that was sealed"] if entered else []
        )
        yield f"{name}: {', '.join(said)}"
        rows = chain((f"  - {row}" for row in gone), (f"  + {row}" for row in entered))
        yield from (row[:LONGEST] for row in islice(rows, FIRST_LINES))


def program_drift(sealed: Sealed) -> Iterator[str]:
    """Yield what of the program at hand differs from the sealed one, file by file."""
    yield from _named("the program", members(sealed.files[SOURCE]), members(attachments.source()))


def environment_drift(sealed: Mapping[str, Any]) -> Iterator[str]:
    """Yield each part of the environment that was another one when the report was sealed."""
    here = manifests.environment(None)
    if here["python"] != sealed["python"]:
        yield f"it was made with Python {sealed['python']}, here is {here['python']}"
    for name in sorted({*sealed["packages"], *here["packages"]}):
        was, now = sealed["packages"].get(name, "absent"), here["packages"].get(name, "absent")
        if was != now:
            yield f"it was made with {name} {was}, here is {now}"


def project_drift(sealed: Sealed, notebooks: Path) -> Iterator[str]:
    """Yield whether the notebook and the lock file of a project differ from the sealed ones."""
    notebook = notebook_at_hand(notebooks, sealed.report)
    if notebook is None:
        yield f"{sealed.notebook} is gone"
    elif notebook != sealed.files[sealed.notebook]:
        yield f"{sealed.notebook} is not the sealed one any more"
    lock = notebooks.resolve().parent / attachments.LOCK
    if lock.is_file() and attachments.LOCK in sealed.files:
        texts = (sealed.files[attachments.LOCK].decode("utf-8", "replace"), lock.read_text(encoding="utf-8"))
        yield from _named(attachments.LOCK, *(dict(PIN.findall(text)) for text in texts))


def _named(what: str, then: Mapping[str, object], now: Mapping[str, object]) -> Iterator[str]:
    """Yield one sentence that names what is changed, new or gone between two mappings, the first few."""
    differing = [name for name in sorted({**then, **now}) if then.get(name) != now.get(name)]
    if differing:
        told = [_fate(name, then, now) for name in differing[:FIRST_NAMES]]
        more = [f"{len(differing) - FIRST_NAMES} more"] if len(differing) > FIRST_NAMES else []
        yield f"{what} is not the sealed one any more: {', '.join([*told, *more])}"


def _fate(name: str, then: Mapping[str, object], now: Mapping[str, object]) -> str:
    return f"{name} {'is new' if name not in then else 'is gone' if name not in now else 'changed'}"


def _line(cells: Iterable[str]) -> str:
    """Return cells as a line of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()
