"""The series behind signposts: windows counted by hand, unknown weeks unknown, and the known base rate."""

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.subject.scenarios.signpost_series import MONTHS, WEEKS, computed_series, met, trailing_shares

Drones = Callable[..., pd.DataFrame]
NO_LOSSES = pd.DataFrame(
    {
        "month": [],
        "month_end": [],
        "mean_daily": [],
        "days": [],
        "cumulative_end": [],
        "claimant": [],
        "definition_id": [],
    }
).astype({"month": "str", "month_end": "datetime64[us]", "claimant": "str", "definition_id": "str"})


def of(series: pd.DataFrame, name: str) -> pd.DataFrame:
    return series[series["series"] == name].reset_index(drop=True)


def test_the_threshold_of_the_page_is_routine(real: pd.DataFrame) -> None:
    """28 of the 52 weeks to 2026-01-04, and 1,044.5 over the last four: counted apart from this code."""
    series = computed_series(real, NO_LOSSES, as_of="2026-01-05")
    weeks = of(series, "weekly_drones")
    assert len(weeks) == WEEKS
    assert weeks["window_end"].iloc[-1] == pd.Timestamp("2026-01-04")
    assert met(weeks["x"], direction="ge", threshold=1000).sum() == 28
    four = of(series, "weekly_drones_mean_4w")["x"]
    assert (four.iloc[-1], four.max()) == (1044.5, 1523.0)


def test_weeks_are_whole_and_a_thin_week_has_no_value(drones: Drones) -> None:
    nights = [10.0] * 7 + [10.0] * 5 + [None] * 2 + [10.0] * 7 + [10.0] * 3
    series = computed_series(drones(nights), NO_LOSSES, as_of="2025-01-29")
    weeks = of(series, "weekly_drones")
    assert weeks["n"].tolist() == [7, 5, 7]
    assert weeks["x"].tolist()[0] == 70
    assert weeks["x"].isna().tolist() == [False, True, False]
    assert of(series, "weekly_drones_mean_4w")["x"].isna().all()


def test_mean_of_four_weeks_by_hand(drones: Drones) -> None:
    nights = [10.0] * 7 + [20.0] * 7 + [30.0] * 7 + [40.0] * 7
    series = computed_series(drones(nights), NO_LOSSES, as_of="2025-02-02")
    assert of(series, "weekly_drones_mean_4w")["x"].iloc[-1] == (70 + 140 + 210 + 280) / 4


def test_nothing_after_the_date_is_seen(drones: Drones) -> None:
    nights = drones([10.0] * 14 + [500.0] * 14)
    early = computed_series(nights, NO_LOSSES, as_of="2025-01-19")
    pd.testing.assert_frame_equal(
        early, computed_series(nights[nights["date"] <= "2025-01-19"], NO_LOSSES, as_of="2025-01-19")
    )
    assert early["window_end"].max() == pd.Timestamp("2025-01-19")


def test_share_pools_the_nights_of_the_window(drones: Drones) -> None:
    nights = pd.concat(
        [drones([100.0] * 5, shot_down=0.5, suppressed=0.1), drones([100.0] * 5, first="2025-01-11")]
    )
    ends = [pd.Timestamp("2025-01-10"), pd.Timestamp("2025-01-15")]
    early, late = trailing_shares(nights, as_of="2025-01-15", weapon="drone", days=5, ends=ends)
    assert (early[0], late[0]) == pytest.approx((0.6, 0.8))
    assert early[1] < 0.6 < early[2]
    assert early[3] == 5


def test_a_share_needs_thirty_launches(drones: Drones) -> None:
    end = [pd.Timestamp("2025-01-08")]
    few = trailing_shares(drones([9.0, 10.0, 10.0]), as_of="2025-01-08", weapon="drone", days=3, ends=end)
    assert pd.isna(few[0][0])
    enough = trailing_shares(drones([10.0, 10.0, 10.0]), as_of="2025-01-08", weapon="drone", days=3, ends=end)
    assert enough[0][0] == pytest.approx(0.8)


def test_a_share_needs_four_nights_in_five_of_its_window(drones: Drones) -> None:
    nights, end = drones([100.0] * 8), [pd.Timestamp("2025-01-13")]
    covered = trailing_shares(nights, as_of="2025-01-13", weapon="drone", days=10, ends=end)
    assert covered[0][0] == pytest.approx(0.8)
    thin = trailing_shares(nights, as_of="2025-01-13", weapon="drone", days=11, ends=end)
    assert pd.isna(thin[0][0])


def test_losses_are_whole_months_of_a_year(drones: Drones) -> None:
    ends = pd.date_range("2024-01-31", periods=24, freq="ME")
    losses = pd.DataFrame(
        {
            "month": ends.strftime("%Y-%m"), "month_end": ends, "mean_daily": [float(at) for at in range(24)],
            "days": ends.day, "cumulative_end": 0, "claimant": "X", "definition_id": "D",
        }
    )  # fmt: skip
    months = of(computed_series(drones([1.0]), losses, as_of="2025-12-30"), "russian_losses_daily_28d")
    assert months["x"].tolist() == [float(at) for at in range(23 - MONTHS, 23)]


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        ("ge", [False, True, True, False]),
        ("gt", [False, False, True, False]),
        ("le", [True, True, False, False]),
        ("lt", [True, False, False, False]),
    ],
)
def test_boundaries_and_the_unknown(direction: str, expected: list[bool]) -> None:
    assert met(pd.Series([1.0, 2.0, 3.0, None]), direction=direction, threshold=2.0).tolist() == expected


def test_a_small_change_is_small_both_ways() -> None:
    assert met(pd.Series([-0.3, 0.31, None]), direction="abs_le", threshold=0.3).tolist() == [
        True,
        False,
        False,
    ]
