# pandas-stubs type a cell of a frame as any scalar there is.
# mypy: disable-error-code="operator, union-attr, arg-type"

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.subject.ceasefires.groups import features, logrank


def test_leukaemia_logrank(leukaemia: pd.DataFrame) -> None:
    row = logrank(leukaemia, by="treated", exchange="freely").iloc[0]
    assert round(row["chi2"], 4) == 16.7929
    assert round(row["expected"], 2) == 19.25
    assert row["p"] == 0.0001


def test_permutation_agrees_with_every_arrangement_counted_out() -> None:
    years, happened = np.arange(1.0, 11), np.array([1, 1, 0, 1, 1, 0, 1, 1, 1, 0])
    feature = np.array([0, 0, 1, 0, 1, 0, 1, 1, 0, 1], dtype=bool)
    hazard = np.cumsum(happened / np.arange(10, 0, -1))
    residuals = happened - hazard
    sums = np.array([residuals[list(chosen)].sum() for chosen in combinations(range(10), 5)])
    exact = np.mean(np.abs(sums - sums.mean()) >= abs(residuals[feature].sum() - sums.mean()) - 1e-9)
    spells = pd.DataFrame({"years": years, "outcome": np.where(happened, "renewed_war", ""), "zone": feature})
    assert logrank(spells, by="zone", exchange="freely")["p"].item() == pytest.approx(exact, abs=0.02)


def test_pure_clusters_move_as_one() -> None:
    """Six spells of one war count once: with three clusters on each side nothing is rarer than 1 in 20."""
    years = [*np.linspace(0.1, 0.2, 6), 0.5, 0.6, *np.linspace(20, 21, 6), 30, 31]
    spells = pd.DataFrame(
        {
            "years": years,
            "outcome": "renewed_war",
            "zone": [False] * 8 + [True] * 8,
            "cluster": ["a"] * 6 + ["b", "c"] + ["d"] * 6 + ["e", "f"],
        }
    )
    alone = logrank(spells, by="zone", exchange="freely")["p"].item()
    together = logrank(spells, by="zone")["p"].item()
    assert alone < 0.001
    assert together >= 1 / 20 - 0.01


def test_a_mixed_cluster_is_exchanged_within_itself() -> None:
    """One cluster only: the permutation is the free one."""
    generator = np.random.default_rng(3)
    years = generator.random(20)
    spells = pd.DataFrame(
        {"years": years, "outcome": "renewed_war", "zone": [True, False] * 10, "cluster": "a"}
    )
    free = logrank(spells, by="zone", exchange="freely")["p"].item()
    assert logrank(spells, by="zone")["p"].item() == pytest.approx(free, abs=0.02)


def test_a_feature_that_repeats_the_clusters_alone_says_nothing() -> None:
    spells = pd.DataFrame(
        {
            "years": np.arange(1.0, 13),
            "outcome": "renewed_war",
            "zone": [True] * 6 + [False] * 6,
            "cluster": ["a"] * 6 + ["b"] * 6,
        }
    )
    assert logrank(spells, by="zone")["p"].item() == 1


def test_rows_without_the_feature_known_are_left_out(leukaemia: pd.DataFrame) -> None:
    unknown = leukaemia.assign(treated=leukaemia["treated"].astype("boolean").mask(leukaemia.index % 5 == 0))
    assert logrank(unknown, by="treated", exchange="freely")["n"].item() == 33


def test_same_seed_same_p(leukaemia: pd.DataFrame) -> None:
    near = leukaemia.assign(treated=[True, False] * 21)
    first, second = (logrank(near, by="treated", exchange="freely", seed=4) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_four_spells_are_no_group(leukaemia: pd.DataFrame) -> None:
    row = logrank(leukaemia.assign(treated=leukaemia.index < 4), by="treated", exchange="freely").iloc[0]
    assert row["status"] == "insufficient data"
    assert np.isnan(row["p"])
    assert (row["n_with"], row["needed"]) == (4, 5)


def test_unknown_exchange_lists_what_is_allowed(leukaemia: pd.DataFrame) -> None:
    with pytest.raises(AnalysisError, match="exchange is one of freely, by cluster; got at will"):
        logrank(leukaemia, by="treated", exchange="at will")


def test_a_share_needs_ten_ends_in_all_and_five_spells_that_reached_the_horizon(
    leukaemia: pd.DataFrame,
) -> None:
    spells = leukaemia.assign(cluster=leukaemia.index)
    late = features(spells, names=["treated"], horizon=20, permutations=9).iloc[0]
    assert np.isfinite(late["with_feature"])
    assert np.isnan(late["without_feature"])
    few = spells[(spells["outcome"] == "ongoing") | spells.index.isin([0, 1, 2, 4, 21, 22, 23, 24, 25])]
    row = features(few, names=["treated"], horizon=5, permutations=9).iloc[0]
    assert np.isfinite(row["p"])
    assert np.isnan([row["with_feature"], row["without_feature"]]).all()
    assert (row["ended"], row["ends_needed"]) == (9, 10)


def test_features_are_corrected_for_their_number(leukaemia: pd.DataFrame) -> None:
    spells = leukaemia.assign(
        cluster=leukaemia.index,
        odd=[True, False] * 21,
        early=leukaemia["years"] < 9,
        rare=leukaemia.index < 3,
    )
    table = features(spells, names=["treated", "odd", "early", "rare"], permutations=999).set_index("feature")
    assert table.loc["rare", "status"] == "insufficient data"
    assert np.isnan(table.loc["rare", "p_holm"])
    assert table.loc["treated", "p_holm"] == pytest.approx(3 * table.loc["treated", "p"])
    assert (table["p_holm"].dropna() >= table["p"].dropna()).all()
    assert table.loc["treated", "with_feature"] < table.loc["treated", "without_feature"]
    assert table.loc["treated", "hazard_ratio"] == pytest.approx(np.exp(-1.5721), abs=1e-4)
