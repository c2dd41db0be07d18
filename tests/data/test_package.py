"""A descriptor that cannot be used says where it is wrong, everything at once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis.data import check, load_dataset, read_descriptor
from analysis.errors import DataError

Descriptor = dict[str, Any]
WritePackage = Callable[..., Path]


def said(folder: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_descriptor(folder)
    return str(caught.value).replace(f"{folder.as_posix()}/", "").splitlines()


def test_the_descriptor_becomes_frozen_values(write_package: WritePackage) -> None:
    descriptor = read_descriptor(write_package())
    strikes = descriptor.table("strikes")
    launched = strikes.field("launched")
    assert (launched.title, launched.unit, launched.type, launched.minimum) == (
        "Launched",
        "items",
        "integer",
        0,
    )
    assert strikes.key == ("date", "weapon_class")
    assert strikes.field("weapon_class").required  # part of the key
    assert strikes.checks[0].terms == ("shot_down", "suppressed")
    assert descriptor.table("events").later_fields == (("end", ("end", "outcome")),)
    assert [one.table for one in descriptor.parents("event_people")] == ["events"]
    with pytest.raises(AttributeError):
        launched.unit = "drones"  # type: ignore[misc]


def test_unknown_names_are_answered_with_the_closest(write_package: WritePackage) -> None:
    descriptor = read_descriptor(write_package())
    with pytest.raises(DataError, match=r"has no table strike; did you mean strikes\?"):
        descriptor.table("strike")
    with pytest.raises(DataError, match=r"table strikes has no field lunched; did you mean launched\?"):
        descriptor.table("strikes").field("lunched")


def test_a_folder_without_data_is_said(tmp_path: Path) -> None:
    with pytest.raises(
        DataError, match=r"nowhere is not a folder of data; give the folder that holds datapackage"
    ):
        load_dataset(tmp_path / "nowhere")
    with pytest.raises(DataError, match=r"datapackage\.json does not exist"):
        load_dataset(tmp_path)


def test_broken_json_is_said_with_its_line(write_package: WritePackage) -> None:
    folder = write_package()
    (folder / "datapackage.json").write_text('{\n "name": "x",\n "resources": [}\n')
    assert said(folder) == ["datapackage.json:3 is not JSON: expecting value in column 16"]
    (folder / "datapackage.json").write_bytes(b'{"name": "\xff"}')
    assert said(folder) == ["datapackage.json is not UTF-8 at byte 10; save it as UTF-8"]
    (folder / "datapackage.json").write_text("[]")
    assert said(folder) == [
        "datapackage.json is not a JSON object; a data package is {...} with a list of resources"
    ]


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


def test_a_missing_part_is_explained_by_the_standard(
    write_package: WritePackage, descriptor: Descriptor
) -> None:
    del descriptor["resources"][0]["path"]
    (message,) = said(write_package(descriptor))
    assert "breaks the Data Package standard" in message
    assert '"path"' in message


def test_a_path_may_not_leave_the_folder(write_package: WritePackage, descriptor: Descriptor) -> None:
    descriptor["resources"][0]["path"] = "../sources.csv"
    assert said(write_package(descriptor)) == [
        'datapackage.json sources path = "../sources.csv" leads out of the data folder'
    ]


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


def test_limits_are_values_of_the_field_s_type(write_package: WritePackage, descriptor: Descriptor) -> None:
    descriptor["resources"][2]["schema"]["fields"][1]["constraints"] = {"minimum": "2022-02-24"}
    start = read_descriptor(write_package(descriptor)).table("events").field("start")
    assert start.minimum == date(2022, 2, 24)
