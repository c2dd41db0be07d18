"""The event study: effects put in are found, the level is kept, what could not be seen is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.statistics.circular_shifts import around
from analysis.statistics.results import Direction
from analysis.subject.attacks.events import (
    covered_launches,
    event_study,
    event_time,
    leave_one_out,
    milestones,
    outside_band,
    side_of_one,
)

Drones = Callable[..., pd.DataFrame]
DATA = Path(__file__).parents[3] / "data"
START = pd.Timestamp("2025-01-06")
AS_OF = START + pd.Timedelta(days=399)
POSITIONS = np.array([40, 90, 135, 200, 246, 300, 340, 370])
DATES = pd.DataFrame({"date": START + pd.to_timedelta(POSITIONS, unit="D"), "title": list("abcdefgh")})


def row_of(frame: pd.DataFrame, place: int = 0) -> dict[str, Any]:
    return dict(frame.iloc[place])


def nights(effect: float, lags: tuple[int, int], seed: int = 1) -> list[float]:
    mean = np.full(400, 100.0) * np.where(around(400, POSITIONS, lags) > 0, effect, 1.0)
    return list(np.random.default_rng(seed).negative_binomial(4, 4 / (4 + mean)).astype(float))


def window(study: pd.DataFrame, name: str) -> dict[str, Any]:
    return row_of(study[study["window"] == name])


def test_an_effect_put_in_is_found_in_its_window(drones: Drones) -> None:
    study = event_study(drones(nights(2.5, (1, 7))), DATES, as_of=AS_OF)
    after, before = window(study, "week after"), window(study, "week before")
    assert after["estimate"] == pytest.approx(2.2, abs=0.4)
    assert after["verdict"] == "more"
    assert after["unseen"] == after["detectable"] - 1
    assert after["p_value"] < 0.01
    assert after["p_adjusted"] >= after["p_value"]
    assert after["estimate_low"] > 1
    assert before["verdict"] == "open"
    assert (after["n"], after["windows_tried"], after["nights"]) == (8, 6, 56)


def test_fewer_launches_are_told_from_more(drones: Drones) -> None:
    study = event_study(drones(nights(0.2, (1, 7))), DATES, as_of=AS_OF)
    assert window(study, "week after")["verdict"] == "fewer"


def test_without_effect_hardly_anything_is_established(drones: Drones) -> None:
    studies = [event_study(drones(nights(1, (1, 7), seed)), DATES, as_of=AS_OF) for seed in range(8)]
    assert sum((study["verdict"] != "open").any() for study in studies) <= 2


def test_growth_is_not_read_as_an_effect(drones: Drones) -> None:
    growing = 100 * 1.01 ** np.arange(400)
    late = DATES.tail(6).assign(date=START + pd.to_timedelta(np.arange(280, 400, 20), unit="D"))
    counts = np.random.default_rng(3).negative_binomial(4, 4 / (4 + growing)).astype(float)
    study = event_study(drones(counts), late, as_of=AS_OF)
    assert study["estimate"].between(0.7, 1.4).all()
    assert (study["verdict"] == "open").all()


def test_a_wider_window_has_a_smaller_detectable_ratio(drones: Drones) -> None:
    """That it is found in four of five cases is tried where it is computed, in circular_shifts."""
    study = event_study(drones(nights(1, (1, 7))), DATES, as_of=AS_OF)
    assert study["detectable"].between(1.1, 2.5).all()
    assert window(study, "week around")["detectable"] < window(study, "days before")["detectable"]


def test_leave_one_out_names_the_milestone_that_carries_the_effect(drones: Drones) -> None:
    launched = np.array(nights(1, (1, 7)))
    launched[POSITIONS[3] + 1 : POSITIONS[3] + 8] = 900
    table = leave_one_out(drones(launched), DATES, as_of=AS_OF, window="week after")
    assert len(table) == 9
    assert row_of(table)["title"] == "none"
    others = table.iloc[1:]
    assert row_of(others.sort_values("estimate"))["title"] == "d"
    assert row_of(others.sort_values("estimate"))["n"] == 7
    with pytest.raises(AnalysisError, match="window is one of week before"):
        leave_one_out(drones(launched), DATES, as_of=AS_OF, window="a week")


def test_a_ratio_that_one_milestone_turns_rests_on_it() -> None:
    dates = pd.to_datetime(["", "2025-03-01", "2025-05-01"])
    results = pd.DataFrame({"left_out": dates, "estimate": [0.9, 0.8, 1.1], "n": [7, 6, 6], "needed": 6})
    rests = row_of(side_of_one(results.assign(sign_flips=[False, False, True])))
    assert (rests["verdict"], rests["flips"], rests["kept"]) == ("rests", 1, 2)
    assert (rests["lowest"], rests["highest"]) == (0.8, 1.1)
    assert row_of(side_of_one(results.assign(sign_flips=False)))["verdict"] == "holds"
    few = row_of(side_of_one(results.head(1).assign(sign_flips=False, n=6)))
    assert (few["status"], few["needed"], few["n"]) == ("insufficient data", 7, 6)
    assert few["flips"] is pd.NA


@pytest.mark.parametrize(
    ("told", "verdict"), [("more", "established"), ("fewer", "established"), ("open", "open")]
)
def test_nights_outside_the_band_are_counted(told: str, verdict: str) -> None:
    lags = pd.DataFrame({"estimate": [2.0, 1.0, 0.1, np.nan], "placebo_low": 0.5, "placebo_high": 1.5})
    study = pd.DataFrame({"verdict": [Direction.OPEN, Direction(told)], "nights_known": 300})
    row = row_of(outside_band(lags.assign(n=8, needed=6, status="ok"), study))
    assert (row["outside"], row["lags"], row["nights_known"]) == (2, 3, 300)
    assert row["verdict"] == verdict


def test_event_time_shows_the_effect_at_its_lags(drones: Drones) -> None:
    curve = event_time(drones(nights(3, (1, 3))), DATES, as_of=AS_OF, lags=10).set_index("lag")
    assert curve.index.tolist() == list(range(-10, 11))
    assert (curve["estimate"] > curve["placebo_high"]).loc[1:3].all()
    assert (curve["placebo_low"] < 1).all()
    assert (curve["placebo_high"] > 1).all()


def test_too_few_milestones_or_nights_are_insufficient(drones: Drones, real: pd.DataFrame) -> None:
    few = event_study(drones(nights(1, (1, 7))), DATES.head(5), as_of=AS_OF)
    assert set(few["status"]) == {"insufficient data"}
    assert few["n"].tolist() == [5] * 6
    assert few["verdict"].tolist() == [None] * 6
    short = event_study(drones(nights(1, (1, 7))), DATES, as_of=START + pd.Timedelta(days=190))
    assert set(short["status"]) == {"insufficient data"}
    assert short[["estimate", "p_value", "p_adjusted", "detectable"]].isna().all(axis=None)
    none = event_study(real, DATES.head(0), as_of="2022-01-01")
    assert none["n"].tolist() == [0] * 6
    assert event_time(real, DATES.head(0), as_of="2022-10-15")["estimate"].isna().all()
    assert len(leave_one_out(real, DATES.head(0), as_of="2022-10-15", window="week after")) == 1


def test_milestones_unite_both_tables_up_to_the_date() -> None:
    events = pd.read_csv(DATA / "events.csv", parse_dates=["event_date"])
    context = pd.read_csv(DATA / "context_events.csv", parse_dates=["event_date"])
    found = milestones(events, context, as_of="2026-01-05")
    assert found["date"].is_monotonic_increasing
    assert found["date"].is_unique
    assert found["date"].max() <= pd.Timestamp("2026-01-05")
    assert found.loc[found["date"] == "2025-12-28", "events"].tolist() == [2]
    assert len(milestones(events, None, as_of="2026-01-05")) < len(found)
    assert not found["title"].str.contains("Ushakov").any(), "neither a call not made public nor its leak"
    month = events.assign(date_precision="month")
    assert milestones(month, as_of="2026-01-05").empty


def test_the_real_series_with_its_detectable_effect(real: pd.DataFrame) -> None:
    """Seven separate episodes: by the adjusted rule, an increase by a half is found in four of five cases."""
    events = pd.read_csv(DATA / "events.csv", parse_dates=["event_date"])
    context = pd.read_csv(DATA / "context_events.csv", parse_dates=["event_date"])
    study = event_study(real, milestones(events, context, as_of="2026-01-05"), as_of="2026-01-05")
    assert study["status"].unique().tolist() == ["ok"]
    assert (study["verdict"] == "open").all()
    before = window(study, "week before")
    assert before["detectable"] == pytest.approx(1.51, abs=0.1)
    assert before["episodes"] == 7
    assert before["detectable"] < window(study, "days before")["detectable"]


def test_launches_begin_with_coverage(real: pd.DataFrame) -> None:
    assert covered_launches(real, as_of="2026-01-05").index.min() == pd.Timestamp("2024-07-01")
    assert covered_launches(real, as_of="2022-10-15").empty
