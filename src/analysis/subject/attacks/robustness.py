"""Answers how far each headline moves when one week, the class coding or the window length changes.

A headline whose sign flips under any of these must say so where it is first stated.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import INSUFFICIENT, OK, Day, Verdict, status
from analysis.subject.attacks.headlines import HEADLINES, Headline, Nights
from analysis.subject.attacks.nights import COVERAGE_NEEDED, nightly
from analysis.subject.attacks.phases import winters

WITHOUT_A_WEEK = 0.5
"""Share of nights that must be known when a week is left out on purpose: it is a quarter of 28 nights."""

CODINGS: Mapping[str, Mapping[str, str]] = {
    "no bundles": {"mixed": "reconnaissance"},
    "bundles as drones": {"mixed": "drone"},
    "no guided": {"guided": "reconnaissance"},
    "no aeroballistic": {"aeroballistic": "reconnaissance"},
}
KINDS = ("week", "coding", "window")
Change = tuple[str, object]


class Turning(Verdict):
    """Whether any headline reverses under some choice."""

    NONE = "none"
    SOME = "some"


class Robust(Verdict):
    """Whether a headline keeps its direction under all choices; one without a direction has none to keep."""

    HOLDS = "holds"
    TURNS = "turns"
    UNDIRECTED = "undirected"


@measure
def robustness(strikes: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Range of each headline when one choice changes.

    Kinds of choice: ``week`` (each week that the headline can depend on, left out as unknown), ``coding``
    (each of ``CODINGS``), ``window`` (each other window of the headline).

    Columns, one row per headline: ``headline`` (its name in ``HEADLINES``), ``unit`` (none: a ratio;
    ``share``; ``percentage points``), ``neutral`` (the value of no difference, NaN where there is none),
    ``estimate`` (the headline itself), ``low``, ``high`` (over all changes and the headline: no confidence
    interval), and by kind ``week_low``, ``week_high``, ``coding_low`` …; ``…_low`` is NaN where the ends
    agree to two decimals, both are where no change could be tried. ``n`` (changes tried), ``status``
    ("insufficient data" when under 80 % of its nights are known), ``verdict`` (`Robust`; none if
    insufficient); the change that puts it farthest on the other side of ``neutral``: ``turned_week`` (its
    Monday), ``turned_coding`` (a key of ``CODINGS``) or ``turned_window`` (nights), the others missing.

    >>> dates = pd.date_range("2025-01-01", periods=56)
    >>> strikes = pd.DataFrame({
    ...     "date": dates, "window": "night", "weapon_class": "drone", "launched": [10] * 28 + [20] * 28,
    ...     "shot_down": 5, "suppressed": 1, "outcome_basis": "separate"})
    >>> box = robustness(strikes, as_of="2025-02-25").query("status == 'ok'").iloc[0]
    >>> box["headline"], float(box["estimate"]), float(box["high"]), str(box["verdict"])
    ('drones, month', 2.0, 2.0, 'holds')
    """
    nights = _wide(strikes, as_of)
    coded = {name: _wide(_recoded(strikes, coding), as_of) for name, coding in CODINGS.items()}
    rows = []
    for headline in HEADLINES:
        changes: dict[Change, float] = _weeks_out(nights, headline)
        changes |= {
            ("coding", name): headline.compute(frame, headline.window, COVERAGE_NEEDED)
            for name, frame in coded.items()
        }
        changes |= {
            ("window", window): headline.compute(nights, window, COVERAGE_NEEDED)
            for window in headline.other_windows
        }
        rows.append(
            _headline_row(headline, headline.compute(nights, headline.window, COVERAGE_NEEDED), changes)
        )
    return pd.DataFrame(rows)


@measure
def headlines_that_turn(ranges: pd.DataFrame) -> pd.DataFrame:
    """Count the headlines that reverse under some choice: one row; ``ranges`` as :func:`robustness` gives.

    Columns: ``turning`` (headlines; NA when none could be tried), ``n`` (headlines with a direction; NA when
    none could be tried), ``needed`` (1), ``status``, ``verdict`` (``some`` or ``none``).
    """
    turning, holding = ((ranges["verdict"] == one).sum() for one in (Robust.TURNS, Robust.HOLDS))
    n = int(turning + holding)
    cells = {"turning": int(turning) if n else pd.NA, "n": n or pd.NA, "needed": 1, "status": status(n, 1)}
    return pd.DataFrame([cells | {"verdict": Turning.SOME if turning else Turning.NONE}])


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
    classes = strikes["weapon_class"]
    return strikes.assign(weapon_class=classes.replace(dict(coding)), coded_as=classes)


def _weeks_out(nights: Nights, headline: Headline) -> dict[Change, float]:
    """Compute the headline without each week in turn that it can depend on."""
    reached = np.arange(len(nights.dates)) >= len(nights.dates) - headline.reach
    weeks = nights.weeks
    results: dict[Change, float] = {}
    for week in np.unique(weeks[reached]):
        without = nights.without(reached & (weeks == week))
        monday = pd.Timestamp(np.datetime64(int(7 * week - 3), "D"))
        results["week", monday] = headline.compute(without, headline.window, WITHOUT_A_WEEK)
    return results


def _headline_row(headline: Headline, value: float, changes: Mapping[Change, float]) -> dict[str, object]:
    known = bool(np.isfinite(value))
    defined = {change: result for change, result in changes.items() if known and np.isfinite(result)}
    ranges: dict[str, object] = {}
    for kind in KINDS:
        results = [result for (of, _), result in defined.items() if of == kind]
        low, high = (min([value, *results]), max([value, *results])) if results else (np.nan, np.nan)
        ranges |= {f"{kind}_low": low if round(low, 2) < round(high, 2) else np.nan, f"{kind}_high": high}
    everything = [value, *defined.values()]
    side = np.sign(value - headline.neutral)
    across = {change: (result - headline.neutral) * side for change, result in defined.items()}
    farthest = min(across, key=across.__getitem__) if across else None
    turns = farthest is not None and across[farthest] < 0
    verdict = Robust.TURNS if turns else Robust.HOLDS
    turned = {
        f"turned_{kind}": farthest[1] if turns and farthest and farthest[0] == kind else None
        for kind in KINDS
    }
    return {
        "headline": headline.name,
        "unit": headline.unit,
        "neutral": headline.neutral,
        "estimate": value,
        "low": min(everything),
        "high": max(everything),
        **ranges,
        "n": len(defined),
        "status": OK if known else INSUFFICIENT,
        "verdict": None if not known else Robust.UNDIRECTED if np.isnan(headline.neutral) else verdict,
        **turned,
    }
