"""Indicators: age, staleness and change within one definition, and what is refused."""

import pandas as pd
import pytest

from analysis.subject.record.indicators import COLUMNS, key_indicators, measured, recorded, stale

WAR_START = "2022-02-24"


def indicator(**changed: object) -> dict[str, object]:
    row: dict[str, object] = {
        "indicator_id": "IN01", "series": "losses", "name": "Losses", "operator": "eq", "value": 10.0,
        "value_high": None, "unit": "persons", "as_of": "2026-01-05", "date_precision": "day",
        "claimant": "General Staff", "definition_id": "D1", "section": "overview", "note": "",
    }  # fmt: skip
    return row | changed


def frame(*rows: dict[str, object]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows))
    table["as_of"] = pd.to_datetime(table["as_of"]).astype("datetime64[us]")
    table["value"] = table["value"].astype("float64")
    return table


EARLIER = indicator(indicator_id="IN00", as_of="2025-12-05", value=4.0)


def changes(*rows: dict[str, object]) -> list[tuple[float, str]]:
    table = recorded(frame(*rows), as_of="2026-01-05", war_start=WAR_START)
    known = table[table["change"].notna()]
    return list(zip(known["change"], known["change_of"], strict=True))


def test_a_change_needs_one_series_definition_unit_and_claimant() -> None:
    assert changes(EARLIER, indicator()) == [(6.0, "level")]
    for other in (
        {"series": "killed"},
        {"definition_id": "D2"},
        {"unit": "percent"},
        {"claimant": "Kremlin"},
    ):
        assert changes(EARLIER, indicator(**other)) == []


def test_a_floor_is_compared_with_a_floor_and_never_with_a_value() -> None:
    assert changes(EARLIER | {"operator": "gt"}, indicator(operator="ge")) == [(6.0, "floor")]
    assert changes(EARLIER | {"operator": "le"}, indicator(operator="lt")) == [(6.0, "ceiling")]
    assert changes(EARLIER | {"operator": "gt"}, indicator()) == []


def test_two_values_of_one_day_are_no_change() -> None:
    assert changes(EARLIER | {"as_of": "2026-01-05"}, indicator()) == []


def test_a_night_and_history_are_no_levels() -> None:
    night = {"date_precision": "night_of"}
    assert changes(EARLIER | night, indicator(**night)) == []
    table = recorded(
        frame(
            indicator(**night),
            indicator(indicator_id="IN02", as_of="1989-02-15"),
            indicator(indicator_id="IN03", section="history"),
            indicator(indicator_id="IN04", unit="ordinal"),
            indicator(indicator_id="IN05"),
        ),
        as_of="2026-01-05",
        war_start=WAR_START,
    ).set_index("indicator_id")
    assert table["kind"].to_dict() == {
        "IN01": "night", "IN02": "history", "IN03": "history", "IN04": "history", "IN05": "level",
    }  # fmt: skip


def test_age_staleness_and_what_supersedes() -> None:
    table = recorded(
        frame(
            indicator(indicator_id="A", as_of="2025-10-07"),
            indicator(indicator_id="B", as_of="2025-10-06"),
            indicator(indicator_id="C", as_of="2026-01-06"),
        ),
        as_of="2026-01-05",
        war_start=WAR_START,
    ).set_index("indicator_id")
    assert table["age_days"].to_dict() == {"B": 91, "A": 90}
    assert table["stale"].to_dict() == {"B": True, "A": False}
    assert table["superseded"].to_dict() == {"B": True, "A": False}


def test_stale_levels_come_before_nights_and_history() -> None:
    rows = [
        indicator(indicator_id="old", as_of="1989-02-15"),
        indicator(indicator_id="night", as_of="2025-09-07", date_precision="night_of"),
        indicator(indicator_id="level", as_of="2025-02-16", series="x"),
        indicator(indicator_id="fresh"),
    ]
    table = stale(recorded(frame(*rows), as_of="2026-01-05", war_start=WAR_START))
    assert table["indicator_id"].tolist() == ["level", "night", "old"]


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
    assert share["change"] == pytest.approx(0)
    lost = table.loc["Russian losses a day, last month"]
    assert (lost["value"], lost["change"], lost["age_days"]) == (1100.0, 100.0, 5)
    assert table.loc["Missiles launched, 7 days", "value"] == 0
    assert table["value"].isna()["Ballistics intercepted, 90 days"]


def test_a_window_with_an_unknown_night_is_a_floor_without_a_change() -> None:
    gap = strikes().drop(index=57)
    drones = measured(gap, losses(), as_of="2026-01-05").set_index("name").loc["Drones launched, 7 days"]
    assert (drones["operator"], drones["value"]) == ("ge", 120)
    assert pd.isna(drones["change"])


def test_key_indicators_hold_the_computed_ones_and_the_levels_of_the_overview() -> None:
    on_record = recorded(
        frame(
            indicator(name="level"),
            indicator(indicator_id="N", name="night", date_precision="night_of"),
            indicator(indicator_id="O", name="derived", claimant="own computation"),
            indicator(indicator_id="T", name="timeline", section="timeline"),
        ),
        as_of="2026-01-05",
        war_start=WAR_START,
    )
    computed = measured(strikes(), losses(), as_of="2026-01-05")
    table = key_indicators(computed, on_record)
    assert table.columns.tolist() == COLUMNS
    assert table["name"].tolist() == [*computed["name"], "level"]


def test_losses_to_date_stand_beside_the_month_before() -> None:
    lost = measured(strikes(), losses(), as_of="2026-01-05").set_index("name")
    row = lost.loc["Russian losses since the invasion"]
    assert (row["value"], row["change"], row["age_days"]) == (2, 1, 5)
    assert row["previous_as_of"] == pd.Timestamp("2025-11-30")


def test_a_computed_value_of_the_same_claim_supersedes_and_replaces_a_recorded_one() -> None:
    computed = measured(strikes(), losses(), as_of="2026-01-05")
    same = {"definition_id": "D", "claimant": "General Staff", "as_of": "2025-02-16"}
    rows = frame(
        indicator(indicator_id="same", **same),
        indicator(indicator_id="other", **(same | {"claimant": "Kremlin"}), series="x"),
    )
    on_record = recorded(rows, as_of="2026-01-05", war_start=WAR_START)
    old = stale(on_record, computed=computed).set_index("indicator_id")
    assert old["superseded"].to_dict() == {"same": True, "other": False}
    names = key_indicators(computed, on_record)
    assert names["claimant"].tolist().count("Kremlin") == 1
    assert len(names) == len(computed) + 1


def test_shares_carry_their_intervals() -> None:
    table = measured(strikes(), losses(), as_of="2026-01-05").set_index("name")
    share = table[["low", "value", "high"]].astype("float64").loc["Drones neutralised, 28 days"]
    assert share.is_monotonic_increasing
    assert table["low"].isna()["Drones launched, 7 days"]
