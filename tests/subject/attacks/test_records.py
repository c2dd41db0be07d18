"""Ranks and records: hand-counted ranks, the exact distribution of records, the last night."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.subject.attacks.nights import nightly
from analysis.subject.attacks.records import (
    expected_records,
    largest_night,
    percentile_ranks,
    record_count,
    record_distribution,
    record_nights,
    top_nights,
)

Drones = Callable[..., pd.DataFrame]


def row_of(frame: pd.DataFrame, place: int = 0) -> dict[str, Any]:
    return dict(frame.iloc[place])


def test_the_harmonic_number_as_printed() -> None:
    assert round(expected_records(31), 5) == 4.02725


def test_record_distribution_by_counting_all_orders() -> None:
    counts = np.zeros(6)
    for order in permutations(range(5)):
        counts[sum(value > max(order[:i], default=-1) for i, value in enumerate(order))] += 1
    assert record_distribution(5) == pytest.approx(counts / counts.sum())
    assert record_distribution(40) @ np.arange(41) == pytest.approx(expected_records(40))


def test_the_fifth_of_january_in_context(real: pd.DataFrame) -> None:
    ranks = percentile_ranks(real, as_of="2026-01-05")
    drone, _, ballistic = (row_of(ranks, place) for place in range(3))
    assert (drone["launched"], drone["at_least"], drone["n"]) == (165, 82, 365)
    assert round(100 * drone["estimate"], 1) == 77.5
    assert drone["first"] == pd.Timestamp("2024-12-29")
    assert (round(drone["lowest"], 3), round(drone["highest"], 3)) == (0.761, 0.780), "7 nights are unknown"
    assert "estimate_low" not in drone, "a count of nights has no interval"
    assert ballistic["launched"] == 9
    assert ranks["weapon"].tolist() == ["drone", "missile", "ballistic"]


def test_ties_count_as_reached_and_share_the_best_rank(drones: Drones) -> None:
    row = row_of(percentile_ranks(drones([5] * 30 + [7] * 10 + [7]), as_of="2025-02-15"))
    assert (row["at_least"], row["estimate"], row["rank_to_date"]) == (10, 0.75, 1)
    assert np.isnan([row["lowest"], row["highest"]]).all(), "no night is unknown"


def test_the_base_passes_over_unknown_nights_and_says_how_many(drones: Drones) -> None:
    strikes = drones([1] * 20 + [None] * 5 + [1] * 20 + [2])
    row = row_of(percentile_ranks(strikes, as_of="2025-02-20", nights=30))
    assert (row["n"], row["nights_unknown"]) == (30, 5)
    assert row["first"] == pd.Timestamp("2025-01-16")
    assert (row["lowest"], row["highest"]) == (30 / 35, 1.0)


def test_an_unknown_or_young_night_has_no_rank(drones: Drones) -> None:
    unknown = row_of(percentile_ranks(drones([5] * 40), as_of="2025-03-01"))
    young = row_of(percentile_ranks(drones([5] * 20), as_of="2025-01-25"))
    for row in (unknown, young):
        assert row["status"] == "insufficient data"
        assert np.isnan(row["estimate"])
    assert (unknown["verdict"], young["verdict"]) == ("no record", "too few nights before")
    ranked = row_of(percentile_ranks(drones([5] * 40), as_of="2025-02-14"))
    assert ranked["verdict"] == "ranked"


def test_records_are_strict_and_counted_over_known_nights(drones: Drones) -> None:
    strikes = drones([3, None, 3, 8, 2, 9])
    records = record_nights(strikes, as_of="2025-01-11")
    assert records["launched"].tolist() == [3, 8, 9]
    assert records["nights_to_date"].tolist() == [1, 3, 5]
    assert records["previous_record"].tolist()[1:] == [3, 8]


def test_the_largest_night_stands_with_the_nights_it_is_taken_from(drones: Drones) -> None:
    strikes = drones([3, None, 3, 8, 2])
    nights = nightly(strikes, as_of="2025-01-10")
    row = row_of(largest_night(record_nights(strikes, as_of="2025-01-10"), nights))
    assert (row["launched"], row["date"]) == (8, pd.Timestamp("2025-01-09"))
    assert (row["records"], row["n"], row["status"]) == (2, 4, "ok")
    none = row_of(largest_night(record_nights(strikes, as_of="2024-01-01"), nights))
    assert (none["n"], none["status"]) == (0, "insufficient data")


def test_more_records_than_chance_in_a_growing_series(drones: Drones) -> None:
    growing = row_of(record_count(drones(range(1, 41)), as_of="2025-02-14"))
    assert growing["estimate"] == 40
    assert growing["p_value"] < 1e-12
    assert growing["verdict"] == "beyond chance"
    inside = 0
    for seed in range(40):
        level = row_of(record_count(drones(np.random.default_rng(seed).permutation(200)), as_of="2025-07-24"))
        inside += level["expected_low"] <= level["estimate"] <= level["expected_high"]
        assert (level["verdict"] == "within chance") == (level["estimate"] <= level["expected_high"])
    assert inside >= 35
    assert row_of(record_count(drones([1] * 29), as_of="2025-02-03"))["status"] == "insufficient data"


def test_top_nights_of_the_real_series(real: pd.DataFrame) -> None:
    top = top_nights(real, as_of="2026-01-05")
    assert top["drones"].tolist()[:4] == [810, 728, 653, 653]
    # 653 drones came on two nights: a count is no key, and the newer one stands first.
    assert top["date"].dt.strftime("%Y-%m-%d").tolist()[2:4] == ["2025-12-06", "2025-10-30"]
    assert top["missiles"].tolist()[:4] == [13, 15, 51, 52]
    assert top["sources"].tolist() == ["ua-air-force"] * 10
    assert top.loc[top["date"] == "2025-12-06", "estimate"].item() == pytest.approx(585 / 653)
    assert len(top_nights(real, as_of="2022-01-01")) == 0
    assert top_nights(real, as_of="2026-01-05", weapon="ballistic")["rank"].tolist() == list(range(1, 11))
