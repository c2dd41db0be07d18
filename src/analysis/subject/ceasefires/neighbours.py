"""Which earlier ceasefires lie nearest to each scenario's terms, and how many on exactly the same?"""

from __future__ import annotations

import pandas as pd

from analysis.data.lineage import measure


@measure
def nearest(similar: pd.DataFrame, *, k: int = 5) -> pd.DataFrame:
    """Return the ``k`` nearest spells of each scenario, with all that tie with the last of them counted.

    Columns of :func:`similarity`, and ``rank`` (ties share the lowest), ``tied`` (how many spells lie at this
    distance). At most ``k`` rows a scenario are returned; ``tied`` says how many equally near ones were not.

    >>> similar = pd.DataFrame({"scenario_id": "S1", "spell_id": list("abc"), "distance": [0.0, 0.25, 0.25]})
    >>> nearest(similar, k=2)[["spell_id", "rank", "tied"]].values.tolist()
    [['a', 1, 1], ['b', 2, 2]]
    """
    known = similar.dropna(subset=["distance"])
    distances = known.groupby("scenario_id")["distance"]
    ranked = known.assign(
        rank=distances.rank(method="min").astype(int),
        tied=known.groupby(["scenario_id", "distance"])["spell_id"].transform("size"),
    )
    return ranked.groupby("scenario_id", sort=False).head(k).reset_index(drop=True)


@measure
def same_terms(similar: pd.DataFrame) -> pd.DataFrame:
    """Count the spells on exactly the terms of each scenario that any spell is compared with.

    One row each: ``scenario_id, spells`` (at distance 0).

    >>> similar = pd.DataFrame({"scenario_id": ["S1", "S1", "S2"], "distance": [0, 0.25, None]})
    >>> same_terms(similar).values.tolist()
    [['S1', 1]]
    """
    near = similar.dropna(subset=["distance"])
    return (near["distance"] == 0).groupby(near["scenario_id"]).sum().reset_index(name="spells")
