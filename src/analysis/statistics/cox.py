"""How many times sooner does an event come with a covariate than without, and is that one number at all?

A Cox regression with Efron's rule for ties, errors robust to clusters, and a test of proportional hazards. It
refuses more than one covariate per ten events.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.duration.hazard_regression import PHReg
from statsmodels.tools.sm_exceptions import ConvergenceWarning

from analysis.errors import AnalysisError
from analysis.statistics.competing import incidence
from analysis.statistics.intervals import CONFIDENCE, Floats
from analysis.statistics.results import INSUFFICIENT, OK, require_columns

MINIMUM_A_GROUP: Final = 5
EVENTS_A_COVARIATE: Final = 10
NUMBERS: Final = (
    "estimate",
    "std_error",
    "hazard_ratio",
    "hazard_ratio_low",
    "hazard_ratio_high",
    "p",
    "ph_chi2",
    "ph_p",
    "log_likelihood",
)


def cox(
    spells: pd.DataFrame,
    *,
    covariates: Sequence[str],
    event: str,
    cluster: str | None = None,
) -> pd.DataFrame:
    """Fit a Cox regression (ties by Efron) and test proportional hazards: one row per covariate.

    ``spells`` has ``years`` (> 0), ``outcome`` (a row is an event when it equals ``event``, else censored)
    and a column of numbers or booleans for each of ``covariates``.

    Columns: ``covariate, estimate`` (log hazard ratio), ``std_error, hazard_ratio, hazard_ratio_low,
    hazard_ratio_high, p, ph_chi2, ph_p`` (Grambsch–Therneau with Kaplan–Meier time; a small ``ph_p`` means
    that no single ratio describes the data), ``log_likelihood, n, events, method, status, needed``. A
    hazard ratio above 1 means a sooner event with the covariate. ``cluster`` names a column: standard
    errors are then robust to dependence within its values (Lin and Wei 1989). Rows with a missing covariate
    are left out.

    Stops with ``AnalysisError`` above one covariate per ten events, since such estimates are noise (Peduzzi
    et al. 1995). A single covariate with fewer events, a yes-or-no covariate with fewer than five spells or
    no event on a side, or one that separates early from late ends so that no finite ratio fits, gives
    "insufficient data". Reference: Cox 1972; Efron 1977; Grambsch and Therneau 1994.

    >>> trial = pd.DataFrame({"years": np.arange(1.0, 21), "outcome": "relapse",
    ...     "treated": [True, False, False, True] * 5})
    >>> fit = cox(trial, event="relapse", covariates=["treated"])
    >>> fit[["estimate", "std_error", "events"]].round(3).values.tolist()
    [[-0.081, 0.462, 20.0]]
    """
    require_columns(spells, ["years", "outcome", *covariates], measure="cox")
    known = spells.dropna(subset=list(covariates))
    happened = np.asarray(known["outcome"] == event, dtype=float)
    _require_events(int(happened.sum()), covariates)
    method = "Cox, Efron ties" + (f", errors robust by {cluster}" if cluster else "")
    common: dict[str, Any] = {
        "n": len(known),
        "events": int(happened.sum()),
        "method": method,
        "needed": EVENTS_A_COVARIATE,
    }
    exposed = known[list(covariates)].astype(float)
    enough = happened.sum() >= EVENTS_A_COVARIATE and all(
        _comparable(exposed[name], happened) for name in covariates
    )
    fit = _fitted(known, exposed, happened) if enough else None
    if fit is None:
        rows = [{"covariate": name, **dict.fromkeys(NUMBERS, np.nan)} for name in covariates]
        return pd.DataFrame(rows).assign(**common, status=INSUFFICIENT)
    errors = _robust_errors(fit, known[cluster]) if cluster else np.asarray(fit.bse)
    return _cox_rows(fit, errors, covariates).assign(**common, status=OK)


def _fitted(known: pd.DataFrame, exposed: pd.DataFrame, happened: Floats) -> Any | None:
    """Return the fit, or None if the likelihood has no maximum."""
    model = PHReg(np.asarray(known["years"], dtype=float), exposed, status=happened, ties="efron")
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            return model.fit(disp=False)
        except ConvergenceWarning:
            return None


def _robust_errors(fit: Any, clusters: pd.Series) -> Floats:
    """Return the sandwich errors that allow for dependence within clusters.

    A spell censored before the first event has no score residual (statsmodels: NaN): it contributes nothing.
    """
    scores = pd.DataFrame(np.nan_to_num(np.asarray(fit.score_residuals, dtype=float)))
    sums = scores.groupby(pd.factorize(clusters)[0]).sum().to_numpy()
    covariance = np.asarray(fit.cov_params())
    return np.asarray(np.sqrt(np.diag(covariance @ (sums.T @ sums) @ covariance)))


def _require_events(events: int, covariates: Sequence[str]) -> None:
    allowed = max(1, events // EVENTS_A_COVARIATE)
    if len(covariates) > allowed:
        raise AnalysisError(
            f"cox: {len(covariates)} covariates ({', '.join(covariates)}) on {events} events; at most one per"
            f" {EVENTS_A_COVARIATE} events is estimable, here {allowed}:"
            " drop covariates or look at one at a time"
        )


def _comparable(covariate: pd.Series, happened: Floats) -> bool:
    """Say whether a covariate varies, and each side of a yes-or-no one has five spells and an event."""
    if covariate.nunique() < 2:
        return False
    if covariate.nunique() > 2:
        return True
    sides = [np.asarray(covariate == value) for value in covariate.unique()]
    return all(side.sum() >= MINIMUM_A_GROUP and happened[side].any() for side in sides)


def _cox_rows(fit: Any, error: Floats, covariates: Sequence[str]) -> pd.DataFrame:
    estimate = np.asarray(fit.params)
    reach = stats.norm.ppf(0.5 + CONFIDENCE / 2) * error
    chi2 = _proportionality(fit)
    return pd.DataFrame(
        {
            "covariate": list(covariates),
            "estimate": estimate,
            "std_error": error,
            "hazard_ratio": np.exp(estimate),
            "hazard_ratio_low": np.exp(estimate - reach),
            "hazard_ratio_high": np.exp(estimate + reach),
            "p": 2 * stats.norm.sf(np.abs(estimate / error)),
            "ph_chi2": chi2,
            "ph_p": stats.chi2.sf(chi2, 1),
            "log_likelihood": float(fit.llf),
        }
    )


def _proportionality(fit: Any) -> Floats:
    """Return Grambsch and Therneau's chi² of each covariate against Kaplan–Meier-transformed time."""
    years, happened = np.asarray(fit.model.endog), np.asarray(fit.model.status)
    covariance = np.asarray(fit.cov_params())
    times, residuals = _schoenfeld(years, happened, np.asarray(fit.model.exog), np.asarray(fit.params))
    clock = _failed_share(years, happened, times)
    clock = clock - clock.mean()
    scaled = len(times) * residuals @ covariance
    spread = len(times) * np.diag(covariance) * (clock**2).sum()
    return np.asarray((clock @ scaled) ** 2 / spread, dtype=float)


def _schoenfeld(years: Floats, happened: Floats, exposed: Floats, estimate: Floats) -> tuple[Floats, Floats]:
    """Return the time and the covariates less their expectation, by Efron's rule for ties, of each event."""
    hazard = np.exp(exposed @ estimate)
    times: list[float] = []
    residuals: list[Floats] = []
    for time in np.unique(years[happened > 0]):
        failing, at_risk = (years == time) & (happened > 0), years >= time
        gone = np.arange(failing.sum())[:, None] / failing.sum()  # the share of ties already counted out
        total = hazard[at_risk].sum() - gone * hazard[failing].sum()
        weighted = hazard[at_risk] @ exposed[at_risk] - gone * (hazard[failing] @ exposed[failing])
        residuals.extend(exposed[failing] - (weighted / total).mean(axis=0))
        times.extend([float(time)] * int(failing.sum()))
    return np.array(times), np.array(residuals)


def _failed_share(years: Floats, happened: Floats, times: Floats) -> Floats:
    """Return one minus the Kaplan–Meier curve just before each of ``times``."""
    spells = pd.DataFrame({"years": years, "outcome": np.where(happened > 0, "event", "")})
    steps = incidence(spells, causes=["event"], needed=0)
    before = np.searchsorted(steps["years"], times, side="left") - 1
    return np.asarray(steps["event"], dtype=float)[before]
