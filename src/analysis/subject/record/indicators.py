"""Answers what each indicator on record says, how old it is, and how it moved within one definition.

A change is taken between two values of one series, definition, unit and claimant; where any of these differ,
there is no change to speak of.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Day, Verdict
from analysis.subject.scenarios.signposts import STALE_AFTER_DAYS

OVERVIEW = "overview"
OWN = "own computation"
_SAME = ["series", "definition_id", "unit", "claimant"]
ONE_CLAIM = ["definition_id", "claimant"]
COLUMNS = [
    "name", "operator", "value", "value_high", "unit", "as_of", "age_days", "stale", "claimant",
    "definition_id", "section", "previous", "previous_as_of", "change", "change_of",
]  # fmt: skip


class Kind(Verdict):
    """Whether an indicator goes out of date: a level does, the count of a night and history do not."""

    LEVEL = "level"
    NIGHT = "night"
    HISTORY = "history"


class Stated(Verdict):
    """As what the two values are stated that a change is taken of: as values, or both as a bound."""

    VALUE = "value"
    FLOOR = "floor"
    CEILING = "ceiling"


_STATED = {"ge": Stated.FLOOR, "gt": Stated.FLOOR, "le": Stated.CEILING, "lt": Stated.CEILING}


@measure
def recorded(indicators: pd.DataFrame, *, as_of: Day, war_start: Day) -> pd.DataFrame:
    """List every recorded indicator up to ``as_of`` with its age and its change.

    Columns: those of ``indicators`` and

    * ``age_days``; ``stale`` (bool: older than 90 days); ``superseded`` (bool: a newer value of the same
      series and definition is on record)
    * ``kind``, a `Kind`: a level, the count of one night, or history (dated before ``war_start``, of the
      historical cases, or an ordinal)
    * ``previous, previous_as_of`` and ``change`` (in the indicator's unit): against the value before of the
      same series, definition, unit and claimant; levels only
    * ``change_of``, a `Stated`: value, or floor or ceiling where both values are such bounds; missing
      without change

    >>> indicators = pd.DataFrame({
    ...     "indicator_id": ["A", "B"], "series": "losses", "definition_id": "D", "unit": "persons",
    ...     "claimant": "X", "operator": ["gt", "gt"], "value": [1.0e6, 1.2e6], "date_precision": "day",
    ...     "section": "overview",
    ...     "as_of": pd.to_datetime(["2025-06-12", "2026-01-05"])})
    >>> shown = recorded(indicators, as_of="2026-01-05", war_start="2022-02-24")
    >>> shown[["age_days", "stale", "superseded", "change"]]
       age_days  stale  superseded    change
    0       207   True        True       NaN
    1         0  False       False  200000.0
    """
    rows = indicators[indicators["as_of"] <= pd.Timestamp(as_of)]
    rows = rows.sort_values(["as_of", "indicator_id"]).reset_index(drop=True)
    rows["age_days"] = (pd.Timestamp(as_of) - rows["as_of"]).dt.days
    rows["stale"] = rows["age_days"] > STALE_AFTER_DAYS
    newest = rows.groupby(["series", "definition_id"], dropna=False)["as_of"].transform("max")
    rows["superseded"] = (rows["as_of"] < newest) & (rows["series"] != "")
    past = (
        (rows["as_of"] < pd.Timestamp(war_start))
        | (rows["section"] == Kind.HISTORY)
        | (rows["unit"] == "ordinal")
    )
    night = rows["date_precision"] == "night_of"
    kinds = np.select([past, night], [Kind.HISTORY.value, Kind.NIGHT.value], Kind.LEVEL.value)
    rows["kind"] = pd.Series(kinds, rows.index).map(Kind)
    return rows.assign(**_changes(rows))


def _changes(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the columns of change: levels only, each bound against bounds of its own kind."""
    bound = rows["operator"].map(lambda operator: _STATED.get(operator, Stated.VALUE))
    levels = rows[(rows["kind"] == Kind.LEVEL) & (rows["series"] != "")]
    before = levels.groupby([*_SAME, bound.reindex(levels.index)], dropna=False)[["value", "as_of"]].shift()
    before = before.reindex(rows.index)
    before = before.where(before["as_of"] < rows["as_of"])
    change = rows["value"] - before["value"]
    return {
        "previous": before["value"],
        "previous_as_of": before["as_of"],
        "change": change,
        "change_of": bound.where(change.notna(), None),
    }


@measure
def stale(indicators: pd.DataFrame, *, computed: pd.DataFrame | None = None) -> pd.DataFrame:
    """Select the stale rows of :func:`recorded`: levels first, the oldest first of each kind.

    A value ``computed`` (as ``computed.measured`` returns it) of the same definition and claimant and of a
    later day supersedes a recorded one too. Column added: ``unreplaced`` (bool: a level for which nothing
    newer is on record).
    """
    rows = indicators[indicators["stale"]]
    if computed is not None and len(rows):
        known = computed[computed["value"].notna()].groupby(ONE_CLAIM)["as_of"].max()
        newest = pd.Series(known.reindex(pd.MultiIndex.from_frame(rows[ONE_CLAIM])).to_numpy(), rows.index)
        rows = rows.assign(superseded=rows["superseded"] | (newest > rows["as_of"]))
    rows = rows.assign(unreplaced=(rows["kind"] == Kind.LEVEL) & ~rows["superseded"])
    rows = rows.sort_values(["kind", "age_days", "indicator_id"], ascending=[True, False, True])
    return rows.reset_index(drop=True)


@measure
def counted(indicators: pd.DataFrame, stale: pd.DataFrame) -> pd.DataFrame:
    """Count the indicators of :func:`recorded` and of :func:`stale`: one row.

    Columns: ``recorded``, ``limit`` (days after which one is stale), ``stale``, ``history`` (of these),
    ``unreplaced`` (levels for which nothing newer is on record).

    >>> old = pd.DataFrame({"kind": [Kind.LEVEL, Kind.HISTORY], "unreplaced": [True, False]})
    >>> counted(pd.DataFrame({"name": ["a", "b", "c"]}), old)
       recorded  limit  stale  history  unreplaced
    0         3     90      2        1           1
    """
    counts = {
        "recorded": len(indicators),
        "limit": STALE_AFTER_DAYS,
        "stale": len(stale),
        "history": int((stale["kind"] == Kind.HISTORY).sum()),
        "unreplaced": int(stale["unreplaced"].sum()),
    }
    return pd.DataFrame([counts])


@measure
def key_indicators(computed: pd.DataFrame, on_record: pd.DataFrame) -> pd.DataFrame:
    """Put the computed indicators and the levels of the page's overview into one table.

    ``computed`` comes from ``computed.measured``, ``on_record`` from :func:`recorded`. Returns rows with the
    columns of ``computed``, its own first, then the recorded levels, newest first. A night's counts, what
    the page itself derived and what is computed from the same claim are left to the list of all indicators.
    """
    stated = (on_record["kind"] == Kind.LEVEL) & (on_record["claimant"] != OWN)
    overview = on_record[stated & on_record["section"].str.startswith(OVERVIEW)]
    own = pd.MultiIndex.from_frame(overview[ONE_CLAIM])
    overview = overview[~own.isin(pd.MultiIndex.from_frame(computed[ONE_CLAIM]))]
    overview = overview.sort_values(["as_of", "indicator_id"], ascending=[False, True])
    overview = overview.reindex(columns=computed.columns)
    parts = [part for part in (computed, overview) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else computed
