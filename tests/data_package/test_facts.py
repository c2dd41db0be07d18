"""Is every fact the project started with still there: each event, number, actor, scenario, case and claim?"""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

Table = Callable[[str], list[dict[str, str]]]

ROWS = {
    "strikes": 1792,
    "strike_checkpoints": 7,
    "published_checks": 35,
    "losses": 47,
    "events": 19,
    "event_quantities": 33,
    "people": 12,
    "organizations": 14,
    "organization_roles": 14,
    "scenarios": 4,
    "scenario_attributes": 32,
    "signposts": 17,
    "precedents": 3,
    "precedent_spans": 15,
    "discrepancies": 24,
    "forecasts": 0,
}
SUBJECT_PAGE = """
EV01 missiles_ballistic_launched eq 9 missiles
EV01 drones_launched eq 165 drones
EV01 deaths_civilian eq 2 persons
EV02 missiles_launched eq 5 missiles
EV02 injured_civilian ge 1 persons
EV06 call_duration eq 2.0 hours
EV08 drones_launched eq 653 drones
EV08 missiles_cruise_launched eq 36 missiles
EV08 missiles_ballistic_launched eq 17 missiles
EV10 drones_launched gt 800 drones
EV17 area_captured eq 1250 km2
"""
FOUND_IN_CHECKING = """
EV01 drones_intercepted eq 137 drones
EV01 missiles_intercepted eq 0 missiles
EV01 deaths_civilian_kyiv_city eq 1 persons
EV01 locations_hit eq 10 locations
EV06 call_duration eq 1.25 hours
EV06 call_duration approx 2.5 hours
EV08 missiles_cruise_launched eq 34 missiles
EV08 missiles_aeroballistic_launched eq 3 missiles
EV08 missiles_ballistic_launched eq 14 missiles
EV08 missiles_total_launched eq 51 missiles
EV08 drones_intercepted eq 585 drones
EV08 missiles_intercepted eq 30 missiles
EV08 injured_civilian ge 8 persons
EV08 locations_hit eq 29 locations
EV10 drones_launched eq 810 drones
EV10 drones_intercepted eq 747 drones
EV10 missiles_total_launched eq 13 missiles
EV10 missiles_intercepted eq 4 missiles
EV12 aircraft_hit eq 41 aircraft
EV12 drones_used eq 117 drones
EV17 area_captured eq 1294 km2
EV17 area_captured ge 1300 km2
"""
INDICATORS = """
IN01 eq 9|IN02 eq 165|IN03 eq 2|IN04 eq 5|IN05 approx 20|IN06 gt 1200000|IN07 ge 46000|IN08 lt 4|IN09 eq 90
IN10 eq 10|IN11 eq 200000|IN12 ge 1000|IN13 eq 15
IN14 le 50|IN15 gt 1000000|IN16 ge 1500|IN17 gt 50|IN18 eq 1250
IN19 eq 2|IN20 eq 653|IN21 eq 36|IN22 eq 17|IN23 gt 800|IN24 eq 47|IN25 approx 15000|IN26 approx 50000
IN27 approx 3000000|IN28 approx 70|IN29 le 26|IN30 le 2|IN31
"""


@pytest.mark.parametrize(("name", "rows"), ROWS.items())
def test_every_starting_row_is_kept(starting: Table, name: str, rows: int) -> None:
    assert len(starting(name)) == rows


def test_the_nineteen_events_are_dated_in_the_order_of_the_page(starting: Table) -> None:
    events = {row["event_id"]: row for row in starting("events")}
    assert sorted(events) == [f"EV{number:02d}" for number in range(1, 20)]
    by_page = sorted(events.values(), key=lambda row: int(row["page_order"]))
    dates = [row["event_date"] for row in by_page]
    assert dates == sorted(dates, reverse=True)
    assert (events["EV01"]["sequence"], events["EV02"]["sequence"]) == ("1", "2")
    assert [events[key]["claim_status"] for key in ("EV14", "EV15")] == ["confirmed", "claimed"]


@pytest.mark.parametrize(("origin", "expected"), [("seed", SUBJECT_PAGE), ("verified", FOUND_IN_CHECKING)])
def test_every_quantity_of_the_events_is_present(starting: Table, origin: str, expected: str) -> None:
    fields = ("event_id", "measure", "operator", "value", "unit")
    found = [" ".join(row[field] for field in fields) for row in starting("event_quantities")]
    origins = [row["origin"] for row in starting("event_quantities")]
    assert sorted(line for line, of in zip(found, origins, strict=True) if of == origin) == sorted(
        expected.strip().splitlines()
    )


def test_the_thirty_one_indicators_keep_value_and_operator(starting: Table) -> None:
    rows = [row for row in starting("indicators") if row["origin"] == "seed"]
    found = {
        row["indicator_id"]: f"{row['indicator_id']} {row['operator']} {row['value']}".strip() for row in rows
    }
    expected = [entry for line in INDICATORS.strip().splitlines() for entry in line.split("|")]
    assert [found[key] for key in sorted(found)] == expected


def test_figures_of_people_and_weapons_say_what_they_count(starting: Table) -> None:
    counted = {"persons", "persons per day", "missiles", "drones"}
    for name in ("event_quantities", "indicators"):
        undefined = [
            row
            for row in starting(name)
            if row["unit"] in counted and not row["definition_id"] and row.get("measure") != "drones_used"
        ]
        assert undefined == [], name
    assert {row["definition_id"] for row in starting("losses")} == {"personnel-losses-daily"}


def test_casualties_of_different_definitions_are_kept_apart(starting: Table) -> None:
    by_id = {row["indicator_id"]: row for row in starting("indicators")}
    assert by_id["IN06"]["definition_id"] != by_id["IN07"]["definition_id"]
    assert by_id["IN06"]["definition_id"] == by_id["IN15"]["definition_id"]
    assert by_id["IN06"]["series"] == by_id["IN15"]["series"]
    definitions = {row["definition_id"]: row["comparable_with"] for row in starting("definitions")}
    assert definitions[by_id["IN06"]["definition_id"]] == ""


def test_numbers_carry_no_words(table: Table) -> None:
    for name, field in [("signposts", "threshold"), ("signposts", "baseline_value"), ("indicators", "value")]:
        assert all(row[field] == "" or float(row[field]) >= 0 for row in table(name))


def test_what_the_strikes_give_is_not_typed(table: Table) -> None:
    computed = {
        "weekly_drones",
        "weekly_drones_mean_4w",
        "drone_neutralised_share_28d",
        "ballistic_intercepted_share_90d",
        "russian_losses_daily_28d",
    }
    rows = [row for row in table("signposts") if row["series"] in computed]
    assert {row["series"] for row in rows} == computed
    assert {row["baseline_value"] for row in rows} == {""}


def test_claimants_are_named_in_full(table: Table) -> None:
    assert {row["claimant"] for row in table("strikes")} == {"Ukrainian Air Force"}
    assert {row["claimant"] for row in table("losses")} == {"General Staff of the Armed Forces of Ukraine"}
    assert all(row["claimant"] for name in ("indicators", "event_quantities") for row in table(name))


def test_scenarios_are_neither_all_exclusive_nor_weighted(table: Table) -> None:
    pairs = {(row["scenario_id"], row["excludes_id"]) for row in table("scenario_exclusions")}
    assert all((other, one) in pairs for one, other in pairs)
    assert ("S1", "S4") not in pairs
    assert not any("probability" in field for row in table("scenarios") for field in row)


def test_each_scenario_and_the_residual_is_decided_by_a_written_rule(table: Table) -> None:
    rules = {row["scenario_id"]: row for row in table("resolution_rules")}
    assert set(rules) == {row["scenario_id"] for row in table("scenarios")} | {"S0"}
    assert all(rule["rule_id"] in rules["S0"]["criterion"] for name, rule in rules.items() if name != "S0")
    windows = {(rule["opens_on"], rule["deadline"]) for rule in rules.values()}
    assert len(windows) == 1, "outcomes that are held against each other share one window"


def test_rules_exclude_what_the_scenarios_exclude(table: Table) -> None:
    """A halt decides between the war going on and the rest; of those, such a pair names the other."""
    rules = {row["scenario_id"]: row for row in table("resolution_rules")}
    for row in table("scenario_exclusions"):
        one, other = rules[row["scenario_id"]], rules[row["excludes_id"]]
        halts = [rule["criterion"].startswith("A general halt has held") for rule in (one, other)]
        named = other["rule_id"] in one["not_counted"]
        assert named or halts.count(True) == 1, (row["scenario_id"], row["excludes_id"])
    assert "S4-2026" not in rules["S1"]["not_counted"], "S1 and S4 may both come true"


def test_signposts_speak_for_and_against(table: Table) -> None:
    bearings = Counter((row["signpost_id"], row["bearing"]) for row in table("signpost_scenarios"))
    assert {signpost for signpost, bearing in bearings if bearing == "for"} == {
        row["signpost_id"] for row in table("signposts")
    }
    assert bearings["SP17", "for"] == bearings["SP17", "against"] == 2
    assert {row["threshold_origin"] for row in table("signposts")} == {"seed", "analyst"}


def test_roles_change_hands_on_their_days(table: Table) -> None:
    roles = {(row["person_id"], row["role"]): (row["from"], row["to"]) for row in table("person_roles")}
    assert roles["P10", "Commander-in-Chief of the Armed Forces of Ukraine"] == ("2024-02-08", "")
    assert roles["P09", "Commander-in-Chief of the Armed Forces of Ukraine"][1] == "2024-02-08"
    assert roles["P05", "Head of the Presidential Office of Ukraine"][1] == "2025-11-28"
    assert roles["P04", "Head of the Presidential Office of Ukraine"] == ("2026-01-02", "")
    assert {row["person_id"] for row in table("person_roles")} == {
        row["person_id"] for row in table("people")
    }


def test_precedents_store_dates_and_no_verdicts(resources: dict[str, dict[str, Any]], table: Table) -> None:
    cases = {row["case_id"]: row for row in table("precedents")}
    assert [cases[key]["is_ceasefire_case"] for key in ("H1", "H2", "H3")] == ["false", "true", "true"]
    assert (cases["H2"]["failure_date"], cases["H2"]["end_type"]) == ("", "")
    spans = table("precedent_spans")
    assert not {"days", "months", "holds", "verdict"} & set(spans[0])
    claims = Counter(row["claim"] for row in spans)
    assert claims["within 26 months"] == 3
    assert claims["within two years"] == 3


def test_reader_facing_text_speaks_of_the_subject_page(
    resources: dict[str, dict[str, Any]], table: Table
) -> None:
    for name in resources:
        for row in table(name):
            texts = [text for field, text in row.items() if field not in ("origin", "threshold_origin")]
            assert not any("seed" in text.lower().split() for text in texts), (name, row)


def test_general_knowledge_is_never_of_high_confidence(table: Table) -> None:
    for name in ("person_roles", "context_events", "indicators", "ceasefires"):
        for row in table(name):
            confidence = row.get("confidence") or row["date_confidence"]
            sources = {row["source_id"], row.get("end_source_id", "")}
            assert confidence != "high" or "general-knowledge" not in sources, (name, row)


def test_sources_are_used_and_addresses_are_of_the_web(
    resources: dict[str, dict[str, Any]], table: Table
) -> None:
    used = {
        row[field]
        for name in resources
        if name != "sources"
        for row in table(name)
        for field in ("source_id", "end_source_id")
        if field in row
    }
    unused = [row for row in table("sources") if row["source_id"] not in used]
    assert {row["kind"] for row in unused} <= {"scholarly"}
    for row in table("sources"):
        assert row["title"] or row["publisher"] or row["kind"] == "general knowledge", row["source_id"]
        assert "..." not in row["url"]
    methods = {row["source_id"] for row in table("sources") if row["kind"] == "scholarly"}
    assert {"killick-2012", "fortna-2004", "icd-203", "brown-2001", "kim-jo-2016"} <= methods


def test_a_coarse_date_is_the_first_day_of_its_span(
    resources: dict[str, dict[str, Any]], table: Table
) -> None:
    for name, resource in resources.items():
        dated = resource.get("dateField", "")
        columns = {"date_precision": dated, "start_precision": "start", "end_precision": "end"}
        for row in table(name):
            for precision, day in columns.items():
                tail = {"month": "-01", "year": "-01-01"}.get(row.get(precision, ""), "")
                assert row.get(day, "").endswith(tail), (name, row)
