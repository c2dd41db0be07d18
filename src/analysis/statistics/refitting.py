"""What would a Cox regression say without each of several groups of spells? All such fits at once.

The full fit is statsmodels'; fitting it again for every group left out cost most of a report's time.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from analysis.statistics.intervals import Floats

Truths = npt.NDArray[np.bool_]
Moments = tuple[Floats, Floats, Floats]
STEPS: Final = 35
TOLERANCE: Final = 1e-9
FLAT: Final = 1e-8  # of the first curvature: where so little is left, the likelihood rises without end


def refitted(
    years: Floats,
    happened: npt.NDArray[np.bool_],
    exposed: Floats,
    kept: npt.NDArray[np.bool_],
    start: Floats,
) -> Floats:
    """Return the coefficients that fit each selection of spells: one row per row of ``kept``.

    ``exposed`` has a column for each covariate, ``kept`` a column for each spell, ``start`` are the
    coefficients of all spells, from which Newton's steps begin. Ties are Efron's. A row is NaN where no
    finite coefficients fit, as when a covariate parts early ends from late ones. Reference: Efron 1977.

    >>> years, treated = np.arange(1.0, 9), np.array([[0.0], [1], [0], [1], [1], [0], [1], [0]])
    >>> all_but_one = ~np.eye(8, dtype=bool)[:2]
    >>> refitted(years, np.ones(8, dtype=bool), treated, all_but_one, np.zeros(1)).round(3).tolist()
    [[0.711], [0.095]]
    """
    times = np.unique(years[happened])
    at_risk = (years >= times[:, None]).T.astype(float)
    ending = ((years == times[:, None]) & happened).T.astype(float)
    chosen = kept.astype(float)
    tied = chosen @ ending
    stated = (chosen * happened) @ exposed
    squares = exposed[:, :, None] * exposed[:, None, :]
    found = np.tile(np.asarray(start, dtype=float), (len(chosen), 1))
    moving = np.ones(len(chosen), dtype=bool)
    curvature: list[Floats] = []
    for _ in range(STEPS):
        weights = chosen * np.exp(found @ exposed.T)
        moments = [_moments(weights, exposed, squares, sets) for sets in (at_risk, ending)]
        slope, bend = _slope_and_bend(stated, tied, *moments)
        curvature.append(np.linalg.det(np.nan_to_num(bend)))
        try:
            step = np.linalg.solve(bend, slope[..., None])[..., 0]
        except np.linalg.LinAlgError:
            step = np.full_like(slope, np.nan)
        found = found + step
        moving = ~(np.abs(step).max(axis=1) < TOLERANCE)
        if not moving.any():
            break
    endless = moving | (curvature[-1] <= FLAT * curvature[0])
    return np.where(endless[:, None], np.nan, found)


def _moments(
    weights: Floats, exposed: Floats, squares: Floats, sets: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return sums of weights, of weighted covariates and of their products over each set of spells."""
    weighed = weights[:, None, :] * sets.T
    return weighed.sum(axis=2), weighed @ exposed, np.tensordot(weighed, squares, axes=(2, 0))


def _slope_and_bend(
    stated: Floats,
    tied: Floats,
    risk: Moments,
    ends: Moments,
) -> tuple[Floats, Floats]:
    """Return first and negative second derivatives of the partial likelihoods."""
    slope, bend = stated, np.zeros((*stated.shape, stated.shape[1]))
    for rank in range(int(tied.max())):
        share = np.divide(rank, tied, out=np.zeros_like(tied), where=tied > rank)
        counts = tied > rank
        zeroth, first, second = (
            all_ - share.reshape(*share.shape, *[1] * (all_.ndim - 2)) * own
            for all_, own in zip(risk, ends, strict=True)
        )
        scale = np.divide(1.0, zeroth, out=np.zeros_like(zeroth), where=counts)
        mean = first * scale[..., None]
        slope = slope - mean.sum(axis=1)
        spread = second * scale[..., None, None] - mean[..., :, None] * mean[..., None, :]
        bend = bend + spread.sum(axis=1)
    return slope, bend
