"""Everything that is wrong with a descriptor comes at once, each with its place and what was likely meant."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.data import check, read_descriptor
from analysis.data.package_problems import standard_problems
from analysis.errors import DataError

Descriptor = dict[str, Any]
WritePackage = Callable[..., Path]


def said(folder: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_descriptor(folder)
    return str(caught.value).replace(f"{folder.as_posix()}/", "").splitlines()


def test_all_that_is_wrong_comes_at_once(write_package: WritePackage, descriptor: Descriptor) -> None:
    _, strikes, events, people = descriptor["resources"]
    strikes["dateField"] = "day"
    strikes["checks"][0]["rule"] = "smaller"
    strikes["schema"]["fields"][2]["type"] = "int"
    events["laterFeilds"] = events.pop("laterFields")
    events["schema"]["fields"][0]["constraints"]["pattern"] = "E[0-9"
    events["schema"]["fields"][1]["constraints"] = {"minimum": "soon"}
    people["schema"]["foreignKeys"][1]["reference"]["resource"] = "event"
    people["schema"]["primaryKey"] = []
    found = said(write_package(descriptor))
    assert [message.removeprefix("datapackage.json ") for message in found] == [
        'strikes.launched type = "int" is not one of string, integer, number, date, boolean, year, yearmonth',
        "strikes has no field day; there are date, flag, launched, recorded_on, shot_down, source_id, status,"
        " suppressed, weapon_class",
        'strikes rule = "smaller" is not one of not_greater, not_before',
        'events.event_id pattern = "E[0-9" is no regular expression: unterminated character set'
        " at position 1",
        'events.start minimum = "soon" is no limit for a field of type date',
        "events has a property laterFeilds; did you mean laterFields?",
        "event_people has no primaryKey; name the fields that say which fact a row is about",
        "event_people foreignKeys has no table event; did you mean events?",
    ]


def test_what_is_wrong_with_a_codebook_is_said_as_of_a_field(
    write_package: WritePackage, descriptor: Descriptor
) -> None:
    fields = descriptor["resources"][1]["schema"]["fields"]
    fields[2] |= {"decimals": -1, "titel": "Launched"}
    fields.append({**fields[3]})
    descriptor["codebook"] = [
        {"name": "per_night", "titel": "Per night", "decimals": 1.5},
        {"name": "per_night", "constraints": {"minimum": 0}, "decimals": True},
    ]
    assert [one.removeprefix("datapackage.json ") for one in said(write_package(descriptor))] == [
        "strikes.launched has a property titel; did you mean title?",
        'strikes.launched decimals = "-1" is no whole number from 0 to 15; write 0, 1, 2, …',
        "strikes.shot_down is described twice; keep one",
        "codebook.per_night is described twice; keep one",
        "codebook.per_night has a property titel; did you mean title?",
        'codebook.per_night decimals = "1.5" is no whole number from 0 to 15; write 0, 1, 2, …',
        "codebook.per_night has a property constraints; "
        "an entry has name, title, unit, decimals, description",
        'codebook.per_night decimals = "True" is no whole number from 0 to 15; write 0, 1, 2, …',
    ]


def test_a_misspelt_codebook_is_not_passed_over(write_package: WritePackage, descriptor: Descriptor) -> None:
    assert said(write_package({**descriptor, "code_book": [{"name": "per_night"}]})) == [
        "datapackage.json has a property code_book; did you mean codebook?"
    ]


def test_a_missing_part_is_named(write_package: WritePackage, descriptor: Descriptor) -> None:
    del descriptor["resources"][0]["path"]
    assert said(write_package(descriptor)) == ["datapackage.json resources sources has no path; add it"]


def test_a_path_may_not_leave_the_folder(write_package: WritePackage, descriptor: Descriptor) -> None:
    descriptor["resources"][0]["path"] = "../sources.csv"
    assert said(write_package(descriptor)) == [
        'datapackage.json sources path = "../sources.csv" leads out of the data folder'
    ]


def test_a_path_that_no_file_can_have_is_said(write_package: WritePackage, descriptor: Descriptor) -> None:
    descriptor["resources"][0]["path"] = "a\0.csv"
    (message,) = said(write_package(descriptor))
    assert message.endswith("is no name of a file in the data folder; name a file of the data folder")


def test_check_holds_the_descriptor_against_the_standard(
    write_package: WritePackage, descriptor: Descriptor
) -> None:
    descriptor["resources"][0]["name"] = "Sources of all"
    for resource in descriptor["resources"]:
        for key in resource["schema"].get("foreignKeys", []):
            if key["reference"]["resource"] == "sources":
                key["reference"]["resource"] = "Sources of all"
    (problem,) = check(write_package(descriptor))
    assert "breaks the Data Package standard" in problem.reason
    assert "Sources of all" in problem.reason


def test_half_a_letter_is_said_before_it_cannot_be_written() -> None:
    (problem,) = standard_problems({"title": "A \ud800 title", "resources": []}, "datapackage.json")
    assert str(problem) == "datapackage.json holds half a letter, '\\ud800'; write the whole letter"
