"""Are the numbers handed to an estimator possible, and if not, which of them are not?

The check that stands at the door of every estimator of plain arrays. Unknown values are left out, or marked
as NaN where an estimator says that it takes them; an impossible one is a mistake and is named by its place.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import AnalysisError

NAMED: Final = 5  # places that a message names before it says how many more there are


def require_numbers(
    values: ArrayLike, *, estimator: str, least: float = -np.inf, unknown: bool = False
) -> NDArray[np.float64]:
    """Return ``values`` as floats: finite, not below ``least``; NaN only where ``unknown`` is true.

    Raises ``AnalysisError`` naming the estimator and the places (counted from 0, in the flattened array).

    >>> require_numbers([1, np.nan], estimator="gini")
    Traceback (most recent call last):
    analysis.errors.AnalysisError: gini: the value at place 1 is no finite number: mend it or leave it out
    >>> require_numbers([1, np.nan], estimator="weekly means", unknown=True)
    array([ 1., nan])
    """
    x = np.asarray(values, dtype=float)
    infinite = np.isinf(x) if unknown else ~np.isfinite(x)
    _refuse(infinite, what="no finite number", estimator=estimator)
    _refuse(x < least, what=f"below {least:g}", estimator=estimator)
    return x


def _refuse(wrong: NDArray[np.bool_], *, what: str, estimator: str) -> None:
    places = np.flatnonzero(wrong)
    if len(places) == 1:
        raise AnalysisError(f"{estimator}: the value at place {places[0]} is {what}: mend it or leave it out")
    if len(places):
        more = f" and {len(places) - NAMED} more" if len(places) > NAMED else ""
        named = ", ".join(map(str, places[:NAMED]))
        raise AnalysisError(
            f"{estimator}: the values at places {named}{more} are {what}: mend them or leave them out"
        )
