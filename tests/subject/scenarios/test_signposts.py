"""Signposts: state, distance and base rate by hand; no value, stale values and later values."""

import pandas as pd
import pytest

from analysis.subject.scenarios.signposts import evaluated, met_when_stated

AS_OF = "2026-01-05"


def signpost(**changed: object) -> dict[str, object]:
    row: dict[str, object] = {
        "signpost_id": "SP1", "scenario_id": "S1", "name": "level", "unit": "drones", "direction": "ge",
        "threshold": 100.0, "window": "latest", "series": "watched", "baseline_value": None,
        "baseline_as_of": pd.NaT, "threshold_origin": "analyst", "observed_in": "press",
    }  # fmt: skip
    return row | changed


def windows(*values: float | None, low: float | None = None, high: float | None = None) -> pd.DataFrame:
    ends = pd.date_range(end=AS_OF, periods=len(values), freq="7D")
    frame = pd.DataFrame({"window_end": ends, "x": pd.Series(values, dtype="float64")})
    return frame.assign(
        series="watched", x_low=low, x_high=high, n=7, windows_are="four weeks", window_days=None
    ).astype({"x_low": "float64", "x_high": "float64"})


def values(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["indicator_id", "operator", "value", "as_of"])
    return frame.assign(series="watched", as_of=pd.to_datetime(frame["as_of"]).astype("datetime64[us]"))


def one(
    sign: dict[str, object], *, series: pd.DataFrame | None = None, recorded: pd.DataFrame | None = None
) -> dict[str, object]:
    none = values().astype({"value": "float64"})
    table = evaluated(
        pd.DataFrame([sign]),
        series=windows().astype({"x": "float64"}) if series is None else series,
        indicators=none if recorded is None else recorded,
        as_of=AS_OF,
    )
    return {str(name): value for name, value in table.iloc[0].items()}


def test_a_computed_level_has_state_distance_and_base_rate() -> None:
    row = one(signpost(), series=windows(120, 90, None, 80))
    assert (row["state"], row["distance"], row["relative"]) == ("not met", -20, -0.2)
    assert (row["windows_met"], row["windows_known"], row["windows"]) == (1, 3, 4)
    assert (row["windows_unknown"], row["rule"], row["reading"]) == (1, "ge", "level")
    assert row["base_rate"] == pytest.approx(1 / 3)
    assert (row["x_min"], row["x_max"], row["basis"], row["age_days"]) == (80, 120, "computed", 0)


def test_the_newest_known_window_counts_and_shows_its_age() -> None:
    row = one(signpost(), series=windows(90, 120, None))
    assert (row["x"], row["age_days"], row["state"]) == (120, 7, "met")


def test_a_downward_threshold_is_met_below_it() -> None:
    row = one(signpost(direction="le"), series=windows(120, 80))
    assert (row["state"], row["distance"], row["windows_met"]) == ("met", 20, 1)


@pytest.mark.parametrize(
    ("low", "high", "clear"), [(70.0, 95.0, True), (70.0, 105.0, False), (None, None, True)]
)
def test_an_interval_that_holds_the_threshold_is_not_clear(
    low: float | None, high: float | None, clear: bool
) -> None:
    assert one(signpost(), series=windows(90, low=low, high=high))["clear"] == clear


def test_a_recorded_level_prefers_the_stated_value_of_the_newest_day() -> None:
    recorded = values(
        ("A", "eq", 55.0, "2025-12-24"), ("B", "gt", 50.0, "2025-12-24"), ("C", "eq", 99.0, "2026-01-07")
    )
    row = one(signpost(threshold=50.0, direction="gt"), recorded=recorded)
    assert (row["x"], row["state"], row["basis"], row["age_days"]) == (55.0, "met", "recorded", 12)


@pytest.mark.parametrize(("as_of", "state"), [("2025-10-07", "met"), ("2025-10-06", "stale")])
def test_a_value_older_than_ninety_days_is_stale(as_of: str, state: str) -> None:
    assert one(signpost(), recorded=values(("A", "eq", 120.0, as_of)))["state"] == state


def test_an_event_is_read_from_the_baseline_and_has_no_distance() -> None:
    event = signpost(
        window="event",
        series="",
        threshold=1.0,
        baseline_value=0.0,
        baseline_as_of=pd.Timestamp("2026-01-05"),
    )
    row = one(event)
    assert (row["state"], row["basis"]) == ("not met", "judged")
    assert pd.isna(row["distance"])  # type: ignore[call-overload]
    assert one(event | {"baseline_value": None})["state"] == "unknown"


def test_a_change_needs_two_values_one_window_apart() -> None:
    change = signpost(direction="abs_le", threshold=0.3, window="90 d")
    now = ("B", "eq", 20.2, "2026-01-05")
    assert one(change, recorded=values(now))["state"] == "unknown"
    assert one(change, recorded=values(("A", "eq", 7.0, "2022-02-23"), now))["state"] == "unknown"
    row = one(change, recorded=values(("A", "eq", 20.0, "2025-10-07"), now))
    assert (row["state"], row["x"]) == ("met", pytest.approx(0.2))


@pytest.mark.parametrize(
    ("changed", "known"),
    [
        ({"baseline_value": 100.0}, True),
        ({"baseline_value": 99.0}, False),
        ({"baseline_value": 100.0, "direction": "gt"}, False),
        ({"baseline_value": 80.0, "direction": "lt"}, True),
        ({"baseline_value": None}, False),
        ({"baseline_value": 1.0, "threshold": 1.0, "window": "event"}, True),
        ({"baseline_value": 0.1, "threshold": 0.3, "direction": "abs_le", "window": "90 d"}, False),
    ],
)
def test_a_threshold_is_met_when_stated_by_its_baseline(changed: dict[str, object], known: bool) -> None:
    assert met_when_stated(pd.DataFrame([signpost(**changed)])).tolist() == [known]


def test_what_was_met_when_stated_says_so_while_it_stays_met() -> None:
    offered = signpost(baseline_value=100.0)
    row = one(offered, series=windows(120))
    assert (row["state"], row["move"]) == ("met when stated", 100)
    lost = one(offered, series=windows(90))
    assert (lost["state"], pd.isna(lost["move"])) == ("not met", True)  # type: ignore[call-overload]
    old = one(offered, recorded=values(("A", "eq", 120.0, "2025-01-01")))
    assert old["state"] == "stale"


@pytest.mark.parametrize(
    ("changed", "rule", "reading"),
    [
        ({"baseline_value": 1.0}, "event", "happened"),
        ({"baseline_value": 0.0}, "event", "not on record"),
        ({}, "event", None),
        ({"window": "28 d", "unit": "share", "direction": "le"}, "le", "share"),
        ({"window": "90 d", "direction": "abs_le"}, "abs_le", None),
    ],
)
def test_a_value_is_a_share_a_level_or_an_event(
    changed: dict[str, object], rule: str, reading: str | None
) -> None:
    event = signpost(window="event", threshold=1.0, baseline_as_of=pd.Timestamp(AS_OF))
    known = values(("A", "eq", 0.5, AS_OF)) if changed.get("unit") == "share" else None
    row = one(event | changed, recorded=known)
    assert (row["rule"], row["reading"]) == (rule, reading)
