"""What is inferred of a file describes it so that it can be read, and is told in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.data import check, load_dataset
from analysis.data.inferring.tables import inferred_table, told
from analysis.errors import DataError

GERMAN = "Monat;Ort;Menge (t)\n2026-01;Köln;1.234,5\n2026-01;Bonn;2,5\n2026-02;Köln;\n"


def inferred(folder: Path, name: str, content: str, encoding: str = "utf-8") -> dict[str, Any]:
    """The resource of a file, which has been held against the file by the check of a data package."""
    (folder / name).write_text(content, encoding=encoding)
    resource = inferred_table(folder / name)
    package = {"name": "x", "created": "2026-01-05T00:00:00Z", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert check(folder) == []
    return resource


def test_a_table_of_another_country_is_read_as_it_is(tmp_path: Path) -> None:
    resource = inferred(tmp_path, "Meine Ernte.csv", GERMAN, encoding="cp1252")
    assert (resource["name"], resource["title"]) == ("meine-ernte", "Meine Ernte")
    assert (resource["dialect"], resource["encoding"]) == ({"delimiter": ";"}, "windows-1252")
    assert next(told(resource)) == "Meine Ernte.csv: the table meine-ernte, in windows-1252"
    assert (resource["dateField"], resource["schema"]["primaryKey"]) == ("Monat", ["Monat", "Ort"])
    rows = load_dataset(tmp_path)["meine-ernte"]
    assert rows["Ort"].tolist() == ["Bonn", "Köln", "Köln"]
    assert rows["Menge (t)"].tolist()[:2] == [2.5, 1234.5]


def test_what_was_guessed_is_told(tmp_path: Path) -> None:
    assert list(told(inferred(tmp_path, "harvest.csv", "Year,tons,n (t)\n2024,-9.99,a\n2025,3.5,b\n"))) == [
        "harvest.csv: the table harvest",
        "  rows are told apart by Year",
        "  rows are dated by Year",
        "  Year: year",
        "  tons: number; -9.99 means unknown",
        "  n (t): string; in t",
    ]


@pytest.mark.parametrize(
    ("content", "key", "dated"),
    [
        ("day,n\n2026-01-05,1\n2026-01-06,2\n", ["day"], "day"),
        ("n,day\n1,2026-01-05\n2,2026-01-05\n", None, "day"),
        ("farm_id,day,n\n1,2026-01-05,4\n2,2026-01-05,4\n", ["farm_id"], "day"),
        ("farm,crop,n\na,x,1\na,y,1\nb,x,1\n", ["farm", "crop"], None),
        ("farm,n\na,1\na,1\n", None, None),
        ("day,farm\n2026-01-05,a\n,b\n", ["farm"], None),
    ],
)
def test_key_and_date_are_the_fewest_fields_that_tell_rows_apart(
    tmp_path: Path, content: str, key: list[str] | None, dated: str | None
) -> None:
    resource = inferred(tmp_path, "t.csv", content)
    assert resource["schema"].get("primaryKey") == key
    assert resource.get("dateField") == dated


def test_a_tsv_needs_no_dialect(tmp_path: Path) -> None:
    assert "dialect" not in inferred(tmp_path, "t.tsv", "farm\tn\na\t1\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Date,Mean\n2026-01,1,2\n2026-02,3,4\n", "has 2 headings, and each of the 2 rows below it 3 cells"),
        ("a,,c\n1,2,3\n", "has a column without a name"),
        ("a,b,a\n1,2,3\n", "stands twice in the header"),
        ("a,b\n1\n", "has 1 cell where the header has 2"),
        ("\n", "is empty"),
    ],
)
def test_a_table_that_cannot_be_taken_in_is_refused(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "t.csv").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        inferred_table(tmp_path / "t.csv")
