"""Breaks of the weekly level: known ones are found, none is invented, short series say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.statistics.false_alarms import break_counts
from analysis.subject.attacks.breaks import (
    FACTORS,
    change_points,
    headline_factor,
    level_changes,
    penalty_path,
    regimes,
    weekly_levels,
)

Drones = Callable[..., pd.DataFrame]


def row_of(frame: pd.DataFrame, place: int = 0) -> dict[str, Any]:
    return dict(frame.iloc[place])


def nights(weekly_means: list[int], seed: int = 1) -> list[float]:
    """Seven over-dispersed nights for each weekly mean."""
    generator = np.random.default_rng(seed)
    means = np.repeat(np.array(weekly_means) / 7, 7)
    return list(generator.negative_binomial(2, 2 / (2 + means)).astype(float))


def test_a_known_break_is_dated_and_measured(drones: Drones) -> None:
    strikes = drones(nights([400] * 30 + [1200] * 30))
    changes = change_points(strikes, as_of="2026-03-01")
    assert len(changes) == 1
    change = row_of(changes)
    assert abs((change["date"] - pd.Timestamp("2025-08-04")).days) <= 14
    assert change["date_low"] <= change["date"] <= change["date_high"]
    assert change["estimate"] == pytest.approx(3, rel=0.25)
    assert change["estimate_low"] > 1
    assert change["kept"] == 1.0
    levels = regimes(strikes, as_of="2026-03-01")
    assert levels["n"].sum() == 60
    assert row_of(levels, 1)["first"] == change["date"]


def test_a_level_series_has_an_explicit_none(drones: Drones) -> None:
    found = [row_of(change_points(drones(nights([700] * 60, seed)), as_of="2026-03-01")) for seed in range(5)]
    none = [change for change in found if pd.isna(change["date"])]
    assert len(none) >= 4
    assert {change["status"] for change in none} == {"ok"}
    assert {change["n"] for change in none} == {60}


def test_the_penalty_decides_the_number(real: pd.DataFrame) -> None:
    path = penalty_path(real, as_of="2026-01-05")
    assert path["breaks"].is_monotonic_decreasing
    assert path["breaks"].iloc[0] > path["breaks"].iloc[-1]
    assert path["headline"].sum() == 1
    chosen = row_of(path[path["headline"]])
    changes = change_points(real, as_of="2026-01-05")
    assert chosen["breaks"] == len(changes)
    assert chosen["dates"] == ", ".join(changes["date"].dt.strftime("%Y-%m-%d"))


def test_a_poisson_cost_cuts_over_dispersed_counts_to_pieces(real: pd.DataFrame) -> None:
    poisson = penalty_path(real, as_of="2026-01-05", cost="poisson")["breaks"]
    negative = penalty_path(real, as_of="2026-01-05")["breaks"]
    assert (poisson >= negative + 5).all()


def test_no_break_in_the_last_four_weeks(drones: Drones) -> None:
    strikes = drones(nights([400] * 56 + [4000] * 3))
    last = weekly_levels(strikes, as_of="2026-02-22").index[-4]
    assert (change_points(strikes, as_of="2026-02-22")["date"].dropna() <= last).all()


def test_weeks_with_two_unknown_nights_are_left_out(drones: Drones) -> None:
    launched: list[float | None] = [70.0] * 140
    launched[10] = None
    launched[20] = launched[18] = None
    levels = weekly_levels(drones(launched), as_of="2025-05-25", start="2025-01-06")
    assert len(levels) == 19
    assert levels.tolist() == [490.0] * 19


def test_the_weeks_of_thin_coverage_are_not_used(real: pd.DataFrame) -> None:
    levels = weekly_levels(real, as_of="2026-01-05")
    assert levels.index.min() >= pd.Timestamp("2024-07-01")


@pytest.mark.parametrize("as_of", ["2022-01-01", "2022-10-15", "2024-10-01"])
def test_under_forty_weeks_there_is_one_row_and_no_number(real: pd.DataFrame, as_of: str) -> None:
    change, level = row_of(change_points(real, as_of=as_of)), row_of(regimes(real, as_of=as_of))
    for row in (change, level):
        assert (row["status"], row["needed"]) == ("insufficient data", 40)
        assert np.isnan(row["estimate"])
    path = penalty_path(real, as_of=as_of)
    assert path["breaks"].isna().all()
    assert set(path["status"]) == {"insufficient data"}


def test_later_weeks_do_not_change_an_earlier_date(real: pd.DataFrame) -> None:
    early = real[real["date"] <= "2025-09-28"]
    pd.testing.assert_frame_equal(
        change_points(real, as_of="2025-09-28"), change_points(early, as_of="2025-09-28")
    )


def test_changes_are_counted_with_what_the_penalty_decides(drones: Drones) -> None:
    strikes = drones(nights([400] * 30 + [1200] * 30))
    row = row_of(level_changes(strikes, as_of="2026-03-01"))
    assert (row["breaks"], row["weeks"]) == (1, 60)
    assert row["before"] < row["after"]
    assert (row["penalties"], row["most"]) == (7, penalty_path(strikes, as_of="2026-03-01")["breaks"].max())
    assert abs((row["ranked"] - pd.Timestamp("2025-08-04")).days) <= 14
    assert row["ranked_p"] < 0.001
    level = row_of(level_changes(drones(nights([700] * 60)), as_of="2026-03-01"))
    assert (level["breaks"], level["verdict"]) == (0, "unchanged")
    assert np.isnan(level["drift_alarms"])


def test_a_rise_that_drift_would_cut_into_as_many_steps_is_not_told_as_steps(real: pd.DataFrame) -> None:
    row = row_of(level_changes(real, as_of="2026-01-05"))
    assert (row["breaks"], row["verdict"]) == (4, "steps or drift")
    assert row["drift_alarms"] > 0.3
    assert row["false_alarms"] <= 0.05


def test_the_penalty_rarely_finds_a_break_where_there_is_none(drones: Drones) -> None:
    """Chosen by simulation: on fresh series of independent weeks at most about 5 in 100 have one."""
    levels = weekly_levels(drones(nights([700] * 73)), as_of="2026-05-31")
    assert headline_factor(levels) in FACTORS[:4]
    generator = np.random.default_rng(9)
    series = generator.negative_binomial(14, 14 / (14 + 700), (400, 73)).astype(float)
    found = break_counts(series, penalty=headline_factor(levels) * np.log(73), min_size=4)
    assert np.mean(found > 0) <= 0.07
    assert headline_factor(levels.head(39)) == FACTORS[-1]


def test_too_few_weeks_have_no_number_of_changes(real: pd.DataFrame) -> None:
    row = row_of(level_changes(real, as_of="2024-10-01"))
    assert (row["breaks"], row["weeks"], row["status"]) == (pd.NA, pd.NA, "insufficient data")
    assert np.isnan([row["false_alarms"], row["drift_alarms"], row["ranked_p"]]).all()
