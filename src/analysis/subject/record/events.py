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
_CALENDAR_COLUMNS = ["event_date", "category", "title", "actor", "counterparty", "place"]


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
def counted(chronology: pd.DataFrame, *, newest: int) -> pd.DataFrame:
    """Count the events of :func:`chronology`: one row.

    Columns: ``n`` (all events), ``recent`` (those of the last ``days``, 90), ``shown`` (at most ``newest``).

    >>> counted(pd.DataFrame({"days_ago": [400, 90, 0]}), newest=2)
       n  recent  days  shown
    0  3       2    90      2
    """
    n, recent = len(chronology), int((chronology["days_ago"] <= RECENT_DAYS).sum())
    return pd.DataFrame([{"n": n, "recent": recent, "days": RECENT_DAYS, "shown": min(n, newest)}])


@measure
def calendar(events: pd.DataFrame, context_events: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """List the diplomatic, leadership and political dates of both tables, newest first.

    Returns ``event_date, category, title, actor, counterparty, place``, ``days_ago``, ``recent`` (bool: of
    the last 30 days), ``on_page`` (bool: an item of the page's own timeline, not of the context added to it).
    """
    both = pd.concat(
        [
            events[_CALENDAR_COLUMNS].assign(on_page=True, sequence=events["sequence"]),
            context_events[_CALENDAR_COLUMNS].assign(on_page=False, sequence=0),
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
def further_dates(context_events: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """List the dates that are not of the page's own timeline, of every category, newest first.

    Returns the columns of ``context_events`` with ``days_ago``; ``in_seed`` says whether the page mentions
    them.
    """
    rows = context_events[context_events["event_date"] <= pd.Timestamp(as_of)]
    rows = rows.sort_values(["event_date", "event_id"], ascending=False).reset_index(drop=True)
    rows["days_ago"] = (pd.Timestamp(as_of) - rows["event_date"]).dt.days
    return rows
