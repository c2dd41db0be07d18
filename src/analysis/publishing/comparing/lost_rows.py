"""Has the record lost rows that a sealed edition has seen? Then nothing new is made from it.

A row that no longer holds is retracted by another row; one that is simply gone was cut off by mistake. The
newest edition is asked, by what its PDFs carry.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from analysis.data.descriptor import RECORDED, Descriptor
from analysis.data.excerpts import rows_of
from analysis.errors import DataError, Problem
from analysis.publishing.comparing import drift
from analysis.publishing.comparing.attachment_reader import Sealed, read_sealed
from analysis.publishing.editions import manifests
from analysis.publishing.editions.manifests import sha256

FIRST_NAMES: Final = 3
FIX: Final = "restore them; what no longer holds is retracted by a row of its own"


def refuse_lost_rows(out: Path, data: Path, descriptor: Descriptor) -> None:
    """Raise `DataError` where the record lacks facts of a day that the newest edition in ``out`` has seen.

    An edition without PDFs, or of another record, says nothing. Rows that were edited in place are left to
    `analysis verify`; a table without days of record may be another one tomorrow, and is not asked.
    """
    editions = manifests.sealed_editions(out)
    if not editions:
        return
    newest = max(editions, key=lambda each: (each["known_on"], each["as_of"]))
    edition = out / newest["as_of"]
    found: list[Problem] = []
    for sealed, tables in _reports(edition, manifests.read_manifest(edition), data):
        if drift.is_same_record(sealed, data):
            found += _lost(sealed, tables, data, descriptor)
    if found:
        raise DataError(found)


def _reports(
    edition: Path, manifest: Mapping[str, Any], data: Path
) -> Iterator[tuple[Sealed, frozenset[str]]]:
    """Yield what PDFs of an edition carry, and which tables to ask of each.

    Asked is each table once, and not where its file is just what was sealed. A PDF that is not as it was
    sealed is passed over.
    """
    asked: set[str] = set()
    for report in manifest["reports"].values():
        sealed = {one["path"]: one["sha256"] for one in report["inputs"] if _is_table(one["path"])}
        tables = frozenset(
            path for path in set(sealed) - asked if sealed[path] != _digest(data / path.removeprefix("data/"))
        )
        for one in report["outputs"]:
            pdf = edition / one["path"]
            if tables and pdf.suffix == ".pdf" and _digest(pdf) == one["sha256"]:
                asked |= tables
                yield read_sealed(pdf), tables


def _is_table(path: str) -> bool:
    return path.startswith("data/") and path != f"data/{drift.DESCRIPTOR}"


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()) if path.is_file() else ""


def _lost(sealed: Sealed, asked: frozenset[str], data: Path, descriptor: Descriptor) -> Iterator[Problem]:
    """Yield one problem for each table asked that lacks facts which a report has read."""
    told = json.loads(sealed.files[f"data/{drift.DESCRIPTOR}"])
    paths = {one["name"]: one["path"] for one in told["resources"]}
    for name, path in paths.items():
        table = descriptor.tables.get(name)
        if table is None or not table.has_vintages or f"data/{path}" not in asked:
            continue
        then, now = sealed.files[f"data/{path}"], (data / table.path).read_bytes()
        fields, was = rows_of(then, table)
        names = [one for one in (*table.key, RECORDED) if one in fields]
        there, here = _facts(was, names), _facts(rows_of(now, table)[1], names)
        if gone := sorted(there - here):
            first = "; ".join(" ".join(fact) for fact in gone[:FIRST_NAMES])
            reason = (
                f"lacks {len(gone):,} of the rows that the edition of {sealed.as_of} was made from ({first})"
            )
            yield Problem((data / table.path).as_posix(), "", reason, FIX)


def _facts(rows: Iterable[Mapping[str, str]], names: Sequence[str]) -> set[tuple[str, ...]]:
    """Return some cells of each row, blank where it has no such column."""
    return {tuple(row.get(name, "") for name in names) for row in rows}
