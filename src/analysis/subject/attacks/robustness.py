"""Answers how far each headline moves when one week, the class coding or the window length changes.

A headline whose sign flips under any of these must say so where it is first stated.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.statistics.results import INSUFFICIENT, OK, Day
from analysis.subject.attacks.headlines import HEADLINES, Headline, Nights
from analysis.subject.attacks.nights import COVERAGE_NEEDED, nightly
from analysis.subject.attacks.phases import winters

WITHOUT_A_WEEK = 0.5
"""Share of nights that must be known when a week is left out on purpose: it is a quarter of 28 nights."""

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


def _wide(strikes: pd.DataFrame, as_of: Day) -> Nights:
    """Nights to ``as_of``: drones and missiles launched, drones hit, and drones whose outcome is known."""
    long = nightly(strikes, as_of=as_of).set_index("date")
    long = long.astype({"launched": "float64", "neutralised": "float64"})
    drones, missiles = (long[long["weapon"] == weapon] for weapon in ("drone", "missile"))
    full_report = drones["suppressed"].notna() | (drones["outcome_basis"] == "merged")
    usable = full_report & (drones["neutralised"] <= drones["launched"])
    table = pd.DataFrame(
        {
            "drones": drones["launched"],
            "missiles": missiles["launched"],
            "hit": drones["neutralised"].where(usable),
            "engaged": drones["launched"].where(usable),
        }
    )
    table = table if len(table) else table.reindex(pd.DatetimeIndex([pd.Timestamp(as_of)]))
    dates, pair = pd.DatetimeIndex(table.index), winters(as_of=table.index[-1]).tail(2)
    places = [
        dates.slice_indexer(first, last) for first, last in zip(pair["first"], pair["last"], strict=True)
    ]
    days = (pair["last"] - pair["first"]).dt.days + 1
    columns = {str(name): values.to_numpy(dtype=float) for name, values in table.items()}
    return Nights(dates, columns, tuple(zip(places, days, strict=True)))


def _recoded(strikes: pd.DataFrame, coding: Mapping[str, str]) -> pd.DataFrame:
    return strikes.assign(weapon_class=strikes["weapon_class"].replace(dict(coding)))


def _weeks_out(nights: Nights, headline: Headline) -> dict[str, float]:
    """Compute the headline without each week in turn that it can depend on."""
    reached = np.arange(len(nights.dates)) >= len(nights.dates) - headline.reach
    weeks, results = nights.weeks, {}
    for week in np.unique(weeks[reached]):
        without = nights.without(reached & (weeks == week))
        monday = np.datetime64(int(7 * week - 3), "D")
        results[f"week of {monday}"] = headline.compute(without, headline.window, WITHOUT_A_WEEK)
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
