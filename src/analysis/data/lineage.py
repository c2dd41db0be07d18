"""From which tables is a measure's frame made? From those of the frames given, which its result remembers.

So a figure or a table knows its sources without being told them in each cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")

#: The entry of a frame's ``attrs`` that names the tables it was made from.
TABLES: Final = "tables"


def measure(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Let what a measure returns remember the tables of all frames that it was given.

    >>> import pandas as pd
    >>> harvests = pd.DataFrame({"tons": [3, 4]})
    >>> harvests.attrs["tables"] = ("harvests",)
    >>> total = measure(lambda rows: pd.DataFrame({"tons": [rows["tons"].sum()]}))
    >>> total(harvests).attrs["tables"]
    ('harvests',)
    """

    @wraps(function)
    def remembering(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        result = function(*args, **kwargs)
        tables = tables_of([*args, *kwargs.values()])
        if tables and hasattr(result, "attrs"):
            result.attrs = {**result.attrs, TABLES: tables}
        return result

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
