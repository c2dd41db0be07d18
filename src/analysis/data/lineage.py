"""From which tables is a measure's frame made, and has it been made before?

Its result remembers the tables of all frames given, so that a figure or a table knows its sources without
being told them in each cell. Asked again with equal frames and options, a measure is not computed again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

from analysis.data.contents import by_value, digest
from analysis.data.kept_results import kept

Given = ParamSpec("Given")
Result = TypeVar("Result")

#: The entry of a frame's ``attrs`` that names the tables it was made from.
TABLES: Final = "tables"
#: So many results are held at a time, the newest ones; a report asks for fewer.
HELD: Final = 200

_results: dict[Hashable, Any] = {}


def measure(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Let what a measure returns remember the tables of all frames given, and compute it only once.

    A measure is a pure function: from equal frames and options it makes an equal frame, so that a later run
    may take it from file, see `kept_results`. What it returns is a
    copy (copy-on-write), so that changing it changes no other; of a frame changed since, it is computed anew.
    Errors are not kept, nor results of arguments without a value to compare, as functions.

    >>> import pandas as pd
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
            asked = by_value(args), by_value({**defaults, **kwargs})
        except TypeError:
            return _with_tables(function(*args, **kwargs), [*args, *kwargs.values()])
        key = (function, *asked)
        result: Any = _results.get(key)
        if result is None:
            result = kept(lambda: digest(function, *asked), lambda: function(*args, **kwargs))
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
