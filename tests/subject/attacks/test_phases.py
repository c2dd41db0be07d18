"""Campaign phases: fixed by the calendar, compared over the same days, tested two ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.subject.attacks.phases import phases, winters

Drones = Callable[..., pd.DataFrame]


def row_of(frame: pd.DataFrame, place: int = 0) -> dict[str, Any]:
    return dict(frame.iloc[place])


@pytest.mark.parametrize(
    ("as_of", "last_day", "newest"),
    [
        ("2026-01-05", "01-05", "winter 2025/26"),
        ("2025-10-01", "10-01", "winter 2025/26"),
        ("2025-08-20", "03-31", "winter 2024/25"),
        ("2025-12-31", "12-31", "winter 2025/26"),
    ],
)
def test_winters_end_on_the_same_day_of_their_season(as_of: str, last_day: str, newest: str) -> None:
    table = winters(as_of=as_of, since=2023)
    assert table["phase"].iloc[-1] == newest
    assert set(table["first"].dt.strftime("%m-%d")) == {"10-01"}
    # A leap day may shift the end by one.
    ends = {pd.Timestamp(f"2025-{last_day}") + pd.Timedelta(days=shift) for shift in (-1, 0, 1)}
    assert set(table["last"].dt.strftime("%m-%d")) <= {f"{end:%m-%d}" for end in ends}
    assert table["last"].max() <= pd.Timestamp(as_of)


def two(first: float, second: float, drones: Drones, *, nights: int = 56, seed: int = 1) -> dict[str, Any]:
    generator = np.random.default_rng(seed)
    launched = np.concatenate([generator.poisson(first, nights), generator.poisson(second, nights)])
    dates = pd.date_range("2025-01-06", periods=2 * nights)
    table = pd.DataFrame(
        {"phase": ["A", "B"], "first": dates[[0, nights]], "last": dates[[nights - 1, 2 * nights - 1]]}
    )
    return row_of(phases(drones(launched), as_of=dates[-1], phases=table))


def test_a_doubling_is_seen(drones: Drones) -> None:
    row = two(50, 100, drones)
    assert row["estimate"] == pytest.approx(2, rel=0.05)
    assert row["verdict"] == "more"
    assert two(100, 50, drones)["verdict"] == "fewer"
    assert (row["phase"], row["earlier"]) == ("B", "A")


def test_no_difference_is_not_established(drones: Drones) -> None:
    rows = [two(60, 60, drones, seed=seed) for seed in range(10)]
    assert sum(row["verdict"] != "open" for row in rows) <= 2
    assert all(row["estimate_low"] < row["estimate"] < row["estimate_high"] for row in rows)


def test_less_than_28_nights_are_insufficient(drones: Drones) -> None:
    row = two(50, 100, drones, nights=27)
    assert (row["status"], row["n"], row["needed"]) == ("insufficient data", 27, 28)
    assert np.isnan([row["estimate"], row["estimate_low"], row["estimate_high"]]).all()


def test_thin_winters_of_the_real_series_have_no_ratio(real: pd.DataFrame) -> None:
    table = phases(real, as_of="2026-01-05").set_index("phase")
    assert table["status"].to_dict() == {
        "winter 2023/24": "insufficient data",
        "winter 2024/25": "insufficient data",
        "winter 2025/26": "ok",
    }
    assert table["estimate"].to_dict()["winter 2025/26"] == pytest.approx(171.22 / 74.17, rel=1e-3)


def test_before_the_second_winter_there_is_one_explicit_row(real: pd.DataFrame) -> None:
    for as_of in ("2022-10-15", "2022-01-01"):
        row = row_of(phases(real, as_of=as_of))
        assert (row["status"], row["n"], row["verdict"]) == ("insufficient data", 0, None)
