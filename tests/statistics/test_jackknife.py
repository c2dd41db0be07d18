import numpy as np
import pytest

from analysis.statistics.jackknife import clustered_proportion, jackknife_error, leave_one_out, share_interval

LAW_SCHOOLS = [
    (576, 3.39), (635, 3.30), (558, 2.81), (578, 3.03), (666, 3.44), (580, 3.07), (555, 3.00), (661, 3.43),
    (651, 3.36), (605, 3.13), (653, 3.12), (575, 2.74), (545, 2.76), (572, 2.88), (594, 2.96),
]  # fmt: skip


def test_the_correlation_of_the_law_schools() -> None:
    """Efron 1982, The jackknife, the bootstrap and other resampling plans, table 3.1: .142."""
    scores = np.array(LAW_SCHOOLS)
    kept = leave_one_out(np.arange(15)) > 0
    estimates = np.array([np.corrcoef(scores[rows].T)[0, 1] for rows in kept])
    assert estimates[0] == pytest.approx(0.776, abs=5e-4)
    assert jackknife_error(estimates) == pytest.approx(0.1425, abs=5e-4)


def test_members_of_a_cluster_go_together() -> None:
    """Ten clusters of which each agrees within itself tell no more than ten observations."""
    hits = np.array([True, False] * 5)
    ten = clustered_proportion(hits, np.arange(10))
    forty = clustered_proportion(np.repeat(hits, 4), np.repeat(np.arange(10), 4))
    assert forty == pytest.approx(ten)


def test_no_interval_where_one_cluster_decides_or_few_are_known() -> None:
    decided = clustered_proportion([True, True] + [False] * 10, [0, 0, *range(1, 11)])
    assert decided[0] == pytest.approx(1 / 6)
    assert np.isnan(decided[1:]).all()
    assert np.isnan(clustered_proportion([True, False] * 4, [0, 0, 1, 1, 2, 2, 3, 3])[1])
    assert np.isnan(clustered_proportion([], [])).all()


def test_shares_of_clusters_that_differ_are_covered_in_ninety_five_of_a_hundred() -> None:
    """Twenty-five clusters of one to twelve observations that share a chance, drawn from Beta(2, 4)."""
    generator = np.random.default_rng(11)
    clusters = np.repeat(np.arange(25), [12, 6, 5, 5, 4, *[2] * 10, *[1] * 10])
    covered = []
    for _ in range(400):
        hits = generator.random(len(clusters)) < generator.beta(2, 4, 25)[clusters]
        _, low, high = clustered_proportion(hits, clusters)
        covered.append(low <= 1 / 3 <= high)
    assert np.mean(covered) == pytest.approx(0.95, abs=0.03)


def test_the_interval_stays_within_zero_and_one() -> None:
    low, high = share_interval(np.array([[0.02], [0.01], [0.03], [0.02], [0.02], [0.005]]))
    assert 0 < low < 0.02 < high < 1
