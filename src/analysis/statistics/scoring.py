"""How good were stated probabilities, and what do several together say?

Two proper scores, the pool of several probabilities, and calibration: of what was given one chance in ten,
did one in ten come true?
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd

from analysis.statistics.domain import require_answers, require_probabilities
from analysis.statistics.intervals import wilson
from analysis.statistics.results import OK, estimate_row

CALIBRATION_NEEDED: Final = 50


def brier_score(probability: pd.Series, outcome: pd.Series) -> pd.Series:
    """Return the squared error of each probability (share); 0 is best. Reference: Brier 1950.

    ``probability`` is above 0 and below 1; ``outcome`` is 1 where the event came and 0 where it did not.
    Raises ``AnalysisError`` naming the rows of anything else.

    >>> brier_score(pd.Series([0.9, 0.3]), pd.Series([1.0, 1.0])).round(2).tolist()
    [0.01, 0.49]
    """
    require_probabilities(probability, measure="brier_score")
    require_answers(outcome, measure="brier_score")
    error = probability - outcome
    return error * error


def log_score(probability: pd.Series, outcome: pd.Series) -> pd.Series:
    """Return minus the natural logarithm of the probability given to what happened; 0 is best.

    Arguments and errors as in :func:`brier_score`. Reference: Good 1952.

    >>> log_score(pd.Series([0.9, 0.3]), pd.Series([1.0, 0.0])).round(3).tolist()
    [0.105, 0.357]
    """
    require_probabilities(probability, measure="log_score")
    require_answers(outcome, measure="log_score")
    given = probability.where(outcome == 1, 1 - probability)
    return pd.Series(-np.log(given.to_numpy()), index=given.index)


def pooled_probability(probabilities: Iterable[float]) -> float:
    """Pool probabilities (above 0, below 1) by the geometric mean of their odds, without extremising.

    Raises ``AnalysisError`` naming which of them are none. Reference: Satopää et al. 2014.

    >>> round(100 * pooled_probability([0.0140, 0.0221, 0.0039, 0.0040]), 4)  # Sevilla 2021
    0.8358
    """
    shares = np.asarray(list(probabilities), dtype=float)
    require_probabilities(pd.Series(shares), measure="pooled_probability")
    odds = np.exp(np.mean(np.log(shares) - np.log1p(-shares)))
    return float(odds / (1 + odds))


def calibration(probability: pd.Series, outcome: pd.Series) -> pd.DataFrame:
    """Compare tenths of probability with the share that came true: one row per tenth that was used.

    ``probability`` (shares) and ``outcome`` (1 or 0) share an index. Columns: ``bin_low, bin_high`` (shares,
    half-open), ``forecast`` (mean probability), ``estimate`` (share come true), ``estimate_low,
    estimate_high`` (Wilson 95 %), ``n, method, status, needed``; with fewer than fifty answers one
    "insufficient data" row. Answers to one question are not independent: where one question was asked
    often, the intervals are too narrow. Reference: Murphy and Winkler 1977.

    >>> calibration(pd.Series([0.31, 0.32] * 25), pd.Series([0, 1] * 25))[["bin_low", "estimate", "n"]]
       bin_low  estimate   n
    0      0.3       0.5  50
    """
    require_probabilities(probability, measure="calibration")
    require_answers(outcome, measure="calibration")
    if len(probability) < CALIBRATION_NEEDED:
        method = "share come true by tenths of probability"
        return pd.DataFrame([estimate_row(n=len(probability), needed=CALIBRATION_NEEDED, method=method)])
    tenth = np.floor(probability * 10 + 1e-9).astype(int).rename("tenth")
    bins = pd.DataFrame({"probability": probability, "hit": outcome.astype(float)}).groupby(tenth)
    rows = bins.agg(forecast=("probability", "mean"), hits=("hit", "sum"), n=("hit", "size")).reset_index()
    low, high = wilson(rows["hits"], rows["n"])
    return pd.DataFrame(
        {
            "bin_low": rows["tenth"] / 10,
            "bin_high": (rows["tenth"] + 1) / 10,
            "forecast": rows["forecast"],
            "estimate": rows["hits"] / rows["n"],
            "estimate_low": low,
            "estimate_high": high,
            "n": rows["n"],
            "method": "share come true, Wilson 95 %",
            "status": OK,
            "needed": CALIBRATION_NEEDED,
        }
    )
