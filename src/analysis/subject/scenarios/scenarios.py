"""Which scenarios are on record, which of them may come true together, and what do they leave open?

Nothing here weighs one scenario against another; what the evidence contradicts is found in `evidence`.
"""

from __future__ import annotations

from itertools import combinations
from typing import Final

import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Verdict

RESIDUAL: Final = "S0"
"""The residual beside the scenarios on record: none of them comes true."""


class Together(Verdict):
    """Whether the scenarios on record may come true together."""

    NONE = "none on record"
    SINGLE = "single"
    EXCLUSIVE = "exclusive"
    PARTLY = "partly"
    ALL = "all"


@measure
def overlaps(scenarios: pd.DataFrame, exclusions: pd.DataFrame) -> pd.DataFrame:
    """Say of every pair of scenarios whether both can come true.

    ``scenarios`` has ``scenario_id, end_state`` (several end states are parted by a slash), ``exclusions``
    the pairs ``scenario_id, excludes_id`` that cannot both come true. One row a pair: ``first, second``
    (ids), ``exclusive`` and ``same_end_state`` (bool: they share an end state).

    >>> two = pd.DataFrame({"scenario_id": ["S1", "S2"], "end_state": ["truce", "truce/peace"]})
    >>> overlaps(two, pd.DataFrame({"scenario_id": [], "excludes_id": []})).values.tolist()
    [['S1', 'S2', False, True]]
    """
    excluded = {
        frozenset(pair) for pair in zip(exclusions["scenario_id"], exclusions["excludes_id"], strict=True)
    }
    ends = {row["scenario_id"]: set(str(row["end_state"]).split("/")) for row in scenarios.to_dict("records")}
    rows = [
        (first, second, frozenset((first, second)) in excluded, bool(ends[first] & ends[second]))
        for first, second in combinations(sorted(ends), 2)
    ]
    table = pd.DataFrame(rows, columns=["first", "second", "exclusive", "same_end_state"])
    return table.astype({"exclusive": bool, "same_end_state": bool})


@measure
def overview(pairs: pd.DataFrame, *, scenarios: pd.DataFrame, forecasts: pd.DataFrame) -> pd.DataFrame:
    """Count the scenarios and the forecasts on them, and say whether they may come true together: one row.

    ``pairs`` comes from :func:`overlaps`; ``forecasts`` is the ledger. Columns: ``scenarios, forecasts``
    (counts) and ``verdict``: none on record, single (there is one), exclusive (all exclude each other),
    partly (some pairs may both come true), all (any two may).

    >>> two = pd.DataFrame({"scenario_id": ["S1", "S2"], "end_state": ["truce", "war"]})
    >>> both = pd.DataFrame({"scenario_id": ["S1"], "excludes_id": ["S2"]})
    >>> overview(overlaps(two, both), scenarios=two, forecasts=pd.DataFrame())["verdict"].item()
    <Together.EXCLUSIVE: 'exclusive'>
    """
    row = {"scenarios": len(scenarios), "forecasts": len(forecasts), "verdict": _together(scenarios, pairs)}
    return pd.DataFrame([row])


def _together(scenarios: pd.DataFrame, pairs: pd.DataFrame) -> Together:
    if len(scenarios) < 2:
        return Together.SINGLE if len(scenarios) else Together.NONE
    if pairs["exclusive"].all():
        return Together.EXCLUSIVE
    return Together.PARTLY if pairs["exclusive"].any() else Together.ALL
