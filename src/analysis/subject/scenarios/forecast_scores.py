"""Answers how good the forecasts on record were, against chance and against what the edition before said.

Scores need resolved forecasts and calibration needs many; below that each measure returns one explicit
"insufficient data" row.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.errors import AnalysisError
from analysis.statistics import scoring
from analysis.statistics.results import estimate_row
from analysis.subject.scenarios.forecasts import QUESTION, pooled, refuse_certainty

ALL = "all forecasts"
_KEPT = ["forecast_id", "forecaster", "scenario_id", "forecast_on", "probability", "outcome"]
_REFERENCE = ["edition", "previous"]
_SCORES = ["brier", "log_score"]
_REFERENCES = ["", "_uniform", "_previous"]


@measure
def scores(forecasts: pd.DataFrame, editions: pd.DataFrame, *, alternatives: int) -> pd.DataFrame:
    """Score every resolved forecast by Brier and log score, beside two references.

    ``forecasts`` is the ledger; ``editions`` has ``as_of`` (date), the days of the editions. ``alternatives``
    counts the scenarios with the residual "other"; the uniform reference gives each the same share. The other
    reference is what the edition before said: the pool that stood on the newest ``as_of`` before the day of
    the forecast, on the same question (missing where there was none). It never holds the forecast itself.
    Brier: squared error, 0 is best. Log score: minus the natural logarithm of the probability given to what
    happened, 0 is best (Brier 1950; Good 1952).
    Returns ``forecast_id, forecaster, scenario_id, forecast_on, probability, outcome``, ``edition`` (date),
    ``previous`` (share) and ``brier, log_score``, each also with ``_uniform`` and ``_previous``. Raises
    ``AnalysisError`` for fewer than two alternatives, ``DataError`` for a probability of 0 or 1.
    """
    if alternatives < 2:
        raise AnalysisError(f"alternatives is {alternatives}; a choice needs at least 2")
    refuse_certainty(forecasts)
    resolved = forecasts[forecasts["outcome"].notna()].sort_values(["forecast_on", "forecast_id"])
    rows = _with_previous(resolved, forecasts, editions).assign(uniform=1 / alternatives)
    outcome = rows["outcome"].astype(float)
    for ending, source in zip(_REFERENCES, ["probability", "uniform", "previous"], strict=True):
        said = rows[source].astype(float).dropna()  # no edition before: nothing to score
        rows[f"brier{ending}"] = scoring.brier_score(said, outcome[said.index])
        rows[f"log_score{ending}"] = scoring.log_score(said, outcome[said.index])
    columns = [f"{score}{ending}" for ending in _REFERENCES for score in _SCORES]
    return rows[[*_KEPT, *_REFERENCE, *columns]]


def _with_previous(rows: pd.DataFrame, forecasts: pd.DataFrame, editions: pd.DataFrame) -> pd.DataFrame:
    """Add the newest edition before each forecast, and the pool that stood in it on the same question."""
    days = pd.DataFrame({"edition": editions["as_of"].astype("datetime64[us]").sort_values().unique()})
    dated = rows.assign(forecast_on=rows["forecast_on"].astype("datetime64[us]"))
    dated = pd.merge_asof(dated, days, left_on="forecast_on", right_on="edition", allow_exact_matches=False)
    pools = [
        pooled(forecasts, on=day.date())[[*QUESTION, "estimate"]].assign(edition=day)
        for day in dated["edition"].dropna().unique()
    ]
    if not pools:
        return dated.assign(previous=np.nan)
    stood = pd.concat(pools, ignore_index=True).rename(columns={"estimate": "previous"})
    return dated.merge(stood, how="left", on=["edition", *QUESTION])


@measure
def mean_scores(scored: pd.DataFrame) -> pd.DataFrame:
    """Average the scores of each forecaster and of all, against each reference on the same rows.

    ``scored`` comes from :func:`scores`. Returns ``forecaster``, ``score`` (brier or log_score), ``estimate``
    and ``uniform`` (means over the ``n`` resolved forecasts), ``estimate_compared`` and ``previous`` (means
    over the ``n_compared`` of them on whose question an edition before had a pool), ``method, status,
    needed``.
    """
    groups = [(str(name), own) for name, own in scored.groupby("forecaster", sort=True)]
    if len(groups) != 1:
        groups.append((ALL, scored))
    return pd.DataFrame([_mean_score(name, own, score) for name, own in groups for score in _SCORES])


def _mean_score(forecaster: str, own: pd.DataFrame, score: str) -> dict[str, object]:
    compared = own[own["previous"].notna()]
    row = estimate_row(own[score].mean(), n=len(own), needed=1, method="mean over resolved forecasts")
    return {
        "forecaster": forecaster,
        "score": score,
        **{name: row[name] for name in ("estimate", "n", "method", "status", "needed")},
        "uniform": own[f"{score}_uniform"].mean(),
        "estimate_compared": compared[score].mean(),
        "previous": compared[f"{score}_previous"].mean(),
        "n_compared": len(compared),
    }


@measure
def calibration(forecasts: pd.DataFrame) -> pd.DataFrame:
    """Compare tenths of probability with the share that came true, once enough forecasts are resolved.

    Columns as of :func:`analysis.statistics.scoring.calibration`, over the resolved rows of the ledger.
    """
    resolved = forecasts[forecasts["outcome"].notna()]
    return scoring.calibration(resolved["probability"], resolved["outcome"])
