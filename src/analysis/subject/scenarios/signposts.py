"""Answers how far each signpost is from its threshold today, and how ordinary it is to be past it.

Its base rate says how often the past year's windows met the same threshold. What was met on the day it was
stated marks no change while it stays met. None of it is a probability.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Day, Verdict, require_columns
from analysis.subject.scenarios.signpost_series import met

STALE_AFTER_DAYS = 90
WINDOWS_NEEDED = 10  # known windows of the past year, to say how usual a state is


class State(Verdict):
    """How a signpost stands; stale: its newest value is older than 90 days; unknown: none is on record."""

    MET = "met"
    MET_WHEN_STATED = "met when stated"
    NOT_MET = "not met"
    STALE = "stale"
    UNKNOWN = "unknown"


class Rule(Verdict):
    """What meets a signpost's threshold: a value on one side of it, a change within it, or an event."""

    AT_LEAST = "ge"
    OVER = "gt"
    AT_MOST = "le"
    UNDER = "lt"
    WITHIN = "abs_le"
    EVENT = "event"


class Reading(Verdict):
    """What a signpost's value is: a share, another level, or an event that happened or is not on record."""

    SHARE = "share"
    LEVEL = "level"
    HAPPENED = "happened"
    NOT_ON_RECORD = "not on record"


COMPUTED, RECORDED, JUDGED, NOTHING = "computed", "recorded", "judged", "none"
_SIGNPOST_COLUMNS = ["signpost_id", "direction", "threshold", "window", "series", "baseline_value"]
_VALUE_COLUMNS = ["x", "x_low", "x_high", "value_as_of", "basis"]
_BASE_COLUMNS = [
    "windows_met", "windows_known", "windows_unknown", "windows", "base_rate", "x_min", "x_max",
    "windows_are", "window_days", "windows_end",
]  # fmt: skip


@measure
def evaluated(
    signposts: pd.DataFrame, *, series: pd.DataFrame, indicators: pd.DataFrame, as_of: Day
) -> pd.DataFrame:
    """Evaluate every signpost at ``as_of``.

    ``series`` comes from :func:`signposts_series.computed_series`; a signpost whose series is not in it takes
    the newest value of that series in ``indicators``, an event the analyst's reading in ``baseline_value``.
    Columns: those of ``signposts`` but the record's ``status``, and

    * ``rule`` (ge, gt, le, lt, abs_le: a change within the threshold either way, event)
    * ``x`` (in the signpost's unit; events: 1 yes, 0 no), ``x_low, x_high`` (interval of a share),
      ``value_as_of`` (date), ``age_days``, ``basis`` (computed, recorded, judged, none); ``reading``
      (share, level, happened, not on record; missing where no value is known)
    * ``distance``: how far ``x`` is past the threshold, in its unit (negative: short of it); NaN for events
    * ``relative``: ``distance`` as a share of the threshold
    * ``state``: met, met when stated (see :func:`met_when_stated`), not met, stale (older than 90 days),
      unknown; ``move``: the threshold where it was met when stated, and crossing it back would be news, else
      missing; ``clear`` (bool): an interval of ``x`` excludes the threshold (always true without interval)
    * ``seen`` (share): how usual the state is, met or not: the share of the past year's known windows that
      stood as it does now; where there are no windows, 1 if it stands as on the day it was stated (an event
      not on record does) and 0 if it has moved since; NaN where neither is known, or fewer than ten windows
    * ``windows_met``, ``windows_known``, ``windows_unknown``, ``windows`` (counts), ``base_rate`` (share of
      the known windows; NaN where the past year has no series), ``x_min``, ``x_max`` (range over the known
      windows), ``windows_are`` (kind of the windows, see :class:`signpost_series.Windows`; missing without a
      series), ``window_days``, ``windows_end`` (date)
    """
    require_columns(signposts, _SIGNPOST_COLUMNS, measure="evaluated")
    rows = signposts.drop(columns="status", errors="ignore")  # of the record, not of a result
    rows = rows.sort_values("signpost_id").reset_index(drop=True)
    values = [_value(row, series=series, indicators=indicators, as_of=as_of) for _, row in rows.iterrows()]
    rows[_VALUE_COLUMNS] = pd.DataFrame(values, columns=_VALUE_COLUMNS, index=rows.index)
    rows["value_as_of"] = pd.to_datetime(rows["value_as_of"]).astype("datetime64[us]")
    rows["age_days"] = (pd.Timestamp(as_of) - rows["value_as_of"]).dt.days.astype("Int64")
    rows["distance"] = _distance(rows)
    rows["relative"] = rows["distance"] / rows["threshold"].abs().where(rows["threshold"] != 0)
    rows["rule"] = pd.Series([_rule(row) for _, row in rows.iterrows()], dtype="object")
    rows["reading"] = pd.Series([_reading(row) for _, row in rows.iterrows()], dtype="object")
    rows["state"] = _state(rows)
    rows["move"] = rows["threshold"].where(rows["state"] == State.MET_WHEN_STATED)
    outside = (rows["x_low"] > rows["threshold"]) | (rows["x_high"] < rows["threshold"])
    rows["clear"] = rows["x_low"].isna() | outside
    base = [_base_rate(row, series) for _, row in rows.iterrows()]
    table = pd.concat([rows, pd.DataFrame(base, index=rows.index, columns=_BASE_COLUMNS)], axis=1)
    return table.assign(seen=_seen(table))


def _value(
    row: pd.Series, *, series: pd.DataFrame, indicators: pd.DataFrame, as_of: Day
) -> tuple[float, float, float, object, str]:
    """Return x, x_low, x_high, its date and its basis for one signpost."""
    windows = series[(series["series"] == row["series"]) & series["x"].notna()]
    if len(windows):
        last = windows.iloc[-1]
        return last["x"], last["x_low"], last["x_high"], last["window_end"], COMPUTED
    recorded = _recorded(indicators, str(row["series"]), as_of=as_of)
    if row["direction"] == "abs_le":
        return _change(recorded, days=_days(str(row["window"])))
    if len(recorded):
        last = recorded.iloc[-1]
        return last["value"], np.nan, np.nan, last["as_of"], RECORDED
    if row["window"] == "event" and pd.notna(row["baseline_value"]):
        return row["baseline_value"], np.nan, np.nan, row["baseline_as_of"], JUDGED
    return np.nan, np.nan, np.nan, pd.NaT, NOTHING


def _recorded(indicators: pd.DataFrame, name: str, *, as_of: Day) -> pd.DataFrame:
    """Return the values of a recorded series, oldest first; on one day a stated value stands after bounds."""
    own = indicators[(indicators["series"] == name) & indicators["value"].notna() & (name != "")]
    own = own[own["as_of"] <= pd.Timestamp(as_of)]
    exact = own["operator"].isin(["eq", "approx"])
    return own.assign(exact=exact).sort_values(["as_of", "exact", "indicator_id"])


def _change(recorded: pd.DataFrame, *, days: int) -> tuple[float, float, float, object, str]:
    """Return the change over the window: it needs a value now and one between one and two windows before."""
    if recorded.empty:
        return np.nan, np.nan, np.nan, pd.NaT, NOTHING
    last = recorded.iloc[-1]
    age = (last["as_of"] - recorded["as_of"]).dt.days
    before = recorded[age.between(days, 2 * days)]
    if before.empty:
        return np.nan, np.nan, np.nan, pd.NaT, NOTHING
    return last["value"] - before["value"].iloc[-1], np.nan, np.nan, last["as_of"], RECORDED


def _days(window: str) -> int:
    return int(window.split()[0])


def _distance(rows: pd.DataFrame) -> pd.Series:
    past = rows["x"] - rows["threshold"]
    past = past.mask(rows["direction"].isin(["le", "lt"]), -past)
    past = past.mask(rows["direction"] == "abs_le", rows["threshold"] - rows["x"].abs())
    return past.mask(rows["window"] == "event")


def _rule(row: pd.Series) -> Rule:
    return Rule.EVENT if row["window"] == "event" else Rule(row["direction"])


def _reading(row: pd.Series) -> Reading | None:
    if pd.isna(row["x"]):
        return None
    if row["rule"] is not Rule.EVENT:
        return Reading.SHARE if row["unit"] == "share" else Reading.LEVEL
    return Reading.HAPPENED if row["x"] else Reading.NOT_ON_RECORD


def _state(rows: pd.DataFrame) -> pd.Series:
    state = pd.Series(State.NOT_MET, index=rows.index, dtype="object")
    reached = _reached(rows, "x")
    state = state.mask(reached, State.MET).mask(reached & met_when_stated(rows), State.MET_WHEN_STATED)
    state = state.mask((rows["age_days"] > STALE_AFTER_DAYS).fillna(False), State.STALE)
    return state.mask(rows["x"].isna(), State.UNKNOWN)


def _reached(rows: pd.DataFrame, column: str) -> pd.Series:
    """Say of each row whether its value in ``column`` meets its own threshold; a missing one never does."""
    own = zip(rows[column].astype("float64"), rows["direction"], rows["threshold"], strict=True)
    reached = [met(pd.Series([x]), direction=direction, threshold=to).iloc[0] for x, direction, to in own]
    return pd.Series(reached, index=rows.index, dtype="bool")


def met_when_stated(signposts: pd.DataFrame) -> pd.Series:
    """Say of each signpost whether its baseline, the value known when it was stated, met its threshold.

    Whoever stated such a threshold knew that it was met: while it stays met it tells nothing new and cannot
    tell one scenario from another; only its loss would. A blank baseline says nothing: a computed series has
    its base rate instead, and of a change (``abs_le``) the baseline is the level it starts from.

    >>> offered = {"direction": "ge", "threshold": 15.0, "baseline_value": 15.0}
    >>> met_when_stated(pd.DataFrame([offered, offered | {"threshold": 20.0}])).tolist()
    [True, False]
    """
    return _reached(signposts, "baseline_value") & (signposts["direction"] != "abs_le")


def _seen(rows: pd.DataFrame) -> pd.Series:
    """Say how usual the present state of each signpost is; see :func:`evaluated`."""
    reached = _reached(rows, "x")
    of_windows = rows["base_rate"].where(reached, 1 - rows["base_rate"])
    stated = rows["baseline_value"].notna() & (rows["direction"] != "abs_le")
    since_stated = (reached == _reached(rows, "baseline_value")).astype("float64").where(stated)
    seen = of_windows.where(rows["windows_known"] >= WINDOWS_NEEDED)
    seen = seen.where(rows["windows"] > 0, since_stated)
    return seen.where(rows["x"].notna())


def _base_rate(row: pd.Series, series: pd.DataFrame) -> dict[str, object]:
    windows = series[series["series"] == row["series"]]
    known = windows["x"].dropna()
    reached = int(met(known, direction=row["direction"], threshold=row["threshold"]).sum())
    return {
        "windows_met": reached,
        "windows_known": len(known),
        "windows_unknown": len(windows) - len(known),
        "windows": len(windows),
        "base_rate": reached / len(known) if len(known) else np.nan,
        "x_min": known.min(),
        "x_max": known.max(),
        "windows_are": windows["windows_are"].iloc[-1] if len(windows) else None,
        "window_days": windows["window_days"].iloc[-1] if len(windows) else np.nan,
        "windows_end": windows["window_end"].max(),
    }
