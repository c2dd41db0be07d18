"""What strikes and loss claims amount to, beside the period before, and what an unknown night does to it."""

import pandas as pd
import pytest

from analysis.subject.record.computed import measured
from analysis.subject.record.indicators import Stated


def strikes() -> pd.DataFrame:
    """Sixty nights of ten drones, eight of them neutralised; the last seven nights have twenty."""
    nights = pd.date_range("2025-11-07", "2026-01-05")
    launched = [10] * 53 + [20] * 7
    return pd.DataFrame(
        {
            "date": nights.astype("datetime64[us]"), "window": "night", "weapon_class": "drone",
            "launched": pd.array(launched, dtype="Int64"),
            "shot_down": pd.array([count * 6 // 10 for count in launched], dtype="Int64"),
            "suppressed": pd.array([count * 2 // 10 for count in launched], dtype="Int64"),
            "outcome_basis": "separate",
        }
    )  # fmt: skip


def losses() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month": ["2025-11", "2025-12"],
            "month_end": pd.to_datetime(["2025-11-30", "2025-12-31"]).astype("datetime64[us]"),
            "mean_daily": [1000.0, 1100.0], "days": [30, 31], "cumulative_end": [1, 2],
            "claimant": "General Staff", "definition_id": "D",
        }
    )  # fmt: skip


def test_measured_sets_each_window_beside_the_one_before() -> None:
    table = measured(strikes(), losses(), as_of="2026-01-05").set_index("name")
    drones = table.loc["Drones launched, 7 days"]
    assert (drones["value"], drones["previous"], drones["change"]) == (140, 70, 70)
    share = table.loc["Drones neutralised, 28 days"]
    assert share["value"] == pytest.approx(0.8)
    assert share["change_points"] == pytest.approx(0)
    assert pd.isna(share["change"])
    assert (share["change_of"], drones["change_of"]) == (Stated.VALUE, Stated.VALUE)
    lost = table.loc["Russian losses a day, last month"]
    assert (lost["value"], lost["change"], lost["age_days"]) == (1100.0, 100.0, 5)
    assert table.loc["Missiles launched, 7 days", "value"] == 0
    assert table["value"].isna()["Ballistics intercepted, 90 days"]


def test_a_window_with_an_unknown_night_is_a_floor_without_a_change() -> None:
    gap = strikes().drop(index=57)
    drones = measured(gap, losses(), as_of="2026-01-05").set_index("name").loc["Drones launched, 7 days"]
    assert (drones["operator"], drones["value"]) == ("ge", 120)
    assert pd.isna(drones["change"])
    assert drones["change_of"] is None


def test_losses_to_date_stand_beside_the_month_before() -> None:
    lost = measured(strikes(), losses(), as_of="2026-01-05").set_index("name")
    row = lost.loc["Russian losses since the invasion"]
    assert (row["value"], row["change"], row["age_days"]) == (2, 1, 5)
    assert row["previous_as_of"] == pd.Timestamp("2025-11-30")


def test_shares_carry_their_intervals() -> None:
    table = measured(strikes(), losses(), as_of="2026-01-05").set_index("name")
    ends = ["share_low", "share", "share_high"]
    share = table[ends].astype("float64").loc["Drones neutralised, 28 days"]
    assert share.is_monotonic_increasing
    assert share["share"] == table["value"]["Drones neutralised, 28 days"]
    assert table[ends].isna().loc["Drones launched, 7 days"].all()
