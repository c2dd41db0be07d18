"""Holds what sentences tell of durability to its estimators, and each verdict to a small class of spells."""

# pandas-stubs type a cell of a frame as any scalar there is.
# mypy: disable-error-code="operator, union-attr, arg-type"

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from analysis.statistics import competing
from analysis.statistics import survival as kaplan_meier
from analysis.statistics.results import Direction
from analysis.subject.attacks.gaps import gap_summary
from analysis.subject.ceasefires.durability import (
    Reached,
    at_horizons,
    life_table,
    median,
    restricted_mean,
    risk_by_age,
)
from analysis.subject.ceasefires.specification_sensitivity import Headline
from analysis.subject.ceasefires.spells import CAUSES, WAR

RANGES = pd.DataFrame(
    {
        "headline": [Headline.MEDIAN, Headline.MEAN, Headline.SHAPE],
        "range_low": [9.0, 11.0, 0.5],
        "range_high": [12.0, 13.0, 0.7],
    }
)


def lasting(years: list[float], ends: list[str]) -> pd.DataFrame:
    outcome = [ends[place % len(ends)] for place in range(len(years))]
    return pd.DataFrame({"years": years, "outcome": outcome, "cluster": range(len(years))})


MIXED = lasting([float(1 + n) for n in range(40)], [WAR, "superseded_by_treaty", "ongoing"])


def test_shares_at_a_horizon_are_those_of_the_estimators() -> None:
    row = at_horizons(MIXED, horizons=[10]).iloc[0]
    ends = competing.incidence_at(MIXED, horizons=[10], causes=CAUSES, cluster="cluster").set_index("outcome")
    assert row[[WAR, f"{WAR}_low"]].tolist() == ends.loc[WAR, ["estimate", "estimate_low"]].tolist()
    assert row[WAR] + row["superseded_by_treaty"] + row["ongoing"] == pytest.approx(1)
    held = kaplan_meier.survival_at(MIXED, horizons=[10], event=WAR)["estimate"].item()
    assert row["survival"] == held
    assert (row["ended"], row["ends_needed"]) == (27, 10)


def test_below_ten_ends_there_is_no_share() -> None:
    row = at_horizons(lasting([1.0, 2.0, 3.0], [WAR]), horizons=[1]).iloc[0]
    assert (row["status"], row["ended"]) == ("insufficient data", 3)
    assert np.isnan(row[WAR])


@pytest.mark.parametrize(
    ("years", "ends", "verdict"),
    [
        ([9 + 0.1 * n for n in range(30)], [WAR], Reached.YES),
        ([1.0, 2, 3, 4, 5, 6] + [60.0] * 5, [WAR] * 6 + ["ongoing"] * 5, Reached.UPPER_OPEN),
        ([1.0, 2, 3, 4, 5] + [60.0] * 20, [WAR] * 5 + ["ongoing"] * 20, Reached.NOT),
        ([1.0, 2, 3], [WAR], Reached.FEW),
    ],
)
def test_a_median_is_reached_or_not_or_without_an_upper_end(
    years: list[float], ends: list[str], verdict: Reached
) -> None:
    row = median(lasting(years, ends), RANGES).iloc[0]
    assert row["verdict"] is verdict
    assert np.isfinite(row["estimate"]) == (verdict in {Reached.YES, Reached.UPPER_OPEN})
    assert np.isfinite(row["estimate_low"]) == np.isfinite(row["estimate_high"])
    assert np.isfinite(row["open_from"]) == (verdict is Reached.UPPER_OPEN)
    assert (row["range_low"], row["range_high"]) == (9, 12)


@pytest.mark.parametrize("pauses", [range(1, 13), range(1, 15), [2, 2, 3, 3, 3, 5, 5, 8, 8, 9, 9, 9, 12, 20]])
def test_the_median_pause_and_the_median_spell_follow_one_rule(pauses: Sequence[int]) -> None:
    """Half of the pauses: 6.5 of one to twelve, 7.5 of one to fourteen, as R prints them."""
    gaps = pd.DataFrame({"gap": [*pauses, 30], "open": [False] * len(pauses) + [True]})
    gaps = gaps.assign(date=pd.Timestamp("2025-01-01"), threshold=400.0, nights_unknown=0)
    closed = gaps[~gaps["open"]]
    spells = lasting([float(gap) for gap in closed["gap"]], [WAR])
    half = kaplan_meier.median(spells, event=WAR).iloc[0]
    assert gap_summary(closed)["estimate"].item() == half["estimate"] == np.median(list(pauses))
    assert gap_summary(closed)["estimate_high"].item() == half["estimate_high"]


def test_a_mean_stands_beside_its_range() -> None:
    row = restricted_mean(MIXED, RANGES, tau=20).iloc[0]
    assert row["estimate"] == kaplan_meier.restricted_mean(MIXED, tau=20, event=WAR)["estimate"].item()
    assert (row["range_low"], row["range_high"]) == (11, 13)


def test_a_rate_is_told_per_hundred_spell_years() -> None:
    table = life_table(MIXED)
    assert table["rate"].tolist() == pytest.approx((100 * table["events"] / table["exposure"]).tolist())


EARLY = lasting(
    [0.3 + 0.1 * n for n in range(20)] + [40.0 + n for n in range(20)], [WAR] * 20 + ["ongoing"] * 20
)
LATE = lasting([9 + 0.1 * n for n in range(30)], [WAR])
CONSTANT = lasting(list(np.random.default_rng(2).exponential(8, 40) + 0.01), [WAR])


@pytest.mark.parametrize(
    ("spells", "verdict"),
    [(EARLY, Direction.FEWER), (LATE, Direction.MORE), (CONSTANT, Direction.OPEN), (EARLY[:3], None)],
)
def test_the_risk_is_said_no_further_than_its_interval(
    spells: pd.DataFrame, verdict: Direction | None
) -> None:
    table = life_table(spells)
    row = risk_by_age(spells, table, RANGES).iloc[0]
    assert row["verdict"] is verdict
    if verdict is not None:
        first, later = table.iloc[0], table.iloc[1:]
        assert row["first_rate"] == first["rate"]
        assert row["later_rate"] == pytest.approx(100 * later["events"].sum() / later["exposure"].sum())
        assert (row["range_low"], row["range_high"]) == (0.5, 0.7)
