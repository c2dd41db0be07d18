"""How ``datapackage.json``, the only schema, becomes a `Descriptor`, and what can be wrong with it.

Names, types, units, constraints, keys and references come from the Frictionless Data Package; which field
dates a row, and what becomes known only later, from the custom properties ``dateField`` and ``laterFields``;
what describes the columns of measures from ``codebook``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from analysis.data.descriptor import (
    RECORDED,
    TYPES,
    Check,
    Descriptor,
    Field,
    Reference,
    Table,
)
from analysis.data.package_problems import (
    doubled,
    misspelt,
    problems_between,
    problems_within,
    standard_problems,
)
from analysis.data.spelling import closest
from analysis.errors import DataError, Problem

FILE = "datapackage.json"
DESCRIBED = ("name", "title", "unit", "decimals", "description")  # of a column of measures
FIELD = (*DESCRIBED, "type", "format", "constraints", "example")


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
        codebook = list(_codebook(content.get("codebook", ()), f"{place} codebook", problems))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        problems += standard_problems(content, place)
        raise DataError(problems or [Problem(place, "", f"cannot be read: {error!r}")]) from None
    problems += [*problems_between(tables, place), *misspelt(content, ("codebook",), place)]
    if problems:
        raise DataError(problems)
    return Descriptor(
        place=place,
        content=content,
        tables={table.name: table for table in tables},
        codebook={one.name: one for one in codebook},
    )


def _read_json(folder: Path, place: str) -> dict[str, Any]:
    if not folder.is_dir():
        fix = f"give the folder that holds {FILE}"
        raise DataError([Problem(folder.as_posix(), "", "is not a folder of data", fix)])
    try:
        content: dict[str, Any] = json.loads((folder / FILE).read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise DataError([Problem(place, "", "does not exist", "it describes every table")]) from None
    except OSError as error:
        raise DataError(
            [Problem(place, "", f"cannot be read: {error.strerror or error}", "put a file in its place")]
        ) from None
    except UnicodeDecodeError as error:
        raise DataError(
            [Problem(place, "", f"is not UTF-8 at byte {error.start}", "save it as UTF-8")]
        ) from None
    except json.JSONDecodeError as error:
        reason = f"is not JSON: {error.msg[:1].lower()}{error.msg[1:]} in column {error.colno}"
        raise DataError([Problem(f"{place}:{error.lineno}", "", reason, "mend it there")]) from None
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
    problems += doubled([one.name for one in fields], place)
    problems += problems_within(table, resource, place)
    return table


def _codebook(entries: Iterable[Mapping[str, Any]], place: str, problems: list[Problem]) -> Iterator[Field]:
    """Read what describes the columns of measures: no type and no constraints, which only tables need."""
    entries = list(entries)
    problems += doubled([str(one["name"]) for one in entries], place)
    for one in entries:
        for name in one:
            if name not in DESCRIBED:
                guess = closest(name, DESCRIBED)
                fix = f"did you mean {guess}?" if guess else f"an entry has {', '.join(DESCRIBED)}"
                problems.append(Problem(f"{place}.{one['name']}", "", f"has a property {name}", fix))
        yield Field(**_described(one, f"{place}.{one['name']}", problems))


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
    problems += misspelt(one, FIELD, place)
    return Field(
        **_described(one, place, problems),
        type=kind,
        required=bool(limits.get("required", False)),
        unique=bool(limits.get("unique", False)),
        enum=tuple(str(value) for value in limits.get("enum", ())),
        minimum=_bound(limits.get("minimum"), kind, f"{place} minimum", problems),
        maximum=_bound(limits.get("maximum"), kind, f"{place} maximum", problems),
        pattern=pattern,
    )


def _described(one: Mapping[str, Any], place: str, problems: list[Problem]) -> dict[str, Any]:
    """Read what a field and a column of measures have in common: its words for readers."""
    decimals = one.get("decimals")
    if decimals is not None and not (type(decimals) is int and decimals >= 0):
        problems.append(
            Problem(f"{place} decimals", str(decimals), "is no whole number from 0 on", "write 0, 1, 2, …")
        )
        decimals = None
    return {
        "name": str(one["name"]),
        "title": str(one.get("title", one["name"])),
        "description": str(one.get("description", "")),
        "unit": str(one.get("unit", "")),
        "decimals": decimals,
    }


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
