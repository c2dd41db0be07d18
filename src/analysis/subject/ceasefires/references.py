"""Which references stand behind the reference class, and how far do they agree with the dates on record?

Turns citations and comparisons into the bibliography of a report and into counts of dates that hold.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from analysis.statistics.results import require_columns
from analysis.subject.ceasefires.spells import ONGOING

CITING: Final = ("source_id", "end_source_id")
DIFFERS: Final = "differs"  # a reference gives another date, by more than a week


def cited(sources: pd.DataFrame, *tables: pd.DataFrame, among: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``sources`` that the tables cite (as source, or as source of an end), by author.

    Rows of a table on a spell that is not ``among`` the spells do not count.

    >>> bibliography = pd.DataFrame({"source_id": ["b", "a"], "author": ["B", "A"], "publisher": ["", ""],
    ...     "title": ["Peace", "War"], "year": [2004, 2010]})
    >>> references = pd.DataFrame({"spell_id": ["C01", "C02"], "source_id": ["a", "b"]})
    >>> cited(bibliography, references, among=pd.DataFrame({"spell_id": ["C01"]}))["author"].tolist()
    ['A']
    """
    keys = [_about(table, among)[name] for table in tables for name in CITING if name in table]
    used = sources[sources["source_id"].isin(pd.concat(keys))]
    who = used["author"].where(used["author"] != "", used["publisher"])
    named = used.assign(who=who.where(who != "", used["title"]))
    return named.sort_values(["who", "year", "title"], kind="stable", ignore_index=True).drop(columns="who")


def checked(spells: pd.DataFrame, checks: pd.DataFrame) -> pd.DataFrame:
    """Count how the starts and ends of the spells compare with what references say: one row each.

    ``spells`` has ``spell_id, outcome``; ``checks`` has ``spell_id, checked`` (start, end) and ``result``
    (``DIFFERS``, else how it agrees; blank where not known yet). Columns: ``checked, dates`` (on record),
    ``held`` (against any reference), ``agreeing`` (with at least one), ``comparisons, differing``.

    >>> rows = pd.DataFrame({"spell_id": ["K", "V"], "outcome": ["ongoing", "renewed_war"]})
    >>> held = pd.DataFrame({"spell_id": ["K", "K"], "checked": "start", "result": ["differs", "same month"]})
    >>> checked(rows, held)[["checked", "dates", "held", "agreeing", "differing"]].values.tolist()
    [['start', 2, 1, 1, 1], ['end', 1, 0, 0, 0]]
    """
    require_columns(checks, ["spell_id", "checked", "result"], measure="checked")
    dates = {"start": spells["spell_id"], "end": spells.loc[spells["outcome"] != ONGOING, "spell_id"]}
    rows = []
    for which, known in dates.items():
        said = checks[
            (checks["checked"] == which) & checks["spell_id"].isin(known) & (checks["result"] != "")
        ]
        agreed = said[said["result"] != DIFFERS]
        held, agreeing = said["spell_id"].nunique(), agreed["spell_id"].nunique()
        counts = {"checked": which, "dates": len(known), "held": held, "agreeing": agreeing}
        rows.append(counts | {"comparisons": len(said), "differing": len(said) - len(agreed)})
    return pd.DataFrame(rows)


def _about(table: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    return table[table["spell_id"].isin(spells["spell_id"])] if "spell_id" in table else table
