"""Count regression against books and another program."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.statistics.regression import log_linear, logit_trend, negative_binomial

FIXTURES = Path(__file__).parent / "fixtures"


def test_mites_on_apple_leaves() -> None:
    """Bliss and Fisher 1953, Biometrics 9, 176-200: mean 1.14667, k = 1.02459 by maximum likelihood."""
    counts = np.repeat(np.arange(8), [70, 38, 17, 10, 9, 3, 2, 1])
    fit = negative_binomial(counts, pd.DataFrame({"constant": np.ones(150)})).set_index("term")
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
    fit = negative_binomial(patients["los"], design)
    assert fit["n"].unique().tolist() == [1495]
    assert fit["converged"].all()
    printed = [2.310279, -0.067987, -0.129053, 0.221218, 0.706173, 0.445748]
    assert fit["coefficient"].tolist() == pytest.approx(printed, abs=4e-5)
    model = sm.NegativeBinomial(patients["los"].to_numpy(dtype=float), design.to_numpy())
    assert fit["log_likelihood"].iloc[0] >= model.loglike(np.array(printed))


def test_doctor_visits_agree_with_another_program() -> None:
    """RAND health insurance experiment: glm.nb of MASS 7.3-22 (R) and nbreg (Stata)."""
    visits = sm.datasets.randhie.load_pandas()
    fit = negative_binomial(visits.endog, visits.exog.assign(constant=1.0)).set_index("term")
    coefficients = {"lncoins": -0.05794695, "idp": -0.26778772, "disea": 0.03816374, "constant": 0.66355609}
    for term, value in coefficients.items():
        assert fit["coefficient"].to_dict()[term] == pytest.approx(value, abs=1e-6)
    assert fit["coefficient"].to_dict()["alpha"] == pytest.approx(1.29295334, abs=1e-5)
    assert fit["error"].to_dict()["alpha"] == pytest.approx(0.0186098, abs=1e-5)


def test_poisson_errors_are_too_narrow_and_those_of_clusters_feel_dependence() -> None:
    generator = np.random.default_rng(3)
    level = np.exp(np.repeat(generator.normal(4, 0.6, 40), 10))
    counts = generator.poisson(level)
    design = pd.DataFrame({"constant": 1.0, "time": np.linspace(-1, 1, 400)})
    fits = {
        "plain": negative_binomial(counts, design),
        "clusters": negative_binomial(counts, design, clusters=np.repeat(np.arange(40), 10)),
        "slow": negative_binomial(counts, design, slow=["time"]),
    }
    rows = {name: fit.set_index("term").loc["time"].to_dict() for name, fit in fits.items()}
    assert len({row["coefficient"] for row in rows.values()}) == 1
    assert rows["plain"]["error"] > 3 * rows["plain"]["poisson_error"]
    assert rows["clusters"]["error"] > 2 * rows["plain"]["error"]
    assert rows["slow"]["coefficient_high"] - rows["slow"]["coefficient"] > 2 * rows["plain"]["error"]


def test_clustered_errors_are_those_of_another_program() -> None:
    """A Poisson limit (no over-dispersion) against statsmodels' own sandwich, which divides alike."""
    generator = np.random.default_rng(5)
    time, weeks = np.linspace(-1, 1, 210), np.repeat(np.arange(30), 7)
    counts = generator.poisson(np.exp(3 + 0.2 * time))
    design = pd.DataFrame({"constant": 1.0, "time": time})
    ours = negative_binomial(counts, design, clusters=weeks).set_index("term").loc["time", "error"]
    model = sm.GLM(counts, design.to_numpy(), family=sm.families.Poisson())
    theirs = model.fit(cov_type="cluster", cov_kwds={"groups": weeks, "use_correction": False}).bse[1]
    assert ours == pytest.approx(float(theirs) * np.sqrt(30 / 29), rel=0.02)


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
    assert np.isnan(log_linear([1, 2, 3, 4, 5, 6, 7], range(7))).all()


@pytest.mark.parametrize("weeks", [20, 33])
def test_growth_that_is_not_there_is_rarely_established(weeks: int) -> None:
    generator = np.random.default_rng(11)
    hits = 0
    for _ in range(300):
        counts = generator.negative_binomial(4, 4 / (4 + 300), weeks)
        _, low, high = log_linear(counts, np.arange(weeks))
        hits += low <= 0 <= high
    assert 0.93 <= hits / 300 <= 0.995


def test_a_trend_of_a_share_that_is_not_there_is_rarely_established() -> None:
    generator = np.random.default_rng(12)
    hits = 0
    for _ in range(200):
        launched = generator.negative_binomial(4, 4 / (4 + 900), 25) + 1
        hit = generator.binomial(launched, generator.beta(40, 8, 25))
        (_, low, high), _ = logit_trend(hit, launched, np.arange(25))
        hits += low <= 0 <= high
    assert 0.92 <= hits / 200 <= 0.995


def test_a_trend_of_a_share_put_in_is_found_with_its_fitted_shares() -> None:
    share = 1 / (1 + np.exp(-(1 - 0.05 * np.arange(40))))
    (slope, low, high), fitted = logit_trend((1000 * share).round(), [1000] * 40, np.arange(40))
    assert slope == pytest.approx(-0.05, abs=0.001)
    assert low <= slope <= high < 0
    assert fitted == pytest.approx(share, abs=0.002)
    assert np.isnan(logit_trend([5] * 10, [5] * 10, range(10))[0]).all()
