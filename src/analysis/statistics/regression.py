"""Answers what a count regression finds, with errors that allow for over-dispersion and serial dependence.

Negative binomial by maximum likelihood with its convergence checked, and Poisson beside it to show how much
too narrow its errors are.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm
from numpy.typing import ArrayLike, NDArray
from statsmodels.tools.sm_exceptions import (
    ConvergenceWarning,
    HessianInversionWarning,
    PerfectSeparationWarning,
)

from analysis.statistics.arrays import require_numbers
from analysis.statistics.intervals import NORMAL, Floats, students
from analysis.statistics.long_run import NOTHING, SHORTEST, WAVES, Interval, coefficient_half_widths

OPTIMISERS = ("newton", "bfgs", "nm")
MAX_ITERATIONS = 2000
FLAT_SCORE = 1e-3


def negative_binomial(
    counts: ArrayLike,
    design: pd.DataFrame,
    *,
    slow: Sequence[str] = (),
    clusters: ArrayLike | None = None,
) -> pd.DataFrame:
    """Fit log E(count) = design · β with variance μ + α μ² (NB2) by maximum likelihood.

    ``design`` has one named column per term, the constant included. Errors allow for dependence in time:
    those of the terms named in ``slow`` (a trend, a season) by ``long_run.coefficient_half_widths``, t with
    three degrees of freedom; those of all others by ``clusters`` (one label per count: its week, say), taken
    as independent of one another, t with clusters − 1. Without clusters they are the likelihood's own.

    Columns, one row per term and a last one ``alpha``: ``term``, ``coefficient``, ``error`` (standard
    error), ``coefficient_low``, ``coefficient_high`` (NaN for alpha), ``poisson_error`` (naive Poisson error,
    NaN for alpha), ``n``, ``converged`` (bool: the optimiser said so, the score is flat and all errors are
    finite), ``log_likelihood``. Optimisers are tried in turn until one converges; see ``converged`` before
    using a number. Reference: Cameron and Trivedi 2013, section 3.3; Liang and Zeger 1986 (clusters).

    >>> mites = np.repeat(np.arange(8), [70, 38, 17, 10, 9, 3, 2, 1])
    >>> fit = negative_binomial(mites, pd.DataFrame({"constant": np.ones(150)}))
    >>> fit["coefficient"].round(4).tolist(), bool(fit["converged"].all())
    ([0.1369, 0.976], True)
    """
    y = require_numbers(counts, estimator="negative binomial regression", least=0.0)
    x = require_numbers(design, estimator="design of the negative binomial regression")
    fit, converged = _fitted(sm.NegativeBinomial(y, x))
    coefficients, errors = np.asarray(fit.params, dtype=float), np.asarray(fit.bse, dtype=float)
    spread = NORMAL * errors
    mean = np.exp(x @ coefficients[:-1])
    weights, residuals = mean / (1 + coefficients[-1] * mean), y / mean - 1
    if clusters is not None:
        errors[:-1], groups = _clustered_errors(x, weights, residuals, np.asarray(clusters))
        spread = students(groups - 1) * errors
    named = np.array([term in slow for term in design.columns] + [False])
    if named.any():
        spread[named] = coefficient_half_widths(x, weights, residuals)[named[:-1]]
        errors[named] = spread[named] / students(WAVES)
    spread[-1] = np.nan
    poisson = sm.GLM(y, x, family=sm.families.Poisson()).fit()
    return pd.DataFrame(
        {
            "term": [*design.columns, "alpha"],
            "coefficient": coefficients,
            "error": errors,
            "coefficient_low": coefficients - spread,
            "coefficient_high": coefficients + spread,
            "poisson_error": [*np.asarray(poisson.bse, dtype=float), np.nan],
            "n": len(y),
            "converged": converged,
            "log_likelihood": float(fit.llf),
        }
    )


def _clustered_errors(
    design: Floats, weights: Floats, residuals: Floats, clusters: NDArray[Any]
) -> tuple[Floats, int]:
    """Return standard errors that take clusters as independent, and how many clusters there are."""
    weighted = design * weights[:, np.newaxis]
    influence = np.linalg.solve(design.T @ weighted, (weighted * residuals[:, np.newaxis]).T).T
    sums = pd.DataFrame(influence).groupby(clusters).sum().to_numpy()
    groups = len(sums)
    return np.sqrt((sums**2).sum(axis=0) * groups / (groups - 1)), groups


def _fitted(model: sm.NegativeBinomial) -> tuple[sm.NegativeBinomial, bool]:
    """Try the optimisers in turn until one ends at a finite maximum."""
    with warnings.catch_warnings():
        # An optimiser that leaves the parameter space is not an event to report: the next one is tried.
        warnings.simplefilter("ignore", (ConvergenceWarning, HessianInversionWarning, RuntimeWarning))
        for optimiser in OPTIMISERS:
            fit = model.fit(method=optimiser, maxiter=MAX_ITERATIONS, disp=False)
            if fit.mle_retvals["converged"] and _at_maximum(model, fit):
                return fit, True
    return fit, False


def _at_maximum(model: sm.NegativeBinomial, fit: sm.NegativeBinomial) -> bool:
    """Check the result itself: finite errors and a score of nearly nothing for each observation."""
    gradient = np.abs(model.score(np.asarray(fit.params))).max() / fit.nobs
    return bool(np.isfinite(fit.bse).all() and gradient < FLAT_SCORE)


def log_linear(counts: ArrayLike, time: ArrayLike) -> Interval:
    """Slope of log E(count) on ``time`` with its interval: Poisson quasi-likelihood, errors for dependence.

    Consistent whatever the variance of the counts; zeros need no care. Errors by
    ``long_run.coefficient_half_widths``, which assume that the relative scatter is the same throughout; a
    level that wanders as slowly as the series is long looks like growth. NaN for fewer than eight counts and
    when all are 0.

    >>> slope, low, high = log_linear([10, 21, 40, 80, 161, 320, 640, 1279], range(8))
    >>> round(float(np.exp(slope)), 1)
    2.0
    """
    y = require_numbers(counts, estimator="log-linear trend", least=0.0)
    if len(y) < SHORTEST or y.sum() == 0:
        return NOTHING
    return _trend(y, time, sm.families.Poisson())[0]


def logit_trend(successes: ArrayLike, n: ArrayLike, time: ArrayLike) -> tuple[Interval, Floats]:
    """Slope of the log odds of a share on ``time`` with its interval, and the fitted shares.

    Quasi-binomial regression of successes among ``n`` (one element a period), errors as :func:`log_linear`;
    assumes that clustering, not ``n``, makes most of the scatter of a share. NaN for fewer than eight
    periods and when all succeed or none. Reference: McCullagh and Nelder 1989, section 4.5.

    >>> (slope, low, high), fitted = logit_trend([5, 6, 5, 7, 6, 8, 7, 8], [10] * 8, range(8))
    >>> low < slope < high, bool(fitted[0] < fitted[-1])
    (True, True)
    """
    k, total = (require_numbers(one, estimator="trend of a share", least=0.0) for one in (successes, n))
    if len(k) < SHORTEST or k.sum() in (0, total.sum()):
        return NOTHING, np.full(len(k), np.nan)
    return _trend(np.column_stack([k, total - k]), time, sm.families.Binomial())


def _trend(outcome: Floats, time: ArrayLike, family: sm.families.Family) -> tuple[Interval, Floats]:
    """Slope on time of a generalized linear model with its interval, and the fitted means."""
    t = require_numbers(time, estimator="time of a trend")
    design = sm.add_constant(t - t.mean())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PerfectSeparationWarning)  # a perfect fit has a slope all the same
        fit = sm.GLM(outcome, design, family=family).fit()
    trials = np.ones(len(t)) if outcome.ndim == 1 else outcome.sum(axis=1)
    observed = outcome if outcome.ndim == 1 else outcome[:, 0] / trials
    residuals = (observed - fit.mu) * family.link.deriv(fit.mu)
    spread = float(coefficient_half_widths(design, family.weights(fit.mu) * trials, residuals)[1])
    slope = float(fit.params[1])
    return (slope, slope - spread, slope + spread), np.asarray(fit.mu)
