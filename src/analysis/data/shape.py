"""Is a descriptor built as one: objects, lists and texts where they belong? Asked before it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from analysis.errors import Problem

KINDS: Final = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    dict: "an object",
    list: "a list",
}
ANY_NAME: Final = "*"
NAMES: Final = (str, [str])  # one name, or a list of them
WORDS: Final = {"title?": str, "description?": str, "unit?": str}
FIELD: Final = {
    "name": str,
    "type?": str,
    "format?": str,
    "constraints?": dict,
    "categories?": list,
    "trueValues?": [str],
    "falseValues?": [str],
    "decimalChar?": str,
    "groupChar?": str,
    "missingValues?": [str],
    **WORDS,
}
SOURCE: Final = {"title?": str, "path?": str}
RESOURCE: Final = {
    "name": str,
    "path": str,
    "title?": str,
    "description?": str,
    "dialect?": {"delimiter?": str},
    "encoding?": str,
    "sources?": [SOURCE],
    "dateField?": str,
    "laterFields?": {ANY_NAME: NAMES},
    "checks?": [{"rule": str, "fields": [str], "unless?": str}],
    "series?": bool,
    "excerpt?": bool,
    "ledger?": {"rows": int, "seal": str},
    "completeTo?": [{"day": str, "recorded_on": str}],
    "schema": {
        "fields": [FIELD],
        "missingValues?": [str],
        "primaryKey?": NAMES,
        "uniqueKeys?": [NAMES],
        "foreignKeys?": [{"fields": NAMES, "reference": {"fields": NAMES, "resource?": str}}],
    },
}
HALF: Final = re.compile("[\ud800-\udfff]")  # of a letter: JSON can hold it alone, no file can
PACKAGE: Final = {
    "resources": [RESOURCE],
    "created?": str,
    "sources?": [SOURCE],
    "codebook?": [{"name": str, **WORDS}],
}


def misshapen(value: Any, shape: Any, place: str) -> Iterator[Problem]:
    """Find what is not as its shape wants it.

    A shape is a type, an object by names (``?``: may be absent), a list of one shape, or two to choose from.

    >>> [str(one) for one in misshapen({"resources": 3}, PACKAGE, "datapackage.json")]
    ['datapackage.json resources = "3" is not a list; write a list there']
    """
    if isinstance(shape, tuple):
        if not any(_is(value, each) for each in shape):
            kinds = " or ".join(_kind(each) for each in shape)
            yield Problem(place, str(value), f"is not {kinds}", f"write {kinds} there")
            return
        shape = next(each for each in shape if _is(value, each))
    if not _is(value, shape):
        yield Problem(place, str(value), f"is not {_kind(shape)}", f"write {_kind(shape)} there")
    elif isinstance(shape, list):
        for at, one in enumerate(value):
            yield from misshapen(one, shape[0], _place(place, one, at))
    elif isinstance(shape, Mapping):
        for name in shape:
            if name.isidentifier() and name not in value:
                yield Problem(place, "", f"has no {name}", "add it")
        for name, one in value.items():
            inner = shape.get(name) or shape.get(f"{name}?") or shape.get(ANY_NAME)
            if inner is not None:
                yield from misshapen(one, inner, f"{place} {name}")


def _is(value: Any, shape: Any) -> bool:
    """Whether a value is of the kind that a shape wants; its parts are not looked at."""
    kind = shape if isinstance(shape, type) else type(shape)
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _kind(shape: Any) -> str:
    return KINDS[shape if isinstance(shape, type) else type(shape)]


def _place(place: str, one: Any, at: int) -> str:
    """Name an entry of a list by its name where it has one, else by its number."""
    name = one.get("name") if isinstance(one, Mapping) else None
    return f"{place} {name}" if isinstance(name, str) and name else f"{place} no. {at + 1}"


def half_letters(content: Any, place: str) -> Iterator[Problem]:
    """Yield each text that holds half a letter (a lone surrogate), which no file can hold again."""
    if isinstance(content, Mapping):
        for name, value in content.items():
            yield from half_letters(name, place)
            yield from half_letters(value, f"{place} {name}")
    elif isinstance(content, list):
        for value in content:
            yield from half_letters(value, place)
    elif isinstance(content, str) and HALF.search(content):
        shown = HALF.sub("\ufffd", content)
        yield Problem(place, shown, "holds half a letter (a lone surrogate)", "write the letter itself")
