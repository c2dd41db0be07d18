"""A descriptor that cannot be used says where it is wrong, everything at once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis.data import load_dataset, read_descriptor
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


def test_half_a_letter_is_said_with_its_place(write_package: WritePackage) -> None:
    folder = write_package()
    path = folder / "datapackage.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace("{", '{"title": "a\\ud800",', 1), encoding="utf-8"
    )
    with pytest.raises(DataError, match=r"title = .*holds half a letter .*; write the letter itself"):
        read_descriptor(folder)


def test_broken_json_is_said_with_its_line(write_package: WritePackage) -> None:
    folder = write_package()
    (folder / "datapackage.json").write_text('{\n "name": "x",\n "resources": [}\n')
    assert said(folder) == ["datapackage.json:3 is not JSON: expecting value in column 16; mend it there"]
    (folder / "datapackage.json").write_bytes(b'{"name": "\xff"}')
    assert said(folder) == ["datapackage.json is not UTF-8 at byte 10; save it as UTF-8"]
    (folder / "datapackage.json").write_text("[]")
    assert said(folder) == ['datapackage.json = "[]" is not an object; write an object there']


CODEBOOK = [
    {"name": "per_night", "title": "Per night", "unit": "items", "decimals": 1, "description": "A mean."},
    {"name": "launched", "title": "Launched in all"},
]


def test_a_column_is_described_by_its_table_else_by_the_codebook(
    write_package: WritePackage, descriptor: Descriptor
) -> None:
    read = read_descriptor(write_package({**descriptor, "codebook": CODEBOOK}))
    mean = read.column("per_night", tables=["strikes"])
    assert mean is not None
    assert (mean.title, mean.unit, mean.decimals, mean.description) == ("Per night", "items", 1, "A mean.")
    titles = [
        field.title if (field := read.column("launched", tables)) else None
        for tables in ((), ["events"], ["events", "strikes"])
    ]
    assert titles == ["Launched in all", "Launched in all", "Launched"]
    assert read.column("gini", ["strikes"]) is None
    with pytest.raises(DataError, match=r"has no table strike; did you mean strikes\?"):
        read.column("launched", ["strike"])
    assert read_descriptor(write_package()).column("per_night") is None


def test_limits_are_values_of_the_field_s_type(write_package: WritePackage, descriptor: Descriptor) -> None:
    descriptor["resources"][2]["schema"]["fields"][1]["constraints"] = {"minimum": "2022-02-24"}
    start = read_descriptor(write_package(descriptor)).table("events").field("start")
    assert start.minimum == date(2022, 2, 24)
