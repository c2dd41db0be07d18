"""The door of the estimators: what is impossible is named by its place."""

import numpy as np
import pytest

from analysis.errors import AnalysisError
from analysis.statistics.arrays import require_numbers
from analysis.statistics.concentration import gini
from analysis.statistics.long_run import period_ratio
from analysis.statistics.regression import log_linear


def test_many_impossible_values_are_named_once_with_how_many_more() -> None:
    with pytest.raises(
        AnalysisError, match=r"gini: the values at places 0, 1, 2, 3, 4 and 2 more are below 0"
    ):
        require_numbers([-1] * 7, estimator="gini", least=0)


def test_unknown_is_allowed_only_where_it_is_said() -> None:
    assert np.isnan(require_numbers([np.nan], estimator="x", unknown=True)).all()
    with pytest.raises(AnalysisError, match="place 1 is no finite number"):
        require_numbers([1, np.inf], estimator="x", unknown=True)


def test_the_estimators_stand_behind_it() -> None:
    with pytest.raises(AnalysisError, match="Gini coefficient: the value at place 2 is below 0"):
        gini([1, 2, -3])
    with pytest.raises(AnalysisError, match="ratio of two periods: the value at place 0 is no finite number"):
        period_ratio([np.nan] * 1 + [1.0] * 9, [1.0] * 10)
    with pytest.raises(AnalysisError, match="log-linear trend: the value at place 3 is below 0"):
        log_linear([1, 2, 3, -4, 5, 6, 7, 8], range(8))
