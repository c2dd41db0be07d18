"""Answers what is claimed of the events, what of the events of one day, and what of it is disputed.

Claims on one quantity are laid side by side with their claimants; none is summed, averaged or preferred.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Day, Verdict

SEVERITY = ("high", "medium", "low")
COUNTED = ("aircraft", "drones", "locations", "missiles", "persons")
"""Units that name what was counted, as the measure does; any other belongs to the value."""
DEATHS = "deaths_civilian"


class Aspect(Verdict):
    """Of what kind a claim on an event is, in the order in which a reader asks."""

    LAUNCHED = "launched"
    STOPPED = "stopped"
    HIT = "hit"
    KILLED = "killed"
    HURT = "hurt"
    OTHER = "other"


_ASPECTS = {
    "_launched": Aspect.LAUNCHED, "_used": Aspect.LAUNCHED, "_intercepted": Aspect.STOPPED,
    "_hit": Aspect.HIT, "deaths": Aspect.KILLED, "injured": Aspect.HURT,
}  # fmt: skip


@measure
def side_by_side(quantities: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Lay the claims on each quantity of an event side by side, in the order of time of the events.

    Returns the columns of ``quantities`` with ``event_date``, ``title``, ``place`` (of the event),
    ``claims`` (how many rows state this quantity) and ``contested`` (bool: several rows and not one operator
    and value); ``unit`` is blank where the measure itself names what was counted.
    """
    dated = events[["event_id", "event_date", "sequence", "title", "place"]]
    rows = quantities.merge(dated, on="event_id", how="inner")
    rows = rows.sort_values(["event_date", "sequence", "measure", "as_of", "quantity_id"]).reset_index(
        drop=True
    )
    groups = rows.assign(stated=rows["operator"] + rows["value"].astype("str")).groupby(
        ["event_id", "measure"]
    )
    rows["claims"] = groups["stated"].transform("size")
    rows["contested"] = groups["stated"].transform("nunique") > 1
    rows["unit"] = rows["unit"].mask(rows["unit"].isin(COUNTED), "")
    return rows.drop(columns="sequence")


@measure
def of_the_day(stated: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Select of :func:`side_by_side` what is claimed of one day, in the order in which a reader asks.

    Column added: ``aspect``, an `Aspect`.
    """
    today = stated[stated["event_date"] == pd.Timestamp(as_of)]
    aspects = today["measure"].map(_aspect)
    order = aspects.map({aspect: at for at, aspect in enumerate(Aspect)})
    return today.assign(aspect=aspects).loc[order.sort_values(kind="stable").index].reset_index(drop=True)


def _aspect(name: str) -> Aspect:
    """Say of what kind a measure of an event is.

    >>> _aspect("drones_launched"), _aspect("deaths_civilian_kyiv_city")
    (<Aspect.LAUNCHED: 'launched'>, <Aspect.KILLED: 'killed'>)
    """
    found = (aspect for word, aspect in _ASPECTS.items() if word in name)
    return next(found, Aspect.OTHER)


@measure
def toll(today: pd.DataFrame) -> pd.DataFrame:
    """Return the highest claim of civilians killed in one event of :func:`of_the_day`: one row.

    Columns: ``killed`` (NA where none is claimed), ``operator`` (of the claim), ``claimant``, ``claims`` (how
    many claims there are but on what was launched).

    >>> today = pd.DataFrame({"measure": ["deaths_civilian"], "value": [2.0], "operator": ["eq"],
    ...     "claimant": ["mayor"], "aspect": [Aspect.KILLED]})
    >>> toll(today)[["killed", "claimant", "claims"]].to_numpy().tolist()
    [[2, 'mayor', 1]]
    """
    deaths = today[today["measure"] == DEATHS].nlargest(1, "value")
    row = {
        "killed": int(deaths["value"].item()) if len(deaths) else pd.NA,
        "operator": "".join(deaths["operator"]),
        "claimant": "".join(deaths["claimant"]),
        "claims": int((today["aspect"] != Aspect.LAUNCHED).sum()),
    }
    return pd.DataFrame([row])


@measure
def disputes(discrepancies: pd.DataFrame) -> pd.DataFrame:
    """Order the noted discrepancies by severity, then by their number.

    Returns the columns of ``discrepancies`` and ``grave`` (bool: of the highest severity).
    """
    rank = discrepancies["severity"].map({severity: at for at, severity in enumerate(SEVERITY)})
    order = np.lexsort([discrepancies["discrepancy_id"], rank.fillna(len(SEVERITY))])
    rows = discrepancies.iloc[order].reset_index(drop=True)
    return rows.assign(grave=rows["severity"] == SEVERITY[0])
