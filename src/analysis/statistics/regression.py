"""Answers what a count regression finds, with errors that allow for over-dispersion and serial dependence.

Negative binomial by maximum likelihood with its convergence checked, and Poisson beside it to show how much
too narrow its errors are.
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm
from numpy.typing import ArrayLike
from scipy import stats
from statsmodels.tools.sm_exceptions import (
    ConvergenceWarning,
    HessianInversionWarning,
    PerfectSeparationWarning,
)

from analysis.statistics.intervals import CONFIDENCE

OPTIMISERS = ("newton", "bfgs", "nm")
MAX_ITERATIONS = 2000
FLAT_SCORE = 1e-3


def newey_west_lags(n: int) -> int:
    """Return the usual truncation lag 4 (n / 100)^(2/9), rounded down (Newey and West 1994).

    >>> newey_west_lags(52), newey_west_lags(449)
    (3, 5)
    """
    return int(4 * (n / 100) ** (2 / 9))


def negative_binomial(
    counts: ArrayLike,
    design: pd.DataFrame,
    *,
    lags: int | None = None,
) -> pd.DataFrame:
    """Fit log E(count) = design · β with variance μ + α μ² (NB2) by maximum likelihood.

    ``design`` has one named column per term, the constant included. ``lags`` > 0: Newey–West (HAC) errors
    with so many lags; 0: the likelihood's own. Default: :func:`newey_west_lags` of n.

    Columns, one row per term and a last one ``alpha``: ``term``, ``coefficient``, ``error`` (standard
    error), ``coefficient_low``, ``coefficient_high``, ``poisson_error`` (naive Poisson error, NaN for
    alpha), ``n``, ``converged`` (bool: the optimiser said so, the score is flat and all errors are finite),
    ``log_likelihood``. Optimisers are tried in turn until one converges; see ``converged`` before using a
    number. Reference: Cameron and Trivedi 2013, section 3.3.

    >>> mites = np.repeat(np.arange(8), [70, 38, 17, 10, 9, 3, 2, 1])
    >>> fit = negative_binomial(mites, pd.DataFrame({"constant": np.ones(150)}), lags=0)
    >>> fit["coefficient"].round(4).tolist(), bool(fit["converged"].all())
    ([0.1369, 0.976], True)
    """
    y = np.asarray(counts, dtype=float)
    lags = newey_west_lags(len(y)) if lags is None else lags
    fit, converged = _fitted(sm.NegativeBinomial(y, design.to_numpy(dtype=float)), lags)
    poisson = sm.GLM(y, design.to_numpy(dtype=float), family=sm.families.Poisson()).fit()
    errors = np.asarray(fit.bse, dtype=float)
    coefficients = np.asarray(fit.params, dtype=float)
    spread = stats.norm.ppf(0.5 + CONFIDENCE / 2) * errors
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


def _fitted(model: sm.NegativeBinomial, lags: int) -> tuple[sm.NegativeBinomial, bool]:
    """Try the optimisers in turn until one ends at a finite maximum."""
    errors = {"cov_type": "HAC", "cov_kwds": {"maxlags": lags}} if lags else {}
    with warnings.catch_warnings():
        # An optimiser that leaves the parameter space is not an event to report: the next one is tried.
        warnings.simplefilter("ignore", (ConvergenceWarning, HessianInversionWarning, RuntimeWarning))
        for optimiser in OPTIMISERS:
            fit = model.fit(method=optimiser, maxiter=MAX_ITERATIONS, disp=False, **errors)
            if fit.mle_retvals["converged"] and _at_maximum(model, fit):
                return fit, True
    return fit, False


def _at_maximum(model: sm.NegativeBinomial, fit: sm.NegativeBinomial) -> bool:
    """Check the result itself: finite errors and a score of nearly nothing for each observation."""
    gradient = np.abs(model.score(np.asarray(fit.params))).max() / fit.nobs
    return bool(np.isfinite(fit.bse).all() and gradient < FLAT_SCORE)


def log_linear(counts: ArrayLike, time: ArrayLike) -> tuple[float, float, float]:
    """Slope of log E(count) on ``time`` with its interval: Poisson quasi-likelihood, Newey–West errors.

    Consistent whatever the variance of the counts; zeros need no care. The interval uses Student's t with n
    − 2 degrees of freedom. NaN when all counts are 0.

    >>> slope, low, high = log_linear([10, 21, 40, 80, 161, 320], range(6))
    >>> round(float(np.exp(slope)), 1)
    2.0
    """
    y, t = np.asarray(counts, dtype=float), np.asarray(time, dtype=float)
    if len(y) < 3 or y.sum() == 0:
        return float("nan"), float("nan"), float("nan")
    model = sm.GLM(y, sm.add_constant(t - t.mean()), family=sm.families.Poisson())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PerfectSeparationWarning)  # a perfect fit has a slope all the same
        fit = model.fit(cov_type="HAC", cov_kwds={"maxlags": newey_west_lags(len(y)), "use_correction": True})
    slope, spread = float(fit.params[1]), float(stats.t.ppf(0.5 + CONFIDENCE / 2, len(y) - 2) * fit.bse[1])
    return slope, slope - spread, slope + spread
