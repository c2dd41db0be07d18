"""Scores of forecasts against sums done by hand, the pool against a published one, calibration by tenths."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.scoring import brier_score, calibration, log_score, pooled_probability

PROBABILITY = pd.Series([0.9, 0.8, 0.7, 0.6, 0.3, 0.2, 0.1])
OUTCOME = pd.Series([1, 1, 0, 1, 0, 0, 0])


def test_scores_equal_those_worked_by_hand() -> None:
    by_hand = [0.01, 0.04, 0.49, 0.16, 0.09, 0.04, 0.01]
    assert brier_score(PROBABILITY, OUTCOME).tolist() == pytest.approx(by_hand, abs=1e-12)
    given_to_it = [0.9, 0.8, 0.3, 0.6, 0.7, 0.8, 0.9]
    assert log_score(PROBABILITY, OUTCOME).tolist() == pytest.approx([-math.log(p) for p in given_to_it])


@pytest.mark.parametrize("score", [brier_score, log_score])
def test_what_one_believes_is_the_best_answer(score: object) -> None:
    """Proper scores: with a chance of 0.3 no other probability than 0.3 has a smaller mean score."""
    said = pd.Series([step / 100 for step in range(1, 100)])
    came, not_came = pd.Series(1, index=said.index), pd.Series(0, index=said.index)
    expected = 0.3 * score(said, came) + 0.7 * score(said, not_came)  # type: ignore[operator]
    assert said[expected.idxmin()] == 0.3


def test_pool_has_the_published_value() -> None:
    assert round(100 * pooled_probability([0.0140, 0.0221, 0.0039, 0.0040]), 4) == 0.8358


@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=8))
def test_pool_lies_between_the_forecasters_and_mirrors(probabilities: list[float]) -> None:
    pool = pooled_probability(probabilities)
    assert min(probabilities) - 1e-12 <= pool <= max(probabilities) + 1e-12
    mirrored = pooled_probability([1 - p for p in probabilities])
    assert math.isclose(pool + mirrored, 1, abs_tol=1e-12)


def test_calibration_waits_for_fifty() -> None:
    too_few = calibration(pd.Series([0.5] * 49), pd.Series([1] * 49))
    assert too_few[["n", "needed", "status"]].to_numpy().tolist() == [[49, 50, "insufficient data"]]


def test_a_tenth_begins_at_its_lower_end() -> None:
    rows = calibration(pd.Series([0.1, 0.3, 0.3, 0.299, 0.95] * 10), pd.Series([0, 1, 0, 0, 1] * 10))
    assert rows["bin_low"].tolist() == [0.1, 0.2, 0.3, 0.9]
    assert rows["n"].tolist() == [10, 10, 20, 10]
    assert rows["estimate"].tolist() == [0.0, 0.0, 0.5, 1.0]
    assert (rows["estimate_low"] <= rows["estimate"] + 1e-12).all()
    assert (rows["estimate"] <= rows["estimate_high"] + 1e-12).all()
