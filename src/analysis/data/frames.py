"""What a table looks like to a measure: a frame of typed columns, cut as of a date and as known on a date.

Pure functions of frames; ``Dataset`` decides which table, which dates, and when.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.data.descriptor import RECORDED, RETRACTED, STATUS, Field, Table
from analysis.data.records import Records
from analysis.data.values import TRUTH

DAYS = "datetime64[us]"


def frame(records: Records) -> pd.DataFrame:
    """Type the columns of checked records, in the order of the descriptor; every recorded row is kept.

    date: datetime64[us]; integer, year: Int64; number: float64; boolean: boolean; text: str, "" where blank.
    """
    table = records.table
    columns = {field.name: _column(records[field.name], field, table) for field in table.fields}
    return pd.DataFrame(columns, index=pd.RangeIndex(len(records)))


def _column(cells: list[str], field: Field, table: Table) -> pd.Series:
    texts = ["" if text in table.missing_values else text for text in cells]
    if field.type == "date":
        return pd.Series(np.array(texts, dtype="datetime64[D]").astype(DAYS))
    if field.type in ("integer", "year"):
        return pd.Series(pd.array([int(text) if text else pd.NA for text in texts], dtype="Int64"))
    if field.type == "number":
        return pd.Series([float(text) if text else np.nan for text in texts], dtype="float64")
    if field.type == "boolean":
        return pd.Series(pd.array([TRUTH[text] if text else pd.NA for text in texts], dtype="boolean"))
    return pd.Series(texts, dtype="str")


def known(rows: pd.DataFrame, table: Table, known_on: date) -> pd.DataFrame:
    """Keep of each fact the newest row recorded on or before a day; a fact then retracted is gone.

    Rows come in the order of the primary key.
    """
    recorded = rows[rows[RECORDED] <= pd.Timestamp(known_on)]
    newest = recorded.sort_values([*table.key, RECORDED], kind="stable").drop_duplicates(
        [*table.key], keep="last"
    )
    standing = newest[newest[STATUS] != RETRACTED] if STATUS in newest else newest
    return standing.reset_index(drop=True)


def dated(rows: pd.DataFrame, table: Table, as_of: date) -> pd.DataFrame:
    """Drop what is dated after a day, and blank what became known only after it."""
    day = pd.Timestamp(as_of)
    if table.date_field:
        rows = rows[rows[table.date_field] <= day].reset_index(drop=True)
    for end, names in table.later_fields:
        later = rows[end] > day
        for name in dict.fromkeys([end, *names]):
            rows[name] = rows[name].mask(later, blank(table.field(name)))
    return rows


def blank(field: Field) -> object:
    """Return what an unknown value of a field looks like in a frame."""
    if field.type in ("string", "yearmonth"):
        return ""
    return pd.NaT if field.type == "date" else np.nan if field.type == "number" else pd.NA


def belonging(rows: pd.DataFrame, fields: tuple[str, ...], parents: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows whose reference is blank or found among the parents' rows (columns in the same order)."""
    present = set(parents.itertuples(index=False, name=None))
    cells = rows[list(fields)]
    keep = [key in present or "" in key for key in cells.itertuples(index=False, name=None)]
    return rows[keep].reset_index(drop=True)


def revised(before: pd.DataFrame, after: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Compare a table as known on two days, fact by fact.

    Returns one row per fact that differs, in key order: ``change`` (new, revised or retracted), ``detail``
    ("count 160 → 165", blank unless revised), and all fields as they stand later (retracted: as they
    stood). A row recorded again with the same values is no revision.
    """
    key = list(table.key)
    compared = [name for name in after.columns if name not in {*key, RECORDED, STATUS}]
    was = {tuple(row[name] for name in key): row for row in before.to_dict("records")}
    now = {tuple(row[name] for name in key): row for row in after.to_dict("records")}
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
