"""Answers who is on record: people with their offices, who came and went, organizations with their part."""

from __future__ import annotations

import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Day, Verdict
from analysis.subject.record.events import RECENT_DAYS


class Turn(Verdict):
    """Whether a person came to an office or left it."""

    CAME = "came"
    LEFT = "left"


_OFFICE_COLUMNS = ["role", "since", "date_precision", "until", "held"]


@measure
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
    one row), ``since, until`` (dates; ``until`` NaT while held), ``date_precision`` (of ``since``: day,
    month or year), ``held`` (bool, the same for all rows of a person), ``events`` and ``cases`` (how many of
    the events and precedents on record name the person).
    """
    begun = roles[roles["from"] <= pd.Timestamp(as_of)].sort_values(["from", "role"])
    in_office = begun["to"].isna() | (begun["to"] > pd.Timestamp(as_of))
    begun = begun.assign(held=in_office, until=begun["to"].mask(in_office))
    latest = begun[begun["held"] == begun.groupby("person_id")["held"].transform("any")]
    offices = latest.rename(columns={"from": "since"})
    rows = people.sort_values("person_id")[["person_id", "name", "name_native", "side"]]
    rows = rows.merge(offices[["person_id", *_OFFICE_COLUMNS]], on="person_id", how="left")
    rows[["role", "date_precision"]] = rows[["role", "date_precision"]].fillna("")
    rows["held"] = rows["held"].eq(True)
    for name, links in (("events", event_people), ("cases", precedent_people)):
        counts = links.groupby("person_id").size()
        rows[name] = rows["person_id"].map(counts).fillna(0).astype(int)
    return rows


@measure
def turns(people: pd.DataFrame, roles: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """List who came to an office or left one in the 90 days to ``as_of``, newest first, those who came first.

    Returns ``date, name, role`` and ``turn``, a `Turn`.

    >>> people = pd.DataFrame({"person_id": ["P"], "name": ["A"]})
    >>> roles = pd.DataFrame({"person_id": ["P", "P"], "role": ["aide", "chief"],
    ...     "from": pd.to_datetime(["2020-01-01", "2026-01-02"]), "to": pd.to_datetime(["2026-01-02", None])})
    >>> turns(people, roles, as_of="2026-01-05")[["role", "turn"]].astype(str).to_numpy().tolist()
    [['chief', 'came'], ['aide', 'left']]
    """
    named = roles.merge(people[["person_id", "name"]], on="person_id")
    both = [
        named.assign(date=named[end], turn=pd.Series(turn, named.index, dtype=object))
        for end, turn in (("from", Turn.CAME), ("to", Turn.LEFT))
    ]
    rows = pd.concat(both, ignore_index=True)[["date", "name", "role", "turn"]]
    age: pd.Series[int] = (pd.Timestamp(as_of) - rows["date"]).dt.days
    rows = rows.loc[age.between(0, RECENT_DAYS), :]
    return rows.sort_values(["date", "name"], ascending=[False, True], ignore_index=True)


@measure
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


@measure
def counted(roster: pd.DataFrame, directory: pd.DataFrame) -> pd.DataFrame:
    """Count the people of :func:`roster` and the organizations of :func:`directory`: one row.

    Columns: ``people``, ``in_office`` (people), ``organizations``, ``named`` (organizations that an event
    names).

    >>> roster = pd.DataFrame({"person_id": ["P1", "P1", "P2"], "held": [True, True, False]})
    >>> counted(roster, pd.DataFrame({"events": [2, 0, 0]}))
       people  in_office  organizations  named
    0       2          1              3      1
    """
    counts = {
        "people": roster["person_id"].nunique(),
        "in_office": roster.loc[roster["held"], "person_id"].nunique(),
        "organizations": len(directory),
        "named": int((directory["events"] > 0).sum()),
    }
    return pd.DataFrame([counts])
