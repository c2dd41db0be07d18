"""Growth and the count trend: with growth, without, too short, with gaps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.subject.attacks.trends import count_trend, growth

Drones = Callable[..., pd.DataFrame]
WHOLE = pd.DataFrame({"first": [pd.Timestamp("2025-01-06")], "last": [pd.Timestamp("2026-12-28")]})


def row_of(frame: pd.DataFrame, place: int = 0) -> dict[str, Any]:
    return dict(frame.iloc[place])


def term(frame: pd.DataFrame, name: str) -> dict[str, Any]:
    return row_of(frame[frame["term"] == name])


def nights(means: np.ndarray, seed: int = 1) -> list[float]:
    return list(np.random.default_rng(seed).negative_binomial(3, 3 / (3 + means)).astype(float))


def test_steady_growth_has_a_doubling_time(drones: Drones) -> None:
    strikes = drones(nights(50 * 2 ** (np.arange(210) / 70)))
    row = row_of(growth(strikes, as_of="2025-08-03", regimes=WHOLE))
    assert row["direction"] == "growth"
    assert row["estimate"] == pytest.approx(2**0.1 - 1, abs=0.02)
    assert row["doubling_low"] < row["doubling"] < row["doubling_high"]
    assert row["doubling"] == pytest.approx(np.log(2) / np.log1p(row["estimate"]))
    assert row["doubling_low"] <= 10 <= row["doubling_high"]


def test_decline_halves(drones: Drones) -> None:
    strikes = drones(nights(400 * 0.5 ** (np.arange(210) / 70)))
    row = row_of(growth(strikes, as_of="2025-08-03", regimes=WHOLE))
    assert row["direction"] == "decline"
    assert row["doubling"] < 0


def test_without_growth_there_is_no_doubling_time(drones: Drones) -> None:
    row = row_of(growth(drones(nights(np.full(210, 120.0))), as_of="2025-08-03", regimes=WHOLE))
    assert row["direction"] == "none established"
    assert row["estimate_low"] < 0 < row["estimate_high"]
    assert np.isnan([row["doubling"], row["doubling_low"], row["doubling_high"]]).all()


def test_seven_weeks_are_too_short(drones: Drones) -> None:
    row = row_of(growth(drones(nights(np.full(49, 120.0))), as_of="2025-02-23", regimes=WHOLE))
    assert (row["status"], row["n"], row["needed"], row["direction"]) == ("insufficient data", 7, 8, "")


def test_a_level_shift_is_a_regime_and_not_growth(drones: Drones) -> None:
    strikes = drones(nights(np.repeat([60.0, 180.0], 210)))
    within = growth(strikes, as_of="2026-03-01")
    across = row_of(growth(strikes, as_of="2026-03-01", regimes=WHOLE))
    assert across["direction"] == "growth"
    assert within["direction"].tolist() == ["none established"] * 2


def test_gaps_do_not_bend_growth(drones: Drones) -> None:
    full = nights(np.full(280, 120.0))
    holes = [None if number % 7 == 3 else value for number, value in enumerate(full)]
    complete, thinned = (
        row_of(growth(drones(series), as_of="2025-10-12", regimes=WHOLE)) for series in (full, holes)
    )
    assert thinned["n"] == complete["n"] == 40
    assert thinned["estimate"] == pytest.approx(complete["estimate"], abs=0.01)
    assert thinned["direction"] == "none established"


def test_the_count_trend_finds_trend_and_weekday(drones: Drones) -> None:
    days = np.arange(700)
    means = 60 * 1.1 ** (days / 28) * np.where(days % 7 == 5, 2.0, 1.0)
    trend = count_trend(drones(nights(means)), as_of="2026-12-06")
    assert term(trend, "trend, 4 weeks")["estimate"] == pytest.approx(1.1, abs=0.02)
    assert term(trend, "Saturday")["estimate"] == pytest.approx(2, rel=0.25)
    assert term(trend, "Saturday")["established"]
    assert not term(trend, "Wednesday")["established"]
    assert term(trend, "dispersion alpha")["estimate"] == pytest.approx(1 / 3, rel=0.2)
    assert trend["converged"].all()


def test_the_count_trend_finds_the_season(drones: Drones) -> None:

    angle = 2 * np.pi * pd.date_range("2025-01-06", periods=730).day_of_year / 365.25
    trend = count_trend(drones(nights(100 * np.exp(0.5 * np.cos(angle)))), as_of="2027-01-05")
    assert np.log(term(trend, "season, cosine")["estimate"]) == pytest.approx(0.5, abs=0.12)
    assert not term(trend, "trend, 4 weeks")["established"]


def test_season_needs_a_year(drones: Drones) -> None:
    trend = count_trend(drones(nights(np.full(300, 80.0))), as_of="2025-11-01")
    assert not trend["term"].str.startswith("season").any()
    assert len(trend) == 8


def test_poisson_errors_of_the_real_series_are_about_ten_times_too_narrow(real: pd.DataFrame) -> None:
    trend = count_trend(real, as_of="2026-01-05", start="2024-10-01")
    assert trend["error_ratio"].mean() == pytest.approx(10, abs=3)
    row = term(trend, "trend, 4 weeks")
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
