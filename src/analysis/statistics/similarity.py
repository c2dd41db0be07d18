"""How much do coded cases resemble a target, over the features that are known of both?

Gower's distance for features that are yes, no or unknown.
"""

from __future__ import annotations

import pandas as pd

from analysis.statistics.domain import require_different
from analysis.statistics.results import require_columns


def agreement(cases: pd.DataFrame, target: pd.Series) -> pd.DataFrame:
    """Say of each case and feature whether it is as in ``target``; missing where either is not known.

    ``target`` has one value (true, false or missing) per feature, a column of the same name in ``cases``.
    Returns nullable booleans: one row per case, one column per feature known of the target. Raises
    ``AnalysisError`` for a feature that stands twice in ``target`` or is no column of ``cases``.

    >>> cases = pd.DataFrame({"monitors": [True, None], "guarantee": [True, False], "zone": [True, True]})
    >>> agreement(cases, pd.Series({"monitors": True, "guarantee": True, "zone": None})).values.tolist()
    [[True, True], [<NA>, False]]
    """
    require_different([str(name) for name in target.index], measure="agreement")
    require_columns(cases, [str(name) for name in target.index], measure="agreement")
    asked = target.astype("boolean").dropna()
    coded = cases[list(asked.index)].astype("boolean")
    return coded.eq(asked.astype(bool), axis=1).where(coded.notna())


def gower_distance(agreed: pd.DataFrame, *, needed: int) -> pd.DataFrame:
    """Return ``compared`` (features known of both) and ``distance`` (share of them that differ) of each case.

    ``agreed`` comes from :func:`agreement`. With fewer than ``needed`` features compared the distance is NaN.
    Every feature counts the same, and a shared "no" as much as a shared "yes". Reference: Gower 1971.

    >>> agreed = pd.DataFrame({"monitors": [True, None], "guarantee": [False, False]}, dtype="boolean")
    >>> gower_distance(agreed, needed=2)
       compared  distance
    0         2       0.5
    1         1       NaN
    """
    compared = agreed.notna().sum(axis=1).astype(int)
    differing = agreed.eq(False).fillna(False).astype(bool).sum(axis=1)
    return pd.DataFrame(
        {"compared": compared, "distance": (differing / compared).where(compared >= max(needed, 1))}
    )
