"""How often did a ceasefire give way to war within so many years, and how much hangs on single conflicts?

Base rates under three priors over spells whose horizon is observed, and two tests of robustness: leave out
one cluster of related spells, and resample clusters. Other cases and rules of failure: `ceasefires_choices`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from analysis.statistics.competing import MINIMUM_EVENTS, incidence_at
from analysis.statistics.intervals import CONFIDENCE, Floats, jeffreys, wilson
from analysis.statistics.results import INSUFFICIENT, OK, Day, estimate_row, require_columns
from analysis.subject.ceasefires.spells import CAUSES, DAYS_A_YEAR, WAR

MINIMUM_CLUSTERS: Final = 3
PRIORS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "Jeffreys": (0.5, 0.5),
        "pessimist, worth ten spells of which eight fail": (8.0, 2.0),
        "optimist, worth ten spells of which two fail": (2.0, 8.0),
    }
)


def base_rates(
    spells: pd.DataFrame,
    *,
    as_of: Day,
    horizons: Sequence[float] = (1, 2, 5, 10),
    priors: Mapping[str, tuple[float, float]] = PRIORS,
) -> pd.DataFrame:
    """Return the share of spells back at war within each horizon (years), as counted and under each prior.

    Only spells that began at least a horizon before ``as_of`` count, so that each had its full chance to
    fail; a spell ended by treaty before the horizon counts as one that did not. One row per ``horizon`` and
    ``prior`` ("none, as counted" with a Wilson interval, then the beta-binomial posteriors): ``failures, n,
    estimate, estimate_low, estimate_high`` (share), ``method, status, needed``.

    Assumes spells exchangeable and independent; misleads where recent spells differ from old ones, since the
    youngest are left out. Reference: Brown, Cai and DasGupta 2001; Gelman et al. 2013, chapter 2.

    >>> trial = pd.DataFrame({"start": pd.to_datetime(["1950-01-01"] * 3 + ["1999-01-01"]),
    ...     "years": [1.0, 9.0, 50.0, 1.0], "outcome": ["renewed_war", "renewed_war", "ongoing", "ongoing"]})
    >>> table = base_rates(trial, as_of="2000-01-01", horizons=[5])
    >>> table[["prior", "failures", "n", "estimate"]].round(3)[:2]
                  prior  failures  n  estimate
    0  none, as counted         1  3     0.333
    1          Jeffreys         1  3     0.375
    """
    require_columns(spells, ["start", "years", "outcome"], measure="base_rates")
    age = (pd.Timestamp(as_of) - spells["start"]).dt.days / DAYS_A_YEAR
    rows = []
    for horizon in horizons:
        observed = spells[age >= horizon]
        n = len(observed)
        failures = int(((observed["outcome"] == WAR) & (observed["years"] <= horizon)).sum())
        share, (low, high) = failures / n if n else np.nan, wilson(failures, n)
        counted = estimate_row(share, float(low), float(high), n=n, needed=1, method="Wilson")
        rows.append({"horizon": horizon, "prior": "none, as counted", "failures": failures} | counted)
        for prior, (a, b) in priors.items():
            ends = jeffreys(failures, n, prior=(a, b))
            mean, method = (failures + a) / (n + a + b), f"beta-binomial, prior Beta({a:g}, {b:g})"
            row = estimate_row(mean, float(ends[0]), float(ends[1]), n=n, needed=1, method=method)
            rows.append({"horizon": horizon, "prior": prior, "failures": failures} | row)
    return pd.DataFrame(rows)


def without_one_cluster(spells: pd.DataFrame, *, horizon: float = 5, outcome: str = WAR) -> pd.DataFrame:
    """Return the incidence at ``horizon`` years with all spells, then with each cluster left out in turn.

    One row per cluster, after the row "none": ``left_out, spells_left_out, estimate`` (with interval), ``n,
    events, at_risk, method, status, needed``. Fewer than three clusters: one "insufficient data" row. The
    range of the estimates is what the headline owes to a single conflict; it is no interval. The minimum of
    ten events holds for all spells together; with one cluster less it may be fewer.

    >>> trial = pd.DataFrame({"years": [1.0, 2, 3, 9, 9, 9, 9, 9] * 3, "cluster": list("abc") * 8,
    ...     "outcome": (["renewed_war"] * 4 + ["ongoing"] * 4) * 3})
    >>> without_one_cluster(trial)[["left_out", "spells_left_out", "estimate"]].round(3).values.tolist()
    [['none', 0, 0.375], ['a', 8, 0.375], ['b', 8, 0.375], ['c', 8, 0.375]]
    """
    require_columns(spells, ["years", "outcome", "cluster"], measure="without_one_cluster")
    clusters = sorted(spells["cluster"].unique())
    if len(clusters) < MINIMUM_CLUSTERS:
        row = estimate_row(n=len(clusters), needed=MINIMUM_CLUSTERS, method="leave one cluster out")
        counts = {
            "n": len(spells),
            "at_risk": len(spells),
            "events": int((spells["outcome"] == outcome).sum()),
        }
        return pd.DataFrame([{"left_out": "none", "spells_left_out": 0} | row | counts])
    enough = incidence_at(spells, horizons=[horizon], causes=CAUSES)["status"].iloc[0] == OK
    rows = []
    for cluster in ("none", *clusters):
        kept = spells[spells["cluster"] != cluster]
        table = incidence_at(kept, horizons=[horizon], causes=CAUSES, needed=0 if enough else MINIMUM_EVENTS)
        found = table[table["outcome"] == outcome].drop(columns=["outcome", "horizon"]).iloc[0]
        rows.append({"left_out": cluster, "spells_left_out": len(spells) - len(kept), **found})
    return pd.DataFrame(rows)


def by_resampled_clusters(
    spells: pd.DataFrame,
    *,
    horizons: Sequence[float] = (1, 2, 5, 10),
    draws: int = 2000,
    seed: int = 1,
) -> pd.DataFrame:
    """Return the incidence of renewed war at each horizon with an interval from resampling whole clusters.

    One row per ``horizon``: ``estimate, estimate_low, estimate_high`` (percentile bootstrap), ``n, clusters,
    draws, seed, method, status, needed``. Takes clusters, not spells, as independent; with few or one large
    cluster even this interval is too narrow. Reference: Field and Welsh 2007.

    >>> trial = pd.DataFrame({"years": [1.0, 2, 3, 9, 9] * 6, "cluster": list("abcdefghij") * 3,
    ...     "outcome": ["renewed_war", "renewed_war", "renewed_war", "ongoing", "ongoing"] * 6})
    >>> table = by_resampled_clusters(trial, horizons=[2], draws=200)
    >>> table["estimate_low"].item() < table["estimate"].item() < table["estimate_high"].item()
    True
    """
    require_columns(spells, ["years", "outcome", "cluster"], measure="by_resampled_clusters")
    members, labels = pd.factorize(spells["cluster"])
    point = incidence_at(spells, horizons=horizons, causes=CAUSES)
    point = point[point["outcome"] == WAR].drop(columns="outcome").reset_index(drop=True)
    method = f"Aalen–Johansen, {draws:,} draws of whole clusters"
    point = point.assign(clusters=len(labels), draws=draws, seed=seed, method=method)
    if len(labels) < MINIMUM_CLUSTERS or not (point["status"] == OK).any():
        return point.assign(estimate=np.nan, estimate_low=np.nan, estimate_high=np.nan, status=INSUFFICIENT)
    generator = np.random.default_rng(seed)
    times = generator.multinomial(len(labels), np.full(len(labels), 1 / len(labels)), size=draws)
    drawn = _war_shares(spells, times[:, members].astype(float), horizons)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0)
    enough = point["status"] == OK
    return point.assign(
        estimate_low=np.where(enough, low, np.nan), estimate_high=np.where(enough, high, np.nan)
    )


def _war_shares(spells: pd.DataFrame, counted: Floats, horizons: Sequence[float]) -> Floats:
    """Return the Aalen–Johansen incidence of war at each horizon, for each row of counts of the spells."""
    times, place = np.unique(np.asarray(spells["years"], dtype=float), return_inverse=True)
    at = np.eye(len(times))[place]
    war, ended = (
        counted @ (at * np.asarray(spells["outcome"].isin(kinds))[:, None]) for kinds in ([WAR], CAUSES)
    )
    at_risk = (counted @ at)[:, ::-1].cumsum(axis=1)[:, ::-1]
    some = at_risk > 0
    left = np.cumprod(1 - np.divide(ended, at_risk, out=np.zeros_like(ended), where=some), axis=1)
    before = np.hstack([np.ones((len(counted), 1)), left[:, :-1]])
    share = np.cumsum(before * np.divide(war, at_risk, out=np.zeros_like(war), where=some), axis=1)
    reached = np.searchsorted(times, horizons, side="right")
    return np.hstack([np.zeros((len(counted), 1)), share])[:, reached]
