"""Holds each headline to what can be counted by hand on nights made up for it."""

import numpy as np
import pandas as pd
import pytest

from analysis.subject.attacks.headlines import HEADLINES, Headline, Nights

BY_NAME = {headline.name: headline for headline in HEADLINES}


def headline(start: str) -> Headline:
    return next(BY_NAME[name] for name in BY_NAME if name.startswith(start))


def nights(drones: list[float], *, start: str = "2025-01-06", **others: float) -> Nights:
    dates = pd.date_range(start, periods=len(drones))
    columns = {name: np.full(len(drones), value) for name, value in others.items()}
    return Nights(dates, {"drones": np.array(drones, dtype=float), **columns}, ())


def test_a_ratio_is_of_means_over_the_nights_known() -> None:
    drones = [10.0] * 28 + [20.0] * 21 + [np.nan] * 7
    ratio = headline("drones, month")
    assert ratio.compute(nights(drones), 28, 0.5) == 2.0
    assert np.isnan(ratio.compute(nights(drones), 28, 0.8))
    assert np.isnan(ratio.compute(nights([0.0] * 28 + [5.0] * 28), 28, 0.8))


def test_a_share_compares_the_nights_on_which_both_are_known() -> None:
    made = nights([90.0] * 4, missiles=10.0)
    made.columns["missiles"][2:] = [30, np.nan]
    assert headline("missile share").compute(made, 2, 0.5) == pytest.approx((30 / 120) / (10 / 100))
    assert np.isnan(headline("missile share").compute(made, 2, 1.0))


def test_the_neutralised_change_is_of_sums() -> None:
    made = nights([0.0] * 4, hit=8.0, engaged=10.0)
    made.columns["hit"][2:] = 9
    assert headline("neutralised share").compute(made, 2, 1.0) == pytest.approx(10)


def test_weeks_begin_on_monday_and_a_part_of_one_is_no_week() -> None:
    made = nights([200.0] * 7 + [100.0] * 7 + [500.0] * 3)
    assert (made.weeks - made.weeks[0]).tolist() == [0] * 7 + [1] * 7 + [2] * 3
    assert headline("weeks above").compute(made, 14, 0.8) == 0.5


def test_the_percentile_is_the_share_of_earlier_nights_below_the_last() -> None:
    made = nights([1.0, 2.0, np.nan, 3.0, 4.0, 3.0])
    assert headline("percentile").compute(made, 4, 0.8) == 0.5
    assert np.isnan(headline("percentile").compute(made.without(np.arange(6) == 5), 4, 0.8))


def test_winters_are_compared_only_where_enough_of_each_is_known() -> None:
    made = nights([10.0] * 30 + [30.0] * 30)
    two = Nights(made.dates, made.columns, ((slice(0, 30), 30), (slice(30, 60), 30)))
    winter = headline("drones, winter")
    assert winter.compute(two, 28, 0.8) == 3.0
    assert np.isnan(winter.compute(two.without(np.arange(60) < 10), 28, 0.8))
    assert np.isnan(winter.compute(made, 28, 0.8))


def test_leaving_nights_out_leaves_the_others_as_they_were() -> None:
    made = nights([1.0, 2.0, 3.0], missiles=5.0)
    less = made.without(np.array([False, True, False]))
    assert np.isnan(less.columns["missiles"]).tolist() == [False, True, False]
    assert made.columns["drones"].tolist() == [1, 2, 3]
