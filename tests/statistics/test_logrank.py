"""Known answers of the log-rank test (Kleinbaum and Klein, chapter 2); clusters stay together."""

# pandas-stubs type a cell of a frame as any scalar there is.
# mypy: disable-error-code="operator, union-attr, arg-type"

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from analysis.statistics.logrank import logrank


def test_leukaemia_logrank(leukaemia: pd.DataFrame) -> None:
    row = logrank(leukaemia, by="treated", event="relapse").iloc[0]
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
    spells = pd.DataFrame({"years": years, "outcome": np.where(happened, "relapse", ""), "exposed": feature})
    assert logrank(spells, by="exposed", event="relapse")["p"].item() == pytest.approx(exact, abs=0.02)


def test_pure_clusters_move_as_one() -> None:
    """Six spells of a cluster count once: with three clusters a side nothing is rarer than 1 in 20."""
    years = [*np.linspace(0.1, 0.2, 6), 0.5, 0.6, *np.linspace(20, 21, 6), 30, 31]
    spells = pd.DataFrame(
        {
            "years": years,
            "outcome": "relapse",
            "exposed": [False] * 8 + [True] * 8,
            "cluster": ["a"] * 6 + ["b", "c"] + ["d"] * 6 + ["e", "f"],
        }
    )
    alone = logrank(spells, by="exposed", event="relapse")["p"].item()
    together = logrank(spells, by="exposed", event="relapse", cluster="cluster")["p"].item()
    assert alone < 0.001
    assert together >= 1 / 20 - 0.01


def test_a_mixed_cluster_is_exchanged_within_itself() -> None:
    """One cluster only: the permutation is the free one."""
    generator = np.random.default_rng(3)
    years = generator.random(20)
    spells = pd.DataFrame(
        {"years": years, "outcome": "relapse", "exposed": [True, False] * 10, "cluster": "a"}
    )
    free = logrank(spells, by="exposed", event="relapse")["p"].item()
    assert logrank(spells, by="exposed", event="relapse", cluster="cluster")["p"].item() == pytest.approx(
        free, abs=0.02
    )


def test_a_feature_that_repeats_the_clusters_alone_says_nothing() -> None:
    spells = pd.DataFrame(
        {
            "years": np.arange(1.0, 13),
            "outcome": "relapse",
            "exposed": [True] * 6 + [False] * 6,
            "cluster": ["a"] * 6 + ["b"] * 6,
        }
    )
    assert logrank(spells, by="exposed", event="relapse", cluster="cluster")["p"].item() == 1


def test_rows_without_the_feature_known_are_left_out(leukaemia: pd.DataFrame) -> None:
    unknown = leukaemia.assign(treated=leukaemia["treated"].astype("boolean").mask(leukaemia.index % 5 == 0))
    assert logrank(unknown, by="treated", event="relapse")["n"].item() == 33


def test_same_seed_same_p(leukaemia: pd.DataFrame) -> None:
    near = leukaemia.assign(treated=[True, False] * 21)
    first, second = (logrank(near, by="treated", event="relapse", seed=4) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_four_spells_are_no_group(leukaemia: pd.DataFrame) -> None:
    row = logrank(leukaemia.assign(treated=leukaemia.index < 4), by="treated", event="relapse").iloc[0]
    assert row["status"] == "insufficient data"
    assert np.isnan(row["p"])
    assert (row["n_with"], row["needed"]) == (4, 5)
