"""Answers how unequal the nights are and whether mass salvos come in bursts.

Gini of launches over nights, and the burstiness of the gaps between mass salvos with its finite-size
correction.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.statistics.intervals import bootstrap_interval
from analysis.statistics.results import Day, estimate_row
from analysis.subject.attacks.coverage import covered_from
from analysis.subject.attacks.gaps import mass_salvos
from analysis.subject.attacks.nights import launches

NEEDED = 10


def gini(values: ArrayLike) -> float:
    """Gini coefficient of non-negative values: 0 all equal, towards 1 all in one; NaN when all are 0 or none.

    >>> gini([0, 0, 0, 1]), round(gini([1, 2, 3, 4, 5]), 5)
    (0.75, 0.26667)
    """
    return float(_ginis(np.asarray(values, dtype=float)[np.newaxis])[0])


def _ginis(draws: np.ndarray) -> np.ndarray:
    ordered = np.sort(draws, axis=1)
    n = ordered.shape[1]
    weights = 2 * np.arange(1, n + 1) - n - 1
    totals = ordered.sum(axis=1)
    shares: np.ndarray = ordered @ weights / np.where(totals > 0, n * totals, np.nan)
    return shares


def burstiness(gaps: ArrayLike, *, finite_size: bool = True) -> float:
    """Burstiness of inter-event times: −1 regular, 0 as a Poisson process, 1 extremely bursty.

    With r = standard deviation / mean (both over n gaps): uncorrected (r − 1)/(r + 1) (Goh and Barabási
    2008), biased below n = 100; corrected (√(n+1) r − √(n−1)) / ((√(n+1) − 2) r + √(n−1)) (Kim and Jo 2016,
    eq. 22).

    >>> burstiness([7, 7, 7, 7]), round(burstiness([1, 1, 1, 97]), 3)
    (-1.0, 0.935)
    >>> round(burstiness([1, 1, 1, 97], finite_size=False), 3)
    0.249
    """
    x = np.asarray(gaps, dtype=float)
    return float(_burstinesses(x[np.newaxis], finite_size=finite_size)[0]) if len(x) > 1 else float("nan")


def _burstinesses(draws: np.ndarray, *, finite_size: bool = True) -> np.ndarray:
    n = draws.shape[1]
    means = draws.mean(axis=1)
    r = draws.std(axis=1) / np.where(means > 0, means, np.nan)
    above, below = (np.sqrt(n + 1), np.sqrt(n - 1)) if finite_size else (1.0, 1.0)
    values: np.ndarray = (above * r - below) / ((above - 2 * finite_size) * r + below)
    return values


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
            low, high = bootstrap_interval(known, _ginis, block=block, draws=draws, seed=seed)
        estimate = gini(known) if len(known) else np.nan
        method = f"Gini over nights, stationary bootstrap, mean block {block:g} nights, {draws} draws"
        row = estimate_row(estimate, low, high, n=len(known), needed=NEEDED, method=method)
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
        low, high = bootstrap_interval(closed, _burstinesses, block=1, draws=draws, seed=seed)
    method = f"Kim and Jo 2016, finite size; bootstrap of gaps, {draws} draws"
    row = estimate_row(burstiness(closed), low, high, n=len(closed), needed=NEEDED, method=method)
    span = {"first": salvos["date"].min(), "last": salvos["date"].max()}
    return {"quantity": "burstiness, mass salvos"} | span | row
