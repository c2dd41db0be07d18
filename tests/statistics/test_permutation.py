"""Permutation p-values: Fisher's two classics to the last digit, exact against random, the level."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import AnalysisError
from analysis.statistics.permutation import block_permutation, sign_flips

# Darwin's maize, crossed less self-fertilised, in eighths of an inch: Fisher 1935, The Design of Experiments.
MAIZE = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]


def test_darwins_maize() -> None:
    p, how = sign_flips(MAIZE, alternative="greater")
    assert p == 863 / 32768
    assert how == "exact, 32768 sign patterns"
    assert sign_flips(MAIZE)[0] == 2 * 863 / 32768


def test_the_lady_tasting_tea() -> None:
    """Three of four cups right, Fisher 1935: as good or better in 17 of 70 ways."""
    p, how = block_permutation([1, 0, 0, 0], [0, 1, 1, 1], block=1, alternative="greater")
    assert p == 17 / 70
    assert how == "exact, 70 relabellings of blocks of 1"
    assert block_permutation([0, 0, 0, 0], [1, 1, 1, 1], block=1, alternative="greater")[0] == 1 / 70


def test_random_draws_approach_the_exact_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.statistics.permutation.EXACT_UP_TO", 0)
    p, how = sign_flips(MAIZE, alternative="greater", draws=20_000)
    assert p == pytest.approx(863 / 32768, abs=0.004)
    assert "seed 1" in how
    p, how = block_permutation([1, 0, 0, 0], [0, 1, 1, 1], block=1, alternative="greater", draws=20_000)
    assert p == pytest.approx(17 / 70, abs=0.01)
    assert "seed 1" in how


def test_blocks_keep_dependent_nights_together() -> None:
    """A slow wave with no difference between phases looks significant night by night and not in blocks."""
    first, second = np.repeat([1.0, 9.0, 2.0], 14), np.repeat([8.0, 9.0, 1.0], 14)
    nightly, _ = block_permutation(first, second, block=1)
    in_blocks, _ = block_permutation(first, second, block=14)
    assert nightly < 0.05 < in_blocks


def test_unknown_nights_are_left_out_of_the_means() -> None:
    whole = block_permutation([1, 1, 2, 2], [5, 5, 6, 6], block=2)
    holes = block_permutation([1, np.nan, 2, np.nan], [5, np.nan, 6, np.nan], block=2)
    assert whole == holes
    with pytest.raises(AnalysisError, match="known values in both groups"):
        block_permutation([np.nan], [1.0])


def test_the_level_is_kept_without_a_difference() -> None:
    generator = np.random.default_rng(6)
    below = sum(
        block_permutation(generator.normal(size=42), generator.normal(size=42), block=7)[0] <= 0.05
        for _ in range(200)
    )
    assert below <= 20


def test_two_sided_is_symmetric() -> None:
    first, second = [1.0, 2.0, 3.0, 9.0], [2.0, 8.0, 9.0, 7.0]
    assert block_permutation(first, second, block=1) == block_permutation(second, first, block=1)
    with pytest.raises(AnalysisError, match="alternative is one of greater, two-sided; got less"):
        sign_flips([1.0], alternative="less")
