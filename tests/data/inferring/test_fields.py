"""A column's type, unit and missing values are guessed as they will be read; what is no number stays text."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.data.inferring.fields import OTHER_DAYS, inferred_field

COLUMNS: list[tuple[str, list[str], dict[str, Any]]] = [
    ("day", ["2026-01-05", ""], {"type": "date"}),
    ("day", ["2026-13-30"], {"type": "string"}),
    ("day", ["05.01.2026", "6 January 2026"], {"type": "string", "description": OTHER_DAYS}),
    ("Month", ["1958-03"], {"type": "yearmonth"}),
    ("Year", ["1979", "2025"], {"type": "year"}),
    ("count", ["1979", "2025"], {"type": "integer"}),
    ("Decimal Date", ["1958.2027", "2026.2083"], {"type": "number", "unit": "calendar years", "decimals": 4}),
    ("DATE", ["1958,5"], {"type": "number", "unit": "calendar years", "decimalChar": ",", "decimals": 1}),
    ("year of growth", ["12.5", "1958.5"], {"type": "number", "decimals": 1}),
    ("Average", ["1958.2027"], {"type": "number", "decimals": 4}),
    ("count", ["1,979", "12"], {"type": "integer", "groupChar": ","}),
    ("mean", ["1.5", "-2"], {"type": "number", "decimals": 1}),
    ("mean", ["1,5", "2"], {"type": "number", "decimalChar": ",", "decimals": 1}),
    ("mean", ["1.234,5"], {"type": "number", "decimalChar": ",", "groupChar": ".", "decimals": 1}),
    ("code", ["007", "12"], {"type": "string"}),
    ("flag", ["true", "FALSE"], {"type": "boolean"}),
    ("flag", ["0", "1"], {"type": "integer"}),
    ("note", ["n/a", "words"], {"type": "string"}),
    ("nothing", [""], {"type": "string"}),
    ("days", ["-01", "29"], {"type": "integer", "missingValues": ["", "-01"]}),
    ("days", ["-99", "NA", "29"], {"type": "integer", "missingValues": ["", "-99", "NA"]}),
    ("change", ["-99", "-3", "29"], {"type": "integer"}),
    ("change", ["-1", "-9"], {"type": "integer"}),
]


@pytest.mark.parametrize(("name", "texts", "kind"), COLUMNS, ids=lambda value: str(value)[:30])
def test_a_column_is_guessed_as_it_will_be_read(name: str, texts: list[str], kind: dict[str, Any]) -> None:
    field = inferred_field(name, texts, decimal_comma=False)
    assert {key: value for key, value in field.items() if key not in ("name", "title")} == kind


def test_where_cells_are_separated_by_other_signs_a_comma_is_the_decimal_one() -> None:
    assert inferred_field("t", ["1,234"], decimal_comma=True)["decimalChar"] == ","
    assert "decimalChar" not in inferred_field("t", ["1,234"], decimal_comma=False)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mean_size (t/ha)", {"title": "Mean size", "unit": "t/ha"}),
        ("Höhe [m]", {"title": "Höhe", "unit": "m"}),
        ("(none)", {"title": "(none)"}),
    ],
)
def test_title_and_unit_are_those_of_the_heading(name: str, words: dict[str, str]) -> None:
    field = inferred_field(name, ["a"], decimal_comma=False)
    assert {key: field[key] for key in ("title", "unit") if key in field} == words
    assert field["name"] == name
