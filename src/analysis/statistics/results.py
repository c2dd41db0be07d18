"""Is there enough for a number, and what does the number allow one to say?

Too few observations is an answer, not an error: it is a row that says so. A missing column or an unknown
choice is the caller's mistake and raises.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import Enum
from typing import Self

import numpy as np
import pandas as pd

from analysis.errors import AnalysisError

OK = "ok"
INSUFFICIENT = "insufficient data"

Day = date | str | pd.Timestamp
"""A date as a measure accepts it: a ``datetime.date`` or an ISO string."""


class Verdict(Enum):
    """What a measure allows to be said: one of a closed set, which a subclass lists in order.

    A member equals its text, so that a frame's column of verdicts is compared, mapped and grouped by plain
    text, yet still knows the set. Members sort in the order of their definition. (No ``StrEnum``: pandas
    turns its members into plain text and loses the set.)

    >>> Direction.MORE == "more", sorted([Direction.OPEN, Direction.MORE]), [str(one) for one in Direction]
    (True, [<Direction.MORE: 'more'>, <Direction.OPEN: 'open'>], ['more', 'fewer', 'open'])
    """

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, str) and self.value == other)

    def __hash__(self) -> int:
        return hash(self.value)

    def __str__(self) -> str:
        return str(self.value)

    def __lt__(self, other: Self) -> bool:
        order = list(type(self))
        return order.index(self) < order.index(other)


class Direction(Verdict):
    """On which side of no difference an interval lies; open where it covers no difference."""

    MORE = "more"
    FEWER = "fewer"
    OPEN = "open"


def status(n: int, needed: int) -> str:
    """``"ok"`` from ``needed`` observations on, else ``"insufficient data"``.

    >>> status(7, 8), status(8, 8)
    ('insufficient data', 'ok')
    """
    return OK if n >= needed else INSUFFICIENT


def estimate_row(
    estimate: float = np.nan,
    low: float = np.nan,
    high: float = np.nan,
    *,
    n: float,
    needed: int,
    method: str,
) -> dict[str, object]:
    """One result row; its numbers are blanked when ``n`` is below ``needed`` or no estimate exists.

    >>> estimate_row(0.5, 0.4, 0.6, n=3, needed=5, method="Wilson")["estimate"]
    nan
    >>> estimate_row(0.5, 0.4, 0.6, n=5, needed=5, method="Wilson")["status"]
    'ok'
    """
    enough = n >= needed and bool(np.isfinite(estimate))
    return {
        "estimate": float(estimate) if enough else np.nan,
        "estimate_low": float(low) if enough else np.nan,
        "estimate_high": float(high) if enough else np.nan,
        "n": int(n),
        "method": method,
        "status": OK if enough else INSUFFICIENT,
        "needed": int(needed),
    }


def without_interval(row: Mapping[str, object]) -> dict[str, object]:
    """Return a result row of a count, which has no interval.

    >>> list(without_interval(estimate_row(3.0, n=30, needed=30, method="count")))
    ['estimate', 'n', 'method', 'status', 'needed']
    """
    return {name: value for name, value in row.items() if name not in ("estimate_low", "estimate_high")}


def require_columns(frame: pd.DataFrame, columns: Iterable[str], *, measure: str) -> None:
    """Raise ``AnalysisError`` naming every column that ``measure`` reads and ``frame`` lacks.

    >>> require_columns(pd.DataFrame({"date": []}), ["date", "count"], measure="weekly")
    Traceback (most recent call last):
    analysis.errors.AnalysisError: weekly needs the column count; the frame has date
    """
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        noun = "column" if len(missing) == 1 else "columns"
        has = ", ".join(map(str, frame.columns)) or "none"
        raise AnalysisError(f"{measure} needs the {noun} {', '.join(missing)}; the frame has {has}")


def require_choice(value: object, allowed: Collection[object], *, name: str) -> None:
    """Raise ``AnalysisError`` when ``value`` is none of ``allowed``, listing both.

    >>> require_choice("noon", ["both", "night", "day"], name="window")
    Traceback (most recent call last):
    analysis.errors.AnalysisError: window is one of both, night, day; got noon
    """
    if value not in allowed:
        raise AnalysisError(f"{name} is one of {', '.join(map(str, allowed))}; got {value}")


def excludes(row: Mapping[str, object], value: float) -> bool:
    """Whether the interval of a result row lies wholly above or below ``value`` (NaN excludes nothing).

    >>> excludes({"estimate_low": 1.1, "estimate_high": 2.0}, 1.0)
    True
    >>> excludes({"estimate_low": np.nan, "estimate_high": np.nan}, 1.0)
    False
    """
    low, high = row["estimate_low"], row["estimate_high"]
    return bool(low > value or high < value)  # type: ignore[operator]


def direction(row: Mapping[str, object], *, neutral: float = 1.0) -> Direction | None:
    """Return the side of ``neutral`` on which the interval of a result row lies; None without an estimate.

    ``neutral`` is the value of no difference: 1 for a ratio, 0 for a difference. An estimate with an unknown
    end of its interval is open.

    >>> direction({"estimate": 1.5, "estimate_low": 1.1, "estimate_high": 2.0})
    <Direction.MORE: 'more'>
    >>> direction({"estimate": -2.0, "estimate_low": -5.0, "estimate_high": 1.0}, neutral=0)
    <Direction.OPEN: 'open'>
    """
    estimate = float(row["estimate"])  # type: ignore[arg-type]
    if np.isnan(estimate):
        return None
    if not excludes(row, neutral):
        return Direction.OPEN
    return Direction.MORE if estimate > neutral else Direction.FEWER
