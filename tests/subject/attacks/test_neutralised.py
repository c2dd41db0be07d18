"""Neutralised shares: the definition break, clustered nights, contradictory rows and refused trends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.statistics.intervals import clustered_share
from analysis.subject.attacks.neutralised import (
    class_shares,
    monthly_shares,
    newest_month,
    outcomes,
    share_trend,
)

Drones = Callable[..., pd.DataFrame]


def month(months: pd.DataFrame, name: str) -> dict[str, Any]:
    return row_of(months[months["month"] == pd.Timestamp(name)])


def row_of(frame: pd.DataFrame, place: int = 0) -> dict[str, Any]:
    return dict(frame.iloc[place])


def test_july_and_august_2025_as_stated(real: pd.DataFrame) -> None:
    """Check the jump of the shot-down share (0.56 to 0.83) and the fall of the neutralised (0.88 to 0.83)."""
    for outcome, july, august in (("shot_down", 0.56, 0.83), ("neutralised", 0.88, 0.83)):
        months = monthly_shares(real, as_of="2026-01-05", outcome=outcome)
        halves = months[months["month"] == "2025-07-01"]
        assert round(halves["count"].sum() / halves["launched"].sum(), 2) == july
        assert round(month(months, "2025-08")["estimate"], 2) == august


def test_the_month_of_the_break_has_two_rows(real: pd.DataFrame) -> None:
    months = monthly_shares(real, as_of="2026-01-05")
    july = months[months["month"] == "2025-07-01"]
    assert july["merged"].tolist() == [False, True]
    assert july["n"].tolist() == [23, 8]
    assert july["partial"].all()
    assert months.loc[months["month"] == "2026-01-01", "partial"].item()
    assert not months.loc[months["month"] == "2025-12-01", "partial"].item()


def test_naive_intervals_are_several_times_too_narrow(real: pd.DataFrame) -> None:
    nights = outcomes(real, as_of="2026-01-05")
    drones = nights[(nights["weapon"] == "drone") & (nights["date"] >= "2024-10-01") & ~nights["excluded"]]
    assert clustered_share(drones["neutralised"], drones["launched"])[3] == pytest.approx(17, abs=3)
    december = month(monthly_shares(real, as_of="2026-01-05"), "2025-12")
    widths = (
        december["estimate_high"] - december["estimate_low"],
        december["naive_high"] - december["naive_low"],
    )
    assert 5 < widths[0] / widths[1] < 8


def test_a_night_whose_outcomes_exceed_its_launches_enters_no_share(real: pd.DataFrame) -> None:
    december = month(monthly_shares(real, as_of="2026-01-05"), "2024-12")
    assert december["excluded"] == 1
    assert december["n"] == 26
    nights = outcomes(real, as_of="2026-01-05")
    flagged = nights[nights["excluded"]]
    assert flagged["date"].dt.strftime("%Y-%m-%d").tolist() == ["2024-12-28"]
    assert flagged["estimate"].isna().all()


def test_nights_without_reported_suppression_are_counted_as_floors(drones: Drones) -> None:
    months = monthly_shares(drones([10] * 20, suppressed=None), as_of="2025-01-25")
    assert months["floor_nights"].tolist() == [20]
    assert months["estimate"].tolist() == [0.6]
    assert months["floor"].tolist() == [True]


@pytest.mark.parametrize(
    ("first", "as_of", "sides"),
    [
        ("2025-05-01", "2025-07-10", "before the break"),
        ("2025-08-01", "2025-10-09", "since the break"),
        ("2025-06-01", "2025-09-30", "both"),
    ],
)
def test_the_newest_month_stands_with_the_range_on_each_side(
    drones: Drones, first: str, as_of: str, sides: str
) -> None:
    nights = (pd.Timestamp(as_of) - pd.Timestamp(first)).days + 1
    month = row_of(newest_month(monthly_shares(drones([10] * nights, first=first), as_of=as_of)))
    assert (month["sides"], month["status"], month["at_least"]) == (sides, "ok", False)
    known = {"before the break": "before", "since the break": "since", "both": "since"}[sides]
    assert month[f"{known}_high"] == 0.8
    assert np.isnan(month[f"{known}_low"]), "all months are alike: there is no range"


def test_months_of_floors_have_no_range_and_a_part_of_a_month_is_none(drones: Drones) -> None:
    floors = drones([10] * 31, first="2025-05-01", suppressed=None)
    month = row_of(newest_month(monthly_shares(floors, as_of="2025-05-31")))
    assert (month["sides"], month["at_least"], month["estimate"]) == ("neither", True, 0.6)
    part = row_of(newest_month(monthly_shares(floors, as_of="2025-05-20")))
    assert part["status"] == "insufficient data"


def test_the_salvo_of_the_fifth_of_january_has_its_wilson_interval(real: pd.DataFrame) -> None:
    nights = outcomes(real, as_of="2026-01-05", by="class")
    last = nights[nights["date"] == "2026-01-05"]
    assert last["weapon"].tolist() == ["drone", "ballistic"]
    assert last["estimate_low"].round(4).tolist() == [0.7657, 0.0]
    assert last["estimate_high"].round(4).tolist() == [0.8799, 0.2991]


def test_a_month_of_few_nights_is_insufficient(drones: Drones) -> None:
    january = row_of(monthly_shares(drones([10] * 9), as_of="2025-01-31"))
    assert (january["status"], january["n"], january["needed"]) == ("insufficient data", 9, 10)
    assert np.isnan([january["estimate"], january["naive_low"], january["design_effect"]]).all()


def test_without_any_night_there_is_one_explicit_row(real: pd.DataFrame) -> None:
    months = monthly_shares(real, as_of="2022-01-31")
    assert months[["month", "n", "status"]].to_numpy().tolist() == [
        [pd.Timestamp("2022-01-01"), 0, "insufficient data"]
    ]


def test_classes_cover_all_and_keep_their_order(real: pd.DataFrame) -> None:
    classes = class_shares(real, as_of="2026-01-05")
    launched = dict(zip(classes["weapon"], classes["launched"], strict=True))
    assert list(launched) == ["drone", "missile", "cruise", "ballistic", "aeroballistic", "guided", "mixed"]
    # A night with an unknown outcome in one class is unknown for all missiles together, not for the others.
    assert launched["missile"] == 1941
    assert sum(launched.values()) - launched["drone"] - launched["missile"] == 1979
    assert classes["status"].tolist() == [*["ok"] * 5, *["insufficient data"] * 2]
    assert classes["needed"].unique().tolist() == [20]
    assert (classes["estimate_low"] < classes["estimate"]).tolist() == [*[True] * 5, False, False]
    share = dict(zip(classes["weapon"], classes["estimate"], strict=True))
    assert share["ballistic"] < share["missile"] < share["cruise"]


def test_the_trend_of_the_shot_down_share_across_the_break_is_refused(real: pd.DataFrame) -> None:
    with pytest.raises(
        AnalysisError, match=r"no trend across 2025-07-24: .* outcome=\"neutralised\" or one side"
    ):
        share_trend(real, as_of="2026-01-05", outcome="shot_down")
    assert row_of(share_trend(real, as_of="2025-07-20", outcome="shot_down"))["status"] == "ok"
    assert (
        row_of(share_trend(real, as_of="2026-01-05", outcome="shot_down", start="2025-07-24"))["status"]
        == "ok"
    )


def logistic(weeks: np.ndarray, per_4_weeks: float) -> np.ndarray:
    share: np.ndarray = 1 / (1 + np.exp(-(1.5 + np.log(per_4_weeks) * weeks / 4)))
    return share


@pytest.mark.parametrize("per_4_weeks", [0.8, 1.25])
def test_a_trend_put_in_is_found(drones: Drones, per_4_weeks: float) -> None:
    share = np.repeat(logistic(np.arange(20), per_4_weeks), 7)
    strikes = drones([1000] * 140)
    strikes["shot_down"], strikes["suppressed"] = pd.array((1000 * share).round(), dtype="Int64"), 0
    trend = row_of(share_trend(strikes, as_of="2025-05-25"))
    assert trend["estimate"] == pytest.approx(per_4_weeks, rel=0.01)
    assert trend["verdict"] == ("rose" if per_4_weeks > 1 else "fell")
    assert trend["share_first"] == pytest.approx(share[0], abs=0.01)


def test_no_trend_is_found_in_clustered_noise(drones: Drones) -> None:
    generator = np.random.default_rng(8)
    strikes = drones([200] * 210)
    strikes["shot_down"] = pd.array(generator.binomial(200, generator.beta(8, 2, 210)), dtype="Int64")
    strikes["suppressed"] = 0
    trend = row_of(share_trend(strikes, as_of="2025-08-03"))
    assert trend["verdict"] == "open"
    assert trend["estimate_low"] < 1 < trend["estimate_high"]


def test_floor_nights_and_short_series_have_no_trend(drones: Drones) -> None:
    assert row_of(share_trend(drones([10] * 140, suppressed=None), as_of="2025-05-25"))["n"] == 0
    short = row_of(share_trend(drones([10] * 70), as_of="2025-03-16"))
    assert (short["status"], short["n"], short["needed"]) == ("insufficient data", 10, 20)
    assert short["verdict"] == "too few weeks"


def test_each_side_of_the_break_is_shown_beside_the_whole(real: pd.DataFrame) -> None:
    trend = share_trend(real, as_of="2026-01-05")
    assert trend["part"].tolist() == ["whole", "before the break", "since the break"]
    # The week of the break is on both sides.
    assert trend["n"].tolist()[1:] == [52, 25]
    assert row_of(trend)["n"] == 76
    assert share_trend(real, as_of="2025-07-20")["part"].tolist() == ["whole"]
    assert share_trend(real, as_of="2026-01-05", weapon="missile")["part"].tolist() == ["whole"]
