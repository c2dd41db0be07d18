"""How many were at risk at each time, how many failed of which cause, and what share was left?

The count behind every survival curve and every incidence, under any weights of the spells: with all of them,
and with each cluster left out in turn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.intervals import Floats


@dataclass(frozen=True)
class RiskTable:
    """What happened at each distinct time: arrays of one row per weighting, one column per time.

    ``times`` (ends and censorings, rising), ``number`` (spells at risk, unweighted), ``at_risk``, ``failed``
    (by cause) and ``ongoing``, the share that no cause has ended yet, after the time (Kaplan–Meier of any
    end). Reference: Aalen and Johansen 1978.
    """

    times: Floats
    number: NDArray[np.int_]
    at_risk: Floats
    failed: Mapping[object, Floats]
    ongoing: Floats

    @property
    def before(self) -> Floats:
        """Return the share that was left just before each time."""
        return np.hstack([np.ones((len(self.ongoing), 1)), self.ongoing[:, :-1]])

    def incidence(self, cause: object) -> Floats:
        """Return the cumulative incidence of a cause after each time."""
        hazard = np.divide(
            self.failed[cause], self.at_risk, out=np.zeros_like(self.at_risk), where=self.at_risk > 0
        )
        return np.cumsum(self.before * hazard, axis=1)

    def area(self, tau: float) -> Floats:
        """Return the area under ``ongoing`` up to ``tau``, for each weighting."""
        edges = np.concatenate([[0.0], np.minimum(self.times, tau), [tau]])
        share = np.hstack([np.ones((len(self.ongoing), 1)), self.ongoing])
        return np.asarray((share * np.diff(edges)).sum(axis=1))


def risk_table(
    years: Floats, outcomes: NDArray[Any], weights: Floats, *, causes: Sequence[object]
) -> RiskTable:
    """Count spells of these ``years`` and ``outcomes`` (any but ``causes`` is censored).

    ``weights`` has one row per weighting, one column per spell.

    >>> ends = np.array(["relapse", "", "relapse"])
    >>> table = risk_table(np.array([1.0, 2.0, 3.0]), ends, np.ones((1, 3)), causes=["relapse"])
    >>> table.ongoing.round(2).tolist()
    [[0.67, 0.67, 0.0]]
    """
    times, place = np.unique(years, return_inverse=True)
    at = np.equal.outer(place, np.arange(len(times))).astype(float)
    failed = {cause: weights @ (at * np.asarray(outcomes == cause)[:, np.newaxis]) for cause in causes}
    ended = np.sum(list(failed.values()), axis=0)
    at_risk = (weights @ at)[:, ::-1].cumsum(axis=1)[:, ::-1]
    number = at.sum(axis=0)[::-1].cumsum()[::-1].astype(int)
    hazard = np.divide(ended, at_risk, out=np.zeros_like(at_risk), where=at_risk > 0)
    ongoing = np.cumprod(np.clip(1 - hazard, 0, 1), axis=1)
    return RiskTable(times, number, at_risk, failed, ongoing)
