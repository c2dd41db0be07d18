"""Is what was handed to an estimator possible at all, and if not, which rows are not?

The checks that stand at the door of every estimator. Too few observations is an answer (see ``results``);
an impossible value is a mistake, which is named with its rows before anything is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.errors import AnalysisError
from analysis.statistics.results import require_columns

NAMED: Final = 5  # rows that a message names before it says how many more there are


def refuse_rows(frame: pd.DataFrame | pd.Series, wrong: ArrayLike, *, what: str, measure: str) -> None:
    """Raise ``AnalysisError`` naming the rows of a frame (by their index) that are ``wrong``.

    >>> refuse_rows(pd.DataFrame({"x": [1, -1]}), [False, True], what="x is below 0", measure="rate")
    Traceback (most recent call last):
    analysis.errors.AnalysisError: rate: x is below 0 in row 1: mend or leave out
    """
    if not np.any(wrong):
        return
    places = list(frame.index[np.asarray(wrong, dtype=bool)])
    noun = "row" if len(places) == 1 else "rows"
    more = f" and {len(places) - NAMED} more" if len(places) > NAMED else ""
    named = ", ".join(map(str, places[:NAMED]))
    raise AnalysisError(f"{measure}: {what} in {noun} {named}{more}: mend or leave out")


def require_durations(spells: pd.DataFrame, *, measure: str) -> NDArray[np.float64]:
    """Return the durations of spells, which have ``years`` (finite, > 0) and ``outcome`` (never missing).

    Raises ``AnalysisError`` that names the rows of anything else. A spell without a duration, or of none, was
    never at risk: whoever has such rows decides what to do with them before an estimator sees them.

    >>> require_durations(pd.DataFrame({"years": [2.0, -3.0], "outcome": "relapse"}), measure="survival")
    Traceback (most recent call last):
    analysis.errors.AnalysisError: survival: years is not above 0 in row 1: mend or leave out
    """
    require_columns(spells, ["years", "outcome"], measure=measure)
    years = pd.to_numeric(spells["years"], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    refuse_rows(spells, ~np.isfinite(years), what="years is no finite number", measure=measure)
    refuse_rows(spells, years <= 0, what="years is not above 0", measure=measure)
    require_complete(spells, ["outcome"], measure=measure)
    return years


def require_complete(frame: pd.DataFrame, columns: Iterable[str | None], *, measure: str) -> None:
    """Raise ``AnalysisError`` where a column is not there, or is missing in a row; ``None`` names no column.

    >>> require_complete(pd.DataFrame({"cluster": ["A", None]}), ["cluster"], measure="cox")
    Traceback (most recent call last):
    analysis.errors.AnalysisError: cox: cluster is missing in row 1: mend or leave out
    """
    named = [column for column in columns if column is not None]
    require_columns(frame, named, measure=measure)
    for column in named:
        refuse_rows(frame, frame[column].isna(), what=f"{column} is missing", measure=measure)


def require_weights(frame: pd.DataFrame, weight: str, *, measure: str) -> NDArray[np.float64]:
    """Return a column of weights: finite and not below 0, else ``AnalysisError`` names the rows.

    >>> require_weights(pd.DataFrame({"w": [1.0, 0.5]}), "w", measure="incidence")
    array([1. , 0.5])
    """
    require_complete(frame, [weight], measure=measure)
    weights = frame[weight].to_numpy(dtype=float)
    wrong = ~np.isfinite(weights) | (weights < 0)
    refuse_rows(frame, wrong, what=f"{weight} is no weight (finite, not below 0)", measure=measure)
    return weights


def require_probabilities(probability: pd.Series, *, measure: str) -> None:
    """Raise ``AnalysisError`` naming the rows whose probability is not above 0 and below 1.

    >>> require_probabilities(pd.Series([0.4, 1.0]), measure="log_score")
    Traceback (most recent call last):
    analysis.errors.AnalysisError: log_score: no probability above 0 and below 1 in row 1: mend or leave out
    """
    inside = (probability > 0) & (probability < 1)
    refuse_rows(probability, ~inside, what="no probability above 0 and below 1", measure=measure)


def require_answers(outcome: pd.Series, *, measure: str) -> None:
    """Raise ``AnalysisError`` naming the rows whose outcome is neither 0 nor 1.

    >>> require_answers(pd.Series([1.0, 0.0]), measure="brier_score")
    """
    refuse_rows(outcome, ~outcome.isin([0, 1]), what="the outcome is neither 0 nor 1", measure=measure)


def require_different(names: Sequence[str], *, measure: str) -> None:
    """Raise ``AnalysisError`` for a column that is named twice.

    >>> require_different(["age", "age"], measure="cox")
    Traceback (most recent call last):
    analysis.errors.AnalysisError: cox: age is named twice
    """
    twice = sorted({name for name in names if list(names).count(name) > 1})
    if twice:
        raise AnalysisError(f"{measure}: {', '.join(twice)} is named twice")
