"""Answers what is missing, uncertain or inconsistent in the strike series, in counts a reader can weigh.

Nothing is repaired here: rows with contradictory outcomes are counted, flagged and left out of shares.
"""

from __future__ import annotations

import pandas as pd

from analysis.statistics.results import Day
from analysis.subject.attacks.nights import nightly, strikes_to

YEAR_NIGHTS = 365


def data_quality(strikes: pd.DataFrame, *, as_of: Day, revisions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Count what is unknown, unreported or contradictory in the series up to ``as_of``.

    ``revisions`` has a column ``change`` with ``revised`` or ``retracted`` (as ``Dataset.revisions`` gives);
    without it the revisions are unknown, not none.

    Columns, one row per ``item``: ``item`` (text), ``value`` (Int64), ``out_of`` (Int64, the whole it is
    part of; NA where there is none), ``estimate`` (value / out_of), ``consequence`` (how the measures treat
    it).

    >>> strikes = pd.DataFrame({
    ...     "date": pd.to_datetime(["2025-01-01", "2025-01-03"]), "window": "night", "weapon_class": "drone",
    ...     "launched": [10, 20], "shot_down": [6, 18], "suppressed": [2, 4], "outcome_basis": "separate"})
    >>> data_quality(strikes, as_of="2025-01-04").head(3)[["item", "value", "out_of"]]
                               item  value  out_of
    0     nights without any record      2       4
    1  nights without a drone count      2       4
    2     the same, last 365 nights      2       4
    """
    rows = strikes_to(strikes, as_of=as_of)
    drones = nightly(strikes, as_of=as_of).query("weapon == 'drone'")
    unknown = drones["launched"].isna()
    drone_rows = rows[rows["weapon_class"] == "drone"]
    separate = drone_rows[drone_rows["outcome_basis"] != "merged"]
    above = (rows["neutralised"] > rows["launched"]).fillna(False)
    changes = pd.Series(dtype="str") if revisions is None else revisions["change"]
    known_changes = revisions is not None
    items = [
        ("nights without any record", (~drones["recorded"]).sum(), len(drones), "unknown, never zero"),
        ("nights without a drone count", unknown.sum(), len(drones), "unknown, never zero"),
        _recent(unknown),
        (
            "rows with unknown launches",
            rows["launched"].isna().sum(),
            len(rows),
            "the night's total is unknown",
        ),
        ("rows with unknown hits", rows["shot_down"].isna().sum(), len(rows), "the night enters no share"),
        ("rows with outcomes above launches", above.sum(), len(rows), "the night enters no share"),
        (
            "drone rows without reported suppression, to the definition break",
            separate["suppressed"].isna().sum(),
            len(separate),
            "the neutralised share is a floor; left out of its trend",
        ),
        (
            "rows of bundled missile classes",
            (rows["weapon_class"] == "mixed").sum(),
            len(rows),
            "in totals only",
        ),
        (
            "rows revised",
            (changes == "revised").sum() if known_changes else pd.NA,
            pd.NA,
            "the newest stands",
        ),
        ("rows retracted", (changes == "retracted").sum() if known_changes else pd.NA, pd.NA, "left out"),
    ]
    table = pd.DataFrame(items, columns=["item", "value", "out_of", "consequence"])
    table = table.astype({"value": "Int64", "out_of": "Int64"})
    table["estimate"] = table["value"].astype("float64") / table["out_of"].where(table["out_of"] > 0).astype(
        "float64"
    )
    return table[["item", "value", "out_of", "estimate", "consequence"]]


def _recent(unknown: pd.Series) -> tuple[str, int, int, str]:
    newest = unknown.tail(YEAR_NIGHTS)
    return (f"the same, last {YEAR_NIGHTS} nights", int(newest.sum()), len(newest), "unknown, never zero")
