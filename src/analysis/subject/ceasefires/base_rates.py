"""How often did a ceasefire give way to war within so many years, and how much hangs on single conflicts?

Base rates, counted over spells whose horizon is observed and estimated with the younger ones, and what hangs
on any one cluster of related spells. Other cases and rules of failure: `specification_sensitivity`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.competing import MINIMUM_AT_RISK, MINIMUM_EVENTS, incidence_at
from analysis.statistics.jackknife import clustered_proportion
from analysis.statistics.results import INSUFFICIENT, OK, Day, Verdict, estimate_row, require_columns, status
from analysis.subject.ceasefires.spells import CAUSES, DAYS_A_YEAR, WAR

MINIMUM_CLUSTERS: Final = 3
HEAVY: Final = 1.25  # a cluster that moves the share by more than a quarter weighs heavily
#: The Beta(a, b) of each prior; the pessimist's and the optimist's are worth ten spells.
PRIORS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {"jeffreys": (0.5, 0.5), "pessimist": (8.0, 2.0), "optimist": (2.0, 8.0)}
)


class Weight(Verdict):
    """What hangs on a single cluster of conflicts."""

    HEAVY = "one cluster weighs heavily"
    EVEN = "no cluster carries it"


@measure
def base_rates(
    spells: pd.DataFrame, *, as_of: Day, horizons: Sequence[float] = (1, 2, 5, 10)
) -> pd.DataFrame:
    """Return the share of spells back at war within each horizon (years), counted and estimated.

    ``counted``: of the spells that began at least a horizon before ``as_of``, so that each had its full
    chance to fail, the share that had; one ended by treaty before the horizon counts as one that did not.
    ``jeffreys, pessimist, optimist``: the mean of the same counts under a prior of ``PRIORS``. ``estimated``:
    over all spells, the younger ones for as long as they were observed (Aalen–Johansen). One row per
    ``horizon``: these shares; ``counted`` and ``estimated`` with ``_low`` and ``_high`` (log-log, clusters
    left out in turn); ``failures, n`` (of the count), ``as_of, status, needed`` (of the count).

    Assumes spells of different clusters exchangeable and independent; the count misleads where recent spells
    differ from old ones, since the youngest are left out. The priors have no interval: a posterior would
    take related spells for independent ones. Reference: Gelman et al. 2013, chapter 2; `jackknife`.

    >>> trial = pd.DataFrame({"start": pd.to_datetime(["1950-01-01"] * 3 + ["1999-01-01"]),
    ...     "years": [1.0, 9.0, 50.0, 1.0], "outcome": ["renewed_war", "renewed_war", "ongoing", "ongoing"],
    ...     "cluster": list("abcd")})
    >>> table = base_rates(trial, as_of="2000-01-01", horizons=[5])
    >>> table[["failures", "n", "counted", "jeffreys"]].round(3).values.tolist()
    [[1.0, 3.0, 0.333, 0.375]]
    """
    counted = counted_shares(spells, as_of=as_of, horizons=horizons)
    ends = incidence_at(spells, horizons=horizons, causes=CAUSES, cluster="cluster")
    estimated = ends[ends["outcome"] == WAR].reset_index(drop=True)
    shares = {f"estimated{end}": estimated[f"estimate{end}"] for end in ("", "_low", "_high")}
    last = ["as_of", "status", "needed"]
    return pd.concat([counted.drop(columns=last), pd.DataFrame(shares), counted[last]], axis=1)


def counted_shares(spells: pd.DataFrame, *, as_of: Day, horizons: Sequence[float]) -> pd.DataFrame:
    """Return :func:`base_rates` without the shares ``estimated``."""
    require_columns(spells, ["start", "years", "outcome", "cluster"], measure="base_rates")
    age = ((pd.Timestamp(as_of) - spells["start"]).dt.days / DAYS_A_YEAR).to_numpy()
    years, back = spells["years"].to_numpy(dtype=float), (spells["outcome"] == WAR).to_numpy()
    rows = []
    for horizon in horizons:
        observed = age >= horizon
        failed = back[observed] & (years[observed] <= horizon)
        n, failures = int(observed.sum()), int(failed.sum())
        row: dict[str, object] = {"horizon": horizon, "failures": failures, "n": n}
        shares = clustered_proportion(failed, spells["cluster"].to_numpy()[observed])
        row |= dict(zip(("counted", "counted_low", "counted_high"), shares, strict=True))
        row |= {name: (failures + a) / (n + a + b) if n else np.nan for name, (a, b) in PRIORS.items()}
        rows.append(row | {"as_of": pd.Timestamp(as_of), "status": status(n, 1), "needed": 1})
    return pd.DataFrame(rows)


@measure
def without_one_cluster(spells: pd.DataFrame, *, horizon: float = 5) -> pd.DataFrame:
    """Return the incidence at ``horizon`` years with all spells, then with each cluster left out in turn.

    One row per cluster, after the row "none": ``left_out, spells_left_out, estimate`` (with interval), ``n,
    events, at_risk, clusters, method, status, needed``. Fewer than three clusters: one "insufficient data"
    row. The range of the estimates is what the headline owes to a single conflict; it is no interval. The
    minimum of ten events holds for all spells together; with one cluster less it may be fewer.

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
            "events": int((spells["outcome"] == WAR).sum()),
        }
        return pd.DataFrame(
            [{"left_out": "none", "spells_left_out": 0, "clusters": len(clusters)} | row | counts]
        )
    share = partial(incidence_at, horizons=[horizon], causes=CAUSES, cluster="cluster")
    enough = share(spells)["status"].iloc[0] == OK
    rows = []
    for cluster in ("none", *clusters):
        kept = spells[spells["cluster"] != cluster]
        table = share(kept, needed=0 if enough else MINIMUM_EVENTS)
        found = table[table["outcome"] == WAR].drop(columns=["outcome", "horizon"]).iloc[0]
        rows.append(
            {
                "left_out": cluster,
                "spells_left_out": len(spells) - len(kept),
                **found,
                "clusters": len(clusters),
            }
        )
    return pd.DataFrame(rows)


@measure
def range_over_clusters(left_out: pd.DataFrame, *, horizon: float) -> pd.DataFrame:
    """Return between which shares the incidence at ``horizon`` lies with any one cluster left out: one row.

    ``left_out`` as :func:`without_one_cluster` returns it. Columns: ``horizon, estimate`` (all clusters),
    ``estimate_low, estimate_high`` (lowest and highest with one left out: a range, no interval), ``lowest,
    highest`` (the cluster left out), ``n`` (spells), ``events, clusters, clusters_needed, ends_needed,
    status, needed`` (spells observed for so long). ``verdict`` is a :class:`Weight`: "one
    cluster weighs heavily" where leaving one out moves the share by more than a quarter, else "no cluster
    carries it".

    >>> shares = pd.DataFrame({"left_out": ["none", "A", "B", "C"], "estimate": [0.2, 0.1, 0.2, 0.22],
    ...     "n": 9, "events": 3, "clusters": 3, "status": "ok"})
    >>> range_over_clusters(shares, horizon=5)[["lowest", "verdict"]].values.tolist()
    [['A', <Weight.HEAVY: 'one cluster weighs heavily'>]]
    """
    whole, each = left_out.iloc[0], left_out.iloc[1:].dropna(subset=["estimate"])
    enough = whole["status"] == OK and len(each) > 0
    counts = {"n": int(whole["n"]), "events": int(whole["events"]), "clusters": int(whole["clusters"])}
    counts |= {"clusters_needed": MINIMUM_CLUSTERS, "ends_needed": MINIMUM_EVENTS, "needed": MINIMUM_AT_RISK}
    row = {"horizon": horizon, **counts, "status": OK if enough else INSUFFICIENT, "verdict": None}
    blank = ["estimate", "estimate_low", "estimate_high", "lowest", "highest"]
    if not enough:
        return pd.DataFrame([row | dict.fromkeys(blank, np.nan)])
    ordered = each.sort_values("estimate", kind="stable")
    low, high, share = ordered.iloc[0], ordered.iloc[-1], float(whole["estimate"])
    heavy = high["estimate"] > HEAVY * share or low["estimate"] * HEAVY < share
    row |= {"estimate": share, "estimate_low": low["estimate"], "estimate_high": high["estimate"]}
    row |= {"lowest": low["left_out"], "highest": high["left_out"]}
    return pd.DataFrame([row | {"verdict": Weight.HEAVY if heavy else Weight.EVEN}])
