"""Indicators: age, staleness and change within one definition, and what is refused."""

import pandas as pd

from analysis.subject.record.indicators import Kind, counted, key_indicators, recorded, stale

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


def changes(*rows: dict[str, object]) -> list[tuple[float, object]]:
    table = recorded(frame(*rows), as_of="2026-01-05", war_start=WAR_START)
    known = table[table["change"].notna()]
    return list(zip(known["change"], known["change_of"], strict=True))


def test_a_change_needs_one_series_definition_unit_and_claimant() -> None:
    assert changes(EARLIER, indicator()) == [(6.0, "value")]
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
    table = recorded(frame(EARLIER, indicator(unit="percent")), as_of="2026-01-05", war_start=WAR_START)
    assert table["change_of"].isna().all(), "without a change, nothing is said of how it is stated"


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
    on_record = recorded(frame(*rows), as_of="2026-01-05", war_start=WAR_START)
    table = stale(on_record)
    assert table["indicator_id"].tolist() == ["level", "night", "old"]
    assert table["kind"].tolist() == [Kind.LEVEL, Kind.NIGHT, Kind.HISTORY]
    assert table["unreplaced"].tolist() == [True, False, False]
    (row,) = counted(on_record, table).to_dict("records")
    assert row == {"recorded": 4, "limit": 90, "stale": 3, "history": 1, "unreplaced": 1}


COMPUTED = pd.DataFrame(
    {
        "name": ["losses a day"], "operator": "eq", "value": [1100.0], "unit": "persons per day",
        "as_of": pd.to_datetime(["2025-12-31"]).astype("datetime64[us]"), "claimant": "General Staff",
        "definition_id": "D", "stale": False, "share": [float("nan")],
    }
)  # fmt: skip


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
    table = key_indicators(COMPUTED, on_record)
    assert table.columns.tolist() == COMPUTED.columns.tolist()
    assert table["name"].tolist() == ["losses a day", "level"]


def test_a_computed_value_of_the_same_claim_supersedes_and_replaces_a_recorded_one() -> None:
    same = {"definition_id": "D", "claimant": "General Staff", "as_of": "2025-02-16"}
    rows = frame(
        indicator(indicator_id="same", **same),
        indicator(indicator_id="other", **(same | {"claimant": "Kremlin"}), series="x"),
    )
    on_record = recorded(rows, as_of="2026-01-05", war_start=WAR_START)
    old = stale(on_record, computed=COMPUTED).set_index("indicator_id")
    assert old["superseded"].to_dict() == {"same": True, "other": False}
    assert old["unreplaced"].to_dict() == {"same": False, "other": True}
    names = key_indicators(COMPUTED, on_record)
    assert names["claimant"].tolist().count("Kremlin") == 1
    assert len(names) == len(COMPUTED) + 1
