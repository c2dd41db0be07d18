"""What a table looks like to a measure: a frame of typed columns, cut as of a date and as known on a date.

Pure functions of frames; ``Dataset`` decides which table, which dates, and when.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.data.columns import LARGEST, Codes, Column
from analysis.data.descriptor import MONTH, RECORDED, RETRACTED, STATUS, YEAR, Field, Table
from analysis.data.records import Records
from analysis.data.timeliness import known_from
from analysis.data.values import read

DAYS = "datetime64[us]"
DTYPES: dict[str, Any] = {
    "string": "str",
    "yearmonth": "str",
    "integer": "Int64",
    "year": "Int64",
    "number": "float64",
    "boolean": "boolean",
}


def frame(records: Records) -> pd.DataFrame:
    """Type the columns of checked records, in the order of the descriptor; every recorded row is kept.

    date: datetime64[us]; integer, year: Int64; number: float64; boolean: boolean; text: str, "" where blank.
    Rows come in the order of the primary key and of the day of record, without a key in that of the file; the
    index numbers the facts.
    """
    table = records.table
    columns = {field.name: records[field.name] for field in table.fields}
    distinct = {field.name: _distinct(columns[field.name], field, table) for field in table.fields}
    order, facts = _facts(table, columns, distinct)
    return pd.DataFrame(
        {name: values.take(columns[name].codes[order]).set_axis(facts) for name, values in distinct.items()},
        index=facts,
        copy=False,
    )


def _facts(
    table: Table, columns: Mapping[str, Column], distinct: Mapping[str, pd.Series]
) -> tuple[Codes, pd.Index[int]]:
    """Return in which order the rows come, and for each of them, so ordered, the number of its fact."""
    names = (*table.key, RECORDED) if table.has_vintages else table.key
    rows = len(columns[table.fields[0].name]) if table.fields else 0
    if not names:
        return np.arange(rows, dtype=np.int64), pd.Index(np.arange(rows, dtype=np.int64))
    ids, count, size = np.zeros(rows, dtype=np.int64), 1, 1
    for name in names:
        size = len(distinct[name])
        if count * size > LARGEST:
            ids, count = np.unique(ids, return_inverse=True)[1], rows
        ids, count = ids * size + _ranks(distinct[name])[columns[name].codes], count * size
    order = np.argsort(ids, kind="stable")
    facts = ids[order] // size if table.has_vintages else ids[order]
    return order, pd.Index(np.cumsum(np.diff(facts, prepend=facts[:1]) != 0))


def _distinct(column: Column, field: Field, table: Table) -> pd.Series:
    """Read each distinct cell of a column once."""
    values = [read(text, field, table)[0] if text else None for text in column.distinct]
    if field.type == "date":
        return pd.Series(np.array(values, dtype="datetime64[D]").astype(DAYS))
    filled = [blank(field) if value is None else value for value in values]
    return pd.Series(filled, dtype=DTYPES[field.type])


def _ranks(values: pd.Series) -> Codes:
    """Return the place of each value in their order."""
    return np.argsort(np.argsort(values.to_numpy()))


def known(rows: pd.DataFrame, table: Table, known_on: date) -> pd.DataFrame:
    """Keep of each fact the newest row recorded on or before a day; a fact then retracted is gone.

    A table that does not say when its rows were recorded is kept whole, whatever the day. Takes rows as
    `frame` returns them; they come in the order of the primary key.
    """
    if not table.has_vintages:
        return rows.reset_index(drop=True)
    recorded = _kept(rows, rows[RECORDED] <= pd.Timestamp(known_on))
    facts = recorded.index.to_numpy()
    newest = _kept(recorded, np.append(np.diff(facts) != 0, True)[: len(facts)])
    standing = _kept(newest, newest[STATUS] != RETRACTED) if STATUS in newest else newest
    return standing.reset_index(drop=True)


def _kept(rows: pd.DataFrame, wanted: Any) -> pd.DataFrame:
    """Keep the rows that are wanted; all of them cost nothing."""
    return rows if wanted.all() else rows[wanted]


def dated(rows: pd.DataFrame, table: Table, as_of: date) -> pd.DataFrame:
    """Drop what is dated after a day, and blank what became known only after it."""
    day = pd.Timestamp(as_of)
    if table.date_field:
        rows = _kept(rows, _known_from(rows, table, table.date_field) <= day).reset_index(drop=True)
    rows = rows.copy(deep=False)
    for end, names in table.later_fields:
        later = _known_from(rows, table, end) > day
        for name in dict.fromkeys([end, *names]):
            rows[name] = rows[name].mask(later, blank(table.field(name)))
    return rows


def days_of(dates: pd.Series, field: Field) -> pd.Series:
    """Return dates as days: of a month or a year the last one, on which it is over."""
    if field.type == "date":
        return dates
    texts = ["" if pd.isna(one) else str(one).zfill(len("2026")) for one in dates]
    over = [pd.Timestamp(known_from(text)) if text else pd.NaT for text in texts]
    return pd.Series(over, index=dates.index, dtype=DAYS)


def _known_from(rows: pd.DataFrame, table: Table, name: str) -> pd.Series:
    """Return for each row the day on which its date is over: a month's or year's last where it is one."""
    days, precision = days_of(rows[name], table.field(name)), table.precision_of(name)
    if not precision:
        return days
    coarse = rows[precision].isin([MONTH, YEAR]) & days.notna()
    over = [
        pd.Timestamp(known_from(day.date().isoformat(), how))
        for day, how in zip(days[coarse], rows.loc[coarse, precision], strict=True)
    ]
    return days.where(~coarse, pd.Series(over, index=days[coarse].index, dtype=DAYS))


def blank(field: Field) -> object:
    """Return what an unknown value of a field looks like in a frame."""
    if field.type in ("string", "yearmonth"):
        return ""
    return pd.NaT if field.type == "date" else np.nan if field.type == "number" else pd.NA


def belonging(rows: pd.DataFrame, fields: tuple[str, ...], parents: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows whose reference is blank or found among the parents' rows (columns in the same order)."""
    present = set(parents.itertuples(index=False, name=None))
    cells = rows[list(fields)]
    blanks = cells.replace("", None).isna().any(axis=1)
    keys = cells.itertuples(index=False, name=None)
    found = (is_blank or key in present for is_blank, key in zip(blanks, keys, strict=True))
    return rows[np.fromiter(found, dtype=bool, count=len(rows))].reset_index(drop=True)


def revised(before: pd.DataFrame, after: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Compare a table as known on two days, fact by fact.

    Returns one row per fact that differs, in key order: ``change`` (new, revised or retracted), ``detail``
    ("count 160 → 165", blank unless revised), and all fields as they stand later (retracted: as they
    stood). A row recorded again with the same values is no revision.
    """
    key = list(table.key)
    compared = [name for name in after.columns if name not in {*key, RECORDED, STATUS}]
    alike = pd.concat([before, after])[[*key, *compared]].duplicated(keep=False).to_numpy()
    was, now = (
        {tuple(row[name] for name in key): row for row in rows[~same].to_dict("records")}
        for rows, same in ((before, alike[: len(before)]), (after, alike[len(before) :]))
    )
    rows = []
    for fact in sorted({*was, *now}, key=lambda fact: tuple(map(str, fact))):
        if fact not in was:
            rows.append({"change": "new", "detail": "", **now[fact]})
        elif fact not in now:
            rows.append({"change": "retracted", "detail": "", **was[fact]})
        elif detail := _moves(was[fact], now[fact], compared):
            rows.append({"change": "revised", "detail": detail, **now[fact]})
    columns = ["change", "detail", *after.columns]
    kinds = {"change": "str", "detail": "str", **after.dtypes.to_dict()}
    return pd.DataFrame(rows, columns=columns).astype(kinds)


def _moves(was: Mapping[Hashable, Any], now: Mapping[Hashable, Any], names: list[str]) -> str:
    moved = [name for name in names if _shown(was[name]) != _shown(now[name])]
    return "; ".join(f"{name} {_shown(was[name])} → {_shown(now[name])}" for name in moved)


def _shown(value: Any) -> str:
    if value == "" or pd.isna(value):
        return "blank"
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return f"{value:.12g}" if isinstance(value, float) else str(value)
