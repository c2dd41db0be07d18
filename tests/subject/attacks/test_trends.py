"""Growth and the count trend: with growth, without, too short, with gaps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.subject.attacks.breaks import weekly_levels
from analysis.subject.attacks.trends import count_trend, growth, growth_within

Drones = Callable[..., pd.DataFrame]
WHOLE = pd.DataFrame({"first": [pd.Timestamp("2025-01-06")], "last": [pd.Timestamp("2026-12-28")]})


def row_of(frame: pd.DataFrame, place: int = 0) -> dict[str, Any]:
    return dict(frame.iloc[place])


def whole(strikes: pd.DataFrame, as_of: str) -> dict[str, Any]:
    """Return the growth over all weeks as one regime."""
    levels = weekly_levels(strikes, as_of=as_of, start="2025-01-06")
    return row_of(growth_within(levels, WHOLE))


def term(frame: pd.DataFrame, name: str) -> dict[str, Any]:
    return row_of(frame[frame["term"] == name])


def nights(means: np.ndarray, seed: int = 1) -> list[float]:
    return list(np.random.default_rng(seed).negative_binomial(3, 3 / (3 + means)).astype(float))


def test_steady_growth_has_a_doubling_time(drones: Drones) -> None:
    strikes = drones(nights(50 * 2 ** (np.arange(210) / 70)))
    row = whole(strikes, "2025-08-03")
    assert row["verdict"] == "growth"
    assert row["estimate"] == pytest.approx(100 * (2**0.1 - 1), abs=2)
    assert row["doubling_low"] < row["doubling"] < row["doubling_high"]
    assert row["doubling"] == pytest.approx(np.log(2) / np.log1p(row["estimate"] / 100))
    assert row["doubling_low"] <= 10 <= row["doubling_high"]


def test_decline_halves(drones: Drones) -> None:
    strikes = drones(nights(400 * 0.5 ** (np.arange(210) / 70)))
    row = whole(strikes, "2025-08-03")
    assert row["verdict"] == "decline"
    assert 0 < row["doubling_low"] < row["doubling"] < row["doubling_high"]
    assert row["doubling"] == pytest.approx(10, rel=0.2)


def test_without_growth_there_is_no_doubling_time(drones: Drones) -> None:
    row = whole(drones(nights(np.full(210, 120.0))), "2025-08-03")
    assert row["verdict"] == "open"
    assert row["estimate_low"] < 0 < row["estimate_high"]
    assert np.isnan([row["doubling"], row["doubling_low"], row["doubling_high"]]).all()


def test_nineteen_weeks_are_too_short(drones: Drones) -> None:
    row = whole(drones(nights(np.full(133, 120.0))), "2025-05-18")
    assert (row["status"], row["n"], row["needed"], row["verdict"]) == ("insufficient data", 19, 20, None)


def test_a_level_shift_is_a_regime_and_not_growth(drones: Drones) -> None:
    strikes = drones(nights(np.repeat([60.0, 180.0], 210)))
    within = growth(strikes, as_of="2026-03-01")
    across = whole(strikes, "2026-03-01")
    assert across["estimate"] > 1
    assert within["verdict"].tolist() == ["open"] * 2
    assert within["steps"].tolist() == ["none", "up"]
    assert within["earlier_steps"].tolist() == [0, 1]
    assert within["level"].iloc[1] > 2 * within["first_level"].iloc[1]


@pytest.mark.parametrize(
    ("levels", "steps"), [([180.0, 60.0], "down"), ([60.0], "none"), ([], "too few weeks")]
)
def test_the_steps_before_a_level_have_their_way(drones: Drones, levels: list[float], steps: str) -> None:
    means = np.repeat(levels, 420 // len(levels)) if levels else np.full(91, 60.0)
    last = pd.Timestamp("2025-01-06") + pd.Timedelta(days=len(means) - 1)
    assert row_of(growth(drones(nights(means)), as_of=last), -1)["steps"] == steps


def test_gaps_do_not_bend_growth(drones: Drones) -> None:
    full = nights(np.full(280, 120.0))
    holes = [None if number % 7 == 3 else value for number, value in enumerate(full)]
    complete, thinned = (whole(drones(series), "2025-10-12") for series in (full, holes))
    assert thinned["n"] == complete["n"] == 40
    assert thinned["estimate"] == pytest.approx(complete["estimate"], abs=1)
    assert thinned["verdict"] == "open"


def test_the_count_trend_finds_trend_and_weekday(drones: Drones) -> None:
    days = np.arange(700)
    means = 60 * 1.1 ** (days / 28) * np.where(days % 7 == 5, 2.0, 1.0)
    trend = count_trend(drones(nights(means)), as_of="2026-12-06")
    assert term(trend, "trend")["estimate"] == pytest.approx(1.1, abs=0.02)
    assert term(trend, "Saturday")["estimate"] == pytest.approx(2, rel=0.25)
    assert term(trend, "Saturday")["verdict"] == "more"
    assert term(trend, "Wednesday")["verdict"] == "open"
    assert term(trend, "alpha")["estimate"] == pytest.approx(1 / 3, rel=0.2)
    assert trend["converged"].all()
    assert term(trend, "alpha")["verdict"] is None
    assert np.isnan(term(trend, "alpha")["poisson"])


def test_the_count_trend_finds_the_season(drones: Drones) -> None:

    angle = 2 * np.pi * pd.date_range("2025-01-06", periods=730).day_of_year / 365.25
    trend = count_trend(drones(nights(100 * np.exp(0.5 * np.cos(angle)))), as_of="2027-01-05")
    assert np.log(term(trend, "cosine")["estimate"]) == pytest.approx(0.5, abs=0.12)
    assert term(trend, "trend")["verdict"] == "open"


def test_season_needs_a_year(drones: Drones) -> None:
    trend = count_trend(drones(nights(np.full(300, 80.0))), as_of="2025-11-01")
    assert not {"cosine", "sine"} & set(trend["term"])
    assert len(trend) == 8


def test_poisson_errors_of_the_real_series_are_about_ten_times_too_narrow(real: pd.DataFrame) -> None:
    trend = count_trend(real, as_of="2026-01-05", start="2024-10-01")
    weekdays = trend[trend["term"].str.endswith("day")]
    assert weekdays["error_ratio"].mean() == pytest.approx(8, abs=3)
    assert term(trend, "trend")["error_ratio"] > 5
    assert np.isnan(term(trend, "alpha")["estimate_low"])
    row = term(trend, "trend")
    assert row["estimate_low"] < row["poisson_low"] < row["poisson_high"] < row["estimate_high"]


def test_less_than_26_weeks_are_insufficient(drones: Drones, real: pd.DataFrame) -> None:
    for trend in (
        count_trend(drones(nights(np.full(150, 80.0))), as_of="2025-06-04"),
        count_trend(real, as_of="2022-10-15"),
        count_trend(real, as_of="2022-01-01"),
    ):
        row = row_of(trend)
        assert (row["status"], row["needed"]) == ("insufficient data", 182)
        assert np.isnan(row["estimate"])


def test_a_fit_that_did_not_converge_gives_no_number(drones: Drones, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.statistics.regression.MAX_ITERATIONS", 1)
    trend = count_trend(drones(nights(np.full(300, 80.0))), as_of="2025-11-01")
    assert not trend["converged"].any()
    assert trend["estimate"].isna().all()
    assert set(trend["status"]) == {"insufficient data"}
