"""Pettitt's test: the Nile, the definition by signs, and how often it sees a shift that is not there."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.statistics.test_segmentation import NILE

from analysis.statistics.single_break import pettitt


def test_the_nile_shifts_after_1898() -> None:
    """Cobb 1978 dates the shift; the statistic is the double sum of signs of Pettitt 1979, written out."""
    shift = pettitt(NILE)
    assert shift is not None
    signs = np.sign(NILE[:, None] - NILE)
    assert (1871 + shift.at, shift.statistic) == (1899, abs(signs[:28, 28:].sum()))
    assert shift.p_value < 1e-5


@given(st.lists(st.integers(0, 9), min_size=2, max_size=12))
def test_the_statistic_is_the_largest_sum_of_signs(values: list[int]) -> None:
    x = np.array(values)
    signs = np.sign(x[:, None] - x)
    largest = max(abs(signs[:t, t:].sum()) for t in range(1, len(x)))
    shift = pettitt(values)
    assert shift is not None
    assert shift.statistic == largest


def test_a_shift_that_is_not_there_is_rarely_seen() -> None:
    draws = np.random.default_rng(1).gamma(1.2, size=(400, 60))
    assert np.mean([shift.p_value < 0.05 for shift in map(pettitt, draws) if shift]) <= 0.07
    assert pettitt([1.0]) is None
