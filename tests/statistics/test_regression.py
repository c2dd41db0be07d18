"""Count regression against books and another program."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.statistics.regression import log_linear, negative_binomial, newey_west_lags

FIXTURES = Path(__file__).parent / "fixtures"


def test_mites_on_apple_leaves() -> None:
    """Bliss and Fisher 1953, Biometrics 9, 176-200: mean 1.14667, k = 1.02459 by maximum likelihood."""
    counts = np.repeat(np.arange(8), [70, 38, 17, 10, 9, 3, 2, 1])
    fit = negative_binomial(counts, pd.DataFrame({"constant": np.ones(150)}), lags=0).set_index("term")
    coefficient = fit["coefficient"].to_dict()
    assert np.exp(coefficient["constant"]) == pytest.approx(1.14667, abs=5e-6)
    assert 1 / coefficient["alpha"] == pytest.approx(1.02459, abs=5e-5)


def test_length_of_stay_of_medicare_patients() -> None:
    """Medpar (Arizona, 1991), in Hilbe 2011, Negative Binomial Regression.

    The printed coefficients come from an optimiser that stopped a little short of the maximum: the fit lies
    within 4e-5 of each of them and its likelihood is higher.
    """
    patients = pd.read_csv(FIXTURES / "medpar.csv")
    patients = patients.loc[patients.index.repeat(patients["patients"])].reset_index(drop=True)
    design = patients[["hmo", "white", "type2", "type3"]].astype(float)
    design.insert(0, "constant", 1.0)
    fit = negative_binomial(patients["los"], design, lags=0)
    assert fit["n"].unique().tolist() == [1495]
    assert fit["converged"].all()
    printed = [2.310279, -0.067987, -0.129053, 0.221218, 0.706173, 0.445748]
    assert fit["coefficient"].tolist() == pytest.approx(printed, abs=4e-5)
    model = sm.NegativeBinomial(patients["los"].to_numpy(dtype=float), design.to_numpy())
    assert fit["log_likelihood"].iloc[0] >= model.loglike(np.array(printed))


def test_doctor_visits_agree_with_another_program() -> None:
    """RAND health insurance experiment: glm.nb of MASS 7.3-22 (R) and nbreg (Stata)."""
    visits = sm.datasets.randhie.load_pandas()
    fit = negative_binomial(visits.endog, visits.exog.assign(constant=1.0), lags=0).set_index("term")
    coefficients = {"lncoins": -0.05794695, "idp": -0.26778772, "disea": 0.03816374, "constant": 0.66355609}
    for term, value in coefficients.items():
        assert fit["coefficient"].to_dict()[term] == pytest.approx(value, abs=1e-6)
    assert fit["coefficient"].to_dict()["alpha"] == pytest.approx(1.29295334, abs=1e-5)
    assert fit["error"].to_dict()["alpha"] == pytest.approx(0.0186098, abs=1e-5)


def test_poisson_errors_are_too_narrow_and_hac_errors_feel_dependence() -> None:
    generator = np.random.default_rng(3)
    level = np.exp(np.repeat(generator.normal(4, 0.6, 40), 10))
    counts = generator.poisson(level)
    design = pd.DataFrame({"constant": 1.0, "time": np.linspace(-1, 1, 400)})
    plain = negative_binomial(counts, design, lags=0).set_index("term").loc["time"].to_dict()
    dependent = negative_binomial(counts, design, lags=14).set_index("term").loc["time"].to_dict()
    assert dependent["coefficient"] == pytest.approx(plain["coefficient"])
    assert plain["error"] > 3 * plain["poisson_error"]
    assert dependent["error"] > 2 * plain["error"]


def test_a_fit_that_does_not_converge_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.statistics.regression.MAX_ITERATIONS", 1)
    counts = np.random.default_rng(1).negative_binomial(2, 0.02, 100)
    design = pd.DataFrame({"constant": 1.0, "time": np.arange(100) / 10})
    assert not negative_binomial(counts, design)["converged"].any()


def test_slope_of_exact_growth_and_of_none() -> None:
    weeks = np.arange(20)
    slope, low, high = log_linear(50 * 1.1**weeks, weeks)
    assert slope == pytest.approx(np.log(1.1))
    assert low == pytest.approx(high)
    assert np.isnan(log_linear([0] * 10, range(10))).all()
    assert np.isnan(log_linear([1, 2], range(2))).all()


def test_the_slope_interval_covers_as_often_as_it_says() -> None:
    generator = np.random.default_rng(11)
    hits = 0
    for _ in range(120):
        counts = generator.negative_binomial(4, 4 / (4 + 300), 60)
        _, low, high = log_linear(counts, np.arange(60))
        hits += low <= 0 <= high
    assert 0.86 <= hits / 120 <= 0.99


def test_lags_grow_slowly() -> None:
    assert [newey_west_lags(n) for n in (8, 52, 100, 449, 10_000)] == [2, 3, 4, 5, 11]
