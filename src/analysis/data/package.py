"""How ``datapackage.json``, the only schema, becomes a `Descriptor`, and what can be wrong with it.

Names, types, units, constraints, keys and references come from the Frictionless Data Package; which field
dates a row, and what becomes known only later, from the custom properties ``dateField`` and ``laterFields``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from analysis.data.descriptor import (
    RECORDED,
    RULES,
    TYPES,
    Check,
    Descriptor,
    Field,
    Reference,
    Table,
    unknown,
)
from analysis.data.suggestions import closest
from analysis.errors import DataError, Problem

FILE = "datapackage.json"
CUSTOM = ("dateField", "laterFields", "checks", "series", "excerpt", "ledger")


def read_descriptor(data_dir: str | Path) -> Descriptor:
    """Read ``data_dir/datapackage.json``; raise a `DataError` with everything that is wrong with it."""
    folder = Path(data_dir)
    place = (folder / FILE).as_posix()
    content = _read_json(folder, place)
    problems: list[Problem] = []
    try:
        tables = [
            _table(resource, f"{place} {resource['name']}", problems) for resource in content["resources"]
        ]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        problems += standard_problems(content, place)
        raise DataError(problems or [Problem(place, "", f"cannot be read: {error!r}")]) from None
    problems += _problems_between(tables, place)
    if problems:
        raise DataError(problems)
    return Descriptor(place=place, content=content, tables={table.name: table for table in tables})


def standard_problems(content: object, place: str) -> list[Problem]:
    """Hold a descriptor against the Data Package standard, as frictionless sees it (imported only here)."""
    from frictionless import Package

    if not isinstance(content, dict):
        return [
            Problem(place, "", "is not a JSON object", "a data package is {...} with a list of resources")
        ]
    report = Package.validate_descriptor(json.loads(json.dumps(content)))
    return [Problem(place, "", f"breaks the Data Package standard: {error.note}") for error in report.errors]


def _read_json(folder: Path, place: str) -> dict[str, Any]:
    if not folder.is_dir():
        fix = f"give the folder that holds {FILE}"
        raise DataError([Problem(folder.as_posix(), "", "is not a folder of data", fix)])
    try:
        content: dict[str, Any] = json.loads((folder / FILE).read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise DataError([Problem(place, "", "does not exist", "it describes every table")]) from None
    except OSError as error:
        raise DataError([Problem(place, "", f"cannot be read: {error.strerror}")]) from None
    except UnicodeDecodeError as error:
        raise DataError(
            [Problem(place, "", f"is not UTF-8 at byte {error.start}", "save it as UTF-8")]
        ) from None
    except json.JSONDecodeError as error:
        reason = f"is not JSON: {error.msg[:1].lower()}{error.msg[1:]} in column {error.colno}"
        raise DataError([Problem(f"{place}:{error.lineno}", "", reason)]) from None
    return content


def _table(resource: Mapping[str, Any], place: str, problems: list[Problem]) -> Table:
    schema = resource["schema"]
    key = _names(schema.get("primaryKey", ()))
    dated = str(resource.get("dateField", ""))
    fields = [_field(one, f"{place}.{one['name']}", problems) for one in schema["fields"]]
    needed = {*key, dated, RECORDED}
    table = Table(
        name=str(resource["name"]),
        path=str(resource["path"]),
        title=str(resource.get("title", resource["name"])),
        description=str(resource.get("description", "")),
        fields=tuple(replace(one, required=one.required or one.name in needed) for one in fields),
        key=key,
        references=tuple(_reference(one, str(resource["name"])) for one in schema.get("foreignKeys", ())),
        date_field=dated,
        later_fields=tuple((end, _names(names)) for end, names in resource.get("laterFields", {}).items()),
        checks=tuple(_check(one) for one in resource.get("checks", ())),
        series=bool(resource.get("series", False)),
        excerpt=bool(resource.get("excerpt", False)),
        ledger=_ledger(resource.get("ledger"), place, problems),
        missing_values=tuple(schema.get("missingValues", [""])),
    )
    problems += _problems_within(table, resource, place)
    return table


def _field(one: Mapping[str, Any], place: str, problems: list[Problem]) -> Field:
    kind, limits = str(one.get("type", "string")), one.get("constraints", {})
    if kind not in TYPES:
        problems.append(Problem(f"{place} type", kind, f"is not one of {', '.join(TYPES)}", ""))
        kind, limits = "string", {}
    pattern = str(limits.get("pattern", ""))
    try:
        re.compile(pattern)
    except re.error as error:
        problems.append(Problem(f"{place} pattern", pattern, f"is no regular expression: {error}"))
        pattern = ""
    return Field(
        name=str(one["name"]),
        type=kind,
        title=str(one.get("title", one["name"])),
        description=str(one.get("description", "")),
        unit=str(one.get("unit", "")),
        decimals=one.get("decimals"),
        required=bool(limits.get("required", False)),
        unique=bool(limits.get("unique", False)),
        enum=tuple(str(value) for value in limits.get("enum", ())),
        minimum=_bound(limits.get("minimum"), kind, f"{place} minimum", problems),
        maximum=_bound(limits.get("maximum"), kind, f"{place} maximum", problems),
        pattern=pattern,
    )


def _bound(limit: Any, kind: str, place: str, problems: list[Problem]) -> Any:
    """Read a minimum or maximum as a value of its field's type."""
    numeric = kind in ("integer", "number", "year")
    if limit is None or (numeric and isinstance(limit, int | float)) or (kind == "yearmonth"):
        return limit
    try:
        if kind == "date":
            return date.fromisoformat(limit)
    except (ValueError, TypeError):
        pass
    problems.append(Problem(place, str(limit), f"is no limit for a field of type {kind}"))
    return None


def _names(names: str | list[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _reference(one: Mapping[str, Any], own: str) -> Reference:
    target = one["reference"]
    return Reference(_names(one["fields"]), str(target.get("resource", "")) or own, _names(target["fields"]))


def _check(one: Mapping[str, Any]) -> Check:
    *terms, limit = one["fields"]
    return Check(str(one["rule"]), tuple(terms), str(limit), str(one.get("unless", "")))


def _ledger(one: Any, place: str, problems: list[Problem]) -> tuple[int, str] | None:
    """Read how many rows of a ledger were appended, and the seal of the last one."""
    if one is None:
        return None
    rows, seal = (one.get("rows"), one.get("seal")) if isinstance(one, Mapping) else (None, None)
    if isinstance(rows, int) and rows >= 0 and isinstance(seal, str):
        return rows, seal
    fix = 'it reads {"rows": 12, "seal": "…"}: rows appended so far, and the seal of the last of them'
    problems.append(Problem(f"{place} ledger", str(one), "does not say where the ledger ends", fix))
    return None


def _problems_within(table: Table, resource: Mapping[str, Any], place: str) -> Iterator[Problem]:
    """Find names a table uses without having them, and custom properties that are misspelt."""
    if Path(table.path).is_absolute() or ".." in Path(table.path).parts:
        yield Problem(f"{place} path", table.path, "leads out of the data folder", "")
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
    for name in resource:
        guess = closest(name, CUSTOM)
        if name not in CUSTOM and guess and name not in ("schema", "sources"):
            yield Problem(place, "", f"has a property {name}", f"did you mean {guess}?")


def _problems_between(tables: list[Table], place: str) -> Iterator[Problem]:
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
