"""Answers how unequal the nights are and whether mass salvos come in bursts.

Gini of launches over nights, and the burstiness of the gaps between mass salvos with its finite-size
correction.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.concentration import burstiness, gini
from analysis.statistics.intervals import bootstrap_interval
from analysis.statistics.results import OK, Day, Direction, Verdict, direction, estimate_row
from analysis.subject.attacks.coverage import covered_from
from analysis.subject.attacks.gaps import mass_salvos
from analysis.subject.attacks.nights import launches

NEEDED = 10
BLOCK, DRAWS, SEED = 7, 2000, 1  # nights; of the bootstrap


class Contrast(Verdict):
    """Whether missiles are told to be more concentrated on few nights than drones: intervals lie apart."""

    APART = "apart"
    OPEN = "open"


class Timing(Verdict):
    """Whether mass salvos come otherwise than by chance."""

    BURSTS = "bursts"
    REGULAR = "regular"
    CHANCE = "chance"
    TOO_FEW = "too few pauses"


_TIMINGS: dict[Direction | None, Timing] = {
    Direction.MORE: Timing.BURSTS,
    Direction.FEWER: Timing.REGULAR,
    Direction.OPEN: Timing.CHANCE,
    None: Timing.TOO_FEW,
}


@measure
def concentration(
    strikes: pd.DataFrame, *, as_of: Day, start: Day | None = None, minimum: float = 400
) -> pd.DataFrame:
    """Gini of drones and of missiles over known nights, and the burstiness of mass salvos: one row.

    Columns: ``first``, ``last`` (nights); ``estimate, estimate_low, estimate_high`` (Gini of drones over
    nights: 0 = all alike), ``n`` (nights), ``method``, ``status``, ``needed`` (10); ``missiles,
    missiles_low, missiles_high`` (Gini of missiles); ``verdict`` (``apart`` where the missiles' interval
    lies above that of the drones, else ``open``); ``burstiness, burstiness_low, burstiness_high`` (of the
    closed gaps between mass salvos: −1 regular, 0 chance, 1 bursts), ``pauses`` (closed gaps),
    ``pauses_needed`` (10), ``timing`` (`Timing`: by that interval). Intervals: stationary bootstrap over
    nights for Gini; gaps drawn independently for burstiness. Reference: Kim and Jo 2016 (finite size).

    ``start`` is by default where coverage begins (``coverage.covered_from``), so that years of thin coverage
    are not read as unequal nights; growth since then still is. Unknown nights are passed over. ``minimum``
    as in ``gaps.mass_salvos``.
    """
    begin = covered_from(strikes, as_of=as_of) if start is None else pd.Timestamp(start)
    covered = strikes if begin is not None else strikes.iloc[:0]
    known = {
        weapon: launches(covered, weapon=weapon, as_of=as_of, start=begin).dropna()
        for weapon in ("drone", "missile")
    }
    drones, missiles = (_row(known[weapon], gini, block=BLOCK) for weapon in ("drone", "missile"))
    salvos = mass_salvos(covered, as_of=as_of, start=begin, minimum=minimum)
    bursts = _row(salvos.loc[~salvos["open"], "gap"].astype(float), burstiness, block=1)
    apart = drones["status"] == OK and missiles["estimate_low"] > drones["estimate_high"]  # type: ignore[operator]
    span = {"first": known["drone"].index.min(), "last": known["drone"].index.max()}
    return pd.DataFrame(
        [
            span
            | drones
            | _named(missiles, "missiles")
            | {"verdict": Contrast.APART if apart else Contrast.OPEN}
            | _named(bursts, "burstiness")
            | {"pauses": bursts["n"], "pauses_needed": bursts["needed"]}
            | {"timing": _TIMINGS[direction(bursts, neutral=0.0)]}
        ]
    )


def _row(values: pd.Series, statistic: Callable[..., np.ndarray], *, block: float) -> dict[str, object]:
    low = high = np.nan
    if len(values) >= NEEDED:
        low, high = bootstrap_interval(values.to_numpy(), statistic, block=block, draws=DRAWS, seed=SEED)
    method = f"stationary bootstrap, mean block {block:g}, {DRAWS} draws"
    return estimate_row(
        float(statistic(values.to_numpy())), low, high, n=len(values), needed=NEEDED, method=method
    )


def _named(row: dict[str, object], name: str) -> dict[str, object]:
    """Return estimate and interval of a row under another name."""
    return {f"{name}{end}": row[f"estimate{end}"] for end in ("", "_low", "_high")}
