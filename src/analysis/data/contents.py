"""When are two arguments the same? By their content, in one run and, as a digest, in another one.

What has no value to compare, as a function or a file, is never the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from typing import Any, Final

import numpy as np
import pandas as pd

_BY_VALUE: Final = (str, int, float, date, timedelta, Enum, type(None))  # what two calls may have in common
_IN_CELLS: Final = (*_BY_VALUE, bool, np.generic, pd.Interval, pd.Period, type(pd.NA), type(pd.NaT))
_HELD: Final = 500
_frames: dict[Content, Content] = {}


def by_value(given: Any) -> Hashable:
    """Return what is equal for equal arguments; raise ``TypeError`` for what has no value to compare.

    >>> by_value([1, "a"]) == by_value([1, "a"]), by_value(1) == by_value(1.0)
    (True, False)
    """
    if isinstance(given, (pd.DataFrame, pd.Series)):
        return _known(Content(given))
    if isinstance(given, Mapping):
        return (dict, *((by_value(name), by_value(value)) for name, value in given.items()))
    if isinstance(given, (list, tuple)):
        return (type(given), *map(by_value, given))
    if isinstance(given, _BY_VALUE):
        return type(given), given
    raise TypeError(f"{type(given).__name__} has no value to compare")


def digest(function: Callable[..., Any], *values: Hashable) -> str:
    """Return what a function of the program and values by `by_value` have in common in all runs.

    Raises ``TypeError`` where that cannot be told: of a function that a cell defines, or of cells of a frame
    that hold more than plain values.
    """
    if function.__module__ == "__main__" or "<" in function.__qualname__:
        raise TypeError(f"{function.__qualname__} is another function in each run")
    told = f"{function.__module__}.{function.__qualname__}{[_told(value) for value in values]}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


class Content:
    """A frame or series as it was when a function was given it; a later change of it goes to a copy.

    Two are compared by value. Only those that share memory are, since comparing all would cost more than it
    saves: frames made twice from the same rows are taken for different ones.
    """

    def __init__(self, given: pd.DataFrame | pd.Series) -> None:
        self._held: Any = given.copy(deep=False)
        self._held.attrs = {}
        self._digest: str | None = None
        memory = (id(block.refs) for block in self._held._mgr.blocks)
        self._hash = hash((type(given), given.shape, *memory))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Content) or type(self._held) is not type(other._held):
            return False
        labels = zip(self._held.axes, other._held.axes, strict=True)
        return (
            all(one.identical(another) for one, another in labels)
            and (self._held.ndim > 1 or self._held.name == other._held.name)
            and self._held.equals(other._held)  # which takes categories in another order for the same
            and all(map(pd.Index.identical, self._categories, other._categories))
        )

    @property
    def _categories(self) -> list[pd.Index[Any]]:
        kinds = self._held.dtypes if self._held.ndim > 1 else [self._held.dtype]
        return [kind.categories for kind in kinds if isinstance(kind, pd.CategoricalDtype)]

    @property
    def digest(self) -> str:
        """What frames of the same kind, labels and cells have in common, wherever they were made."""
        if self._digest is None:
            axes = [axis.get_level_values(at) for axis in self._held.axes for at in range(axis.nlevels)]
            columns = [column for _, column in self._held.items()] if self._held.ndim > 1 else [self._held]
            found = hashlib.sha256(f"{type(self._held).__name__}{self._held.shape}".encode())
            for values in (*axes, *columns):
                for piece in _pieces(values):
                    found.update(piece)
            self._digest = found.hexdigest()
        return self._digest


def _known(content: Content) -> Content:
    """Return the same content as it was met before, which knows its digest, else this one."""
    known = _frames.setdefault(content, content)
    if len(_frames) > _HELD:
        del _frames[next(iter(_frames))]
    return known


def _told(value: Hashable) -> str:
    if isinstance(value, Content):
        return value.digest
    if isinstance(value, tuple):
        return f"({', '.join(map(_told, value))})"
    return f"{value.__module__}.{value.__qualname__}" if isinstance(value, type) else repr(value)


def _pieces(values: Any) -> Iterator[bytes]:
    """Yield what labels or a column consist of: kind, name, and each value."""
    kind = values.dtype
    frequency = getattr(values, "freqstr", None)
    yield f"|{type(values).__name__}|{kind}|{values.name!r}|{frequency}|".encode("utf-8", "surrogatepass")
    if isinstance(kind, pd.CategoricalDtype):
        yield from _pieces(pd.Series(kind.categories))
        yield f"{kind.ordered}".encode()
        yield pd.Categorical(values).codes.tobytes()
    elif isinstance(kind, np.dtype) and kind.kind in "biufcmM":
        yield values.to_numpy().tobytes()
    else:
        cells = values.tolist()
        if not all(map(_is_plain, cells)):
            raise TypeError(f"{values.name} holds more than plain values")
        yield repr(cells).encode("utf-8", "surrogatepass")


def _is_plain(cell: Any) -> bool:
    return all(map(_is_plain, cell)) if isinstance(cell, (list, tuple)) else isinstance(cell, _IN_CELLS)
