"""Fits without each group, made at once, are those that statsmodels makes one by one."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.duration.hazard_regression import PHReg

from analysis.statistics.refitting import refitted


@pytest.mark.parametrize("covariates", [1, 3])
@pytest.mark.parametrize("seed", range(4))
def test_they_are_the_fits_of_statsmodels(covariates: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    size = 60
    exposed = np.column_stack([chance.integers(0, 2, size), chance.normal(size=(size, 2))])[:, :covariates]
    years = np.ceil(chance.exponential(8.0, size))  # whole years: many ties
    happened = chance.random(size) < 0.7
    kept = np.arange(size) % 12 != np.arange(12)[:, None]
    found = refitted(years, happened, exposed.astype(float), kept, np.zeros(covariates))
    for row, fit in zip(kept, found, strict=True):
        model = PHReg(years[row], exposed[row], status=happened[row].astype(float), ties="efron")
        assert fit == pytest.approx(model.fit(disp=False).params, abs=1e-6)


def test_where_no_finite_coefficient_fits_there_is_none() -> None:
    years = np.arange(1.0, 21)
    late = (years > 10).astype(float)[:, None]
    late[9] = 1.0
    happened = np.ones(20, dtype=bool)
    all_but = ~np.eye(20, dtype=bool)[[0, 9]]
    found = refitted(years, happened, late, all_but, np.zeros(1))
    assert np.isnan(found).all()
    mixed = late.copy()
    mixed[[2, 15]] = mixed[[15, 2]]
    assert np.isfinite(refitted(years, happened, mixed, all_but, np.zeros(1))).all()


def test_steps_that_shrink_on_a_likelihood_that_rises_without_end_are_no_fit() -> None:
    years = np.arange(1.0, 31)
    unexposed = np.isin(years, [3, 8, 14, 21, 25, 29])
    happened = ~unexposed | (years == 3)  # of those not exposed, one alone came to its end
    kept = np.array([years != 3, years != 9])
    found = refitted(years, happened, (~unexposed).astype(float)[:, None], kept, np.ones(1))
    assert np.isnan(found[0]).all()
    assert np.isfinite(found[1]).all()
