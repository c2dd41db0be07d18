"""What no estimator may be handed: the errors name the rows."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.statistics.competing import incidence, incidence_at
from analysis.statistics.cox import cox
from analysis.statistics.domain import refuse_rows
from analysis.statistics.hazard import life_table, weibull_shape
from analysis.statistics.logrank import logrank
from analysis.statistics.scoring import brier_score, calibration, log_score, pooled_probability
from analysis.statistics.similarity import agreement
from analysis.statistics.survival import median, restricted_mean, survival, survival_at

OF_SPELLS: list[Callable[[pd.DataFrame], pd.DataFrame]] = [
    partial(survival, event="war"),
    partial(survival_at, event="war", horizons=[5]),
    partial(median, event="war"),
    partial(restricted_mean, event="war", tau=5),
    partial(incidence, causes=["war"]),
    partial(incidence_at, causes=["war"], horizons=[5]),
    partial(life_table, event="war"),
    partial(weibull_shape, event="war"),
    partial(cox, event="war", covariates=["zone"]),
    partial(logrank, event="war", by="zone"),
]
OF_CLUSTERS = [
    partial(survival, event="war", cluster="cluster"),
    partial(incidence, causes=["war"], cluster="cluster"),
    partial(cox, event="war", covariates=["zone"], cluster="cluster"),
    partial(logrank, event="war", by="zone", cluster="cluster"),
]


@pytest.fixture
def spells() -> pd.DataFrame:
    years = np.arange(1.0, 25)
    return pd.DataFrame(
        {"years": years, "outcome": "war", "cluster": list("abcdef") * 4, "zone": [True, False] * 12}
    )


@pytest.mark.parametrize("measure", OF_SPELLS)
@pytest.mark.parametrize(
    ("value", "said"),
    [
        (-3.0, "years is not above 0"),
        (0.0, "years is not above 0"),
        (np.nan, "years is no finite number"),
        (np.inf, "years is no finite number"),
    ],
)
def test_a_duration_that_is_none_is_named_with_its_row(
    spells: pd.DataFrame, measure: Callable[[pd.DataFrame], pd.DataFrame], value: float, said: str
) -> None:
    spells.loc[7, "years"] = value
    with pytest.raises(AnalysisError, match=f"{said} in row 7: mend or leave out"):
        measure(spells)


@pytest.mark.parametrize("measure", OF_SPELLS)
def test_an_unknown_outcome_is_not_taken_for_a_censored_one(
    spells: pd.DataFrame, measure: Callable[[pd.DataFrame], pd.DataFrame]
) -> None:
    spells.loc[[2, 3], "outcome"] = None
    with pytest.raises(AnalysisError, match="outcome is missing in rows 2, 3"):
        measure(spells)


@pytest.mark.parametrize("measure", OF_CLUSTERS)
def test_clusters_missing_for_half_the_rows_are_an_error(
    spells: pd.DataFrame, measure: Callable[[pd.DataFrame], pd.DataFrame]
) -> None:
    spells.loc[12:, "cluster"] = None
    with pytest.raises(AnalysisError, match="cluster is missing in rows 12, 13, 14, 15, 16 and 7 more"):
        measure(spells)


def test_weights_below_zero_are_named(spells: pd.DataFrame) -> None:
    with pytest.raises(AnalysisError, match=r"w is no weight \(finite, not below 0\) in row 23"):
        incidence(spells.assign(w=[1.0] * 23 + [-1.0]), causes=["war"], weight="w")


@pytest.mark.parametrize("score", [brier_score, log_score, calibration])
def test_scores_need_probabilities_and_answers(score: Callable[[pd.Series, pd.Series], object]) -> None:
    with pytest.raises(AnalysisError, match="no probability above 0 and below 1 in rows 1, 2"):
        score(pd.Series([0.5, 1.2, None]), pd.Series([1, 0, 1]))
    with pytest.raises(AnalysisError, match="neither 0 nor 1 in row 0"):
        score(pd.Series([0.5]), pd.Series([0.5]))


def test_a_pool_of_certainty_is_an_error() -> None:
    with pytest.raises(AnalysisError, match="in row 1"):
        pooled_probability([0.2, 0.0])


def test_a_feature_named_twice_or_not_at_hand_is_an_error() -> None:
    cases = pd.DataFrame({"monitors": [True]})
    with pytest.raises(AnalysisError, match="monitors is named twice"):
        agreement(cases, pd.Series([True, False], index=["monitors", "monitors"]))
    with pytest.raises(AnalysisError, match="agreement needs the column zone"):
        agreement(cases, pd.Series({"zone": True}))


def test_a_frame_without_fault_passes() -> None:
    refuse_rows(pd.DataFrame({"x": [1]}), [False], what="x is wrong", measure="none")
