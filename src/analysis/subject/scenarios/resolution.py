"""By which written rules would forecasts be decided, within which window, and from which documents?

The residual comes last: it is what is left when no other rule is met.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from analysis.data.lineage import measure
from analysis.subject.scenarios.scenarios import RESIDUAL

_WINDOW: Final = ["opens_on", "deadline", "stated_on"]
_DECISION: Final = ["decided_from", "conflict", "annulment"]


@measure
def rules(recorded: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``resolution_rules`` by deadline and name, those of the residual last."""
    residual = recorded["scenario_id"] == RESIDUAL
    ordered = recorded.assign(residual=residual).sort_values(["deadline", "residual", "rule_id"])
    return ordered.drop(columns="residual").reset_index(drop=True)


@measure
def windows(ordered: pd.DataFrame) -> pd.DataFrame:
    """Return the windows of the rules, like ones together.

    ``ordered`` comes from :func:`rules`. Columns: ``opens_on, deadline, stated_on`` (dates) and ``rule_ids``
    (list).
    """
    return _alike(ordered, _WINDOW)


@measure
def decisions(ordered: pd.DataFrame) -> pd.DataFrame:
    """Return from what rules are decided, like ones together.

    ``ordered`` comes from :func:`rules`. Columns: ``decided_from, conflict`` (which source holds),
    ``annulment`` (texts) and ``rule_ids`` (list).
    """
    return _alike(ordered, _DECISION)


def _alike(ordered: pd.DataFrame, texts: list[str]) -> pd.DataFrame:
    return ordered.groupby(texts, sort=False)["rule_id"].agg(list).rename("rule_ids").reset_index()
