"""What had become of ceasefires after so many years?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics import competing
from analysis.statistics import survival as kaplan_meier
from analysis.subject.ceasefires.spells import CAUSES, OUTCOMES, WAR


@measure
def at_horizons(spells: pd.DataFrame, *, horizons: Sequence[float]) -> pd.DataFrame:
    """Return what had become of ceasefires by each horizon (years): one row each.

    Columns: ``horizon``; ``renewed_war, superseded_by_treaty, ongoing`` (Aalen–Johansen shares that sum to
    one) and ``survival`` (Kaplan–Meier share without renewed war, treaties censored), each with ``_low`` and
    ``_high``; ``n, at_risk`` (still observed), ``events`` (wars until then), ``ended, ends_needed`` (in all),
    ``status, needed`` (of the first three).

    >>> trial = pd.DataFrame({"years": [float(n) for n in range(1, 21)], "outcome": ["renewed_war"] * 20})
    >>> at_horizons(trial, horizons=[5])[["renewed_war", "survival", "at_risk", "events"]].round(2).values.tolist()
    [[0.25, 0.75, 16.0, 5.0]]
    """
    ends = competing.incidence_at(spells, horizons=horizons, causes=CAUSES)
    held = kaplan_meier.survival_at(spells, horizons=horizons, event=WAR)
    wars = ends[ends["outcome"] == WAR].reset_index(drop=True)
    shares = {
        f"{outcome}{end}": ends.loc[ends["outcome"] == outcome, f"estimate{end}"].to_numpy()
        for outcome in OUTCOMES
        for end in ("", "_low", "_high")
    }
    shares |= {f"survival{end}": held[f"estimate{end}"].to_numpy() for end in ("", "_low", "_high")}
    counts = wars[["horizon", "n", "at_risk", "events", "status", "needed"]]
    ended = int(spells["outcome"].isin(CAUSES).sum())
    return counts.assign(**shares, ended=ended, ends_needed=competing.MINIMUM_EVENTS)
