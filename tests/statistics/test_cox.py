"""Known answers of the Cox regression.

Leukaemia: Kleinbaum and Klein, chapter 3. Recidivism: Rossi, Berk and Lenihan 1980, Money, Work and Crime;
432 releases, weeks to first arrest, coefficients as in Allison 1995, Survival Analysis Using SAS, and
Fox 2002; `fixtures/recidivism.csv` holds the study's nine variables.
"""

# pandas-stubs type a cell of a frame as any scalar there is.
# mypy: disable-error-code="operator, union-attr, arg-type"

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.hazard_regression import PHReg

from analysis.errors import AnalysisError
from analysis.statistics.cox import cox


@pytest.fixture(scope="module")
def recidivism() -> pd.DataFrame:
    rows = pd.read_csv(Path(__file__).parent / "fixtures" / "recidivism.csv")
    return rows.assign(years=rows["week"].astype(float), outcome=np.where(rows["arrest"] == 1, "relapse", ""))


def test_leukaemia_cox(leukaemia: pd.DataFrame) -> None:
    row = cox(leukaemia, covariates=["treated"], event="relapse").iloc[0]
    assert round(row["estimate"], 4) == -1.5721
    assert round(row["std_error"], 4) == 0.4124
    assert row["events"] == 30
    assert row["ph_p"] > 0.5


def test_recidivism_cox(recidivism: pd.DataFrame) -> None:
    table = cox(recidivism, covariates=["fin", "age", "race", "wexp", "mar", "paro", "prio"], event="relapse")
    table = table.set_index("covariate")
    assert table.loc[["fin", "age", "prio"], "estimate"].round(4).tolist() == [-0.3794, -0.0574, 0.0915]
    assert table.loc[["fin", "age", "prio"], "std_error"].round(4).tolist() == [0.1914, 0.0220, 0.0286]
    assert round(table["log_likelihood"].iloc[0], 4) == -658.7477
    assert table["events"].iloc[0] == 114


def test_recidivism_proportional_hazards(recidivism: pd.DataFrame) -> None:
    """Fox 2002 tests the same model: age departs, fin and prio do not (by the older approximation)."""
    table = cox(recidivism, covariates=["fin", "age", "prio"], event="relapse").set_index("covariate")
    assert (table["ph_p"] < 0.05).to_dict() == {"fin": False, "age": True, "prio": False}


def test_clustered_errors_of_spells_entered_twice_do_not_shrink(leukaemia: pd.DataFrame) -> None:
    """Each row twice, as one cluster: the naive error falls by √2, the clustered one does not."""
    once = leukaemia.assign(cluster=leukaemia.index)
    twice = pd.concat([once, once], ignore_index=True)
    robust_once, robust_twice = (
        cox(rows, covariates=["treated"], cluster="cluster", event="relapse")["std_error"].item()
        for rows in (once, twice)
    )
    naive_twice = cox(twice, covariates=["treated"], event="relapse")["std_error"].item()
    assert robust_twice == pytest.approx(robust_once, rel=0.15)
    assert naive_twice < 0.8 * robust_twice


def test_errors_of_single_spells_are_near_those_of_the_sandwich(leukaemia: pd.DataFrame) -> None:
    """With each spell its own cluster: what the sandwich of Lin and Wei approximates."""
    spells = leukaemia.assign(cluster=leukaemia.index)
    exposed = spells[["treated"]].astype(float)
    happened = np.asarray(spells["outcome"] == "relapse", dtype=float)
    model = PHReg(np.asarray(spells["years"]), exposed, status=happened, ties="efron")
    other = model.fit(groups=np.asarray(spells["cluster"]), disp=False)
    row = cox(spells, covariates=["treated"], cluster="cluster", event="relapse").iloc[0]
    assert row["std_error"] == pytest.approx(float(other.bse[0]), rel=0.1)


def test_below_five_clusters_a_ratio_has_no_interval(leukaemia: pd.DataFrame) -> None:
    row = cox(
        leukaemia.assign(cluster=leukaemia.index % 4),
        covariates=["treated"],
        cluster="cluster",
        event="relapse",
    ).iloc[0]
    assert row["hazard_ratio"] == pytest.approx(np.exp(-1.5721), rel=1e-4)
    assert row[["std_error", "hazard_ratio_low", "p"]].isna().all()


def test_a_covariate_of_one_cluster_alone_has_a_ratio_without_interval(leukaemia: pd.DataFrame) -> None:
    """Without that cluster nothing is left to compare."""
    alone = leukaemia.assign(cluster=np.where(leukaemia["treated"], 0, 1 + leukaemia.index % 6))
    row = cox(alone, covariates=["treated"], cluster="cluster", event="relapse").iloc[0]
    assert (row["status"], round(row["estimate"], 4)) == ("ok", -1.5721)
    assert row[["std_error", "hazard_ratio_low", "p"]].isna().all()


def test_impossible_input_is_named_with_its_rows(leukaemia: pd.DataFrame) -> None:
    spells = leukaemia.assign(cluster=leukaemia.index // 3, other=leukaemia["treated"].astype(float) * 2)
    half = spells.assign(cluster=spells["cluster"].where(spells.index >= 2))
    with pytest.raises(AnalysisError, match="cluster is missing in rows 0, 1"):
        cox(half, covariates=["treated"], cluster="cluster", event="relapse")
    with pytest.raises(AnalysisError, match="treated is named twice"):
        cox(spells, covariates=["treated", "treated"], event="relapse")
    with pytest.raises(AnalysisError, match="of treated, other one follows from the others"):
        cox(spells, covariates=["treated", "other"], event="relapse")


def test_a_spell_censored_before_the_first_event_changes_nothing(leukaemia: pd.DataFrame) -> None:
    early = pd.DataFrame({"years": [0.5], "outcome": ["ongoing"], "treated": [True], "cluster": [99]})
    with_early = pd.concat([leukaemia.assign(cluster=leukaemia.index), early], ignore_index=True)
    first = cox(
        leukaemia.assign(cluster=leukaemia.index), covariates=["treated"], cluster="cluster", event="relapse"
    ).iloc[0]
    second = cox(with_early, covariates=["treated"], cluster="cluster", event="relapse").iloc[0]
    assert second["std_error"] == pytest.approx(first["std_error"], rel=0.001)
    assert second["n"] == 43


def test_two_covariates_on_nineteen_events_are_refused(leukaemia: pd.DataFrame) -> None:
    few = leukaemia.assign(outcome=leukaemia["outcome"].where(leukaemia.index > 10, "ongoing"), other=1.0)
    events = int((few["outcome"] == "relapse").sum())
    assert events > 20
    fewer = few.assign(outcome=few["outcome"].where(few["outcome"].eq("relapse").cumsum() <= 19, ""))
    with pytest.raises(
        AnalysisError, match=r"2 covariates \(treated, other\) on 19 events; at most one per 10"
    ):
        cox(fewer, covariates=["treated", "other"], event="relapse")


def test_nine_events_have_no_hazard_ratio(leukaemia: pd.DataFrame) -> None:
    row = cox(
        leukaemia.iloc[:21].assign(treated=[True, False, False] * 7), covariates=["treated"], event="relapse"
    ).iloc[0]
    assert row["events"] == 9
    assert row["status"] == "insufficient data"
    assert np.isnan(row["hazard_ratio"])


@pytest.mark.parametrize(
    "treated",
    [
        pytest.param(lambda trial: True, id="no variation"),
        pytest.param(lambda trial: trial.index < 3, id="three spells on one side"),
        pytest.param(lambda trial: trial["outcome"] == "relapse", id="one side without an event"),
    ],
)
def test_groups_that_do_not_compare_have_no_hazard_ratio(
    leukaemia: pd.DataFrame, treated: Callable[[pd.DataFrame], object]
) -> None:
    row = cox(leukaemia.assign(treated=treated), covariates=["treated"], event="relapse").iloc[0]
    assert row["status"] == "insufficient data"


def test_the_order_of_rows_is_irrelevant(leukaemia: pd.DataFrame) -> None:
    mixed = leukaemia.sample(frac=1, random_state=2)
    first, second = (cox(rows, covariates=["treated"], event="relapse") for rows in (leukaemia, mixed))
    pd.testing.assert_frame_equal(first, second)
