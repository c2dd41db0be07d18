"""Answers how far each headline moves when one week, the class coding or the window length changes.

A headline whose sign flips under any of these must say so where it is first stated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.measures.nights import COVERAGE_NEEDED, nightly
from analysis.measures.phases import winters
from analysis.measures.sufficiency import INSUFFICIENT, OK, Day

THRESHOLD = 1000
WITHOUT_A_WEEK = 0.5
"""Share of nights that must be known when a week is left out on purpose: it is a quarter of 28 nights."""

Compute = Callable[[pd.DataFrame, int, float], float]


@dataclass(frozen=True)
class Headline:
    """One headline number: how it is computed from the nights, its window and the other windows to try.

    ``compute`` takes the wide nightly frame (index date; ``drones``, ``missiles``, ``hit``, ``engaged``), the
    window in nights and the share of its nights that must be known, else it gives NaN. ``neutral`` separates
    one sign from the other, NaN when there is none. ``reach``: nights back from ``as_of`` it can depend on.
    """

    name: str
    unit: str
    neutral: float
    window: int
    other_windows: tuple[int, ...]
    reach: int
    compute: Compute


def _halves(
    nights: pd.DataFrame, columns: list[str], window: int, share: float
) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Give the newest ``window`` nights and the ``window`` before, if both are known well enough."""
    if len(nights) < 2 * window:
        return None
    before, after = nights[columns].iloc[-2 * window : -window], nights[columns].iloc[-window:]
    known = min(half.notna().all(axis=1).sum() for half in (before, after))
    return (before, after) if known >= share * window else None


def _ratio(column: str) -> Compute:
    def compute(nights: pd.DataFrame, window: int, share: float) -> float:
        halves = _halves(nights, [column], window, share)
        if halves is None or not halves[0][column].mean() > 0:
            return np.nan
        return float(halves[1][column].mean() / halves[0][column].mean())

    return compute


def _missile_share_ratio(nights: pd.DataFrame, window: int, share: float) -> float:
    halves = _halves(nights, ["drones", "missiles"], window, share)
    if halves is None:
        return np.nan
    before, after = (half.dropna().sum() for half in halves)
    if not (before["missiles"] > 0 and after.sum() > 0):
        return np.nan
    return float((after["missiles"] / after.sum()) / (before["missiles"] / before.sum()))


def _neutralised_change(nights: pd.DataFrame, window: int, share: float) -> float:
    halves = _halves(nights, ["hit", "engaged"], window, share)
    if halves is None:
        return np.nan
    before, after = (half.dropna().sum() for half in halves)
    if not (before["engaged"] > 0 and after["engaged"] > 0):
        return np.nan
    return float(after["hit"] / after["engaged"] - before["hit"] / before["engaged"])


def _percentile(nights: pd.DataFrame, window: int, share: float) -> float:
    base, now = nights["drones"].iloc[:-1].dropna().tail(window), nights["drones"].iloc[-1]
    return float((base < now).mean()) if len(base) >= share * window and np.isfinite(now) else np.nan


def _monday(nights: pd.DataFrame) -> pd.DatetimeIndex:
    dates = pd.DatetimeIndex(nights.index)
    return dates - pd.to_timedelta(dates.day_of_week, unit="D")


def _weeks_above(nights: pd.DataFrame, window: int, share: float) -> float:
    weeks = nights.groupby(_monday(nights))["drones"].agg(["sum", "count", "size"])
    full = weeks[weeks["size"] == 7].tail(window // 7)
    known = full[full["count"] > 0]
    return float((known["sum"] > THRESHOLD).mean()) if len(known) >= share * window / 7 else np.nan


def _winter_ratio(nights: pd.DataFrame, window: int, share: float) -> float:
    pair = winters(as_of=nights.index[-1]).tail(2)
    if len(pair) < 2:
        return np.nan
    spans = zip(pair["first"], pair["last"], strict=True)
    before, after = (nights.loc[first:last, "drones"] for first, last in spans)
    length = max(window, (pair["last"] - pair["first"]).dt.days.max() + 1)
    if min(before.count(), after.count()) < share * length or not before.mean() > 0:
        return np.nan
    return float(after.mean() / before.mean())


_HALF_YEAR = (182, (140, 161, 210), 364)
HEADLINES = (
    Headline("drones, 28 nights against the 28 before", "ratio", 1.0, 28, (21, 35, 42), 56, _ratio("drones")),
    Headline("drones, 26 weeks against the 26 before", "ratio", 1.0, *_HALF_YEAR, _ratio("drones")),
    Headline("missiles, 26 weeks against the 26 before", "ratio", 1.0, *_HALF_YEAR, _ratio("missiles")),
    Headline(
        "missile share, 26 weeks against the 26 before", "ratio", 1.0, *_HALF_YEAR, _missile_share_ratio
    ),
    Headline(
        "neutralised share of drones, 26 weeks less the 26 before",
        "share",
        0.0,
        *_HALF_YEAR,
        _neutralised_change,
    ),
    Headline("drones, this winter against the last", "ratio", 1.0, 28, (), 365 + 182, _winter_ratio),
    Headline("percentile of the last night", "share", np.nan, 365, (182, 270, 540), 372, _percentile),
    Headline(
        f"weeks of a year above {THRESHOLD:,} drones", "share", np.nan, 364, (182, 273), 371, _weeks_above
    ),
)
CODINGS: Mapping[str, Mapping[str, str]] = {
    "bundled reports left out": {"mixed": "reconnaissance"},
    "bundled reports counted as drones": {"mixed": "drone"},
    "guided missiles left out": {"guided": "reconnaissance"},
    "aeroballistic missiles left out": {"aeroballistic": "reconnaissance"},
}


def robustness(strikes: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Range of each headline under all changes of one kind.

    Kinds: ``one week left out`` (each week that the headline can depend on, as unknown), ``class coding``
    (each of ``CODINGS``), ``window length`` (each other window of the headline), ``all``.

    Columns, one row per headline and kind: ``headline``, ``unit``, ``kind``, ``estimate`` (the headline
    itself), ``range_low``, ``range_high`` (over the changes and the headline: no confidence interval),
    ``lowest``, ``highest`` (the change that gives the end; blank if the headline does), ``n`` (changes
    tried), ``undefined`` (changes that leave too little data), ``neutral``, ``sign_flips`` (bool: some
    change puts the value on the other side of ``neutral``), ``status`` ("insufficient data" when under 80 %
    of its nights are known).

    >>> dates = pd.date_range("2025-01-01", periods=56)
    >>> strikes = pd.DataFrame({
    ...     "date": dates, "window": "night", "weapon_class": "drone", "launched": [10] * 28 + [20] * 28,
    ...     "shot_down": 5, "suppressed": 1, "outcome_basis": "separate"})
    >>> box = robustness(strikes, as_of="2025-02-25").query("kind == 'all' and status == 'ok'").iloc[0]
    >>> box["headline"], float(box["estimate"]), float(box["range_high"]), bool(box["sign_flips"])
    ('drones, 28 nights against the 28 before', 2.0, 2.0, False)
    """
    nights = _wide(strikes, as_of)
    coded = {name: _wide(_recoded(strikes, coding), as_of) for name, coding in CODINGS.items()}
    rows = []
    for headline in HEADLINES:
        value = headline.compute(nights, headline.window, COVERAGE_NEEDED)
        kinds = {
            "one week left out": _weeks_out(nights, headline),
            "class coding": {
                name: headline.compute(frame, headline.window, COVERAGE_NEEDED)
                for name, frame in coded.items()
            },
            "window length": {
                f"{window} nights": headline.compute(nights, window, COVERAGE_NEEDED)
                for window in headline.other_windows
            },
        }
        kinds["all"] = {name: result for changes in kinds.values() for name, result in changes.items()}
        rows += [_range_row(headline, value, kind, changes) for kind, changes in kinds.items()]
    return pd.DataFrame(rows)


def _wide(strikes: pd.DataFrame, as_of: Day) -> pd.DataFrame:
    """Nights to ``as_of``: drones and missiles launched, drones hit, and drones whose outcome is known."""
    long = nightly(strikes, as_of=as_of).set_index("date")
    long = long.astype({"launched": "float64", "neutralised": "float64"})
    drones, missiles = (long[long["weapon"] == weapon] for weapon in ("drone", "missile"))
    full_report = drones["suppressed"].notna() | (drones["outcome_basis"] == "merged")
    usable = full_report & (drones["neutralised"] <= drones["launched"])
    nights = pd.DataFrame(
        {
            "drones": drones["launched"],
            "missiles": missiles["launched"],
            "hit": drones["neutralised"].where(usable),
            "engaged": drones["launched"].where(usable),
        }
    )
    return nights if len(nights) else nights.reindex(pd.DatetimeIndex([pd.Timestamp(as_of)]))


def _recoded(strikes: pd.DataFrame, coding: Mapping[str, str]) -> pd.DataFrame:
    return strikes.assign(weapon_class=strikes["weapon_class"].replace(dict(coding)))


def _weeks_out(nights: pd.DataFrame, headline: Headline) -> dict[str, float]:
    """Compute the headline without each week in turn that it can depend on."""
    reached = nights.tail(headline.reach)
    monday = _monday(reached)
    results = {}
    for week in monday.unique():
        without = nights.copy()
        without.loc[reached.index[monday == week]] = np.nan
        results[f"week of {week:%Y-%m-%d}"] = headline.compute(without, headline.window, WITHOUT_A_WEEK)
    return results


def _range_row(
    headline: Headline, value: float, kind: str, changes: Mapping[str, float]
) -> dict[str, object]:
    known = bool(np.isfinite(value))
    defined = {name: result for name, result in changes.items() if known and np.isfinite(result)}
    everything = {"": value} | defined
    lowest, highest = min(everything, key=everything.__getitem__), max(everything, key=everything.__getitem__)
    side = value - headline.neutral
    return {
        "headline": headline.name,
        "unit": headline.unit,
        "kind": kind,
        "estimate": value,
        "range_low": everything[lowest],
        "range_high": everything[highest],
        "lowest": lowest,
        "highest": highest,
        "n": len(defined),
        "undefined": len(changes) - len(defined),
        "neutral": headline.neutral,
        "sign_flips": any((result - headline.neutral) * side < 0 for result in defined.values()),
        "status": OK if known else INSUFFICIENT,
    }
