"""Do the strikes keep the shape of the reports, and agree with the totals that were reported elsewhere?"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest

Row = dict[str, str]
Table = Callable[[str], list[Row]]


def number(text: str) -> int:
    return int(text or 0)


@pytest.fixture(scope="module")
def strikes(starting: Table) -> list[Row]:
    return starting("strikes")


def totals(strikes: list[Row], day: str) -> dict[str, int]:
    """Drones and missiles launched and neutralised on one date, night and day together."""
    sums: dict[str, int] = defaultdict(int)
    for row in strikes:
        if row["date"] == day:
            item = "drones" if row["weapon_class"] == "drone" else "missiles"
            sums[f"{item}_launched"] += number(row["launched"])
            sums[f"{item}_neutralised"] += number(row["shot_down"]) + number(row["suppressed"])
    return sums


def test_the_series_runs_from_first_report_to_the_day_of_the_page(strikes: list[Row]) -> None:
    assert (strikes[0]["date"], strikes[-1]["date"]) == ("2022-09-28", "2026-01-05")
    keys = [(row["date"], row["window"], row["weapon_class"]) for row in strikes]
    assert keys == sorted(keys)


def test_drones_agree_with_every_checkpoint(strikes: list[Row], table: Table) -> None:
    for check in table("strike_checkpoints"):
        found = totals(strikes, check["date"])
        assert found["drones_launched"] == number(check["drones_launched"])
        if check["drones_neutralised"]:
            assert found["drones_neutralised"] == number(check["drones_neutralised"])


def test_missiles_agree_with_every_checkpoint_but_for_the_known_excess(
    strikes: list[Row], table: Table
) -> None:
    excess = {}
    for check in table("strike_checkpoints"):
        found = totals(strikes, check["date"])
        excess[check["date"]] = found["missiles_launched"] - number(check["missiles_launched"])
        assert excess[check["date"]] == number(check["missiles_tolerance"]), check["date"]
        if check["missiles_intercepted"]:
            assert found["missiles_neutralised"] == number(check["missiles_intercepted"])
    assert {day: more for day, more in excess.items() if more} == {"2025-07-09": 2}


def test_only_one_row_has_more_outcomes_than_launches_and_is_flagged(strikes: list[Row]) -> None:
    over = [
        row
        for row in strikes
        if row["launched"] and number(row["shot_down"]) + number(row["suppressed"]) > int(row["launched"])
    ]
    assert [(row["date"], row["flag"]) for row in over] == [("2024-12-28", "outcomes_exceed_launches")]
    assert [row for row in strikes if row["flag"]] == over


def test_the_definition_break_is_a_day(strikes: list[Row]) -> None:
    drones = [row for row in strikes if row["weapon_class"] == "drone"]
    bases = {row["outcome_basis"] for row in drones}
    assert bases == {"separate", "merged"}
    assert all((row["outcome_basis"] == "merged") == (row["date"] >= "2025-07-24") for row in drones)
    assert {row["outcome_basis"] for row in strikes if row["weapon_class"] != "drone"} == {""}


def test_unknown_is_not_zero(strikes: list[Row]) -> None:
    unknown = [row["date"] for row in strikes if row["launched"] == ""]
    assert unknown == ["2024-02-12", "2024-02-27", "2024-02-28"]
    assert any(row["shot_down"] == "" for row in strikes)
    assert any(row["shot_down"] == "0" for row in strikes)


def test_a_thousand_drones_a_week_were_reached_in_28_of_52_weeks(strikes: list[Row]) -> None:
    weeks: dict[int, int] = defaultdict(int)
    last = date(2026, 1, 4)
    for row in strikes:
        back = (last - date.fromisoformat(row["date"])) // timedelta(days=7)
        if row["weapon_class"] == "drone" and 0 <= back < 52 and row["date"] <= last.isoformat():
            weeks[back] += number(row["launched"])
    assert len(weeks) == 52
    assert sum(drones >= 1000 for drones in weeks.values()) == 28


def test_the_closed_list_knows_what_is_left_out(table: Table) -> None:
    names = {row["reported_name"]: row for row in table("weapon_names")}
    assert (
        names["Молнія"]["in_series"] == names["Orlan-10"]["in_series"] == names["KAB"]["in_series"] == "false"
    )
    assert names["Shahed-136/131"]["in_series"] == "true"
    assert names["X-47 Kinzhal"]["weapon_class"] == "aeroballistic"
    classes = {row["weapon_class"] for row in table("strikes")}
    inside = {row["weapon_class"] for row in names.values() if row["in_series"] == "true"}
    outside = {row["weapon_class"] for row in names.values() if row["in_series"] == "false"}
    assert classes == inside
    assert not inside & outside
    for row in names.values():
        if row["alias_of"]:
            twin = names[row["alias_of"]]
            assert (row["weapon_class"], row["in_series"]) == (twin["weapon_class"], twin["in_series"])
            assert twin["alias_of"] == ""


def test_daily_losses_add_up_to_the_cumulative_claim(table: Table) -> None:
    """Mean times days is the growth of the cumulative claim, to rounding of the mean."""
    months = table("losses")
    for before, after in pairwise(months):
        growth = int(after["cumulative_end"]) - int(before["cumulative_end"])
        assert float(after["mean_daily"]) * int(after["days"]) == pytest.approx(growth, abs=0.05 * 31)
