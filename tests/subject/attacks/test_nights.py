"""Nights and weeks: unknown stays unknown, zero only where a report says so, and nothing looks ahead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import AnalysisError
from analysis.subject.attacks.nights import (
    definition_break,
    last_full_week,
    latest,
    launches,
    nightly,
    weekly,
)

Drones = Callable[..., pd.DataFrame]
STRIKES = Path(__file__).parents[3] / "data" / "strikes.csv"


def rows(*records: tuple[str, str, str, int | None, int | None, int | None]) -> pd.DataFrame:
    """Strike rows (date, window, class, launched, shot down, suppressed), the basis split at the break."""
    columns = ["date", "window", "weapon_class", "launched", "shot_down", "suppressed"]
    frame = pd.DataFrame(records, columns=columns)
    frame["date"] = pd.to_datetime(frame["date"])
    frame[columns[3:]] = frame[columns[3:]].astype("Int64")
    drone, merged = frame["weapon_class"] == "drone", frame["date"] >= "2025-07-24"
    frame["outcome_basis"] = np.select([drone & merged, drone], ["merged", "separate"], "")
    return frame


THREE_DAYS = rows(
    ("2025-01-01", "night", "drone", 10, 6, 2),
    ("2025-01-01", "day", "drone", 4, 1, None),
    ("2025-01-01", "night", "cruise", 3, 2, None),
    ("2025-01-01", "night", "reconnaissance", 99, 99, 0),
    ("2025-01-03", "day", "ballistic", 2, 0, None),
    ("2025-01-04", "night", "drone", 8, 5, 1),
    ("2025-01-04", "night", "guided", None, None, None),
)


def of(frame: pd.DataFrame, weapon: str, column: str = "launched") -> list[Any]:
    return frame.loc[frame["weapon"] == weapon, column].tolist()


def test_windows_add_up_and_reconnaissance_is_apart() -> None:
    series = nightly(THREE_DAYS)
    assert of(series, "drone") == [14, pd.NA, pd.NA, 8]
    assert of(series, "drone", "neutralised") == [9, pd.NA, pd.NA, 6]
    assert of(series, "drone", "suppressed") == [2, pd.NA, pd.NA, 1]
    assert of(nightly(THREE_DAYS, window="night"), "drone") == [10, pd.NA, pd.NA, 8]
    assert of(nightly(THREE_DAYS, window="day", as_of="2025-01-04"), "drone") == [4, pd.NA, pd.NA, pd.NA]


def test_a_night_without_a_row_is_unknown_and_never_zero() -> None:
    series = nightly(THREE_DAYS)
    second = series[series["date"] == "2025-01-02"]
    assert second["launched"].isna().all()
    assert not second["recorded"].any()


def test_a_missile_class_without_a_row_is_zero_only_on_a_recorded_night() -> None:
    assert of(nightly(THREE_DAYS, by="class"), "cruise") == [3, pd.NA, 0, 0]
    assert of(nightly(THREE_DAYS, by="class"), "ballistic") == [0, pd.NA, 2, 0]


def test_a_drone_count_is_never_assumed_from_a_missile_row() -> None:
    assert of(nightly(THREE_DAYS), "drone")[2] is pd.NA
    assert of(nightly(THREE_DAYS), "missile")[2] == 2


def test_an_empty_launch_count_makes_the_total_unknown() -> None:
    assert of(nightly(THREE_DAYS), "missile") == [3, pd.NA, 2, pd.NA]


def test_nights_after_the_last_record_are_unknown_and_rows_after_as_of_unread() -> None:
    assert of(nightly(THREE_DAYS, as_of="2025-01-06"), "drone") == [14, pd.NA, pd.NA, 8, pd.NA, pd.NA]
    assert of(nightly(THREE_DAYS, as_of="2025-01-03"), "drone") == [14, pd.NA, pd.NA]


def test_the_trailing_mean_ends_with_its_night_and_needs_four_fifths() -> None:
    values = [10, 20, 30, 40, 50, None, 70, 80, None]
    frame = rows(
        *(
            (f"2025-01-{day:02d}", "night", "drone", value, 0, 0)
            for day, value in enumerate(values, start=1)
            if value
        )
    )
    means = of(nightly(frame, as_of="2025-01-09"), "drone", "mean_7")
    # Six of seven nights are needed: at night 7 there are six, at night 9 (nights 3–9) only five.
    assert np.isnan(means[:6]).all()
    assert means[6] == pytest.approx((10 + 20 + 30 + 40 + 50 + 70) / 6)
    assert means[7] == pytest.approx((20 + 30 + 40 + 50 + 70 + 80) / 6)
    assert np.isnan(means[8])


def test_only_the_newest_seven_nights_are_provisional() -> None:
    assert sum(of(nightly(THREE_DAYS, as_of="2025-01-20"), "drone", "provisional")) == 7


def test_an_empty_series_has_the_columns_and_types_of_a_full_one() -> None:
    for measure in (nightly, weekly):
        full, empty = measure(THREE_DAYS), measure(THREE_DAYS, as_of="2024-01-01")
        assert empty.empty
        pd.testing.assert_series_equal(empty.dtypes, full.dtypes)


def test_weeks_start_on_monday_and_partial_ones_are_marked() -> None:
    frame = rows(*((f"2025-01-{day:02d}", "night", "drone", day, 0, 0) for day in range(8, 21)))
    weeks = weekly(frame)
    drones = weeks[weeks["weapon"] == "drone"]
    assert drones["week"].dt.strftime("%Y-%m-%d").tolist() == ["2025-01-06", "2025-01-13", "2025-01-20"]
    assert drones["week"].dt.day_name().unique().tolist() == ["Monday"]
    assert drones["launched"].tolist() == [sum(range(8, 13)), sum(range(13, 20)), 20]
    assert drones["nights"].tolist() == [5, 7, 1]
    assert drones["partial"].tolist() == [True, False, True]
    assert drones["complete"].tolist() == [False, True, False]


def test_a_week_with_unknown_nights_says_so_and_rates_only_the_known() -> None:
    frame = rows(("2025-01-06", "night", "drone", 10, 0, 0), ("2025-01-12", "night", "drone", 30, 0, 0))
    week = weekly(frame).query("weapon == 'drone'").iloc[0]
    assert (week["launched"], week["nights_known"], week["per_night"]) == (40, 2, 20.0)
    assert not week["complete"]


def test_a_week_in_which_no_night_is_known_is_unknown() -> None:
    frame = rows(("2025-01-06", "night", "drone", 10, 0, 0), ("2025-01-20", "night", "drone", 30, 0, 0))
    second = weekly(frame).query("weapon == 'drone'").iloc[1]
    assert second["launched"] is pd.NA
    assert np.isnan(second["per_night"])


def test_the_week_of_the_definition_break_holds_both_bases() -> None:
    frame = rows(("2025-07-23", "night", "drone", 9, 1, 1), ("2025-07-24", "night", "drone", 9, 1, 0))
    assert weekly(frame).query("weapon == 'drone'")["outcome_basis"].tolist() == ["both"]
    assert definition_break(frame) == pd.Timestamp("2025-07-24")
    assert definition_break(frame, as_of="2025-07-23") is None


def test_errors_name_what_is_missing_and_what_is_allowed() -> None:
    with pytest.raises(AnalysisError, match="needs the columns launched, suppressed; the frame has date"):
        nightly(THREE_DAYS.drop(columns=["launched", "suppressed"]))
    with pytest.raises(AnalysisError, match="window is one of both, night, day; got noon"):
        nightly(THREE_DAYS, window="noon")
    with pytest.raises(AnalysisError, match="weapon is one of drone, missile, cruise"):
        launches(THREE_DAYS, weapon="tank")
    with pytest.raises(AnalysisError, match="by is one of group, class; got name"):
        nightly(THREE_DAYS, by="name")


strike_frames = st.lists(
    st.tuples(
        st.dates(pd.Timestamp("2025-01-01").date(), pd.Timestamp("2025-02-15").date()).map(str),
        st.sampled_from(["night", "day"]),
        st.sampled_from(["drone", "cruise", "ballistic", "mixed"]),
        st.one_of(st.none(), st.integers(0, 800)),
        st.one_of(st.none(), st.integers(0, 300)),
        st.one_of(st.none(), st.integers(0, 300)),
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda record: record[:3],
).map(lambda records: rows(*records))


@settings(deadline=None, max_examples=15)
@given(strike_frames, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(frame: pd.DataFrame, random: Random) -> None:
    shuffled = frame.sample(frac=1, random_state=random.randrange(2**32))
    pd.testing.assert_frame_equal(nightly(frame, by="class"), nightly(shuffled, by="class"))
    pd.testing.assert_frame_equal(weekly(frame), weekly(shuffled))


@settings(deadline=None, max_examples=15)
@given(strike_frames, st.dates(pd.Timestamp("2025-01-01").date(), pd.Timestamp("2025-02-15").date()))
def test_later_rows_never_change_an_earlier_date(frame: pd.DataFrame, as_of: date) -> None:
    early = frame[frame["date"] <= pd.Timestamp(as_of)]
    if early.empty:
        return
    pd.testing.assert_frame_equal(nightly(frame, as_of=as_of), nightly(early, as_of=as_of))
    pd.testing.assert_frame_equal(weekly(frame, as_of=as_of), weekly(early, as_of=as_of))


@settings(deadline=None, max_examples=15)
@given(strike_frames, st.integers(2, 9))
def test_launches_scale(frame: pd.DataFrame, factor: int) -> None:
    scaled = frame.assign(launched=frame["launched"] * factor)
    for weapon in ("drone", "missile"):
        pd.testing.assert_series_equal(
            launches(scaled, weapon=weapon), launches(frame, weapon=weapon) * factor
        )


@settings(deadline=None, max_examples=15)
@given(strike_frames)
def test_classes_add_up_to_groups_and_weeks_to_nights(frame: pd.DataFrame) -> None:
    groups, classes = nightly(frame), nightly(frame, by="class")
    missiles = classes[classes["weapon"] != "drone"].groupby("date")["launched"]
    total = missiles.sum().mask(missiles.apply(lambda counts: counts.isna().any()))
    assert total.tolist() == of(groups, "missile")
    weeks = weekly(frame)
    assert weeks["launched"].sum() == groups["launched"].sum()


@pytest.fixture(scope="module")
def real() -> pd.DataFrame:
    frame = pd.read_csv(STRIKES, parse_dates=["date"], keep_default_na=True)
    return frame.assign(outcome_basis=frame["outcome_basis"].fillna(""))


def test_scale_of_the_real_series(real: pd.DataFrame) -> None:
    """Hold the series against the scale stated for 2024-10-01 to 2026-02-28; ours ends on 2026-01-05."""
    drones = launches(real, weapon="drone", as_of="2026-01-05", start="2024-10-01")
    assert drones.mean() == pytest.approx(136.5, rel=0.01)
    assert drones.var() / drones.mean() == pytest.approx(111, rel=0.05)
    assert drones.autocorr(7) == pytest.approx(0.20, abs=0.01)
    assert drones.isna().sum() == 13


def test_the_salvo_of_the_fifth_of_january(real: pd.DataFrame) -> None:
    nights = nightly(real, as_of="2026-01-05", by="class")
    night = nights[nights["date"] == "2026-01-05"].set_index("weapon")
    assert list(night.loc["drone", ["launched", "neutralised"]]) == [165, 137]
    assert list(night.loc["ballistic", ["launched", "neutralised"]]) == [9, 0]
    assert night["launched"].sum() == 174


def test_the_newest_full_week_says_whether_its_sums_are_floors(drones: Drones) -> None:
    missiles = drones([2] * 16, weapon_class="cruise")
    for last, complete, launched in ((10, True, 70), (None, False, 60)):
        strikes = pd.concat([drones([10] * 13 + [last] + [10] * 2), missiles])
        row = last_full_week(weekly(strikes, by="class")).iloc[0]
        assert (row["week"], row["last"]) == (pd.Timestamp("2025-01-13"), pd.Timestamp("2025-01-19"))
        assert (row["drones"], row["missiles"], row["complete"]) == (launched, 14, complete)
    young = last_full_week(weekly(drones([10] * 4), by="class")).iloc[0]
    assert (young["n"], young["status"]) == (0, "insufficient data")


def test_where_a_series_stands_without_any_night(drones: Drones) -> None:
    row = latest(nightly(drones([1], weapon_class="cruise"))).iloc[0]
    assert (row["n"], row["unknown"], row["status"]) == (0, 1, "insufficient data")
    assert latest(nightly(drones([1]), as_of="2024-01-01")).iloc[0]["status"] == "insufficient data"


def test_an_unknown_class_is_no_missile_and_a_row_counts_once(drones: Drones) -> None:
    strikes = drones([10, 20])
    with pytest.raises(AnalysisError, match="strikes of 2025-01-06, night, banana: no class of weapon"):
        nightly(strikes.assign(weapon_class=["banana", "drone"]))
    with pytest.raises(AnalysisError, match="strikes of 2025-01-07, night, drone: the row is there twice"):
        nightly(pd.concat([strikes, strikes.tail(1)]))


def test_nights_are_provisional_only_while_they_are_new(drones: Drones) -> None:
    strikes = drones([10] * 20)
    for known_on, provisional in ((None, 7), ("2025-01-27", 5), ("2025-11-24", pd.NA)):
        series = nightly(strikes, as_of="2025-01-25", known_on=known_on)
        assert latest(series)["provisional"].tolist() == [provisional], known_on
