"""Answers whether there are enough observations for a number and the right columns to read it from.

Too few is an answer, not an error: it is a row that says so. A missing column or an unknown choice is the
caller's mistake and raises.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

import numpy as np
import pandas as pd

from analysis.errors import AnalysisError

OK = "ok"
INSUFFICIENT = "insufficient data"

Day = date | str | pd.Timestamp
"""A date as a measure accepts it: a ``datetime.date`` or an ISO string."""


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


def require_columns(frame: pd.DataFrame, columns: Iterable[str], *, measure: str) -> None:
    """Raise ``AnalysisError`` naming every column that ``measure`` reads and ``frame`` lacks.

    >>> require_columns(pd.DataFrame({"date": []}), ["date", "launched"], measure="nightly")
    Traceback (most recent call last):
    analysis.errors.AnalysisError: nightly needs the column launched; the frame has date
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
