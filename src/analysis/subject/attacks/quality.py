"""Answers what is missing, uncertain or inconsistent in the strike series, in counts a reader can weigh.

Nothing is repaired here: rows with contradictory outcomes are counted, flagged and left out of shares.
"""

from __future__ import annotations

import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Day, Verdict
from analysis.subject.attacks.coverage import YEAR_NIGHTS
from analysis.subject.attacks.nights import nightly, strikes_to


class Item(Verdict):
    """What is counted as missing, contradictory or revised."""

    NO_RECORD = "no record"
    NO_COUNT = "no drone count"
    NO_RECENT_COUNT = "no recent drone count"
    NO_LAUNCHES = "no launches"
    NO_HITS = "no hits"
    CONTRADICTION = "outcomes above launches"
    NO_SUPPRESSION = "no suppression"
    BUNDLED = "bundled classes"
    REVISED = "revised"
    RETRACTED = "retracted"


class Treatment(Verdict):
    """What the measures make of it."""

    UNKNOWN = "unknown"
    TOTAL_UNKNOWN = "total unknown"
    NO_SHARE = "no share"
    FLOOR = "floor"
    TOTALS_ONLY = "totals only"
    NEWEST_STANDS = "newest stands"
    LEFT_OUT = "left out"


@measure
def data_quality(strikes: pd.DataFrame, *, as_of: Day, revisions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Count what is unknown, unreported or contradictory in the series up to ``as_of``.

    ``revisions`` has a column ``change`` with ``revised`` or ``retracted`` (as ``Dataset.revisions`` gives);
    without it the revisions are unknown, not none.

    Columns, one row per ``item`` (an `Item`): ``value`` (Int64, nights or rows), ``out_of`` (Int64, the
    whole it is part of; NA where there is none), ``estimate`` (value / out_of), ``treatment`` (a
    `Treatment`: what the measures make of it). Reported suppression is missing only where it is counted
    apart, that is in drone rows before the definition break.

    >>> strikes = pd.DataFrame({
    ...     "date": pd.to_datetime(["2025-01-01", "2025-01-03"]), "window": "night", "weapon_class": "drone",
    ...     "launched": [10, 20], "shot_down": [6, 18], "suppressed": [2, 4], "outcome_basis": "separate"})
    >>> data_quality(strikes, as_of="2025-01-04").head(3)[["item", "value", "out_of"]]
                        item  value  out_of
    0              no record      2       4
    1         no drone count      2       4
    2  no recent drone count      2       4
    """
    rows = strikes_to(strikes, as_of=as_of)
    drones = nightly(strikes, as_of=as_of).query("weapon == 'drone'")
    unknown = drones["launched"].isna()
    drone_rows = rows[rows["weapon_class"] == "drone"]
    separate = drone_rows[drone_rows["outcome_basis"] != "merged"]
    above = (rows["neutralised"] > rows["launched"]).fillna(False)
    recent = unknown.tail(YEAR_NIGHTS)
    changes = ("revised", "retracted")
    revised, retracted = (
        pd.NA if revisions is None else (revisions["change"] == one).sum() for one in changes
    )
    items = [
        (Item.NO_RECORD, (~drones["recorded"]).sum(), len(drones), Treatment.UNKNOWN),
        (Item.NO_COUNT, unknown.sum(), len(drones), Treatment.UNKNOWN),
        (Item.NO_RECENT_COUNT, recent.sum(), len(recent), Treatment.UNKNOWN),
        (Item.NO_LAUNCHES, rows["launched"].isna().sum(), len(rows), Treatment.TOTAL_UNKNOWN),
        (Item.NO_HITS, rows["shot_down"].isna().sum(), len(rows), Treatment.NO_SHARE),
        (Item.CONTRADICTION, above.sum(), len(rows), Treatment.NO_SHARE),
        (Item.NO_SUPPRESSION, separate["suppressed"].isna().sum(), len(separate), Treatment.FLOOR),
        (Item.BUNDLED, (rows["weapon_class"] == "mixed").sum(), len(rows), Treatment.TOTALS_ONLY),
        (Item.REVISED, revised, pd.NA, Treatment.NEWEST_STANDS),
        (Item.RETRACTED, retracted, pd.NA, Treatment.LEFT_OUT),
    ]
    table = pd.DataFrame(items, columns=["item", "value", "out_of", "treatment"])
    table = table.astype({"value": "Int64", "out_of": "Int64"})
    whole = table["out_of"].where(table["out_of"] > 0).astype("float64")
    return table.assign(estimate=table["value"].astype("float64") / whole)
