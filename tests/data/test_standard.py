"""What the Data Package standard knows is enforced or refused by name; nothing is read over."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.data import read_descriptor
from analysis.data.descriptor import Field, Table
from analysis.data.package import read_descriptor as read
from analysis.data.values import Value, examine
from analysis.errors import DataError

Descriptor = dict[str, Any]
WritePackage = Callable[..., Path]
TABLE = Table.of("notes", "x")


def said(folder: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_descriptor(folder)
    place = f"{folder.as_posix()}/datapackage.json "
    return [line.removeprefix(place) for line in str(caught.value).splitlines()]


FIELDS: list[tuple[str, dict[str, Any], str]] = [
    ("title", {"format": "binary"}, "format"),
    ("start", {"format": "%d.%m.%Y"}, "format"),
    ("title", {"constraints": {"jsonSchema": {}}}, "jsonSchema"),
    ("title", {"constraints": {"minLenght": 3}}, "minLenght"),
    ("title", {"constraints": {"minimum": 3}}, "minimum"),
    ("title", {"constraints": {"maxLength": -1}}, "maxLength"),
    ("title", {"constraints": {"unique": "yes"}}, "unique"),
    ("title", {"constraints": {"enum": []}}, "enum"),
    ("title", {"constraints": {"enum": [1]}}, "enum"),
    ("share", {"constraints": {"pattern": "[0-9]"}}, "pattern"),
    ("share", {"constraints": {"minimum": "0"}}, "minimum"),
    ("share", {"constraints": {"exclusiveMaximum": True}}, "exclusiveMaximum"),
    ("share", {"constraints": {"unique": True}}, "unique"),
    ("share", {"bareNumber": False}, "bareNumber"),
    ("share", {"decimalChar": ",", "groupChar": ","}, "groupChar"),
    ("title", {"decimalChar": ","}, "decimalChar"),
    ("confirmed", {"trueValues": ["yes"], "falseValues": ["yes"]}, "trueValues"),
    ("month", {"constraints": {"minimum": 3}}, "minimum"),
    ("month", {"constraints": {"minimum": "2026-13"}}, "minimum"),
    ("start", {"constraints": {"maximum": "2026-02-30"}}, "maximum"),
    ("title", {"categoriesOrdered": True}, "categoriesOrdered"),
    ("title", {"missingValues": ["-"]}, "missingValues"),
    ("title", {"type": "list", "itemType": "date"}, "type"),
    ("title", {"type": "geopoint"}, "type"),
    ("title", {"decimals": "two"}, "decimals"),
]


@pytest.mark.parametrize(("name", "changed", "named"), FIELDS, ids=lambda value: str(value)[:40])
def test_what_a_field_asks_for_and_does_not_get_is_named(
    write_package: WritePackage, descriptor: Descriptor, name: str, changed: dict[str, Any], named: str
) -> None:
    field = next(one for one in descriptor["resources"][2]["schema"]["fields"] if one["name"] == name)
    field |= changed
    (message,) = [line for line in said(write_package(descriptor)) if not line.startswith("misspelt")][:1]
    assert message.startswith(f"events.{name} ")
    assert named in message


RESOURCES: list[tuple[dict[str, Any], str]] = [
    ({"dialect": {"delimiter": "1"}}, 'strikes dialect delimiter = "1" cannot separate cells'),
    ({"dialect": {"delimiter": ";;"}}, 'strikes dialect delimiter = ";;" cannot separate cells'),
    ({"dialect": {"delimiter": 1}}, 'resources strikes dialect delimiter = "1" is not a text'),
    ({"dialect": {"header": False}}, 'strikes dialect header = "False" is not supported'),
    ({"dialect": {"commentChar": "#"}}, "strikes dialect has commentChar, which is not looked at"),
    ({"dialect": {"nullSequence": "NA"}}, "strikes dialect has nullSequence, which is not looked at"),
    ({"dialect": "dialect.json"}, 'resources strikes dialect = "dialect.json" is not an object'),
    ({"encoding": "latin-99"}, 'strikes encoding = "latin-99" is no encoding that is known'),
    ({"encoding": "utf-16"}, 'strikes encoding = "utf-16" is not supported'),
    ({"encoding": "rot13"}, 'strikes encoding = "rot13" is no encoding that is known'),
    ({"sources": ["NOAA"]}, 'resources strikes sources no. 1 = "NOAA" is not an object'),
    ({"data": []}, "strikes has data, which is not looked at"),
    ({"hash": "sha256:1"}, "strikes has hash, which is not looked at"),
    ({"series": "false"}, 'resources strikes series = "false" is not true or false'),
    ({"path": ["a.csv", "b.csv"]}, "resources strikes path = \"['a.csv', 'b.csv']\" is not a text"),
    ({"path": "a\0.csv"}, 'strikes path = "a\\x00.csv" is no name of a file in the data folder'),
    ({"path": "https://a.org/a.csv"}, 'strikes path = "https://a.org/a.csv" is no name of a file'),
]


@pytest.mark.parametrize(("changed", "message"), RESOURCES, ids=lambda value: str(value)[:40])
def test_what_a_resource_asks_for_and_does_not_get_is_named(
    write_package: WritePackage, descriptor: Descriptor, changed: dict[str, Any], message: str
) -> None:
    descriptor["resources"][1] |= changed
    assert said(write_package(descriptor))[0].startswith(message)


SCHEMAS: list[tuple[dict[str, Any], str]] = [
    ({"missingValues": ["n/a"]}, "strikes missingValues = \"['n/a']\" lacks the empty text"),
    ({"missingValues": [{"value": "", "label": "none"}]}, "resources strikes schema missingValues no. 1"),
    ({"fieldsMatch": "subset"}, 'strikes schema fieldsMatch = "subset" is not supported'),
    ({"uniqueKeys": [["date", "dat"]]}, "strikes has no field dat; did you mean date?"),
    (
        {
            "foreignKeys": [
                {"fields": "launched", "reference": {"resource": "sources", "fields": "source_id"}}
            ]
        },
        'strikes.launched type = "integer" must be string, as sources.source_id is',
    ),
    (
        {
            "foreignKeys": [
                {"fields": ["flag", "date"], "reference": {"resource": "sources", "fields": "title"}}
            ]
        },
        "strikes foreignKeys has 2 fields that refer to 1",
    ),
]


@pytest.mark.parametrize(("changed", "message"), SCHEMAS, ids=lambda value: str(value)[:40])
def test_what_a_schema_asks_for_and_does_not_get_is_named(
    write_package: WritePackage, descriptor: Descriptor, changed: dict[str, Any], message: str
) -> None:
    descriptor["resources"][1]["schema"] |= changed
    assert any(line.startswith(message) for line in said(write_package(descriptor)))


def test_rules_compare_what_can_be_compared(write_package: WritePackage, descriptor: Descriptor) -> None:
    descriptor["resources"][1]["checks"] = [
        {"rule": "not_greater", "fields": ["flag", "launched"]},
        {"rule": "not_before", "fields": ["date", "launched"]},
        {"rule": "not_before", "fields": ["date"]},
    ]
    assert [line.partition(" = ")[0] for line in said(write_package(descriptor))] == [
        "strikes not_greater",
        "strikes not_before",
        "strikes not_before",
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"name": "x", "name": "y", "resources": []}', 'has an object in which "name" stands twice'),
        ('{"resources": NaN}', "holds NaN, which is no number"),
        ("[" * 100_000, "is nested too deeply"),
    ],
    ids=["twice", "NaN", "deep"],
)
def test_json_that_would_be_read_otherwise_than_written_is_refused(
    write_package: WritePackage, text: str, reason: str
) -> None:
    folder = write_package()
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=reason):
        read(folder)


CELLS: list[tuple[Field, str, Value | None]] = [  # None: refused
    (Field("x", "number", decimal_char=",", group_char="."), "1.234", 1234.0),
    (Field("x", "number", decimal_char=",", group_char="."), "1.234.567,5", 1234567.5),
    (Field("x", "number", decimal_char=",", group_char="."), "1,5", 1.5),
    (Field("x", "number", decimal_char=",", group_char="."), "1.5", None),
    (Field("x", "number", decimal_char=","), "1.5", None),
    (Field("x", "number", group_char=" "), "12 345", 12345.0),
    (Field("x", "number", group_char=" "), "1 2345", None),
    (Field("x", "integer", group_char=","), "1,234", 1234),
    (Field("x", "integer", group_char=","), "1,23", None),
    (Field("x", "yearmonth"), "0000-01", None),
    (Field("x", "boolean", true_values=("ja",), false_values=("nein",)), "ja", True),
    (Field("x", "boolean", true_values=("ja",), false_values=("nein",)), "true", None),
    (Field("x", "number", enum=(0.5, 1.0)), "0.50", 0.5),
    (Field("x", "integer", enum=(0, 1)), "2", None),
    (Field("x", "number", exclusive_minimum=0), "0", None),
    (Field("x", "number", exclusive_minimum=0), "0.1", 0.1),
    (Field("x", "yearmonth", exclusive_maximum="2026-02"), "2026-02", None),
    (Field("x", "year", minimum=1900), "1899", None),
    (Field("x", min_length=2), "a", None),
    (Field("x", max_length=2), "abc", None),
    (Field("x", format="email"), "a@b.org", "a@b.org"),
    (Field("x", format="email"), "a@b", None),
    (Field("x", format="uri"), "https://a.org/b?c=d", "https://a.org/b?c=d"),
    (Field("x", format="uri"), "a.org", None),
    (
        Field("x", format="uuid"),
        "123e4567-e89b-12d3-a456-426614174000",
        "123e4567-e89b-12d3-a456-426614174000",
    ),
    (Field("x", format="uuid"), "123e4567", None),
    (Field("x"), "abc\u202edef", None),
]


@pytest.mark.parametrize(("field", "text", "value"), CELLS, ids=lambda value: str(value)[:30])
def test_what_is_enforced_is_enforced(field: Field, text: str, value: Value) -> None:
    read_value, fault = examine(text, field, TABLE)
    assert (read_value, fault is None) == (value, value is not None)
