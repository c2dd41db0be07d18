"""How far do other works agree with the dates on record?

Each start and end was held against what references say of it; here the dates that hold are counted.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Verdict, require_columns
from analysis.subject.ceasefires.spells import ONGOING

DIFFERS: Final = "differs"  # a reference gives another date, by more than a week


class Agreement(Verdict):
    """Whether every date on record agrees with at least one reference."""

    ALL = "all"
    SOME = "some"


def about(spells: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table that are about one of these spells.

    >>> rows = pd.DataFrame({"spell_id": ["C01", "C02"], "source_id": ["a", "b"]})
    >>> about(pd.DataFrame({"spell_id": ["C01"]}), rows)["source_id"].tolist()
    ['a']
    """
    return table[table["spell_id"].isin(spells["spell_id"])]


@measure
def checked(spells: pd.DataFrame, checks: pd.DataFrame) -> pd.DataFrame:
    """Count how the starts and ends of the spells compare with what references say: one row.

    ``spells`` has ``spell_id, outcome``; ``checks`` has ``spell_id, checked`` (start, end) and ``result``
    (``DIFFERS``, else how it agrees; blank where not known yet). Columns: for ``starts`` and ``ends`` their
    number on record, and ``…_held`` (against any reference), ``…_agreeing`` (with at least one); of both
    ``agreeing, n`` (dates), ``comparisons, differing``; ``verdict``, an :class:`Agreement`: "all" dates
    agree, or "some".

    >>> rows = pd.DataFrame({"spell_id": ["K", "V"], "outcome": ["ongoing", "renewed_war"]})
    >>> held = pd.DataFrame({"spell_id": ["K", "K"], "checked": "start", "result": ["differs", "same month"]})
    >>> checked(rows, held)[["starts", "starts_agreeing", "ends", "n", "differing"]].values.tolist()
    [[2, 1, 1, 3, 1]]
    """
    require_columns(checks, ["spell_id", "checked", "result"], measure="checked")
    ended = spells[spells["outcome"] != ONGOING]
    row: dict[str, Any] = {}
    said = []
    for which, dated in (("start", spells), ("end", ended)):
        known = about(dated, checks)
        held = known[(known["checked"] == which) & (known["result"] != "")]
        agreed = held[held["result"] != DIFFERS]
        row |= {f"{which}s": len(dated), f"{which}s_held": held["spell_id"].nunique()}
        row |= {f"{which}s_agreeing": agreed["spell_id"].nunique()}
        said.append(held["result"])
    results = pd.concat(said)
    agreeing, n = row["starts_agreeing"] + row["ends_agreeing"], len(spells) + len(ended)
    totals = {"comparisons": len(results), "differing": int((results == DIFFERS).sum())}
    verdict = Agreement.ALL if agreeing == n else Agreement.SOME
    return pd.DataFrame([row | {"agreeing": agreeing, "n": n} | totals | {"verdict": verdict}])
