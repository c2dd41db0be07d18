"""What can be wrong with a descriptor: misspelt properties, doubled names, references that lead nowhere.

What the Data Package standard asks is checked by frictionless, what goes beyond it here.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.data.descriptor import RECORDED, RULES, Table, unknown
from analysis.data.spelling import closest
from analysis.errors import Problem

CUSTOM = ("dateField", "laterFields", "checks", "series", "excerpt", "ledger")


def standard_problems(content: object, place: str) -> list[Problem]:
    """Hold a descriptor against the Data Package standard, as frictionless sees it (imported only here)."""
    from frictionless import Package

    if not isinstance(content, dict):
        return [
            Problem(place, "", "is not a JSON object", "a data package is {...} with a list of resources")
        ]
    try:
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = ascii(error.object[error.start])
        return [Problem(place, "", f"holds half a letter, {half}", "write the whole letter")]
    report = Package.validate_descriptor(json.loads(json.dumps(content)))
    fix = "https://datapackage.org/standard says what stands there"
    said = (error.note for error in report.errors)
    return [Problem(place, "", f"breaks the Data Package standard: {each}", fix) for each in said]


def doubled(names: list[str], place: str) -> Iterator[Problem]:
    """Find names that stand twice in one list."""
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield Problem(f"{place}.{name}", "", "is described twice", "keep one")


def misspelt(described: Mapping[str, Any], known: Collection[str], place: str) -> Iterator[Problem]:
    """Find properties that are nearly ours; others are the standard's or the author's own."""
    for name in described:
        if name not in known and (guess := closest(name, known)):
            yield Problem(place, "", f"has a property {name}", f"did you mean {guess}?")


def problems_within(table: Table, resource: Mapping[str, Any], place: str) -> Iterator[Problem]:
    """Find names a table uses without having them, and custom properties that are misspelt."""
    if Path(table.path).is_absolute() or ".." in Path(table.path).parts:
        yield Problem(f"{place} path", table.path, "leads out of the data folder", "")
    if "\0" in table.path:
        yield Problem(f"{place} path", table.path, "holds a NUL byte", "name a file of the data folder")
    if not table.key:
        yield Problem(place, "", "has no primaryKey", "name the fields that say which fact a row is about")
    used = [*table.key, RECORDED, *(name for one in table.references for name in one.fields)]
    used += [name for check in table.checks for name in check.fields]
    used += [name for end, names in table.later_fields for name in (end, *names)]
    used += [table.date_field] if table.date_field else []
    for name in dict.fromkeys(used):
        if name not in table.names:
            yield unknown("field", name, table.names, place=place)
    days = {RECORDED, table.date_field, *(end for end, _ in table.later_fields)} & table.names
    for one in table.fields:
        if one.name in days and one.type != "date":
            yield Problem(f"{place}.{one.name} type", one.type, "must be date: the row is dated by it", "")
    for check in table.checks:
        if check.rule not in RULES:
            yield Problem(f"{place} rule", check.rule, f"is not one of {', '.join(RULES)}", "")
    yield from misspelt(resource, (*CUSTOM, "schema", "sources"), place)


def problems_between(tables: list[Table], place: str) -> Iterator[Problem]:
    """Find tables named twice and references that lead nowhere or in a circle."""
    known = {table.name: table for table in tables}
    for name in {table.name for table in tables if known[table.name] is not table}:
        yield Problem(place, "", f"describes the table {name} twice", "keep one")
    for table in tables:
        for reference in table.references:
            if reference.table not in known:
                yield unknown("table", reference.table, known, place=f"{place} {table.name} foreignKeys")
                continue
            for name in reference.target_fields:
                if name not in known[reference.table].names:
                    yield unknown(
                        "field", name, known[reference.table].names, place=f"{place} {reference.table}"
                    )
