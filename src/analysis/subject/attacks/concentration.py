"""Answers how unequal the nights are and whether mass salvos come in bursts.

Gini of launches over nights, and the burstiness of the gaps between mass salvos with its finite-size
correction.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.statistics.concentration import burstiness, gini
from analysis.statistics.intervals import bootstrap_interval
from analysis.statistics.results import Day, estimate_row
from analysis.subject.attacks.coverage import covered_from
from analysis.subject.attacks.gaps import mass_salvos
from analysis.subject.attacks.nights import launches

NEEDED = 10


def concentration(
    strikes: pd.DataFrame,
    *,
    as_of: Day,
    start: Day | None = None,
    minimum: float | None = 400,
    block: float = 7,
    draws: int = 2000,
    seed: int = 1,
) -> pd.DataFrame:
    """Gini of drones and of missiles over known nights, and the burstiness of mass salvos: three rows.

    Columns: ``quantity`` (``Gini, drones``, ``Gini, missiles``, ``burstiness, mass salvos``), ``first``,
    ``last``; ``estimate, estimate_low, estimate_high``, ``n`` (nights, or closed gaps), ``method``,
    ``status``, ``needed`` (10), ``seed``. Intervals: stationary bootstrap over nights for Gini; gaps drawn
    independently for burstiness.

    ``start`` is by default where coverage begins (``coverage.covered_from``), so
    that years of thin coverage are not read as unequal nights; growth since then still is. Unknown nights
    are passed over. ``minimum`` as in ``gaps.mass_salvos``. The open gap enters no
    burstiness.
    """
    begin = covered_from(strikes, as_of=as_of) if start is None else pd.Timestamp(start)
    covered = strikes if begin is not None else strikes.iloc[:0]
    rows = []
    for weapon, label in (("drone", "Gini, drones"), ("missile", "Gini, missiles")):
        known = launches(covered, weapon=weapon, as_of=as_of, start=begin).dropna()
        low = high = np.nan
        if len(known) >= NEEDED:
            low, high = bootstrap_interval(known, gini, block=block, draws=draws, seed=seed)
        method = f"Gini over nights, stationary bootstrap, mean block {block:g} nights, {draws} draws"
        row = estimate_row(float(gini(known)), low, high, n=len(known), needed=NEEDED, method=method)
        rows.append({"quantity": label, "first": known.index.min(), "last": known.index.max()} | row)
    rows.append(_burstiness_row(covered, as_of, begin, minimum, draws=draws, seed=seed))
    return pd.DataFrame(rows).assign(seed=seed)


def _burstiness_row(
    strikes: pd.DataFrame, as_of: Day, start: Day | None, minimum: float | None, *, draws: int, seed: int
) -> dict[str, object]:
    salvos = mass_salvos(strikes, as_of=as_of, start=start, minimum=minimum)
    closed = salvos.loc[~salvos["open"], "gap"].to_numpy(dtype=float)
    low = high = np.nan
    if len(closed) >= NEEDED:
        low, high = bootstrap_interval(closed, burstiness, block=1, draws=draws, seed=seed)
    method = f"Kim and Jo 2016, finite size; bootstrap of gaps, {draws} draws"
    row = estimate_row(float(burstiness(closed)), low, high, n=len(closed), needed=NEEDED, method=method)
    span = {"first": salvos["date"].min(), "last": salvos["date"].max()}
    return {"quantity": "burstiness, mass salvos"} | span | row
