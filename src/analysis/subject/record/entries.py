"""Answers what is on record as of a date: events, claims, actors and disputes, and how far tables reach.

Nothing is summed or averaged here; the record is put in order and laid side by side.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.statistics.results import Day

CALENDAR_CATEGORIES = ("Diplomatic", "Leadership", "Political")
SEVERITY = ("high", "medium", "low")
_CALENDAR_COLUMNS = ["event_date", "category", "title", "actor", "counterparty", "place"]


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


def chronology(events: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Put the events in order of time, the order within a day kept.

    Returns the columns of ``events`` and ``days_ago``; ``date_end`` after ``as_of`` counts as unknown.
    """
    rows = events[events["event_date"] <= pd.Timestamp(as_of)]
    rows = rows.sort_values(["event_date", "sequence", "event_id"]).reset_index(drop=True)
    rows["days_ago"] = (pd.Timestamp(as_of) - rows["event_date"]).dt.days
    return rows


def calendar(events: pd.DataFrame, context_events: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """List the diplomatic, leadership and political dates of both tables, newest first.

    Returns ``event_date, category, title, actor, counterparty, place``, ``days_ago``, ``on_page`` (bool: an
    item of the page's own timeline, not of the context added to it).
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
    return rows.drop(columns="sequence").reset_index(drop=True)


def further_dates(context_events: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """List the dates that are not of the page's own timeline, of every category, newest first.

    Returns the columns of ``context_events`` with ``days_ago``; ``in_seed`` says whether the page mentions
    them.
    """
    rows = context_events[context_events["event_date"] <= pd.Timestamp(as_of)]
    rows = rows.sort_values(["event_date", "event_id"], ascending=False).reset_index(drop=True)
    rows["days_ago"] = (pd.Timestamp(as_of) - rows["event_date"]).dt.days
    return rows


def claims(quantities: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Lay the claims on each quantity of an event side by side, in the order of time of the events.

    Returns the columns of ``quantities`` with ``event_date``, ``title`` (of the event) and ``claims`` (how
    many rows state this quantity), ``contested`` (bool: several rows and not one operator and value).
    """
    dated = events[["event_id", "event_date", "sequence", "title"]]
    rows = quantities.merge(dated, on="event_id", how="inner")
    rows = rows.sort_values(["event_date", "sequence", "measure", "as_of", "quantity_id"]).reset_index(
        drop=True
    )
    groups = rows.assign(stated=rows["operator"] + rows["value"].astype("str")).groupby(
        ["event_id", "measure"]
    )
    rows["claims"] = groups["stated"].transform("size")
    rows["contested"] = groups["stated"].transform("nunique") > 1
    return rows.drop(columns="sequence")


def roster(
    people: pd.DataFrame,
    roles: pd.DataFrame,
    event_people: pd.DataFrame,
    precedent_people: pd.DataFrame,
    *,
    as_of: Day,
) -> pd.DataFrame:
    """List all people with the offices they hold at ``as_of``, or else those they held: one row an office.

    Returns ``person_id, name, name_native, side``, ``role`` (blank where none has begun: then the person has
    one row), ``since, until`` (dates; ``until`` NaT while held), ``since_precision`` (of ``since``: day,
    month or year), ``held`` (bool, the same for all rows of a person), ``events`` and ``cases`` (how many of
    the events and precedents on record name the person).
    """
    begun = roles[roles["from"] <= pd.Timestamp(as_of)].sort_values(["from", "role"])
    in_office = begun["to"].isna() | (begun["to"] > pd.Timestamp(as_of))
    begun = begun.assign(held=in_office, until=begun["to"].mask(in_office))
    latest = begun[begun["held"] == begun.groupby("person_id")["held"].transform("any")]
    offices = latest.rename(columns={"from": "since", "date_precision": "since_precision"})
    rows = people.sort_values("person_id")[["person_id", "name", "name_native", "side"]]
    rows = rows.merge(offices[["person_id", *_OFFICE_COLUMNS]], on="person_id", how="left")
    rows[["role", "since_precision"]] = rows[["role", "since_precision"]].fillna("")
    rows["held"] = rows["held"].eq(True)
    for name, links in (("events", event_people), ("cases", precedent_people)):
        counts = links.groupby("person_id").size()
        rows[name] = rows["person_id"].map(counts).fillna(0).astype(int)
    return rows


_OFFICE_COLUMNS = ["role", "since", "since_precision", "until", "held"]


def directory(
    organizations: pd.DataFrame, organization_roles: pd.DataFrame, event_organizations: pd.DataFrame
) -> pd.DataFrame:
    """List all organizations with what the record says of them and how many events name them.

    Returns ``organization_id, name, kind, side, role`` (the newest dated one, else the lasting one),
    ``events``.
    """
    dated = organization_roles.sort_values("as_of")
    newest = dict(zip(dated["organization_id"], dated["role"], strict=True))
    rows = organizations.sort_values("organization_id").reset_index(drop=True)
    lasting = zip(rows["organization_id"], rows["role"], strict=True)
    rows["role"] = [newest.get(key, role) for key, role in lasting]
    counts = event_organizations.groupby("organization_id").size()
    rows["events"] = rows["organization_id"].map(counts).fillna(0).astype(int)
    return rows[["organization_id", "name", "kind", "side", "role", "events"]]


def disputes(discrepancies: pd.DataFrame) -> pd.DataFrame:
    """Order the noted discrepancies by severity, then by their number.

    Returns the columns of ``discrepancies``; raises nothing for none on record.
    """
    rank = discrepancies["severity"].map({severity: at for at, severity in enumerate(SEVERITY)})
    order = np.lexsort([discrepancies["discrepancy_id"], rank.fillna(len(SEVERITY))])
    return discrepancies.iloc[order].reset_index(drop=True)
