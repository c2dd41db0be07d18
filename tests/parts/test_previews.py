"""What JupyterLab and a terminal show of a part: every word of it, and never a word as markup."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from analysis.parts.previews import (
    caption_html,
    details_html,
    drawing_html,
    table_html,
    table_text,
    title_html,
)

HOSTILE = '<script>x</script> & "y"'


@pytest.fixture
def harvests() -> dict[str, Any]:
    """Return the neutral content of a table with a stub and a column of numbers."""
    return {
        "caption": "Tons by field",
        "columns": [
            {"label": "Field", "unit": "", "align": "left", "stub": True},
            {"label": "Reaped", "unit": "tons", "align": "right", "stub": False},
        ],
        "rows": [["North", "1,200"], [HOSTILE, "3"]],
        "notes": ["Wet years left out."],
        "details": ["As of 5 January 2026", "n = 2"],
        "source": "Farm book (2025)",
    }


def test_a_table_in_plain_text_is_aligned(harvests: dict[str, Any]) -> None:
    harvests["rows"][1][0] = "South meadow"
    assert table_text(harvests).split("\n") == [
        "Table: Tons by field",
        "Field         Reaped, tons",
        "North                1,200",
        "South meadow             3",
    ]


def test_no_line_of_plain_text_ends_in_blanks(harvests: dict[str, Any]) -> None:
    harvests["columns"][1]["align"] = "left"
    assert [line for line in table_text(harvests).split("\n") if line != line.rstrip()] == []


def test_a_table_without_rows_still_has_its_heads(harvests: dict[str, Any]) -> None:
    assert table_text({**harvests, "rows": []}) == "Table: Tons by field\nField  Reaped, tons"


def test_a_table_in_html_has_all_words_and_tells_heads_from_cells(harvests: dict[str, Any]) -> None:
    root = ElementTree.fromstring(f"<div>{table_html(harvests)}</div>".replace("<br>", "<br/>"))
    heads = [(cell.text, cell.get("scope")) for cell in root.iter("th")]
    assert heads == [("Field", "col"), ("Reaped, tons", "col"), ("North", "row"), (HOSTILE, "row")]
    assert [cell.text for cell in root.iter("td")] == ["1,200", "3"]
    words = "\n".join(root.itertext())
    assert "Wet years left out.\nAs of 5 January 2026 · n = 2 · Source: Farm book (2025)" in words


@pytest.mark.parametrize("preview", [caption_html(HOSTILE), title_html(HOSTILE), details_html([HOSTILE])])
def test_words_are_never_read_as_markup(preview: str) -> None:
    root = ElementTree.fromstring(preview)
    assert "".join(root.itertext()) == HOSTILE
    assert root.find(".//script") is None


def test_a_drawing_is_an_image_that_holds_its_own_data() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" id="a"><text>50 % "Київ" #1 & more</text></svg>'
    image = ElementTree.fromstring(drawing_html(svg, HOSTILE).replace('">', '"/>'))
    kind, _, data = image.attrib["src"].partition(",")
    assert kind == "data:image/svg+xml"
    assert not set(data) & set('<>"#&')
    assert unquote(data) == svg
    assert image.attrib["alt"] == HOSTILE
