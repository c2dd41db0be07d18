"""Answers how far the record reaches: which day of the war is described, and which tables do not reach it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Day


@measure
def day_of_the_war(events: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Count the days from the first event on record to ``as_of``: one row.

    Columns: ``start`` and ``date`` (dates), ``day`` (1 = the day of the first event).

    >>> events = pd.DataFrame({"event_date": pd.to_datetime(["2022-02-24", "2024-08-06"])})
    >>> int(day_of_the_war(events, as_of="2022-02-25")["day"].item())
    2
    """
    start, day = events["event_date"].min(), pd.Timestamp(as_of)
    return pd.DataFrame([{"start": start, "date": day, "day": (day - start).days + 1}])


@measure
def cut_offs(dated: Mapping[str, pd.Series], *, as_of: Day) -> pd.DataFrame:
    """Say for each table how many rows it has and how far it reaches.

    ``dated`` gives, by the table's title, the column of dates of its rows. Returns ``table, rows, first,
    last`` (dates) and ``age_days`` (from ``last`` to ``as_of``; NA for an empty table).

    >>> dated = {"Events": pd.to_datetime(pd.Series(["2022-02-24", "2026-01-05"]))}
    >>> cut_offs(dated, as_of="2026-01-07")[["table", "rows", "age_days"]]
        table  rows  age_days
    0  Events     2         2
    """
    rows = [(title, len(dates), dates.min(), dates.max()) for title, dates in dated.items()]
    frame = pd.DataFrame(rows, columns=["table", "rows", "first", "last"])
    frame[["first", "last"]] = frame[["first", "last"]].apply(pd.to_datetime)
    frame["age_days"] = (pd.Timestamp(as_of) - frame["last"]).dt.days.astype("Int64")
    return frame
