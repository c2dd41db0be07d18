"""How is a value written in a cell of a table? Every value of a column alike, none as what it is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

from analysis.parts import wording
from analysis.parts.kinds import write

if TYPE_CHECKING:
    import pandas as pd


def word_cells(frame: pd.DataFrame, name: str) -> list[str]:
    """Return the cells of a column of words or dates, with the bounds of those that have some."""
    cells = [_word(value) for value in frame[name]]
    if not {f"{name}_low", f"{name}_high"} <= set(frame.columns):
        return cells
    ends = zip(frame[f"{name}_low"], frame[f"{name}_high"], strict=True)
    return [
        cell if any(map(wording.is_missing, two)) else f"{cell} ({' to '.join(map(_word, two))})"
        for cell, two in zip(cells, ends, strict=True)
    ]


def number_cell(value: Any, places: int) -> str:
    """Return a number; one that is not zero is never written as zero.

    >>> number_cell(0.0004, 2), number_cell(-0.0004, 2), number_cell(0.0, 2)
    ('<0.01', '>−0.01', '0.00')
    """
    text = wording.number(value, places)
    if wording.is_missing(value) or not value or text.strip(f"{wording.MINUS}0.,"):
        return text
    least = wording.number(10**-places, places)
    return f"<{least}" if value > 0 else f">{wording.MINUS}{least}"


def share_cell(value: Any, places: int) -> str:
    """Return a share in percent, whose sign stands in the heading."""
    return wording.percent(value, places).removesuffix("%")


def with_interval(cell: str, low: Any, high: Any, written: Callable[[Any, int], str], places: int) -> str:
    """Return a cell with its interval, where both ends are known."""
    if wording.is_missing(low) or wording.is_missing(high):
        return cell
    ends = written(low, places), written(high, places)
    dash = " to " if any(end[0] in f"{wording.MINUS}<>" for end in ends) else "–"
    return f"{cell} ({dash.join(ends)})"


def _word(value: Any) -> str:
    if wording.is_missing(value):
        return wording.MISSING
    if isinstance(value, bool) or type(value).__name__ in {"bool_", "bool"}:
        return "yes" if value else "no"
    if isinstance(value, date):
        return wording.iso(value)
    return str(value.value) if isinstance(value, Enum) else write(value)


def decimals_of(values: pd.Series[Any]) -> int:
    """Return the decimals of a column for which none are stated: enough for its largest value."""
    known = values.dropna().astype(float).round(9)
    if known.empty or (known % 1 == 0).all():
        return 0
    largest = known.abs().max()
    return 0 if largest >= 1000 else 1 if largest >= 10 else 2
