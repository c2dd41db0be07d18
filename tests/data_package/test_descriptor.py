"""Is the descriptor valid, and does every file keep to it in columns, encoding and line ends?"""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

Table = Callable[[str], list[dict[str, str]]]
RESOURCES = dict[str, dict[str, Any]]


def listed(fields: str | list[str]) -> list[str]:
    """The fields of a key, of which the standard writes a single one as a text."""
    return [fields] if isinstance(fields, str) else fields


def cells(row: dict[str, str], fields: str | list[str]) -> tuple[str, ...]:
    return tuple(row[field] for field in listed(fields))


EXPECTED = """
sources strikes weapon_names strike_checkpoints published_checks losses indicators definitions events
event_quantities event_people event_organizations context_events people person_roles organizations
organization_roles scenarios scenario_attributes scenario_exclusions signposts signpost_scenarios
precedents precedent_people precedent_spans ceasefires ceasefire_references ceasefire_alternatives
ceasefire_incidents ceasefire_exclusions clusters published_rates scenario_features discrepancies forecasts
resolution_rules edition_dates calibration
"""


def test_the_descriptor_keeps_to_the_data_package_standard(descriptor: dict[str, Any]) -> None:
    assert [error.note for error in Package.validate_descriptor(descriptor).errors] == []


def test_the_contract_tables_are_described_and_no_file_is_left_undescribed(
    resources: RESOURCES, folder: Path
) -> None:
    assert set(EXPECTED.split()) <= set(resources)
    assert {path.name for path in folder.glob("*.csv")} == {
        resource["path"] for resource in resources.values()
    }


def test_headers_are_the_fields_in_their_order(resources: RESOURCES, folder: Path) -> None:
    for resource in resources.values():
        header = (folder / resource["path"]).read_text(encoding="utf-8").split("\n", 1)[0]
        assert header.split(",") == [field["name"] for field in resource["schema"]["fields"]], resource[
            "name"
        ]


def test_files_are_utf8_with_line_feeds_and_quoted_only_where_needed(
    resources: RESOURCES, folder: Path
) -> None:
    for resource in resources.values():
        raw = (folder / resource["path"]).read_bytes()
        assert not raw.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in raw
        assert raw.endswith(b"\n")
        text = raw.decode("utf-8")
        again = io.StringIO()
        csv.writer(again, lineterminator="\n").writerows(csv.reader(io.StringIO(text, newline="")))
        assert again.getvalue() == text, resource["name"]


def test_every_field_has_words_for_readers(resources: RESOURCES) -> None:
    for resource in resources.values():
        assert resource["title"]
        assert len(resource["description"]) > 40, resource["name"]
        assert resource["licenses"]
        assert resource["sources"]
        for field in resource["schema"]["fields"]:
            assert field["title"][:1].isupper(), (resource["name"], field["name"])
            assert field["description"].endswith("."), (resource["name"], field["name"])


def test_titles_of_fields_are_told_apart_within_a_table(resources: RESOURCES) -> None:
    for resource in resources.values():
        titles = [field["title"] for field in resource["schema"]["fields"]]
        assert len(titles) == len(set(titles)), resource["name"]


def test_counts_and_measures_have_a_unit(resources: RESOURCES) -> None:
    """Orders, years and 0/1 outcomes have none; others have it here or in a column beside."""
    bare = {"sequence", "page_order", "year", "outcome"}
    for resource in resources.values():
        names = {field["name"] for field in resource["schema"]["fields"]}
        for field in resource["schema"]["fields"]:
            if field["type"] in ("integer", "number") and field["name"] not in bare:
                assert field.get("unit") or names & {"unit", "claim_unit"}, (resource["name"], field["name"])


def test_every_number_and_every_date_has_bounds(resources: RESOURCES) -> None:
    """So that a slip of the keyboard (a year of 2062, a share of 1.5) enters no report."""
    bounded = ("integer", "number", "date", "year", "yearmonth")
    loose = [
        (name, field["name"])
        for name, resource in resources.items()
        for field in resource["schema"]["fields"]
        if field["type"] in bounded
        and not {"minimum", "maximum"} <= set(limits := field.get("constraints", {}))
        and "enum" not in limits
    ]
    assert loose == []


def test_a_series_is_complete_to_the_last_of_its_days(resources: RESOURCES, table: Table) -> None:
    """A row of a later day would be shown as known beyond the day that was looked at."""
    for name in ("strikes", "losses", "events", "ceasefires"):
        complete = max(one["day"] for one in resources[name]["completeTo"])
        assert max(row[resources[name]["dateField"]] for row in table(name)) <= complete


def test_every_table_is_dated_by_source_and_day_of_record(resources: RESOURCES) -> None:
    for name, resource in resources.items():
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert fields["recorded_on"]["type"] == "date"
        assert fields["status"]["constraints"]["enum"] == ["retracted"]
        assert name == "sources" or fields["source_id"]["constraints"]["required"]


def test_dates_and_later_fields_are_fields(resources: RESOURCES) -> None:
    for resource in resources.values():
        kinds = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        dated = [resource["dateField"]] if "dateField" in resource else []
        for name in [*dated, *resource.get("laterFields", {})]:
            assert kinds[name] == "date"
        for later, blanked in resource.get("laterFields", {}).items():
            assert later in blanked
            assert set(blanked) <= set(kinds)


def test_only_the_strikes_count_as_a_series(resources: RESOURCES) -> None:
    assert [name for name, resource in resources.items() if resource.get("series")] == ["strikes"]


@pytest.mark.parametrize("kind", ["primaryKey", "foreignKeys"])
def test_keys_name_fields_that_exist(resources: RESOURCES, kind: str) -> None:
    for resource in resources.values():
        names = {field["name"] for field in resource["schema"]["fields"]}
        keys = resource["schema"].get(kind, [])
        assert keys or kind == "foreignKeys"
        used = [key if isinstance(key, str) else key["fields"] for key in keys]
        assert {name for one in used for name in listed(one)} <= names


def test_values_keep_to_type_enum_and_bounds(resources: RESOURCES, table: Table) -> None:
    forms = {
        "integer": r"0|-?[1-9]\d*",
        "number": r"-?\d+(\.\d+)?",
        "date": r"\d{4}-\d{2}-\d{2}",
        "yearmonth": r"\d{4}-\d{2}",
        "year": r"\d{4}",
        "boolean": "true|false",
        "string": r"(?s)\S(.*\S)?",
    }
    wrong = []
    for name, resource in resources.items():
        for field in resource["schema"]["fields"]:
            limits, kind = field.get("constraints", {}), field["type"]
            for line, row in enumerate(table(name), start=2):
                value = row[field["name"]]
                if value == "":
                    fits = not limits.get("required", False)
                else:
                    fits = bool(re.fullmatch(forms[kind], value))
                    fits &= "enum" not in limits or value in [str(entry) for entry in limits["enum"]]
                    fits &= "pattern" not in limits or bool(re.fullmatch(limits["pattern"], value))
                    order: Callable[[Any], Any] = str if "date" in kind or kind == "yearmonth" else float
                    fits &= "minimum" not in limits or order(value) >= order(limits["minimum"])
                    fits &= "maximum" not in limits or order(value) <= order(limits["maximum"])
                if not fits:
                    wrong.append(f"{name}:{line} {field['name']} = {value!r}")
    assert wrong == []


def test_keys_are_unique_on_each_day_of_record(resources: RESOURCES, table: Table) -> None:
    for name, resource in resources.items():
        key = [*resource["schema"]["primaryKey"], "recorded_on"]
        keys = [tuple(row[field] for field in key) for row in table(name)]
        assert len(keys) == len(set(keys)), name


def test_references_lead_somewhere(resources: RESOURCES, table: Table) -> None:
    dangling = []
    for name, resource in resources.items():
        for key in resource["schema"].get("foreignKeys", []):
            target = key["reference"]
            known = {cells(row, target["fields"]) for row in table(target["resource"])}
            cited = [cells(row, key["fields"]) for row in table(name)]
            dangling += [(name, one) for one in cited if all(one) and one not in known]
    assert dangling == []


def test_licences_of_claims_are_apart_from_our_own(resources: RESOURCES) -> None:
    own = {name for name, resource in resources.items() if resource["licenses"][0]["name"] == "CC-BY-4.0"}
    assert set(resources) - own == {"strikes", "losses"}
    strikes = resources["strikes"]
    assert strikes["licenses"][0]["name"] == "notspecified"
    assert "could not be confirmed" in strikes["licenses"][0]["title"]
    assert any("Ivaniuk" in source["title"] for source in strikes["sources"])
