"""Answers what happened up to a date: the events on record in order, and the dates of talks and offices.

Nothing is summed or averaged here.
"""

from __future__ import annotations

import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Day

CALENDAR_CATEGORIES = ("Diplomatic", "Leadership", "Political")
CALENDAR_DAYS = 30
"""For so many days the dates of talks and offices count as recent."""
RECENT_DAYS = 90
"""For so many days any event counts as recent."""
_CALENDAR_COLUMNS = [
    "event_id",
    "event_date",
    "category",
    "talks",
    "title",
    "actor",
    "counterparty",
    "place",
    "source_id",
]


@measure
def chronology(events: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Put the events in order of time, the order within a day kept.

    Returns the columns of ``events`` and ``days_ago``; ``date_end`` after ``as_of`` counts as unknown.
    """
    rows = events[events["event_date"] <= pd.Timestamp(as_of)]
    rows = rows.sort_values(["event_date", "sequence", "event_id"]).reset_index(drop=True)
    rows["days_ago"] = (pd.Timestamp(as_of) - rows["event_date"]).dt.days
    return rows


@measure
def calendar(events: pd.DataFrame, context_events: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """List the diplomatic, leadership and political dates of both tables, newest first.

    Returns ``event_id, event_date, category, talks`` (bool: a meeting or call of leaders or delegations),
    ``title, actor, counterparty, place, source_id``, ``summary`` (blank for a date of the context),
    ``days_ago``, ``recent`` (bool: of the last 30 days).
    """
    both = pd.concat(
        [
            events[[*_CALENDAR_COLUMNS, "summary", "sequence"]],
            context_events[_CALENDAR_COLUMNS].assign(summary="", sequence=0),
        ],
        ignore_index=True,
    )
    rows = both[both["category"].isin(CALENDAR_CATEGORIES) & (both["event_date"] <= pd.Timestamp(as_of))]
    rows = rows.sort_values(["event_date", "sequence", "title"], ascending=[False, False, True])
    rows = rows.assign(days_ago=(pd.Timestamp(as_of) - rows["event_date"]).dt.days)
    rows["recent"] = rows["days_ago"] <= CALENDAR_DAYS
    return rows.drop(columns="sequence").reset_index(drop=True)


@measure
def calendar_counted(calendar: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Count the recent dates of :func:`calendar`: one row.

    Columns: ``date`` (of ``as_of``), ``days`` (30), ``n`` (dates of these days), ``before`` (the newest date
    before them; NaT for none).

    >>> dates = pd.DataFrame({
    ...     "event_date": pd.to_datetime(["2026-01-03", "2025-11-25"]), "recent": [True, False]})
    >>> calendar_counted(dates, as_of="2026-01-05")[["n", "before"]]
       n     before
    0  1 2025-11-25
    """
    before = calendar.loc[~calendar["recent"], "event_date"].max()
    row = {"date": pd.Timestamp(as_of), "days": CALENDAR_DAYS, "n": int(calendar["recent"].sum())}
    return pd.DataFrame([row | {"before": before}])


@measure
def all_dates(chronology: pd.DataFrame, context_events: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Put the events of :func:`chronology` and the dates of the context into one list, newest first.

    Returns the columns that both have, with ``summary``, ``claim_status`` and ``days_ago`` (blank, confirmed
    and NA for a date of the context).
    """
    later = context_events["event_date"] > pd.Timestamp(as_of)
    context = context_events[~later].assign(summary="", claim_status="confirmed", sequence=0)
    rows = pd.concat([chronology, context], ignore_index=True)
    return rows.sort_values(["event_date", "sequence"], ascending=False, kind="stable").reset_index(drop=True)


@measure
def span(chronology: pd.DataFrame) -> pd.DataFrame:
    """Count the events of :func:`chronology`: one row of ``n``, ``first`` (date), ``recent``, ``days`` (90).

    >>> span(pd.DataFrame({"days_ago": [400, 90, 0], "event_date": pd.to_datetime(["2025-01-01"] * 3)}))
       n      first  recent  days
    0  3 2025-01-01       2    90
    """
    recent = int((chronology["days_ago"] <= RECENT_DAYS).sum())
    first = chronology["event_date"].min()
    return pd.DataFrame([{"n": len(chronology), "first": first, "recent": recent, "days": RECENT_DAYS}])
