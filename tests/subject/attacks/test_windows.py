"""Windows against the period before: hand-worked ratios, the headline facts, explicit refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.statistics.long_run import period_ratio
from analysis.subject.attacks.records import percentile_ranks
from analysis.subject.attacks.windows import recent_weeks, weeks_above, window_ratios

Drones = Callable[..., pd.DataFrame]


def row_of(frame: pd.DataFrame, place: int = 0) -> dict[str, Any]:
    return dict(frame.iloc[place])


def test_windows_end_on_the_date_and_adjoin(drones: Drones) -> None:
    strikes = drones(range(1, 57))
    row = row_of(window_ratios(strikes, as_of="2025-03-02", lengths=[7], weapons=["drone"]))
    assert (row["first"], row["last"]) == (pd.Timestamp("2025-02-24"), pd.Timestamp("2025-03-02"))
    assert row["launched"] == sum(range(50, 57))
    assert row["previous_launched"] == sum(range(43, 50))
    month = row_of(window_ratios(strikes, as_of="2025-03-02", lengths=[28], weapons=["drone"]))
    assert month["estimate"] == pytest.approx(sum(range(29, 57)) / sum(range(1, 29)))


def test_short_windows_are_ranked_and_have_no_ratio(drones: Drones) -> None:
    strikes = drones([10] * 7 + [30] * 7 + [20] * 7 + [None] * 3 + [50] * 4 + [20] * 7)
    row = row_of(window_ratios(strikes, as_of="2025-02-09", lengths=[7], weapons=["drone"]))
    assert (row["at_least"], row["earlier"]) == (2, 3), "20 and 30 before; the week of 50 is known too little"
    assert (row["status"], row["needed"], row["verdict"]) == ("insufficient data", 23, None)
    night = row_of(window_ratios(strikes, as_of="2025-02-09", lengths=[1], weapons=["drone"]))
    assert (night["at_least"], night["earlier"]) == (24, 31)
    unknown = row_of(window_ratios(strikes, as_of="2025-02-20", lengths=[7], weapons=["drone"]))
    assert unknown["at_least"] is pd.NA


def test_a_known_window_of_none_before_is_no_lack_of_data(drones: Drones) -> None:
    strikes = drones([0] * 28 + [3] * 28)
    row = row_of(window_ratios(strikes, as_of="2025-03-02", lengths=[28], weapons=["drone"]))
    assert (row["status"], row["verdict"]) == ("ok", "none before")
    assert np.isnan(row["estimate"])


def test_the_interval_allows_for_dependent_nights(drones: Drones) -> None:
    launched = np.random.default_rng(1).poisson(40, 56) * 3
    row = row_of(window_ratios(drones(launched), as_of="2025-03-02", lengths=[28], weapons=["drone"]))
    expected = period_ratio(launched[:28], launched[28:])
    assert (row["estimate"], row["estimate_low"], row["estimate_high"]) == pytest.approx(expected)
    assert row["verdict"] == "open"


@pytest.mark.parametrize(("first", "second", "verdict"), [(10, 16, "more"), (16, 10, "fewer")])
def test_a_clear_change_is_established(drones: Drones, first: int, second: int, verdict: str) -> None:
    strikes = drones([*[first, first + 2] * 14, *[second, second + 2] * 14])
    row = row_of(window_ratios(strikes, as_of="2025-03-02", lengths=[28], weapons=["drone"]))
    assert row["verdict"] == verdict
    assert (row["estimate_low"] > 1) == (verdict == "more")


def test_an_interval_that_says_nothing_gives_no_ratio(drones: Drones) -> None:
    strikes = drones([*[0] * 27, 1, *[0] * 27, 1])
    row = row_of(window_ratios(strikes, as_of="2025-03-02", lengths=[28], weapons=["drone"]))
    assert (row["status"], row["verdict"]) == ("insufficient data", None)
    assert row["n"] >= row["needed"]


@pytest.mark.parametrize(("launched", "verdict"), [(200, "common"), (10, "telling")])
def test_a_mark_that_most_weeks_pass_tells_no_unusual_week(
    drones: Drones, launched: int, verdict: str
) -> None:
    row = row_of(weeks_above(drones([launched] * 371), as_of="2026-01-11"))
    assert (row["above"], row["verdict"]) == (52 if verdict == "common" else 0, verdict)


def test_too_few_weeks_have_no_count(drones: Drones) -> None:
    row = row_of(weeks_above(drones([200] * 70), as_of="2025-03-16"))
    assert (row["status"], row["n"], row["above"]) == ("insufficient data", 10, pd.NA)


def test_weeks_with_unknown_nights_are_floors(drones: Drones) -> None:
    floors = [
        row_of(recent_weeks(drones(nights), as_of="2025-02-02", lengths=[4]))["floor"]
        for nights in ([10] * 28, [10] * 20 + [None] + [10] * 7)
    ]
    assert floors == [False, True]


def test_a_week_that_may_have_been_above_makes_its_count_a_floor(drones: Drones) -> None:
    weeks: list[list[int | None]] = [[None] + [200] * 6, [None] + [100] * 6, [100] * 7]
    floors = [row_of(weeks_above(drones(week * 53), as_of="2026-01-11"))["floor"] for week in weeks]
    assert floors == [False, True, False]


def test_ratios_are_of_known_nights_only(drones: Drones) -> None:
    strikes = drones([10] * 28 + [20] * 10 + [None] * 4 + [20] * 14)
    row = row_of(window_ratios(strikes, as_of="2025-03-02", lengths=[28], weapons=["drone"]))
    assert (row["launched"], row["nights_known"], row["per_night"]) == (480, 24, 20.0)
    assert row["estimate"] == pytest.approx(2.0)


@pytest.mark.parametrize(
    "launched",
    [
        pytest.param([10] * 28 + [20] * 10 + [None] * 6 + [20] * 12, id="too few known nights"),
        pytest.param([None] + [0] * 27 + [20] * 28, id="nothing launched before, as far as known"),
        pytest.param([None] * 28 + [20] * 28, id="nothing known before"),
    ],
)
def test_without_a_sound_base_there_is_a_row_and_no_ratio(
    drones: Drones, launched: list[float | None]
) -> None:
    row = row_of(window_ratios(drones(launched), as_of="2025-03-02", lengths=[28], weapons=["drone"]))
    assert row["status"] == "insufficient data"
    assert row["needed"] == 23
    assert np.isnan([row["estimate"], row["estimate_low"], row["estimate_high"]]).all()
    assert row["verdict"] is None


def test_an_unknown_last_night_has_no_count(drones: Drones) -> None:
    row = row_of(window_ratios(drones([10] * 60), as_of="2025-03-31", lengths=[1], weapons=["drone"]))
    assert np.isnan(row["launched"])
    assert row["status"] == "insufficient data"


def test_headline_facts_of_the_real_series(real: pd.DataFrame) -> None:
    weeks = recent_weeks(real, as_of="2026-01-05").set_index("weeks")
    assert row_of(weeks)["estimate"] == 1044.5
    assert row_of(weeks)["last_week"] == pd.Timestamp("2025-12-29")
    assert weeks["status"].tolist() == ["ok"] * 3
    above = row_of(weeks_above(real, as_of="2026-01-05"))
    assert (above["above"], above["n"], above["last_week"]) == (28, 52, pd.Timestamp("2025-12-29"))
    assert "estimate_low" not in above, "a count of weeks has no interval"
    night = row_of(window_ratios(real, as_of="2026-01-05").query("weapon == 'drone' and length == 1"))
    rank = row_of(percentile_ranks(real, as_of="2026-01-05").query("weapon == 'drone'"))
    assert (night["at_least"], night["earlier"]) == (rank["at_least"], rank["n"]) == (82, 365)
    year = row_of(window_ratios(real, as_of="2026-01-05").query("weapon == 'drone' and length == 365"))
    assert year["previous_nights_known"] == 277
    assert year["status"] == "insufficient data"


def test_means_of_weeks_are_what_was_reported(drones: Drones) -> None:
    means = recent_weeks(drones([10] * 70), as_of="2025-03-16", lengths=[4, 10]).set_index("weeks")
    assert means["estimate"].tolist() == [70.0, 70.0]
    assert "estimate_low" not in means


@pytest.mark.parametrize("as_of", ["2022-01-01", "2022-10-15", "2024-10-01"])
def test_early_dates_give_explicit_rows(real: pd.DataFrame, as_of: str) -> None:
    assert len(window_ratios(real, as_of=as_of)) == 8
    assert set(recent_weeks(real, as_of=as_of)["status"]) <= {"ok", "insufficient data"}
    assert len(weeks_above(real, as_of=as_of)) == 1
