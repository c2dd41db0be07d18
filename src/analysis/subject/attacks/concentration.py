"""Answers how unequal the nights are and whether mass salvos come in bursts.

Gini of launches over nights, and the burstiness of the gaps between mass salvos beside what chance gives on
the same nights.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.concentration import burstiness_test, gini, gini_difference
from analysis.statistics.intervals import CONFIDENCE
from analysis.statistics.results import OK, Day, Direction, Verdict, direction, estimate_row
from analysis.subject.attacks.coverage import covered_from
from analysis.subject.attacks.gaps import MASS, mass_salvos
from analysis.subject.attacks.nights import launches

NEEDED = 100
PAUSES_NEEDED = 10


class Contrast(Verdict):
    """Whether missiles are told to be more concentrated on few nights than drones."""

    MORE = "more"
    OPEN = "open"


class Timing(Verdict):
    """Whether mass salvos come otherwise than by chance."""

    BURSTS = "bursts"
    REGULAR = "regular"
    CHANCE = "chance"
    TOO_FEW = "too few pauses"


@measure
def concentration(
    strikes: pd.DataFrame, *, as_of: Day, start: Day | None = None, minimum: float = MASS
) -> pd.DataFrame:
    """Gini of drones and of missiles over known nights, and the burstiness of mass salvos: one row.

    Columns: ``first``, ``last`` (nights); ``drones``, ``missiles`` (Gini over nights: 0 = all alike);
    ``estimate, estimate_low, estimate_high`` (missiles less drones), ``n`` (nights on which both are known),
    ``method``, ``status``, ``needed`` (100); ``verdict`` (``more`` where that interval lies above 0, else
    ``open``); ``burstiness`` (of the closed gaps between mass salvos: −1 regular, 1 bursts), ``by_chance``
    (its mean when the salvos are dealt to the known nights between the first and the last at random: below
    0, since two cannot fall on one night), ``burstiness_p`` (two-sided), ``pauses`` (closed gaps),
    ``pauses_needed`` (10), ``timing`` (`Timing`: other than chance where p is below 0.05). Estimators and
    assumptions: ``statistics.concentration``.

    ``start`` is by default where coverage begins (``coverage.covered_from``), so that years of thin coverage
    are not read as unequal nights; growth since then still is, and so it is as bursts. Unknown nights are
    passed over. ``minimum`` as in ``gaps.mass_salvos``.
    """
    begin = covered_from(strikes, as_of=as_of) if start is None else pd.Timestamp(start)
    covered = strikes if begin is not None else strikes.iloc[:0]
    both = pd.DataFrame(
        {
            weapon: launches(covered, weapon=weapon, as_of=as_of, start=begin)
            for weapon in ("drone", "missile")
        }
    )
    known = both.dropna()
    method = "difference of linearised Gini coefficients, long-run variance"
    difference = gini_difference(known["drone"], known["missile"])
    row = estimate_row(*difference, n=len(known), needed=NEEDED, method=method)
    enough = row["status"] == OK
    coefficients = {f"{weapon}s": float(gini(known[weapon])) if enough else np.nan for weapon in known}
    pauses = int((~mass_salvos(covered, as_of=as_of, start=begin, minimum=minimum)["open"]).sum())
    return pd.DataFrame(
        [
            {"first": known.index.min(), "last": known.index.max()}
            | coefficients
            | row
            | {"verdict": Contrast.MORE if direction(row, neutral=0.0) == Direction.MORE else Contrast.OPEN}
            | _timing(both["drone"], pauses, minimum=minimum)
        ]
    )


def _timing(drones: pd.Series, pauses: int, *, minimum: float) -> dict[str, object]:
    """Hold the timing of mass salvos against chance."""
    salvos = (drones >= minimum).astype(float).where(drones.notna())
    seen, expected, p = burstiness_test(salvos)
    enough = pauses >= PAUSES_NEEDED
    verdict = Timing.CHANCE if p >= 1 - CONFIDENCE else Timing.BURSTS if seen > expected else Timing.REGULAR
    return {
        "burstiness": seen if enough else np.nan,
        "by_chance": expected if enough else np.nan,
        "burstiness_p": p if enough else np.nan,
        "pauses": pauses,
        "pauses_needed": PAUSES_NEEDED,
        "timing": verdict if enough else Timing.TOO_FEW,
    }
