"""Robustness ranges: hand-checked changes, sign flips said, nothing invented for short series."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from analysis.subject.attacks.headlines import HEADLINES
from analysis.subject.attacks.neutralised import outcomes
from analysis.subject.attacks.records import percentile_ranks
from analysis.subject.attacks.robustness import robustness
from analysis.subject.attacks.windows import compared, weeks_above

Drones = Callable[..., pd.DataFrame]
FOUR_WEEKS = "drones, 28 nights against the 28 before"


@pytest.fixture(scope="module")
def box(real: pd.DataFrame) -> pd.DataFrame:
    return robustness(real, as_of="2026-01-05")


def row_of(box: pd.DataFrame, headline: str, kind: str = "all") -> dict[str, Any]:
    return dict(box[(box["headline"] == headline) & (box["kind"] == kind)].iloc[0])


def test_leaving_a_week_out_by_hand(drones: Drones) -> None:
    nights = [10] * 28 + [10] * 7 + [10] * 7 + [10] * 7 + [50] * 7
    box = robustness(drones(nights), as_of="2025-03-02")
    row = row_of(box, FOUR_WEEKS, "one week left out")
    assert row["estimate"] == 2.0
    assert row["range_low"] == 1.0
    assert row["lowest"] == "week of 2025-02-24"
    assert row["range_high"] == pytest.approx((10 * 14 + 50 * 7) / 21 / 10)
    assert row["n"] == 8


def test_a_sign_flip_is_said(drones: Drones) -> None:
    nights = [40] * 28 + [20] * 14 + [20] * 14 + [10] * 21 + [28] * 7
    box = robustness(drones(nights), as_of="2025-03-23")
    assert not row_of(box, FOUR_WEEKS, "class coding")["sign_flips"]
    flipping = [*[20] * 28, *[18] * 21, *[30] * 7]
    row = row_of(robustness(drones(flipping), as_of="2025-03-02"), FOUR_WEEKS, "one week left out")
    assert row["estimate"] > 1 > row["range_low"]
    assert row["sign_flips"]
    assert row_of(robustness(drones(flipping), as_of="2025-03-02"), FOUR_WEEKS)["sign_flips"]


def test_the_class_coding_moves_missiles_and_not_drones(box: pd.DataFrame) -> None:
    missiles = row_of(box, "missiles, 26 weeks against the 26 before", "class coding")
    assert missiles["range_low"] < missiles["estimate"] < missiles["range_high"]
    assert row_of(box, FOUR_WEEKS, "class coding")["range_low"] == row_of(box, FOUR_WEEKS)["estimate"]


def test_headlines_are_the_numbers_of_their_measures(real: pd.DataFrame, box: pd.DataFrame) -> None:
    ratio = compared(real, as_of="2026-01-05", lengths=[28], weapons=["drone"])["estimate"].item()
    assert row_of(box, FOUR_WEEKS)["estimate"] == pytest.approx(ratio)
    rank = percentile_ranks(real, as_of="2026-01-05")["estimate"].iloc[0]
    assert row_of(box, "percentile of the last night")["estimate"] == pytest.approx(rank)
    above = weeks_above(real, as_of="2026-01-05")["estimate"].item()
    assert row_of(box, "weeks of a year above 1,000 drones")["estimate"] == pytest.approx(above)
    nights = outcomes(real, as_of="2026-01-05")
    nights = nights[
        (nights["weapon"] == "drone") & ~nights["excluded"] & (nights["basis"] != "shot down only")
    ]
    shares = []
    for first, last in (("2025-07-08", "2026-01-05"), ("2025-01-07", "2025-07-07")):
        half = nights[nights["date"].between(first, last)]
        shares.append(half["neutralised"].sum() / half["launched"].sum())
    change = row_of(box, "neutralised share of drones, 26 weeks less the 26 before")["estimate"]
    assert change == pytest.approx(shares[0] - shares[1])


def test_all_is_the_range_of_the_kinds(box: pd.DataFrame) -> None:
    for headline in HEADLINES:
        kinds = box[(box["headline"] == headline.name) & (box["kind"] != "all")]
        everything = row_of(box, headline.name)
        assert everything["range_low"] == kinds["range_low"].min()
        assert everything["range_high"] == kinds["range_high"].max()
        assert everything["sign_flips"] == kinds["sign_flips"].any()


@pytest.mark.parametrize("as_of", ["2022-01-01", "2022-10-15"])
def test_early_dates_give_explicit_rows(real: pd.DataFrame, as_of: str) -> None:
    box = robustness(real, as_of=as_of)
    assert len(box) == 4 * len(HEADLINES)
    assert set(box["status"]) == {"insufficient data"}
    assert box["range_low"].isna().all()
    assert not box["sign_flips"].any()
