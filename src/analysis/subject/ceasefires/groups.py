"""Do ceasefires with a feature last longer than those without, one feature at a time?

A table of all features, tested by permutations that keep clusters of related spells together, with the
correction for their number. It does not say that a feature causes anything.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from statsmodels.stats.multitest import multipletests

from analysis.statistics.competing import MINIMUM_EVENTS, incidence_at
from analysis.statistics.cox import MINIMUM_A_GROUP, cox
from analysis.statistics.logrank import logrank
from analysis.subject.ceasefires.spells import CAUSES, FEATURES, WAR


def features(
    spells: pd.DataFrame,
    *,
    names: Sequence[str] = FEATURES,
    horizon: float = 5,
    permutations: int = 9999,
    seed: int = 1,
) -> pd.DataFrame:
    """Compare spells with and without each feature, one at a time: one row per feature, none selected.

    The columns of :func:`logrank`, with ``with_feature`` and ``without_feature`` (cumulative incidence of
    renewed war by ``horizon`` years, each ``_low`` and ``_high``), the clustered Cox ``hazard_ratio``
    (``_low, _high``), its ``ph_p``, and ``p_holm``: p after Holm's correction for the number of features
    tried. An incidence needs ten ends (``ends_needed``) among all spells (``ended``), and in its group
    five spells that reached the horizon.

    Features were not assigned by lot: guarantees go to hard cases, monitors to places that accept them. Read
    a difference as an association among the spells coded here. Reference: Holm 1979.

    >>> trial = pd.DataFrame({"years": [1.0, 2, 3, 4, 5, 6], "outcome": ["renewed_war"] * 6,
    ...     "cluster": list("abcdef"), "monitors": [True] * 3 + [False] * 3})
    >>> features(trial, names=["monitors"])[["feature", "n_with", "n_without", "status"]].values.tolist()
    [['monitors', 3, 3, 'insufficient data']]
    """
    tests = [
        logrank(spells, by=name, event=WAR, cluster="cluster", permutations=permutations, seed=seed)
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
        [cox(spells, event=WAR, covariates=[name], cluster="cluster") for name in names], ignore_index=True
    )
    shared = ["hazard_ratio", "hazard_ratio_low", "hazard_ratio_high", "ph_p"]
    table[shared] = ratios[shared]
    return table.assign(horizon=horizon, ended=ended, ends_needed=MINIMUM_EVENTS)


def _war_by(spells: pd.DataFrame, horizon: float) -> tuple[float, float, float]:
    """Return the incidence of renewed war by the horizon with its interval; NaN below the minimum group."""
    if len(spells) < MINIMUM_A_GROUP:
        return (float("nan"),) * 3
    table = incidence_at(spells, horizons=[horizon], causes=CAUSES, needed=1)
    war = table[table["outcome"] == WAR].iloc[0]
    return float(war["estimate"]), float(war["estimate_low"]), float(war["estimate_high"])
