"""Answers what each indicator on record says, how old it is, and how it moved within one definition.

A change is taken between two values of one series, definition, unit and claimant; where any of these differ,
there is no change to speak of.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from analysis.statistics.results import Day
from analysis.subject.attacks.windows import window_ratios
from analysis.subject.record import losses as claimed_losses
from analysis.subject.scenarios.signpost_series import trailing_shares
from analysis.subject.scenarios.signposts import STALE_AFTER_DAYS

BOUNDS = {"ge": "floor", "gt": "floor", "le": "ceiling", "lt": "ceiling"}
LEVEL, NIGHT, HISTORY = "level", "night", "history"
OVERVIEW, COMPUTED = "overview", "computed"
LOSSES_TO_DATE = "personnel-losses-cumulative"
STRIKES_CLAIMANT, OWN = "Ukrainian Air Force", "own computation"
_SAME = ["series", "definition_id", "unit", "claimant"]
_ONE_CLAIM = ["definition_id", "claimant"]
COLUMNS = [
    "name", "operator", "value", "value_high", "unit", "as_of", "age_days", "stale", "claimant",
    "definition_id", "section", "previous", "previous_as_of", "change", "change_of", "low", "high",
]  # fmt: skip


def recorded(indicators: pd.DataFrame, *, as_of: Day, war_start: Day) -> pd.DataFrame:
    """List every recorded indicator up to ``as_of`` with its age and its change.

    Columns: those of ``indicators`` and

    * ``age_days``; ``stale`` (bool: older than 90 days); ``superseded`` (bool: a newer value of the same
      series and definition is on record)
    * ``kind``: ``level``, ``night`` (the count of one night, which is no level) or ``history`` (dated before
      ``war_start``, of the historical cases, or an ordinal)
    * ``previous, previous_as_of`` and ``change`` (in the indicator's unit): against the value before of the
      same series, definition, unit and claimant; levels only
    * ``change_of``: ``level``, or ``floor`` or ``ceiling`` where both values are such bounds; blank without
      change

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
        (rows["as_of"] < pd.Timestamp(war_start)) | (rows["section"] == HISTORY) | (rows["unit"] == "ordinal")
    )
    kinds = [past, rows["date_precision"] == "night_of"]
    rows["kind"] = np.select(kinds, [HISTORY, NIGHT], LEVEL)
    return rows.assign(**_changes(rows))


def _changes(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the columns of change: levels only, each bound against bounds of its own kind."""
    bound = rows["operator"].map(BOUNDS).fillna(LEVEL)
    levels = rows[(rows["kind"] == LEVEL) & (rows["series"] != "")]
    before = levels.groupby([*_SAME, bound.reindex(levels.index)], dropna=False)[["value", "as_of"]].shift()
    before = before.reindex(rows.index)
    before = before.where(before["as_of"] < rows["as_of"])
    change = rows["value"] - before["value"]
    return {
        "previous": before["value"],
        "previous_as_of": before["as_of"],
        "change": change,
        "change_of": bound.where(change.notna(), ""),
    }


def stale(indicators: pd.DataFrame, *, computed: pd.DataFrame | None = None) -> pd.DataFrame:
    """Select the stale rows of :func:`recorded`: levels first, the oldest first of each kind.

    A value ``computed`` (as :func:`measured` returns it) of the same definition and claimant and of a later
    day supersedes a recorded one too.
    """
    rank = indicators["kind"].map({LEVEL: 0, NIGHT: 1, HISTORY: 2})
    rows = indicators.assign(rank=rank)[indicators["stale"]]
    if computed is not None and len(rows):
        known = computed[computed["value"].notna()].groupby(_ONE_CLAIM)["as_of"].max()
        newest = pd.Series(known.reindex(pd.MultiIndex.from_frame(rows[_ONE_CLAIM])).to_numpy(), rows.index)
        rows["superseded"] = rows["superseded"] | (newest > rows["as_of"])
    rows = rows.sort_values(["rank", "age_days", "indicator_id"], ascending=[True, False, True])
    return rows.drop(columns="rank").reset_index(drop=True)


def measured(strikes: pd.DataFrame, losses: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Compute the indicators that the strikes and the loss claims carry, each beside the period before.

    Returns rows with :data:`COLUMNS`: drones and missiles launched in seven days, the neutralised share of
    drones in 28 days and of ballistic missiles in 90 days with their 95 % intervals (``low, high``), the
    claimed losses a day in the newest whole month, and the claimed losses since the invasion. ``change`` is
    against the equally long period before, of the losses against the end of the month before; NaN where
    either is unknown.
    """
    days = pd.Timestamp(as_of)
    windows = window_ratios(strikes, as_of=as_of, lengths=[7]).to_dict("records")
    frame = pd.DataFrame(
        [
            *(_launched(window, last=days) for window in windows),
            _share(strikes, last=days, weapon="drone", days=28, name="Drones neutralised, 28 days"),
            _share(
                strikes,
                last=days,
                weapon="ballistic",
                days=90,
                name="Ballistics intercepted, 90 days",
            ),
            *_losses(losses, last=days),
            *_losses_to_date(losses, last=days),
        ],
        columns=COLUMNS,
    )
    frame["age_days"] = (days - frame["as_of"]).dt.days
    frame["stale"] = frame["age_days"] > STALE_AFTER_DAYS
    frame["change"] = frame["value"] - frame["previous"]
    frame["change_of"] = np.where(frame["change"].notna(), LEVEL, "")
    return frame


def _launched(window: dict[Hashable, Any], *, last: pd.Timestamp) -> dict[str, object]:
    weapon, known = str(window["weapon"]), window["nights_known"]
    return {
        "name": f"{weapon.capitalize()}s launched, {window['length']} days",
        "operator": "eq" if known == window["length"] else "ge",
        "value": window["launched"] if known else np.nan,
        "unit": f"{weapon}s",
        "as_of": last,
        "claimant": STRIKES_CLAIMANT,
        "definition_id": f"{weapon}s-launched",
        "section": COMPUTED,
        "previous": window["previous_launched"] if known == window["previous_nights_known"] else np.nan,
        "previous_as_of": last - pd.Timedelta(days=int(window["length"])),
    }


def _share(
    strikes: pd.DataFrame, *, last: pd.Timestamp, weapon: str, days: int, name: str
) -> dict[str, object]:
    before = last - pd.Timedelta(days=days)
    then, now = trailing_shares(strikes, as_of=last, weapon=weapon, days=days, ends=[before, last])
    return {
        "name": name,
        "operator": "eq",
        "value": now[0],
        "unit": "share",
        "as_of": last,
        "claimant": STRIKES_CLAIMANT,
        "definition_id": "drones-neutralised" if weapon == "drone" else "missiles-intercepted",
        "section": COMPUTED,
        "previous": then[0],
        "previous_as_of": before,
        "low": now[1],
        "high": now[2],
    }


def _losses(losses: pd.DataFrame, *, last: pd.Timestamp) -> list[dict[str, object]]:
    months = claimed_losses.monthly(losses, as_of=last)
    return [
        {
            "name": "Russian losses a day, last month",
            "operator": "eq",
            "value": month["mean_daily"],
            "unit": "persons per day",
            "as_of": month["month_end"],
            "claimant": month["claimant"],
            "definition_id": month["definition_id"],
            "section": COMPUTED,
            "previous": month["previous"],
            "previous_as_of": month["month_end"] - pd.offsets.MonthEnd(1),
        }
        for month in months[months["complete"]].tail(1).to_dict("records")
    ]


def _losses_to_date(losses: pd.DataFrame, *, last: pd.Timestamp) -> list[dict[str, object]]:
    """Return the claimed losses since the invasion at the newest day of record, beside the month before."""
    months = claimed_losses.monthly(losses, as_of=last)
    before = months[["cumulative_end", "month_end"]].shift()
    months = months.assign(before=before["cumulative_end"], before_as_of=before["month_end"])
    return [
        {
            "name": "Russian losses since the invasion",
            "operator": "eq",
            "value": month["cumulative_end"],
            "unit": "persons",
            "as_of": month["month_end"],
            "claimant": month["claimant"],
            "definition_id": LOSSES_TO_DATE,
            "section": COMPUTED,
            "previous": month["before"],
            "previous_as_of": month["before_as_of"],
        }
        for month in months.tail(1).to_dict("records")
    ]


def key_indicators(computed: pd.DataFrame, on_record: pd.DataFrame) -> pd.DataFrame:
    """Put the computed indicators and the levels of the page's overview into one table.

    ``computed`` comes from :func:`measured`, ``on_record`` from :func:`recorded`. Returns rows with
    :data:`COLUMNS`, the computed ones first, then the recorded levels, newest first. A night's counts, what
    the page itself derived and what is computed from the same claim are left to the list of all indicators.
    """
    stated = (on_record["kind"] == LEVEL) & (on_record["claimant"] != OWN)
    overview = on_record[stated & on_record["section"].str.startswith(OVERVIEW)]
    own = pd.MultiIndex.from_frame(overview[_ONE_CLAIM])
    overview = overview[~own.isin(pd.MultiIndex.from_frame(computed[_ONE_CLAIM]))]
    overview = overview.sort_values(["as_of", "indicator_id"], ascending=[False, True])
    overview = overview.reindex(columns=COLUMNS)
    parts = [part for part in (computed, overview) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else computed
