"""Do ceasefires with a feature last longer than those without, one feature at a time?

A table of all features, tested by permutations that keep clusters of related spells together, with the
correction for their number. It does not say that a feature causes anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from statsmodels.stats.multitest import multipletests

from analysis.data.lineage import measure
from analysis.statistics.competing import MINIMUM_EVENTS, incidence_at
from analysis.statistics.cox import MINIMUM_A_GROUP, cox
from analysis.statistics.logrank import logrank
from analysis.statistics.results import Verdict, status
from analysis.subject.ceasefires.spells import CAUSES, CLUSTER, FEATURES, WAR

ESTABLISHED: Final = 0.05  # p, corrected for the number of features
SEED: Final = 1


class Timing(Verdict):
    """When war came with a feature, against what would be expected without a difference."""

    SOONER = "sooner"
    LATER = "later"
    OPEN = "open"


class Found(Verdict):
    """Whether any feature goes with the time to war once the number of features is corrected for."""

    NONE = "none"
    SOME = "some"


@measure
def by_feature(
    spells: pd.DataFrame, *, names: Sequence[str] = FEATURES, horizon: float = 5, permutations: int = 9999
) -> pd.DataFrame:
    """Compare spells with and without each feature, one at a time: one row per feature, none selected.

    The columns of :func:`logrank`, with ``with_feature`` and ``without_feature`` (cumulative incidence of
    renewed war by ``horizon`` years, each ``_low`` and ``_high``), the clustered Cox ``hazard_ratio``
    (``_low, _high``), its ``ph_p``, and ``p_holm``: p after Holm's correction for the number of features
    tried. ``verdict`` is a :class:`Timing`: war came "sooner" or "later" with the feature where ``p_holm`` is
    below 0.05, else "open"; missing where nothing was tested. An incidence needs ten ends (``ends_needed``)
    among all spells (``ended``), and in its group five spells that reached the horizon.

    Features were not assigned by lot: guarantees go to hard cases, monitors to places that accept them. Read
    a difference as an association among the spells coded here. Reference: Holm 1979.

    >>> trial = pd.DataFrame({"years": [1.0, 2, 3, 4, 5, 6], "outcome": ["renewed_war"] * 6,
    ...     "cluster": list("abcdef"), "monitors": [True] * 3 + [False] * 3})
    >>> by_feature(trial, names=["monitors"])[["feature", "n_with", "n_without", "status"]].values.tolist()
    [['monitors', 3, 3, 'insufficient data']]
    """
    tests = [
        logrank(spells, by=name, event=WAR, cluster=CLUSTER, permutations=permutations, seed=SEED)
        for name in names
    ]
    table = pd.concat(tests, ignore_index=True).assign(p_holm=np.nan)
    tested = table["p"].notna()
    if tested.any():
        table.loc[tested, "p_holm"] = multipletests(table.loc[tested, "p"], method="holm")[1]
    ended = int(spells["outcome"].isin(CAUSES).sum())
    for label, value in (("with_feature", True), ("without_feature", False)):
        reads = [
            _war_by(spells[spells[name].fillna(not value).astype(bool) == value], horizon) for name in names
        ]
        table[[label, f"{label}_low", f"{label}_high"]] = reads if ended >= MINIMUM_EVENTS else np.nan
    ratios = pd.concat(
        [cox(spells, event=WAR, covariates=[name], cluster=CLUSTER) for name in names], ignore_index=True
    )
    shared = ["hazard_ratio", "hazard_ratio_low", "hazard_ratio_high", "ph_p"]
    table[shared] = ratios[shared]
    timing = [_timing(row) for _, row in table.iterrows()]
    table["verdict"] = pd.Series(timing, index=table.index, dtype=object)
    return table.assign(horizon=horizon, ended=ended, ends_needed=MINIMUM_EVENTS)


@measure
def established(table: pd.DataFrame) -> pd.DataFrame:
    """Sum up :func:`by_feature`: one row.

    Columns: ``estimate`` (features established), ``n`` (tested), ``features`` (all), ``p, p_holm, feature``
    (of the smallest p), ``horizon, spells, status, needed`` (one feature tested), and ``verdict``, a
    :class:`Found`: "some" or "none".

    >>> table = pd.DataFrame({"feature": ["a", "b"], "p": [0.01, None], "p_holm": [0.01, None], "n": 40,
    ...     "horizon": 5, "verdict": [Timing.LATER, None]})
    >>> established(table)[["estimate", "n", "features", "verdict"]].values.tolist()
    [[1, 1, 2, <Found.SOME: 'some'>]]
    """
    tested = table.dropna(subset=["p_holm"]).sort_values("p", kind="stable")
    found = int(tested["verdict"].isin([Timing.SOONER, Timing.LATER]).sum())
    smallest = tested.iloc[0] if len(tested) else pd.Series({"p": np.nan, "p_holm": np.nan, "feature": ""})
    row = {"estimate": found if len(tested) else np.nan, "n": len(tested), "features": len(table)}
    row |= {name: smallest[name] for name in ("p", "p_holm", "feature")}
    row |= {"horizon": table["horizon"].iloc[0], "spells": int(table["n"].max())}
    verdict = {"verdict": Found.SOME if found else Found.NONE}
    return pd.DataFrame([row | {"status": status(len(tested), 1), "needed": 1} | verdict])


def _timing(row: pd.Series[Any]) -> Timing | None:
    if np.isnan(row["p_holm"]):
        return None
    if row["p_holm"] >= ESTABLISHED:
        return Timing.OPEN
    return Timing.SOONER if row["observed"] > row["expected"] else Timing.LATER


def _war_by(spells: pd.DataFrame, horizon: float) -> tuple[float, float, float]:
    """Return the incidence of renewed war by the horizon with its interval; NaN below the minimum group."""
    if len(spells) < MINIMUM_A_GROUP:
        return (float("nan"),) * 3
    table = incidence_at(spells, horizons=[horizon], causes=CAUSES, cluster=CLUSTER, needed=1)
    war = table[table["outcome"] == WAR].iloc[0]
    return float(war["estimate"]), float(war["estimate_low"]), float(war["estimate_high"])
