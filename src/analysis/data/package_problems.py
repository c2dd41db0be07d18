"""What can be wrong with a descriptor: misspelt properties, doubled names, references that lead nowhere.

What the Data Package standard asks is checked by frictionless, what goes beyond it here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.data.descriptor import DATES, MONTH, RECORDED, RULES, YEAR, Check, Reference, Table, unknown
from analysis.data.spelling import closest
from analysis.errors import Problem

STANDARD = (
    *("name", "path", "profile", "title", "description", "homepage", "format", "mediatype", "encoding"),
    *("type", "dialect", "licenses", "sources", "schema"),
)
CUSTOM = ("dateField", "laterFields", "checks", "series", "excerpt", "ledger", "completeTo")
_closest = lru_cache(closest)  # the same few properties stand in every table


def standard_problems(content: Mapping[str, Any], place: str) -> list[Problem]:
    """Hold a descriptor against the Data Package standard, as frictionless sees it (imported only here)."""
    from frictionless import Package

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


def misspelt(described: Mapping[str, Any], known: tuple[str, ...], place: str) -> Iterator[Problem]:
    """Find properties that are nearly ours; others are the standard's or the author's own."""
    for name in described:
        if name not in known and (guess := _closest(name, known)):
            yield Problem(place, "", f"has a property {name}", f"did you mean {guess}?")


def problems_within(table: Table, resource: Mapping[str, Any], place: str) -> Iterator[Problem]:
    """Find names a table uses without having them, and custom properties that are misspelt."""
    if Path(table.path).is_absolute() or ".." in Path(table.path).parts or "\\" in table.path:
        yield Problem(f"{place} path", table.path, "leads out of the data folder", "")
    elif not table.path.isprintable() or "://" in table.path:
        fix = "name a file of the data folder"
        yield Problem(f"{place} path", table.path, "is no name of a file in the data folder", fix)
    if not table.key and table.has_vintages:
        yield Problem(place, "", "has no primaryKey", "name the fields that say which fact a row is about")
    used = [*table.key, *(name for one in table.references for name in one.fields)]
    used += [name for names in table.unique_keys for name in names]
    used += [name for check in table.checks for name in check.fields]
    used += [name for end, names in table.later_fields for name in (end, *names)]
    used += [table.date_field] if table.date_field else []
    for name in dict.fromkeys(used):
        if name not in table.names:
            yield unknown("field", name, table.names, place=place)
    days = {RECORDED, table.date_field, *(end for end, _ in table.later_fields)} & table.names
    for one in table.fields:
        dating = ("date",) if one.name == RECORDED else DATES
        if one.name in days and one.type not in dating:
            reason = f"must be {' or '.join(dating)}: the row is dated by it"
            yield Problem(f"{place}.{one.name} type", one.type, reason, "")
    for name in sorted(set(table.identifiers) & table.names):
        if table.field(name).type in ("number", "boolean"):
            reason = "cannot tell rows apart: it can be written in several ways"
            yield Problem(
                f"{place}.{name} type", table.field(name).type, reason, "make it a string or integer"
            )
    for check in table.checks:
        yield from _problems_of_check(check, table, place)
    for one in table.fields:
        precision = table.precision_of(one.name)
        if precision and one.type == "date" and not {MONTH, YEAR} & set(table.field(precision).enum):
            reason = f"has no enum that holds {MONTH} or {YEAR}: it says how precise {one.name} is"
            yield Problem(
                f"{place}.{precision}", "", reason, f'add the words in use, as "day", "{MONTH}", "{YEAR}"'
            )
    yield from misspelt(resource, (*CUSTOM, *STANDARD), place)


def _problems_of_check(check: Check, table: Table, place: str) -> Iterator[Problem]:
    """Find a rule that is none, or that would compare what cannot be compared."""
    if check.rule not in RULES:
        yield Problem(f"{place} rule", check.rule, f"is not one of {', '.join(RULES)}", "")
        return
    kinds = {table.field(name).type for name in (*check.terms, check.limit) if name in table.names}
    summed = check.rule == "not_greater"
    if not check.terms or not (kinds <= {"integer", "number"} or (len(kinds) == 1 and not summed)):
        shown, what = ", ".join(sorted(kinds)), "numbers" if summed else "fields of one type"
        yield Problem(f"{place} {check.rule}", shown, f"has no terms and limit that are {what}", "")


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
            if len(reference.fields) != len(reference.target_fields):
                reason = f"has {len(reference.fields)} fields that refer to {len(reference.target_fields)}"
                yield Problem(f"{place} {table.name} foreignKeys", "", reason, "name as many on both sides")
            yield from _types_apart(table, reference, known[reference.table], f"{place} {table.name}")
            for name in reference.target_fields:
                if name not in known[reference.table].names:
                    yield unknown(
                        "field", name, known[reference.table].names, place=f"{place} {reference.table}"
                    )


def _types_apart(table: Table, reference: Reference, target: Table, place: str) -> Iterator[Problem]:
    """Find fields that refer to fields of another type, so that equal values would differ."""
    for own, other in zip(reference.fields, reference.target_fields, strict=False):
        if own in table.names and other in target.names:
            kind, needed = table.field(own).type, target.field(other).type
            if kind != needed:
                yield Problem(
                    f"{place}.{own} type", kind, f"must be {needed}, as {target.name}.{other} is", ""
                )
