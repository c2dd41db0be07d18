"""Robustness ranges: hand-checked changes, sign flips said, nothing invented for short series."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.subject.attacks.headlines import HEADLINES
from analysis.subject.attacks.neutralised import outcomes
from analysis.subject.attacks.records import percentile_ranks
from analysis.subject.attacks.robustness import headlines_that_turn, robustness
from analysis.subject.attacks.windows import weeks_above, window_ratios

Drones = Callable[..., pd.DataFrame]
FOUR_WEEKS = "drones, month"


@pytest.fixture(scope="module")
def box(real: pd.DataFrame) -> pd.DataFrame:
    return robustness(real, as_of="2026-01-05")


def row_of(box: pd.DataFrame, headline: str) -> dict[str, Any]:
    return dict(box[box["headline"] == headline].iloc[0])


def test_leaving_a_week_out_by_hand(drones: Drones) -> None:
    nights = [10] * 28 + [10] * 7 + [10] * 7 + [10] * 7 + [50] * 7
    row = row_of(robustness(drones(nights), as_of="2025-03-02"), FOUR_WEEKS)
    assert (row["estimate"], row["verdict"]) == (2.0, "holds")
    assert (row["week_low"], row["week_high"]) == pytest.approx((1.0, (10 * 14 + 50 * 7) / 21 / 10))
    assert (row["coding_high"], row["low"], row["high"]) == (2.0, row["week_low"], row["week_high"])
    assert np.isnan(row["coding_low"]), "no coding moves it"
    assert row["n"] == 8 + 4 + 1, "weeks, codings, and the one window for which there are nights"


def test_a_headline_that_turns_names_the_week_that_turns_it(drones: Drones) -> None:
    row = row_of(robustness(drones([*[20] * 28, *[18] * 21, *[30] * 7]), as_of="2025-03-02"), FOUR_WEEKS)
    assert row["estimate"] > 1 > row["week_low"]
    assert (row["verdict"], row["turned_week"]) == ("turns", pd.Timestamp("2025-02-24"))
    assert (row["turned_coding"], row["turned_window"]) == (None, None)


def test_a_headline_that_turns_names_the_window_that_turns_it(drones: Drones) -> None:
    launched = [*[100] * 336, *[40] * 28, *[100] * 28, *[96] * 28]
    last = pd.Timestamp("2025-01-06") + pd.Timedelta(days=len(launched) - 1)
    row = row_of(robustness(drones(launched), as_of=last), FOUR_WEEKS)
    assert (row["verdict"], row["turned_window"]) == ("turns", 42)


def test_the_class_coding_moves_missiles_and_not_drones(box: pd.DataFrame) -> None:
    missiles, drones = row_of(box, "missiles, half-year"), row_of(box, FOUR_WEEKS)
    assert missiles["coding_low"] < missiles["estimate"] < missiles["coding_high"]
    assert np.isnan(drones["coding_low"])
    assert drones["coding_high"] == drones["estimate"]
    assert np.isnan(row_of(box, "drones, winter")["window_high"]), "it has no other windows"


def test_headlines_are_the_numbers_of_their_measures(real: pd.DataFrame, box: pd.DataFrame) -> None:
    ratio = window_ratios(real, as_of="2026-01-05", lengths=[28], weapons=["drone"])["estimate"].item()
    assert row_of(box, FOUR_WEEKS)["estimate"] == pytest.approx(ratio)
    rank = percentile_ranks(real, as_of="2026-01-05")["estimate"].iloc[0]
    assert row_of(box, "percentile")["estimate"] == pytest.approx(rank)
    above = weeks_above(real, as_of="2026-01-05")["estimate"].item()
    assert row_of(box, "weeks above")["estimate"] == pytest.approx(above)
    nights = outcomes(real, as_of="2026-01-05")
    nights = nights[
        (nights["weapon"] == "drone") & ~nights["excluded"] & (nights["basis"] != "shot down only")
    ]
    shares = []
    for first, last in (("2025-07-08", "2026-01-05"), ("2025-01-07", "2025-07-07")):
        half = nights[nights["date"].between(first, last)]
        shares.append(half["neutralised"].sum() / half["launched"].sum())
    change = row_of(box, "neutralised share")["estimate"]
    assert change == pytest.approx(100 * (shares[0] - shares[1]))


def test_a_headline_without_a_direction_cannot_turn(box: pd.DataFrame) -> None:
    assert box["headline"].tolist() == [headline.name for headline in HEADLINES]
    undirected = box.loc[box["verdict"] == "undirected", "headline"].tolist()
    assert undirected == ["percentile", "weeks above"]


@pytest.mark.parametrize(
    ("verdicts", "turning", "n", "verdict"),
    [
        (["holds", "turns", "undirected", None], 1, 2, "some"),
        (["holds", "undirected"], 0, 1, "none"),
        (["undirected", None], pd.NA, pd.NA, "none"),
    ],
)
def test_turning_headlines_are_counted_among_those_with_a_direction(
    verdicts: list[str | None], turning: object, n: object, verdict: str
) -> None:
    row = headlines_that_turn(pd.DataFrame({"verdict": verdicts})).iloc[0]
    assert (row["turning"], row["n"], row["verdict"]) == (turning, n, verdict)
    assert row["status"] == ("insufficient data" if n is pd.NA else "ok")


@pytest.mark.parametrize("as_of", ["2022-01-01", "2022-10-15"])
def test_early_dates_give_explicit_rows(real: pd.DataFrame, as_of: str) -> None:
    box = robustness(real, as_of=as_of)
    assert len(box) == len(HEADLINES)
    assert set(box["status"]) == {"insufficient data"}
    assert box[["low", "high", "week_high", "coding_high", "window_high"]].isna().all(axis=None)
    assert box["verdict"].isna().all()
