"""Answers what is claimed of the events, and what of it is disputed.

Claims on one quantity are laid side by side with their claimants; none is summed, averaged or preferred.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Day

SEVERITY = ("high", "medium", "low")
COUNTED = ("aircraft", "drones", "locations", "missiles", "persons")
"""Units that name what was counted, as the measure does; any other belongs to the value."""


@measure
def side_by_side(quantities: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Lay the claims on each quantity of an event side by side, in the order of time of the events.

    Returns the columns of ``quantities`` with ``event_date``, ``title`` (of the event) and ``claims`` (how
    many rows state this quantity), ``contested`` (bool: several rows and not one operator and value);
    ``unit`` is blank where the measure itself names what was counted.
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
    rows["unit"] = rows["unit"].mask(rows["unit"].isin(COUNTED), "")
    return rows.drop(columns="sequence")


@measure
def outcomes(stated: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Select of :func:`side_by_side` what is claimed of the events of one day, but not what was launched."""
    today = stated["event_date"] == pd.Timestamp(as_of)
    return stated[today & ~stated["measure"].str.endswith("launched")].reset_index(drop=True)


@measure
def disputes(discrepancies: pd.DataFrame) -> pd.DataFrame:
    """Order the noted discrepancies by severity, then by their number.

    Returns the columns of ``discrepancies`` and ``grave`` (bool: of the highest severity).
    """
    rank = discrepancies["severity"].map({severity: at for at, severity in enumerate(SEVERITY)})
    order = np.lexsort([discrepancies["discrepancy_id"], rank.fillna(len(SEVERITY))])
    rows = discrepancies.iloc[order].reset_index(drop=True)
    return rows.assign(grave=rows["severity"] == SEVERITY[0])
