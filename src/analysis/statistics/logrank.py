"""Do spells with a feature last longer than those without, and could chance alone make them differ so?

A log-rank test whose p-value comes from permutations that keep clusters of related spells together.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.statistics.cox import MINIMUM_A_GROUP
from analysis.statistics.domain import require_complete, require_durations
from analysis.statistics.intervals import Floats
from analysis.statistics.results import INSUFFICIENT, OK, require_columns


def logrank(
    spells: pd.DataFrame,
    *,
    by: str,
    event: str,
    cluster: str | None = None,
    permutations: int = 9999,
    seed: int = 1,
) -> pd.DataFrame:
    """Test whether spells with and without ``by`` have the same hazard: one row.

    Hypothesis: the feature is irrelevant to the time to the event. ``spells`` has ``years`` (> 0),
    ``outcome`` (a row is an event when it equals ``event``, else censored) and the two-valued column ``by``
    (rows without a value are left out). Columns: ``feature, n, n_with, n_without, events_with,
    events_without, observed, expected`` (events with the feature), ``chi2, p_chi2`` (1 degree of freedom),
    ``p`` (two-sided, by permutation), ``permutations, seed, method, status, needed``. With fewer than five
    spells in a group: no number. Raises ``AnalysisError`` for a missing column, and names the rows of a
    duration that is none and of a missing outcome or cluster.

    ``cluster`` names a column of related spells: the feature is then permuted within a cluster that holds
    both values, and between whole clusters that hold one; without it, freely among all spells. ``p_chi2``
    takes spells as independent and is too small when they cluster. One of several features tried: correct
    for their number. Reference: Mantel 1966; Peto and Peto 1972; Phipson and Smyth 2010 (p of a random
    subset of permutations).

    >>> trial = pd.DataFrame({"years": [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10], "outcome": "relapse",
    ...     "treated": [False] * 5 + [True] * 5})
    >>> logrank(trial, by="treated", event="relapse")[["chi2", "p"]].round(4).values.tolist()
    [[9.7007, 0.0086]]
    """
    require_durations(spells, measure="logrank")
    require_complete(spells, [cluster], measure="logrank")
    require_columns(spells, [by], measure="logrank")
    known = spells[spells[by].notna()]
    feature = np.asarray(known[by].astype(bool))
    happened = np.asarray(known["outcome"] == event)
    counts = _group_counts(feature, happened)
    method = f"log-rank, p from {permutations:,} permutations " + (f"by {cluster}" if cluster else "freely")
    row: dict[str, Any] = {"feature": by, "n": len(known), **counts}
    common = {"permutations": permutations, "seed": seed, "method": method, "needed": MINIMUM_A_GROUP}
    if min(counts["n_with"], counts["n_without"]) < MINIMUM_A_GROUP or not happened.any():
        blank = dict.fromkeys(["observed", "expected", "chi2", "p_chi2", "p"], np.nan)
        return pd.DataFrame([row | blank | common | {"status": INSUFFICIENT}])
    years = np.asarray(known["years"], dtype=float)
    residuals, variance = _logrank_terms(years, happened, feature)
    excess = float(residuals[feature].sum())
    clusters = np.asarray(known[cluster]) if cluster else np.arange(len(known))
    centre, drawn = _permuted_excess(residuals, feature, clusters, permutations=permutations, seed=seed)
    chi2 = excess**2 / variance
    row |= {"observed": counts["events_with"], "expected": counts["events_with"] - excess, "chi2": chi2}
    p = {"p_chi2": float(stats.chi2.sf(chi2, 1)), "p": _two_sided(excess - centre, drawn - centre)}
    return pd.DataFrame([row | p | common | {"status": OK}])


def _group_counts(feature: np.ndarray, happened: np.ndarray) -> dict[str, int]:
    return {
        "n_with": int(feature.sum()),
        "n_without": int((~feature).sum()),
        "events_with": int((feature & happened).sum()),
        "events_without": int((~feature & happened).sum()),
    }


def _logrank_terms(years: Floats, happened: np.ndarray, feature: np.ndarray) -> tuple[Floats, float]:
    """Return each spell's event minus its expectation, and the hypergeometric variance of the group's sum."""
    times, place = np.unique(years, return_inverse=True)
    size = len(times)
    events = np.bincount(place, weights=happened, minlength=size)
    at_risk = np.bincount(place, minlength=size)[::-1].cumsum()[::-1].astype(float)
    exposed = np.bincount(place, weights=feature, minlength=size)[::-1].cumsum()[::-1]
    hazard = np.cumsum(events / at_risk)
    spread = np.divide(at_risk - events, at_risk - 1, out=np.zeros(size), where=at_risk > 1)
    variance = float((events * spread * (exposed / at_risk) * (1 - exposed / at_risk)).sum())
    return happened - hazard[place], variance


def _permuted_excess(
    residuals: Floats, feature: np.ndarray, clusters: np.ndarray, *, permutations: int, seed: int
) -> tuple[float, Floats]:
    """Return the group's sum of residuals expected under permutation, and under each one drawn.

    Values are exchanged within clusters that hold both, and between whole clusters that hold one.
    """
    generator = np.random.default_rng(seed)
    labels, member = np.unique(clusters, return_inverse=True)
    shares = np.bincount(member, weights=feature) / np.bincount(member)
    sums = np.bincount(member, weights=residuals)
    pure = np.flatnonzero((shares == 0) | (shares == 1))
    centre = float(sums @ shares)
    if len(pure):
        centre += float(sums[pure].sum() * shares[pure].mean() - sums[pure] @ shares[pure])
    drawn = np.zeros(permutations)
    for label in np.setdiff1d(np.arange(len(labels)), pure):
        inside = np.flatnonzero(member == label)
        orders = generator.permuted(np.tile(feature[inside], (permutations, 1)), axis=1)
        drawn += orders @ residuals[inside]
    orders = generator.permuted(np.tile(shares[pure], (permutations, 1)), axis=1)
    return centre, np.asarray(drawn + orders @ sums[pure])


def _two_sided(observed: float, drawn: Floats) -> float:
    """Return the share of draws at least as far from their expectation, 0, as what was observed."""
    far = np.abs(drawn) >= abs(observed) - 1e-9
    return float((far.sum() + 1) / (len(drawn) + 1))
