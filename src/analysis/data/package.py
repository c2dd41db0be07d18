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
from datetime import date, datetime
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
from analysis.data.package_problems import doubled, misspelt, problems_between, problems_within
from analysis.data.regular import read_regular
from analysis.data.shape import PACKAGE, half_letters, misshapen
from analysis.data.spelling import closest
from analysis.data.standard import (
    OF_A_TYPE,
    ORDERED,
    allowed,
    delimiter_of,
    limit,
    problems_of_field,
    problems_of_resource,
)
from analysis.errors import DataError, Problem, quoted

FILE = "datapackage.json"
MOST_DECIMALS = 15  # a number has no more of them
BOUNDS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusive_minimum": "exclusiveMinimum",
    "exclusive_maximum": "exclusiveMaximum",
}
DESCRIBED = ("name", "title", "unit", "decimals", "description")  # of a column of measures
FIELD = (
    *DESCRIBED,
    "type",
    "format",
    "constraints",
    "missingValues",
    "example",
    "examples",
    "rdfType",
    *OF_A_TYPE,
)


def read_descriptor(data_dir: str | Path) -> Descriptor:
    """Read ``data_dir/datapackage.json``; raise a `DataError` with everything that is wrong with it."""
    folder = Path(data_dir)
    place = (folder / FILE).as_posix()
    content = _read_json(folder, place)
    if wrong := list(misshapen(content, PACKAGE, place)):
        raise DataError(wrong)
    problems: list[Problem] = []
    sources = content.get("sources", ())
    tables = [
        _table(resource, f"{place} {resource['name']}", problems, sources=sources)
        for resource in content["resources"]
    ]
    codebook = list(_codebook(content.get("codebook", ()), f"{place} codebook", problems))
    created = _created(content.get("created", ""), f"{place} created", problems)
    problems += [*problems_between(tables, place), *misspelt(content, ("codebook",), place)]
    if problems:
        raise DataError(problems)
    return Descriptor(
        place=place,
        content=content,
        tables={table.name: table for table in tables},
        codebook={one.name: one for one in codebook},
        created=created,
    )


def _read_json(folder: Path, place: str) -> dict[str, Any]:
    if not folder.is_dir():
        fix = f"give the folder that holds {FILE}"
        raise DataError([Problem(folder.as_posix(), "", "is not a folder of data", fix)])
    try:
        text = read_regular(folder / FILE).decode("utf-8-sig")
        content: dict[str, Any] = json.loads(text, object_pairs_hook=once, parse_constant=no_number)
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
    except RecursionError:
        raise DataError(
            [Problem(place, "", "is nested too deeply", "a field lies four levels deep")]
        ) from None
    except ValueError as error:
        raise DataError([Problem(place, "", str(error), "mend it there")]) from None
    if halves := list(half_letters(content, place)):
        raise DataError(halves)
    return content


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object, unless one of its names stands twice: the first would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(
            f"has an object in which {quoted(twice)} stands twice, the second is {found[twice]!r}"
        )
    return found


def no_number(name: str) -> Any:
    """Refuse what Python reads as a number and JSON does not know."""
    raise ValueError(f"holds {name}, which is no number")


def _table(
    resource: Mapping[str, Any], place: str, problems: list[Problem], *, sources: Iterable[Mapping[str, str]]
) -> Table:
    problems += problems_of_resource(resource, place)
    schema = resource["schema"]
    key = _names(schema.get("primaryKey", ()))
    dated = resource.get("dateField", "")
    fields = [_field(one, f"{place}.{one['name']}", problems) for one in schema["fields"]]
    needed = {*key, dated, RECORDED}
    table = Table(
        name=resource["name"],
        path=resource["path"],
        title=resource.get("title", resource["name"]),
        description=resource.get("description", ""),
        fields=tuple(replace(one, required=one.required or one.name in needed) for one in fields),
        key=key,
        unique_keys=tuple(map(_names, schema.get("uniqueKeys", ()))),
        references=tuple(_reference(one, resource["name"]) for one in schema.get("foreignKeys", ())),
        date_field=dated,
        later_fields=tuple((end, _names(names)) for end, names in resource.get("laterFields", {}).items()),
        checks=tuple(_check(one) for one in resource.get("checks", ())),
        series=resource.get("series", False),
        excerpt=resource.get("excerpt", False),
        ledger=_ledger(resource.get("ledger"), place, problems),
        missing_values=tuple(schema.get("missingValues", [""])),
        delimiter=delimiter_of(resource),
        encoding=resource.get("encoding", "utf-8"),
        sources=_titles(resource.get("sources", sources)),
        completions=tuple(_completions(resource.get("completeTo", ()), f"{place} completeTo", problems)),
    )
    problems += doubled([one.name for one in fields], place)
    problems += problems_within(table, resource, place)
    return table


def _codebook(entries: Iterable[Mapping[str, Any]], place: str, problems: list[Problem]) -> Iterator[Field]:
    """Read what describes the columns of measures: no type and no constraints, which only tables need."""
    entries = list(entries)
    problems += doubled([one["name"] for one in entries], place)
    for one in entries:
        for name in one:
            if name not in DESCRIBED:
                guess = closest(name, DESCRIBED)
                fix = f"did you mean {guess}?" if guess else f"an entry has {', '.join(DESCRIBED)}"
                problems.append(Problem(f"{place}.{one['name']}", "", f"has a property {name}", fix))
        yield Field(**_described(one, f"{place}.{one['name']}", problems))


def _field(one: Mapping[str, Any], place: str, problems: list[Problem]) -> Field:
    kind, limits = one.get("type", "string"), one.get("constraints", {})
    if kind not in TYPES:
        problems.append(Problem(f"{place} type", kind, f"is not one of {', '.join(TYPES)}", ""))
        return Field(**_described(one, place, problems))
    problems += [*misspelt(one, FIELD, place), *problems_of_field(one, kind, place)]
    bounds = {
        ours: limit(limits[name], kind, f"{place} {name}", problems)
        for ours, name in BOUNDS.items()
        if name in limits and kind in ORDERED
    }
    return Field(
        **_described(one, place, problems),
        **bounds,
        type=kind,
        required=bool(limits.get("required", False)),
        unique=bool(limits.get("unique", False)),
        enum=allowed(one, kind, place, problems),
        min_length=limits.get("minLength"),
        max_length=limits.get("maxLength"),
        pattern=_pattern(limits.get("pattern", ""), f"{place} pattern", problems),
        format=one.get("format", "default"),
        decimal_char=one.get("decimalChar", "."),
        group_char=one.get("groupChar", ""),
        true_values=tuple(one.get("trueValues", Field.true_values)),
        false_values=tuple(one.get("falseValues", Field.false_values)),
        missing_values=tuple(one.get("missingValues", ())),
    )


def _pattern(pattern: Any, place: str, problems: list[Problem]) -> str:
    try:
        re.compile(pattern)
    except (re.error, TypeError, OverflowError, RecursionError) as error:
        problems.append(Problem(place, str(pattern), f"is no regular expression: {error}"))
        return ""
    return str(pattern)


def _described(one: Mapping[str, Any], place: str, problems: list[Problem]) -> dict[str, Any]:
    """Read what a field and a column of measures have in common: its words for readers."""
    decimals = one.get("decimals")
    if decimals is not None and not (type(decimals) is int and 0 <= decimals <= MOST_DECIMALS):
        reason = f"is no whole number from 0 to {MOST_DECIMALS}"
        problems.append(Problem(f"{place} decimals", str(decimals), reason, "write 0, 1, 2, …"))
        decimals = None
    return {
        "name": one["name"],
        "title": one.get("title", one["name"]),
        "description": one.get("description", ""),
        "unit": one.get("unit", ""),
        "decimals": decimals,
    }


def _created(text: str, place: str, problems: list[Problem]) -> date | None:
    """Read the day on which a package was made, from its time of the standard's form."""
    try:
        return datetime.fromisoformat(text).date() if text else None
    except ValueError:
        problems.append(Problem(place, text, "is no time", "write it like 2026-01-05T00:00:00Z"))
        return None


def _titles(sources: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """Return what to call the sources of a table: by their titles, else by where they lie."""
    return tuple(title for one in sources if (title := one.get("title") or one.get("path", "")))


def _names(names: str | list[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _reference(one: Mapping[str, Any], own: str) -> Reference:
    target = one["reference"]
    return Reference(_names(one["fields"]), target.get("resource", "") or own, _names(target["fields"]))


def _check(one: Mapping[str, Any]) -> Check:
    *terms, limit = one["fields"] or [""]
    return Check(one["rule"], tuple(terms), limit, one.get("unless", ""))


def _completions(
    entries: Iterable[Mapping[str, str]], place: str, problems: list[Problem]
) -> Iterator[tuple[date, date]]:
    """Read to which day a table was complete, and when that was written down."""
    for one in entries:
        day, recorded = (limit(one[name], "date", f"{place} {name}", problems) for name in ("day", RECORDED))
        if day and recorded and day > recorded:
            reason = f"is after {recorded}, when it was recorded"
            problems.append(Problem(place, str(day), reason, "no table is complete to a day to come"))
        elif day and recorded:
            yield recorded, day


def _ledger(one: Mapping[str, Any] | None, place: str, problems: list[Problem]) -> tuple[int, str] | None:
    """Read how many rows of a ledger were appended, and the seal of the last one."""
    if one is None:
        return None
    if one["rows"] < 0:
        problems.append(Problem(f"{place} ledger rows", str(one["rows"]), "is no number of rows"))
    return one["rows"], one["seal"]
