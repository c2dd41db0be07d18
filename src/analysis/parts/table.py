"""How does a frame become a table of a report? Its columns are named in the cell, each value is written once.

Labels, units and decimals come from the cell, else from the data package: a field of the table the frame was
made from, or an entry of its codebook. Both exporters draw the neutral grid; neither formats a number again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from analysis.errors import AnalysisError
from analysis.parts import wording
from analysis.parts.cells import decimals_of, number_cell, share_cell, with_interval, word_cells
from analysis.parts.language import Words, cells_of, filled, likely, said
from analysis.parts.origin import as_of_day, column_of, source_line, tables_of
from analysis.parts.part import Part, details, plain, required
from analysis.parts.previews import table_html, table_text
from analysis.parts.remarks import note
from analysis.parts.results import ENOUGH, lacking

if TYPE_CHECKING:
    import pandas as pd

    from analysis.parts.language import Row

#: In a column of this unit, 0.834 is written 83.4 and its heading says %.
SHARE: Final = "share"
INSUFFICIENT: Final = "insufficient data"
MISSING_NOTE: Final = f"{wording.MISSING} not recorded, or not computable from what is recorded."
NONE_ON_RECORD: Final = "None on record at this date."


class Heading(NamedTuple):
    """How a column is shown; what is None comes from the data package."""

    label: str | None = None
    unit: str | None = None
    decimals: int | None = None
    text: str | None = None
    words: Mapping[Any, str] | None = None


@dataclass(frozen=True)
class Column:
    """A column as both exporters draw it: ``align`` is left or right, ``stub`` marks row headings."""

    name: str
    label: str
    unit: str
    align: str
    decimals: int | None
    stub: bool = False


def column(
    label: str | None = None,
    unit: str | None = None,
    decimals: int | None = None,
    *,
    text: str | None = None,
    words: Mapping[Any, str] | None = None,
) -> Heading:
    """Say how a column of `table` is shown: its label, its unit (a "share" of 0.83 is written 83), decimals.

    ``text`` makes each cell a text filled from its row, as `part.say` does it, a dash where it comes out
    blank; ``words`` gives the words for each value of a closed set in this column, those of `table` for a
    closed set that several texts name.
    """
    return Heading(label, unit, decimals, text, words)


def table(
    frame: pd.DataFrame,
    row: Row | None = None,
    *,
    caption: str,
    columns: Mapping[str, str | Heading] | Sequence[str] | None = None,
    notes: Iterable[str] | str = (),
    words: Words | None = None,
    n: str | int | None = None,
    interval: str | None = None,
    source: str | Sequence[str] | None = None,
    as_of: date | str | None = None,
    limit: int | None = None,
    none: str = NONE_ON_RECORD,
    insufficient: str | None = None,
) -> Part:
    """Show a frame as a numbered table.

    ``columns`` names the columns to show, in order, each with its heading: a text, or a `column` with unit,
    decimals, words or a text of its own; a list of names takes all headings from the data package; by
    default all are shown. The first names the rows. Where the frame has ``x``, ``x_low`` and ``x_high``,
    they are one column: value and interval. ``caption``, ``notes``, ``n`` and ``interval`` are filled from
    ``row``. A note that stands wholly in [ ] goes where its fields are not known. ``limit`` shows the first
    rows only, and says so. A frame without rows is a note that says ``none``; one whose ``status`` is
    nowhere ok is a note in the words of ``insufficient``, where they are given.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"n": [9], "share": [0.5], "share_low": [0.4], "share_high": [0.6]})
    >>> table(rows, caption="Shares", columns={"n": "Farms", "share": column("Share", "share", 0)},
    ...       source="own count of farms", as_of="2026-01-05")
    Table: Shares
    Farms    Share, %
        9  50 (40–60)

    Raises
    ------
    AnalysisError
        When a column named is not in the frame, or a text is wrong or says nothing.

    """
    if frame.empty:
        return note(none, row)
    if insufficient and "status" in frame and not frame["status"].isin(ENOUGH).any():
        return note(
            lacking(
                cells_of(frame.head(1), what="part.table"),
                of="a table",
                insufficient=insufficient,
                what="part.table",
            )
        )
    tables = tables_of(frame)
    flat = _flat(frame)
    headings = _headings(flat, columns, words or {}, tables)
    shown = flat if limit is None else flat.head(limit)
    drawn = [
        _drawn(shown, name, heading, words or {}, stub=place == 0)
        for place, (name, heading) in enumerate(headings.items())
    ]
    rows = [list(cells) for cells in zip(*(cells for _, cells in drawn), strict=True)]

    def told(text: str, name: str) -> str:
        return said(text, row, words=words, what=f"part.table {name}")

    day = as_of_day(as_of, of="table")
    cases = told(n, "n") if isinstance(n, str) else n
    bands = told(interval, "interval") if interval else None
    texts = [notes] if isinstance(notes, str) else list(notes)
    content = {
        "kind": "table",
        "caption": required(
            told(caption, "caption"), what="caption", of="table", why="it says what is shown"
        ),
        "columns": [asdict(column) for column, _ in drawn],
        "rows": rows,
        "notes": _notes(
            [line for text in texts if (line := told(text, "notes"))], rows=rows, total=len(flat)
        ),
        "source": source_line(source, tables, of="table", rows=shown),
        "as_of": plain(day),
        "n": plain(cases),
        "interval": bands,
        "details": details(as_of=day, n=cases, interval=bands),
    }
    return Part(content, table_html(content), table_text(content))


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with its index as columns where it names rows, and one text for each column's name."""
    named = [name for name in frame.index.names if name is not None]
    flat = frame.reset_index(level=named) if named else frame
    if not named and str(frame.index.dtype) in {"object", "str"}:
        flat = frame.rename_axis("").reset_index()
    names = [
        ", ".join(map(str, filter(None, name))) if isinstance(name, tuple) else str(name) for name in flat
    ]
    flat = flat.set_axis(names, axis=1)
    if not flat.columns.is_unique:
        raise AnalysisError(f"part.table: two columns have one name in {wording.listing(names)}")
    return flat


def _headings(
    frame: pd.DataFrame, columns: Mapping[str, str | Heading] | Sequence[str] | None, words: Words,
    tables: tuple[str, ...],
) -> dict[str, Heading]:  # fmt: skip
    """Return the heading of each column to show: as the cell gives it, completed from the data package."""
    if columns is None:
        ends = {f"{name}_{end}" for name in frame for end in ("low", "high")}
        columns = [str(name) for name in frame if name not in ends]
    given = columns if isinstance(columns, Mapping) else dict.fromkeys(columns, Heading())
    headings = {name: Heading(one) if isinstance(one, str) else one for name, one in given.items()}
    there = [str(name) for name in frame]
    problems = [
        f"part.table: no column is called {name!r}; {likely(name, there, otherwise='there are')}"
        for name, heading in headings.items()
        if name not in frame and heading.text is None
    ]
    if problems:
        raise AnalysisError("\n".join(problems))
    return {name: _completed(name, heading, words.get(name), tables) for name, heading in headings.items()}


def _completed(
    name: str, heading: Heading, words: Mapping[Any, str] | None, tables: tuple[str, ...]
) -> Heading:
    field = column_of(name, tables)
    label, unit, decimals, text, own = heading
    return Heading(
        label if label is not None else field.title if field else _label(name),
        unit if unit is not None else field.unit if field and text is None else "",
        decimals if decimals is not None else field.decimals if field else None,
        text if text is not None else "{" + name + ":year}" if field and field.type == "year" else None,
        own or words,
    )


def _drawn(
    frame: pd.DataFrame, name: str, heading: Heading, others: Words, *, stub: bool
) -> tuple[Column, list[str]]:
    """Return a column and its cells, each written once."""
    import pandas as pd

    from analysis.data.descriptor import CALENDAR_YEARS

    label, unit, decimals, text, words = heading
    shown_unit = {SHARE: "%", CALENDAR_YEARS: ""}.get(unit or "", unit or "")
    if text is not None or words:
        fill = text if text is not None else f"{{{name}}}"
        chosen = {**others, name: words} if words else others
        cells = [
            INSUFFICIENT
            if _is_lacking(row, name)
            else filled(fill, row, words=chosen, what=f"part.table {name}", dashes=True) or wording.MISSING
            for row in _records(frame)
        ]
        return Column(name, label or "", shown_unit, "left", None, stub), cells
    values = frame[name]
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        return Column(name, label or "", shown_unit, "left", None, stub), word_cells(frame, name)
    places = decimals_of(values * (100 if unit == SHARE else 1)) if decimals is None else decimals
    is_year = name == "year" or unit == CALENDAR_YEARS
    written = share_cell if unit == SHARE else wording.year if is_year else number_cell
    cells = [written(value, places) for value in values]
    if {f"{name}_low", f"{name}_high"} <= set(frame.columns):
        ends = zip(frame[f"{name}_low"], frame[f"{name}_high"], strict=True)
        cells = [with_interval(cell, *two, written, places) for cell, two in zip(cells, ends, strict=True)]
    return Column(name, label or "", shown_unit, "right", places, stub), cells


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _is_lacking(row: Mapping[Any, Any], name: str) -> bool:
    """Whether a verdict is missing because its row holds too little."""
    return name in row and wording.is_missing(row[name]) and str(row.get("status", "")) not in ENOUGH


def _label(name: str) -> str:
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def _notes(notes: list[str], *, rows: list[list[str]], total: int) -> list[str]:
    if len(rows) < total:
        notes.append(f"The first {len(rows):,} of {total:,} rows are shown.")
    if any(wording.MISSING in (cell, cell.split(" (")[0]) for row in rows for cell in row):
        notes.append(MISSING_NOTE)
    return notes
