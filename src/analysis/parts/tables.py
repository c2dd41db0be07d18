"""How does a frame become a table of a report? Each cell is written once, here, with its unit and decimals.

The neutral grid of columns, rows and notes is what both exporters draw; neither formats a number again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from analysis.errors import AnalysisError
from analysis.parts import wording
from analysis.parts.part import Part, details, plain, required
from analysis.parts.previews import table_html, table_text

if TYPE_CHECKING:
    import pandas as pd

#: In a column of this unit, 0.834 is written 83.4 and its heading says %.
SHARE: Final = "share"
MISSING_NOTE: Final = f"{wording.MISSING} not recorded, or not computable from what is recorded."
NONE_ON_RECORD: Final = "None on record at this date."


@dataclass(frozen=True)
class Column:
    """A column as both exporters draw it: ``align`` is left or right, ``stub`` marks row headings."""

    name: str
    label: str
    unit: str
    align: str
    decimals: int | None
    stub: bool = False


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    source: str,
    as_of: date | str,
    notes: Iterable[str] | str = (),
    labels: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    decimals: Mapping[str, int] | int | None = None,
    n: int | str | None = None,
    interval: str | None = None,
    stub: str | None = None,
    limit: int | None = None,
) -> Part:
    """Show a frame as a numbered table.

    ``labels``, ``units`` and ``decimals`` are by column; a column without label is called by its name, and
    one of unit "share" is written in percent (``decimals`` then counts those of the percentage). ``stub``
    is the column of row headings, shown first; a named index becomes columns too. Where the frame has
    ``x``, ``x_low`` and ``x_high``, they are one column: value and interval. ``limit`` shows the first
    rows only, and says so. A frame without rows is a table that says there is none on record.

    Raises
    ------
    AnalysisError
        When caption or source is empty, or a column named in ``labels``, ``units``,
        ``decimals`` or ``stub`` is not in it.

    """
    flat = _flat(frame)
    places = dict(decimals) if isinstance(decimals, Mapping) else dict.fromkeys(flat.columns, decimals)
    _check(flat, labels=labels, units=units, decimals=places, stub=stub)
    shown = flat if limit is None else flat.head(limit)
    drawn = [
        _draw(shown, name, label=(labels or {}).get(name), unit=(units or {}).get(name, ""),
              decimals=places.get(name), stub=name == stub)
        for name in _order(shown, stub)
    ]  # fmt: skip
    columns = [column for column, _ in drawn]
    rows = [list(row) for row in zip(*(cells for _, cells in drawn), strict=True)]
    content = {
        "kind": "table",
        "caption": required(caption, what="caption", of="table", why="it states what the table shows"),
        "columns": [asdict(column) for column in columns],
        "rows": rows,
        "notes": _notes(notes, rows=rows, total=len(flat)),
        "source": required(
            source, what="source", of="table", why="a reader must know whose numbers these are"
        ),
        "as_of": plain(as_of),
        "n": plain(n),
        "interval": interval,
        "details": details(as_of=as_of, n=n, interval=interval),
    }
    return Part(content, table_html(content), table_text(content))


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with its named index as columns, and one text for each column's name."""
    named = [name for name in frame.index.names if name is not None]
    flat = frame.reset_index(level=named) if named else frame
    if flat.columns.nlevels > 1:
        return flat.set_axis(
            [", ".join(str(part) for part in name if str(part)) for name in flat.columns], axis=1
        )
    return flat.set_axis([str(name) for name in flat.columns], axis=1)


def _check(
    frame: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None,
    units: Mapping[str, str] | None,
    decimals: Mapping[str, int | None],
    stub: str | None,
) -> None:
    given = {
        "labels": labels or {},
        "units": units or {},
        "decimals": decimals,
        "stub": [stub] if stub else [],
    }
    has = set(frame.columns)
    problems = [
        f"{argument} names {name!r}, which is no column; the frame has {wording.listing(list(frame.columns))}"
        for argument, names in given.items()
        for name in names
        if name not in has
    ]
    if not frame.columns.is_unique:
        problems.append(f"two columns have one name in {wording.listing(list(frame.columns))}")
    if problems:
        raise AnalysisError("\n".join(f"part.table: {problem}" for problem in problems))


def _order(frame: pd.DataFrame, stub: str | None) -> list[str]:
    """Return the columns to draw: the stub first, the ends of intervals not by themselves."""
    names = list(frame.columns)
    ends = {f"{name}_{end}" for name in names if _has_interval(frame, name) for end in ("low", "high")}
    return sorted((name for name in names if name not in ends), key=lambda name: name != stub)


def _has_interval(frame: pd.DataFrame, name: str) -> bool:
    return {f"{name}_low", f"{name}_high"} <= set(frame.columns)


def _draw(
    frame: pd.DataFrame, name: str, *, label: str | None, unit: str, decimals: int | None, stub: bool
) -> tuple[Column, list[str]]:
    """Return a column and its cells, each written once."""
    import pandas as pd

    values = frame[name]
    numeric = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    if not numeric:
        cells = [_word(value) for value in values]
        return Column(name, label or _label(name), unit, "left", None, stub), cells
    scale = 100 if unit == SHARE else 1
    places = _places(values * scale) if decimals is None else decimals
    cells = [_scaled(value, scale, places) for value in values]
    if _has_interval(frame, name):
        ends = zip(frame[f"{name}_low"], frame[f"{name}_high"], strict=True)
        cells = [
            _with_interval(cell, low, high, scale, places)
            for cell, (low, high) in zip(cells, ends, strict=True)
        ]
    return Column(name, label or _label(name), "%" if unit == SHARE else unit, "right", places, stub), cells


def _scaled(value: Any, scale: int, places: int) -> str:
    return wording.number(None if wording.is_missing(value) else value * scale, places)


def _with_interval(cell: str, low: Any, high: Any, scale: int, places: int) -> str:
    if wording.is_missing(low) or wording.is_missing(high):
        return cell
    return f"{cell} ({wording.interval(low * scale, high * scale, decimals=places)})"


def _word(value: Any) -> str:
    if wording.is_missing(value):
        return wording.MISSING
    if isinstance(value, bool) or type(value).__name__ in {"bool_", "bool"}:
        return "yes" if value else "no"
    if isinstance(value, date):
        return wording.iso(value)
    if isinstance(value, (int, float)):
        return wording.number(value)
    return str(value)


def _places(values: pd.Series[Any]) -> int:
    """Return the decimals with which a column without given ones is written: enough for its largest value."""
    known = values.dropna().astype(float).round(9)
    if known.empty or (known % 1 == 0).all():
        return 0
    largest = known.abs().max()
    return 0 if largest >= 1000 else 1 if largest >= 10 else 2


def _label(name: str) -> str:
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def _notes(notes: Iterable[str] | str, *, rows: list[list[str]], total: int) -> list[str]:
    given = [notes] if isinstance(notes, str) else list(notes)
    if not total:
        return [NONE_ON_RECORD]
    if len(rows) < total:
        given.append(f"The first {len(rows):,} of {total:,} rows are shown.")
    if any(wording.MISSING in (cell, cell.split(" (")[0]) for row in rows for cell in row):
        given.append(MISSING_NOTE)
    return given
