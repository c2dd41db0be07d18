"""The mix: share and counts together, unknown weeks passed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.subject.attacks.mix import mix_change, newest_share, weekly_mix

Drones = Callable[..., pd.DataFrame]


def row_of(frame: pd.DataFrame, place: int = 0) -> dict[str, Any]:
    return dict(frame.iloc[place])


@pytest.fixture
def both(drones: Drones) -> pd.DataFrame:
    """Fifty-two weeks: 90 drones a week throughout, missiles 10 a week and then 30."""
    missiles = ([10, 0, 0, 0, 0, 0, 0] * 26) + ([30, 0, 0, 0, 0, 0, 0] * 26)
    return pd.concat([drones([90, 0, 0, 0, 0, 0, 0] * 52), drones(missiles, weapon_class="cruise")])


def test_share_and_counts_by_hand(both: pd.DataFrame) -> None:
    weeks = weekly_mix(both, as_of="2026-01-04")
    assert len(weeks) == 52
    assert weeks["share"].round(4).tolist() == [0.1] * 26 + [0.25] * 26
    assert weeks["status"].tolist() == ["insufficient data"] * 7 + ["ok"] * 45
    # After four weeks of 30 the trailing eight weeks hold 160 missiles of 880.
    assert row_of(weeks, 29)["estimate"] == pytest.approx(160 / 880)
    assert row_of(weeks, 7)["estimate"] == pytest.approx(0.1)
    assert "estimate_low" not in weeks, "eight weeks carry no interval that holds"


def test_change_names_share_and_both_counts(both: pd.DataFrame) -> None:
    change = row_of(mix_change(both, as_of="2026-01-04"))
    assert (change["previous"], change["recent"]) == pytest.approx((0.1, 0.25))
    assert (change["missiles_previous"], change["missiles_recent"]) == (10, 30)
    assert (change["drones_previous"], change["drones_recent"]) == (90, 90)
    assert (change["estimate"], change["verdict"]) == (pytest.approx(2.5), "more")


def test_a_rising_drone_count_alone_lowers_the_share(drones: Drones) -> None:
    missiles = drones([10, 0, 0, 0, 0, 0, 0] * 52, weapon_class="cruise")
    more = drones([90, 0, 0, 0, 0, 0, 0] * 26 + [190, 0, 0, 0, 0, 0, 0] * 26)
    change = mix_change(pd.concat([missiles, more]), as_of="2026-01-04")
    assert change["estimate"].item() == pytest.approx(0.5)
    assert change["verdict"].item() == "fewer"
    assert change["missiles_previous"].item() == change["missiles_recent"].item()


def test_an_unchanged_mix_is_open(drones: Drones) -> None:
    missiles = drones([10, 0, 0, 0, 0, 0, 0] * 52, weapon_class="cruise")
    change = mix_change(pd.concat([missiles, drones([100, 80] * 182)]), as_of="2026-01-04")
    assert change["verdict"].item() == "open"


def test_the_newest_share_is_the_newest_that_is_known(both: pd.DataFrame) -> None:
    ended = both[both["date"] <= "2025-04-13"]
    weeks = weekly_mix(ended, as_of="2025-04-27")
    newest = row_of(newest_share(weeks))
    assert (newest["status"], newest["week"]) == ("ok", pd.Timestamp("2025-04-07"))
    assert newest["weeks"] == 14
    assert row_of(newest_share(weeks.head(3)))["status"] == "insufficient data"
    none = row_of(newest_share(weeks.head(0)))
    assert (none["n"], none["status"]) == (0, "insufficient data")


def test_short_series_give_rows_without_numbers(drones: Drones) -> None:
    change = mix_change(drones([10] * 210), as_of="2025-08-03")
    assert set(change["status"]) == {"insufficient data"}
    assert (change["n"].tolist(), change["needed"].tolist()) == ([4], [26])
    assert change["verdict"].tolist() == [None]
    assert np.isnan(change["estimate"]).all()


def test_an_empty_series_has_all_columns(real: pd.DataFrame) -> None:
    empty, full = weekly_mix(real, as_of="2022-01-01"), weekly_mix(real, as_of="2022-12-01")
    assert empty.empty
    assert list(empty.columns) == list(full.columns)
    assert len(mix_change(real, as_of="2022-01-01")) == 1
