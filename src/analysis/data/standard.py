"""What of the Data Package standard do we enforce, and what do we refuse? Nothing is read over.

A property of version 1 or 2 that would change what a cell or a table means, and that no code here looks at,
is an error of the descriptor. What only describes (titles, licences, examples) may stand as it is.
"""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from analysis.data.spelling import closest
from analysis.data.values import FORMATS, MONTH
from analysis.errors import Problem

ORDERED: Final = ("integer", "number", "date", "year", "yearmonth")
CONSTRAINTS: Final = {  # which constraint is enforced for which types
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), ORDERED),
    **dict.fromkeys(("minLength", "maxLength", "pattern"), ("string",)),
    "unique": ("string", "integer", "date", "year", "yearmonth"),
    "enum": (*ORDERED, "string", "boolean"),
    "required": (*ORDERED, "string", "boolean"),
}
OF_A_TYPE: Final = {  # which other property of a field is read for which types
    **dict.fromkeys(("trueValues", "falseValues"), ("boolean",)),
    "decimalChar": ("number",),
    "groupChar": ("number", "integer"),
    "bareNumber": ("number", "integer"),
    "categories": ("string", "integer"),
}
PLAIN: Final = {  # what a table may say of itself, or its dialect of it, and nothing else
    "format": ("csv", "tsv"),
    "type": ("table",),
    "lineTerminator": ("\n", "\r\n"),
    "quoteChar": ('"',),
    "doubleQuote": (True,),
    "skipInitialSpace": (False,),
    "header": (True,),
    "headerRows": ([1],),
    "caseSensitiveHeader": (True,),
    "fieldsMatch": ("equal", ["equal"]),
    "bareNumber": (True,),
}
SEPARATES: Final = re.compile(r"[^\w\s\"'.+-]|\t")  # one sign that stands in no number and no word
DESCRIBING: Final = ("csvddfVersion", "$schema", "name", "title", "description")  # of a dialect or schema
REFUSED: Final = {  # a property of the standard → what to do instead
    "data": "put the rows into a CSV beside the descriptor",
    "bytes": "leave it out: a record grows",
    "hash": "leave it out: a record grows",
    "compression": "keep the CSV unpacked",
    "categoriesOrdered": "leave it out: nothing here orders by it",
    "itemType": "a cell holds one value; put a list into a table of its own",
    "jsonSchema": "leave it out, or say it with pattern, enum and bounds",
}
FIX: Final = "leave it out: it would not be looked at"


def problems_of_resource(resource: Mapping[str, Any], place: str) -> Iterator[Problem]:
    """Find what a resource, its dialect or its schema asks for and does not get."""
    yield from _not_plain(resource, ("format", "type"), place)
    yield from _encoding(resource.get("encoding", "utf-8"), f"{place} encoding")
    yield from _refused(resource, ("data", "bytes", "hash", "compression"), place)
    dialect, schema = resource.get("dialect", {}), resource["schema"]
    yield from _not_plain(dialect, PLAIN, f"{place} dialect")
    yield from _refused(dialect, set(dialect) - {*PLAIN, *DESCRIBING, "delimiter"}, f"{place} dialect")
    if not SEPARATES.fullmatch(delimiter_of(resource)):
        fix = "give one sign, such as a comma, a semicolon or a tab"
        yield Problem(f"{place} dialect delimiter", delimiter_of(resource), "cannot separate cells", fix)
    yield from _not_plain(schema, ("fieldsMatch",), f"{place} schema")
    yield from _missing_values(schema, place)


def problems_of_field(field: Mapping[str, Any], kind: str, place: str) -> Iterator[Problem]:
    """Find what a field asks for and does not get: properties, format, constraints."""
    yield from _refused(field, ("categoriesOrdered", "itemType", "delimiter"), place)
    yield from _missing_values(field, place)
    yield from _not_plain(field, ("bareNumber",), place)
    yield from _of_other_types(field, OF_A_TYPE, kind, place)
    form = field.get("format", "default")
    if form != "default" and not (kind == "string" and form in FORMATS):
        known = ", ".join(("default", *FORMATS)) if kind == "string" else "default"
        yield Problem(
            f"{place} format", str(form), f"is not looked at for the type {kind}", f"we know {known}"
        )
    yield from _characters(field, place)
    constraints = field.get("constraints", {})
    yield from _of_other_types(constraints, CONSTRAINTS, kind, place)
    for name in constraints:
        if name not in CONSTRAINTS:
            guess = closest(name, CONSTRAINTS)
            fix = REFUSED.get(name) or (f"did you mean {guess}?" if guess else FIX)
            yield Problem(place, "", f"has a constraint {name}, which is not looked at", fix)
    for name in ("required", "unique"):
        if not isinstance(constraints.get(name, False), bool):
            yield Problem(f"{place} {name}", str(constraints[name]), "is neither true nor false", "")
    for name in ("minLength", "maxLength"):
        length = constraints.get(name, 0)
        if type(length) is not int or length < 0:
            yield Problem(f"{place} {name}", str(length), "is no whole number from 0 on", "")


def limit(value: Any, kind: str, place: str, problems: list[Problem]) -> Any:
    """Return a bound or an allowed value as its field's type reads it; note a problem where it is none.

    >>> limit("2026-01-05", "date", "day minimum", [])
    datetime.date(2026, 1, 5)
    """
    fits = {
        "string": isinstance(value, str),
        "boolean": isinstance(value, bool),
        "integer": type(value) is int,
        "year": type(value) is int and 0 <= value <= 9999,
        "number": type(value) in (int, float) and math.isfinite(value),
        "yearmonth": isinstance(value, str) and MONTH.fullmatch(value),
        "date": isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value),
    }
    try:
        if fits[kind]:
            return date.fromisoformat(value) if kind == "date" else value
    except ValueError:
        pass
    problems.append(Problem(place, str(value), f"is no limit for a field of type {kind}"))
    return None


def allowed(field: Mapping[str, Any], kind: str, place: str, problems: list[Problem]) -> tuple[Any, ...]:
    """Return the values a field is limited to by its ``enum`` or its ``categories``; none: any is allowed."""
    listed = field.get("constraints", {}).get("enum")
    categories = [
        one.get("value") if isinstance(one, Mapping) else one for one in field.get("categories", ())
    ]
    entries = categories if listed is None else listed
    if not isinstance(entries, list) or (listed is not None and not entries):
        problems.append(Problem(f"{place} enum", str(entries), "is not a list of values", ""))
        return ()
    if listed is not None and categories and categories != listed:
        problems.append(Problem(place, "", "has an enum and other categories", "keep one of them"))
    found = [limit(one, kind, f"{place} enum", problems) for one in entries]
    return tuple(one for one in found if one is not None)


def delimiter_of(resource: Mapping[str, Any]) -> str:
    r"""Return what separates the cells of a table: its dialect says so; a tab where it is a TSV.

    >>> delimiter_of({"path": "a.tsv"}), delimiter_of({"path": "a.csv", "dialect": {"delimiter": ";"}})
    ('\t', ';')
    """
    is_tsv = resource.get("format") == "tsv" or resource["path"].endswith(".tsv")
    delimiter: str = resource.get("dialect", {}).get("delimiter", "\t" if is_tsv else ",")
    return delimiter


def _encoding(name: str, place: str) -> Iterator[Problem]:
    """Find an encoding that nobody knows, or one in which a byte may be a part of anything."""
    try:
        known = codecs.lookup(name).name
        "a,1\n".encode(known)
    except (LookupError, ValueError):
        yield Problem(place, name, "is no encoding that is known", 'give its name, such as "windows-1251"')
        return
    if "a,1\n".encode(known) != b"a,1\n":
        yield Problem(place, name, "is not supported", "save the file as UTF-8")


def _missing_values(described: Mapping[str, Any], place: str) -> Iterator[Problem]:
    if "" not in described.get("missingValues", [""]):
        reason, fix = "lacks the empty text", 'list "" among them: an empty cell is always unknown'
        yield Problem(f"{place} missingValues", str(described["missingValues"]), reason, fix)


def _characters(field: Mapping[str, Any], place: str) -> Iterator[Problem]:
    """Find signs and words of numbers and booleans that cannot be told apart."""
    point, group = field.get("decimalChar", "."), field.get("groupChar", "")
    if not point or point == group or re.search(r"[-+\deE]", point + group):
        shown = f"{point} and {group}"
        yield Problem(
            f"{place} decimalChar and groupChar", shown, "do not tell a number", "give two other signs"
        )
    true, false = (field.get(name, [name]) for name in ("trueValues", "falseValues"))
    if "" in true or "" in false or set(true) & set(false):
        shown = ", ".join(true) + " and " + ", ".join(false)
        yield Problem(f"{place} trueValues and falseValues", shown, "do not tell true from false", "")


def _of_other_types(
    described: Mapping[str, Any], known: Mapping[str, tuple[str, ...]], kind: str, place: str
) -> Iterator[Problem]:
    for name, types in known.items():
        if name in described and kind not in types:
            yield Problem(
                place, "", f"has {name}, which is not looked at for the type {kind}", "leave it out"
            )


def _not_plain(described: Mapping[str, Any], names: Iterable[str], place: str) -> Iterator[Problem]:
    for name in names:
        if name in described and described[name] not in PLAIN[name]:
            fix = f"{PLAIN[name][0]!r} is what it can be"
            yield Problem(f"{place} {name}", str(described[name]), "is not supported", fix)


def _refused(described: Mapping[str, Any], names: Iterable[str], place: str) -> Iterator[Problem]:
    for name in sorted(names):
        if name in described:
            yield Problem(place, "", f"has {name}, which is not looked at", REFUSED.get(name, FIX))
