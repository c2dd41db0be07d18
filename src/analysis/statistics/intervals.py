"""Answers how uncertain a share or a ratio of counts is.

Wilson, Clopper–Pearson and Jeffreys for independent trials, a ratio estimator for clustered ones, and a
quasi-Poisson ratio of two totals. What depends in time stands in ``long_run``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats
from statsmodels.stats.proportion import proportion_confint

from analysis.errors import AnalysisError

Floats = NDArray[np.float64]
CONFIDENCE = 0.95
NORMAL = float(special.ndtri(0.5 + CONFIDENCE / 2))  # standard errors to each end of a normal interval


def students(degrees: float) -> float:
    """Return the quantile of Student's t for a two-sided 95 % interval.

    >>> round(students(3), 4)
    3.1824
    """
    return float(special.stdtrit(degrees, 0.5 + CONFIDENCE / 2))  # not by `stats.t`: a tenth of its time


def _checked_counts(successes: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    k, total = np.broadcast_arrays(np.asarray(successes, dtype=float), np.asarray(n, dtype=float))
    wrong = (k > total) | (k < 0) | (total < 0)
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        raise AnalysisError(
            f"a share needs 0 <= successes <= n; got {k.flat[first]:g} of {total.flat[first]:g}"
            f" ({int(wrong.sum())} such): leave those rows out"
        )
    return k, total


def wilson(successes: ArrayLike, n: ArrayLike, *, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Wilson score interval of a share of independent trials; NaN where ``n`` is 0.

    Misleads when trials are clustered (cases of one day, say): use :func:`clustered_share` there.
    Raises ``AnalysisError`` when successes exceed ``n``. Reference: Newcombe 1998, method 3.

    >>> low, high = wilson([81, 0], [263, 20])
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.2553, 0.0], [0.3662, 0.1611])
    """
    k, total = _checked_counts(successes, n)
    known = total > 0
    low, high = np.full(k.shape, np.nan), np.full(k.shape, np.nan)
    low[known], high[known] = proportion_confint(
        k[known], total[known], alpha=1 - confidence, method="wilson"
    )
    return low, high


def jeffreys(
    successes: ArrayLike,
    n: ArrayLike,
    *,
    prior: tuple[float, float] = (0.5, 0.5),
) -> tuple[Floats, Floats]:
    """Equal-tailed beta-binomial interval; the default prior (½, ½) is Jeffreys'.

    With that prior the end at 0 of ``n`` or ``n`` of ``n`` is set to 0 or 1. Another ``prior`` (a, b)
    gives the plain posterior quantiles. Reference: Brown, Cai and DasGupta 2001, section 4.1.2.

    >>> low, high = jeffreys([0, 5], [10, 10])
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0, 0.2235], [0.2172, 0.7765])
    """
    k, total = _checked_counts(successes, n)
    tail = (1 - CONFIDENCE) / 2
    a, b = prior
    low = np.asarray(stats.beta.ppf(tail, k + a, total - k + b), dtype=float)
    high = np.asarray(stats.beta.ppf(1 - tail, k + a, total - k + b), dtype=float)
    if prior == (0.5, 0.5):
        low = np.where((k == 0) & (total > 0), 0.0, low)
        high = np.where((k == total) & (total > 0), 1.0, high)
    return low, high


def clopper_pearson(successes: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Exact interval of a share of independent trials; NaN where ``n`` is 0.

    Covers at least as often as it says at any ``n``, so it is wider than Wilson's: for a handful of trials,
    where Wilson's may fall short. Reference: Clopper and Pearson 1934.

    >>> low, high = clopper_pearson([0, 9], [10, 10])
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0, 0.555], [0.3085, 0.9975])
    """
    k, total = _checked_counts(successes, n)
    known = total > 0
    low, high = np.full(k.shape, np.nan), np.full(k.shape, np.nan)
    low[known], high[known] = proportion_confint(k[known], total[known], alpha=1 - CONFIDENCE, method="beta")
    return low, high


def clustered_share(successes: ArrayLike, n: ArrayLike) -> tuple[float, float, float, float]:
    """Pooled share over clusters (Σ successes / Σ n), its interval on the logit scale, and its design effect.

    Each element is one cluster. The variance is that of the ratio estimator with each cluster's residual
    divided by one less its weight, as if it were left out; t has degrees of freedom of the effective number
    of clusters (Kish), which unequal sizes lower. Where all succeed or none, no spread is seen: each
    effective cluster then counts as one trial, Wilson; clusters that happen to be alike give no narrower
    interval than independent trials. The design effect says how many times the variance
    exceeds that of independent trials. Returns ``(share, low, high, design_effect)``, all NaN with fewer
    than two clusters.

    Assumes clusters independent of one another: over spans in which they resemble their neighbours use
    ``long_run.share_interval``. Misleads below some ten clusters. Reference: Cochran 1977, section 6.4; Bell
    and McCaffrey 2002 (small samples); Korn and Graubard 1998 (share near 0 or 1).

    >>> [round(x, 3) for x in clustered_share([10, 0, 5, 5, 4], [10, 10, 10, 10, 10])]
    [0.48, 0.113, 0.87, 6.36]
    """
    k, total = _checked_counts(successes, n)
    k, total = k[total > 0], total[total > 0]
    if len(k) < 2:
        return (float("nan"),) * 4
    share, effective = float(k.sum() / total.sum()), float(total.sum() ** 2 / (total**2).sum())
    if share in (0.0, 1.0):
        low, high = wilson(share * effective, effective)
        return share, float(low), float(high), float(total.sum() / effective)
    residuals = (k - share * total) / (1 - total / total.sum())
    binomial = share * (1 - share)
    variance = max(float((residuals**2).sum() / total.sum() ** 2), binomial / float(total.sum()))
    spread = students(max(effective - 1, 1.0)) * np.sqrt(variance) / binomial
    odds = np.log(share / (1 - share))
    low, high = (1 / (1 + np.exp(-(odds + end))) for end in (-spread, spread))
    return share, float(low), float(high), float(variance / binomial * total.sum())


def rate_ratio(
    before: float,
    after: float,
    *,
    exposure_before: float = 1.0,
    exposure_after: float = 1.0,
    dispersion: float = 1.0,
) -> tuple[float, float, float]:
    """Ratio of two rates ``after / before`` with a log-normal quasi-Poisson interval.

    ``dispersion`` is variance / mean of such a total (1 = Poisson, too narrow for most counts). The two
    totals are taken as independent. NaN when a total is 0. Reference: Cameron and Trivedi 2013, section 3.2.

    >>> [round(x, 4) for x in rate_ratio(3148, 4776)]
    [1.5172, 1.4504, 1.587]
    """
    if min(before, after) <= 0 or min(exposure_before, exposure_after) <= 0:
        return float("nan"), float("nan"), float("nan")
    ratio = (after / exposure_after) / (before / exposure_before)
    spread = NORMAL * np.sqrt(dispersion * (1 / before + 1 / after))
    return float(ratio), float(ratio * np.exp(-spread)), float(ratio * np.exp(spread))
