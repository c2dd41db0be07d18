"""Is one hazard ratio enough, or does it change the longer an event has not come?

The score test of proportional hazards: what the likelihood of a Cox regression would gain if a coefficient
were let move with time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.intervals import Floats
from analysis.statistics.risk_table import risk_table


def proportionality(years: Floats, happened: NDArray[np.bool_], exposed: Floats, estimate: Floats) -> Floats:
    """Return the chi² (1 degree of freedom) of letting each coefficient move with time, the others held.

    ``years`` and ``happened`` of each spell, ``exposed`` (spells × covariates) and the ``estimate`` of their
    Cox fit (ties by Efron). The added covariate is x × g(t), where g is one minus the Kaplan–Meier curve
    just before t, as R's ``cox.zph`` takes it; since survival 3.0 that is this score test, and no longer the
    approximation of Grambsch and Therneau 1994, which takes the information as the same at every event. Takes
    spells as independent. Reference: Therneau and Grambsch 2000, section 6.2.

    >>> years, exposed = np.array([9.0, 1, 1, 6, 6, 8]), np.array([[0.0], [1], [1], [1], [0], [0]])
    >>> happened = np.array([True, True, False, True, True, False])
    >>> proportionality(years, happened, exposed, np.array([1.677])).round(2).tolist()
    [0.24]
    """
    times, scores, spreads = _at_events(years, happened, exposed, estimate)
    curve = risk_table(years, happened, np.ones((1, len(years))), causes=[True])
    clock = 1 - curve.before[0][np.searchsorted(curve.times, times)]
    fixed, mixed, moving = (np.tensordot(clock**power, spreads, axes=1) for power in (0, 1, 2))
    own = [  # the information on each added covariate that the others do not share
        moving[place, place] - mixed[place] @ np.linalg.solve(fixed, mixed[:, place])
        for place in range(len(estimate))
    ]
    return np.asarray((clock @ scores) ** 2 / np.array(own), dtype=float)


def _at_events(
    years: Floats, happened: NDArray[np.bool_], exposed: Floats, estimate: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return each time of an event, its score and its information, ties by Efron's rule."""
    hazard = np.exp(exposed @ estimate)
    times = np.unique(years[happened])
    scores, spreads = np.zeros((len(times), len(estimate))), np.zeros((len(times), *[len(estimate)] * 2))
    for place, time in enumerate(times):
        failing, at_risk = (years == time) & happened, years >= time
        scores[place] = exposed[failing].sum(axis=0)
        for gone in np.arange(failing.sum()) / failing.sum():  # the share of ties already counted out
            weights = hazard * (at_risk - gone * failing)
            mean = weights @ exposed / weights.sum()
            scores[place] -= mean
            spreads[place] += (weights * exposed.T) @ exposed / weights.sum() - np.outer(mean, mean)
    return times, scores, spreads
