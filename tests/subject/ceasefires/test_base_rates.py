# pandas-stubs type a cell of a frame as any scalar there is.
# mypy: disable-error-code="operator, union-attr, arg-type, assignment"

import numpy as np
import pandas as pd
import pytest

from analysis.statistics.competing import incidence_at
from analysis.subject.ceasefires.base_rates import (
    Weight,
    base_rates,
    range_over_clusters,
    without_one_cluster,
)
from analysis.subject.ceasefires.spells import CAUSES


@pytest.fixture
def observed() -> pd.DataFrame:
    """Forty spells from 1950 on in eight clusters, half of them back at war, each at a different age."""
    start = pd.to_datetime("1950-01-01") + pd.to_timedelta(np.arange(40) * 365, unit="D")
    years = np.linspace(0.5, 20, 40)
    outcome = np.where(np.arange(40) % 2 == 0, "renewed_war", "ongoing")
    return pd.DataFrame({"start": start, "years": years, "outcome": outcome, "cluster": list("ABCDEFGH") * 5})


def test_base_rate_counts_only_spells_that_had_their_full_chance() -> None:
    """An early failure of a young spell does not count: those still running of its age could not either."""
    spells = pd.DataFrame(
        {
            "start": pd.to_datetime(["1950-01-01", "1950-01-01", "1950-01-01", "1997-01-01"]),
            "years": [1.0, 2.0, 50.0, 0.1],
            "outcome": ["renewed_war", "superseded_by_treaty", "ongoing", "renewed_war"],
            "cluster": list("ABCD"),
        }
    )
    row = base_rates(spells, as_of="2000-01-01", horizons=[5]).iloc[0]
    assert (row["failures"], row["n"]) == (1, 3)
    assert row["counted"] == pytest.approx(1 / 3)
    assert np.isnan(row["estimated"])  # too few have ended for an estimate


def test_priors_are_told_by_the_mean_of_the_posterior() -> None:
    """Three failures in ten: Jeffreys' posterior is Beta(3.5, 7.5)."""
    spells = pd.DataFrame(
        {
            "start": pd.to_datetime(["1950-01-01"] * 10),
            "years": [1.0] * 3 + [50.0] * 7,
            "outcome": ["renewed_war"] * 3 + ["ongoing"] * 7,
            "cluster": list("ABCDEFGHIJ"),
        }
    )
    row = base_rates(spells, as_of="2000-01-01", horizons=[5]).iloc[0]
    assert row["jeffreys"] == pytest.approx(3.5 / 11)
    assert row["pessimist"] > row["jeffreys"] > row["optimist"]
    assert 0 < row["counted_low"] < 0.3 < row["counted_high"]


def test_related_spells_count_as_one_observation() -> None:
    """All spells of half the clusters fail, none of the others': the interval is that of twelve clusters."""
    members = np.repeat(np.arange(12), 5)
    failing = members % 2 == 0
    spells = pd.DataFrame(
        {
            "start": pd.Timestamp("1950-01-01"),
            "years": np.where(failing, 1 + np.arange(60) / 60, 30.0),
            "outcome": np.where(failing, "renewed_war", "ongoing"),
            "cluster": members,
        }
    )
    alike, apart = (
        base_rates(rows, as_of="2000-01-01", horizons=[5]).iloc[0]
        for rows in (spells, spells.assign(cluster=np.arange(60)))
    )
    assert alike["estimated"] == apart["estimated"] == pytest.approx(0.5)
    for share in ("counted", "estimated"):
        widths = [row[f"{share}_high"] - row[f"{share}_low"] for row in (alike, apart)]
        assert widths[0] > 1.8 * widths[1]


def test_the_estimate_takes_in_the_younger_spells_that_the_count_leaves_out(observed: pd.DataFrame) -> None:
    row = base_rates(observed, as_of="1975-01-01", horizons=[5]).iloc[0]
    ends = incidence_at(observed, horizons=[5], causes=CAUSES).iloc[0]
    assert row["estimated"] == ends["estimate"]
    assert row["n"] == 21
    assert row["counted"] == pytest.approx(row["failures"] / 21)


def test_base_rate_without_any_spell_observed_long_enough() -> None:
    spells = pd.DataFrame(
        {"start": pd.to_datetime(["1999-01-01"]), "years": 1.0, "outcome": "ongoing", "cluster": "A"}
    )
    table = base_rates(spells, as_of="2000-01-01", horizons=[5])
    assert table["status"].iloc[0] == "insufficient data"
    assert table[["counted", "counted_low", "jeffreys", "pessimist"]].isna().all(axis=None)


def test_each_cluster_is_left_out_once(observed: pd.DataFrame) -> None:
    table = without_one_cluster(observed, horizon=5)
    assert table["left_out"].tolist() == ["none", *"ABCDEFGH"]
    assert table["spells_left_out"].tolist() == [0] + [5] * 8
    kept = incidence_at(observed[observed["cluster"] != "C"], horizons=[5], causes=CAUSES).iloc[0]
    assert table.set_index("left_out").loc["C", "estimate"] == pytest.approx(kept["estimate"])


def test_two_clusters_are_too_few_to_leave_one_out(observed: pd.DataFrame) -> None:
    table = without_one_cluster(observed.assign(cluster=list("AB") * 20))
    assert table["status"].tolist() == ["insufficient data"]
    assert (table["n"].item(), table["clusters"].item()) == (40, 2)
    over = range_over_clusters(table, horizon=5).iloc[0]
    assert (over["status"], over["clusters"], over["clusters_needed"]) == ("insufficient data", 2, 3)
    assert over["verdict"] is None


def over_clusters(spells: pd.DataFrame) -> pd.Series:
    left_out = without_one_cluster(spells, horizon=5)
    return range_over_clusters(left_out, horizon=5).iloc[0]


def test_a_cluster_weighs_heavily_when_leaving_it_out_moves_the_share_by_a_quarter() -> None:
    """Ten of forty fail at once: all in cluster A, or one in each of ten clusters."""
    years = [1.0] * 10 + [30.0] * 30
    outcome = ["renewed_war"] * 10 + ["ongoing"] * 30
    heavy = pd.DataFrame({"years": years, "outcome": outcome, "cluster": list("A" * 10 + "BCDEFGHIJK" * 3)})
    row = over_clusters(heavy)
    assert row["verdict"] is Weight.HEAVY
    assert (row["lowest"], row["estimate_low"]) == ("A", 0)
    row = over_clusters(heavy.assign(cluster=list("BCDEFGHIJK" * 4)))
    assert row["verdict"] is Weight.EVEN
    assert row["estimate"] == pytest.approx(0.25)
    assert row["estimate_low"] <= row["estimate"] <= row["estimate_high"]


def test_without_the_cluster_that_holds_every_war_the_share_is_zero_not_missing(
    observed: pd.DataFrame,
) -> None:
    failing = observed["outcome"] == "renewed_war"
    table = without_one_cluster(observed.assign(cluster=np.where(failing, "A", observed["cluster"])))
    left_out = dict(zip(table["left_out"], table["estimate"], strict=True))
    assert left_out["A"] == 0
    assert left_out["none"] > 0
