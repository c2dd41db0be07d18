"""From which tables is a measure's frame made, and has it been made before?

Its result remembers the tables of all frames given, so that a figure or a table knows its sources without
being told them in each cell. Asked again with equal frames and options, a measure is not computed again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date, timedelta
from enum import Enum
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

import pandas as pd

Given = ParamSpec("Given")
Result = TypeVar("Result")

#: The entry of a frame's ``attrs`` that names the tables it was made from.
TABLES: Final = "tables"
#: So many results are held at a time, the newest ones; a report asks for fewer.
HELD: Final = 200

_BY_VALUE: Final = (str, int, float, date, timedelta, Enum, type(None))  # what two calls may have in common
_results: dict[Hashable, Any] = {}


def measure(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Let what a measure returns remember the tables of all frames given, and compute it only once.

    A measure is a pure function: from equal frames and options it makes an equal frame. What it returns is a
    copy (copy-on-write), so that changing it changes no other; of a frame changed since, it is computed anew.
    Errors are not kept, nor results of arguments without a value to compare, as functions.

    >>> harvests = pd.DataFrame({"tons": [3, 4]})
    >>> harvests.attrs["tables"] = ("harvests",)
    >>> total = measure(lambda rows: pd.DataFrame({"tons": [rows["tons"].sum()]}))
    >>> total(harvests).attrs["tables"]
    ('harvests',)
    """
    defaults = getattr(function, "__kwdefaults__", None) or {}

    @wraps(function)
    def remembering(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            key = (function, _by_value(args), _by_value({**defaults, **kwargs}))
        except TypeError:
            return _with_tables(function(*args, **kwargs), [*args, *kwargs.values()])
        result: Any = _results.get(key)
        if result is None:
            result = function(*args, **kwargs)
            if hasattr(result, "attrs"):
                _hold(key, result)
        returned: Result = result.copy(deep=False) if hasattr(result, "attrs") else result
        return _with_tables(returned, [*args, *kwargs.values()])

    return remembering


def tables_of(things: Iterable[Any]) -> tuple[str, ...]:
    """Return the tables that frames, series, and lists or mappings of them were made from, each once.

    >>> tables_of([1, "text"])
    ()
    """
    names: dict[str, None] = {}
    for thing in things:
        if isinstance(thing, Mapping):
            names |= dict.fromkeys(tables_of(thing.values()))
        elif isinstance(thing, (list, tuple)):
            names |= dict.fromkeys(tables_of(thing))
        else:
            names |= dict.fromkeys(getattr(thing, "attrs", {}).get(TABLES, ()))
    return tuple(names)


def _with_tables(result: Result, given: Iterable[Any]) -> Result:
    tables = tables_of(given)
    if tables and hasattr(result, "attrs"):
        result.attrs = {**result.attrs, TABLES: tables}
    return result


def _hold(key: Hashable, result: Any) -> None:
    if len(_results) >= HELD:
        del _results[next(iter(_results))]
    _results[key] = result


def _by_value(given: Any) -> Hashable:
    """Return what is equal for equal arguments; raise ``TypeError`` for what has no value to compare."""
    if isinstance(given, (pd.DataFrame, pd.Series)):
        return _Content(given)
    if isinstance(given, Mapping):
        return frozenset((name, _by_value(value)) for name, value in given.items())
    if isinstance(given, (list, tuple)):
        return (type(given), *map(_by_value, given))
    if isinstance(given, _BY_VALUE):
        return type(given), given
    raise TypeError(f"{type(given).__name__} has no value to compare")


class _Content:
    """A frame or series as it was when a measure was given it; a later change of it goes to a copy.

    Two are compared by value. Only those that share memory are, since comparing all would cost more than it
    saves: frames made twice from the same rows are taken for different ones.
    """

    def __init__(self, given: pd.DataFrame | pd.Series) -> None:
        self._held: Any = given.copy(deep=False)
        self._held.attrs = {}
        memory = (id(block.refs) for block in self._held._mgr.blocks)
        self._hash = hash((type(given), given.shape, *memory))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Content) or type(self._held) is not type(other._held):
            return False
        labels = zip(self._held.axes, other._held.axes, strict=True)
        return (
            all(one.identical(another) for one, another in labels)
            and (self._held.ndim > 1 or self._held.name == other._held.name)
            and self._held.equals(other._held)
        )
