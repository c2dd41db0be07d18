"""A part's description becomes blocks word by word; what is not known or not whole is refused."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.parts.finding import on_page_one
from analysis.publishing.document.blocks import Figure, Items, Link, Paragraph, Place, Sources, Table, Text
from analysis.publishing.document.part_reader import (
    PART_TYPE,
    UnknownPart,
    findings,
    headline,
    read_part,
)
from analysis.publishing.document.pictures import SVG_TYPE
from analysis.publishing.document.traversal import walk, words

PLACE = Place(3, "nightly")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10pt" height="5pt"/>'
FIGURE = {
    "kind": "figure", "caption": "Each bar is a night.", "alt": "Bars", "source": "S", "details": ["n = 3"],
}  # fmt: skip


def read(content: dict[str, Any]) -> Any:
    [block] = read_part({PART_TYPE: content, SVG_TYPE: SVG}, place=PLACE)
    assert block.place == PLACE
    return block


def test_a_figure_has_title_caption_details_and_picture() -> None:
    figure = read({**FIGURE, "title": "Lamps doubled"})
    assert isinstance(figure, Figure)
    assert (figure.title, figure.caption) == ("Lamps doubled", "Each bar is a night.")
    assert figure.details == ((Text("n = 3"),), (Text("Source: S"),))
    assert (figure.picture.alt, figure.picture.width, figure.picture.height) == ("Bars", 10, 5)


@pytest.mark.parametrize("more", [{}, {"title": ""}, {"title": None}])
def test_a_figure_written_before_there_were_titles_has_none(more: dict[str, Any]) -> None:
    assert read({**FIGURE, **more}).title == ""


def test_a_table_has_headings_with_units_and_a_stub() -> None:
    columns = [
        {"label": "Night", "unit": "", "align": "left", "stub": True},
        {"label": "Lit", "unit": "lamps", "align": "right", "stub": False},
    ]
    content = {"kind": "table", "columns": columns, "rows": [["1 May", "12"]], "caption": "C",
               "notes": ["N"], "details": [], "source": "S"}  # fmt: skip
    table = read(content)
    assert isinstance(table, Table)
    assert [cell.children for cell in table.grid.head[0]] == [(Text("Night"),), (Text("Lit, lamps"),)]
    assert [(cell.align, cell.heading) for cell in table.grid.body[0]] == [("left", True), ("right", False)]
    assert (table.notes, table.details) == (("N",), ((Text("Source: S"),),))


def test_what_page_one_says_of_a_finding_the_body_does_not_say_again() -> None:
    short = {"kind": "finding", "name": "a", "sentence": "One, at length.", "key": True, "brief": "One."}
    whole = {"kind": "finding", "name": "b", "sentence": "Two.", "key": True, "brief": ""}
    assert [on_page_one(each) for each in (short, whole)] == ["One.", "Two."]
    assert read(short).children == (Text("One, at length."),)
    assert read_part({PART_TYPE: whole}, place=PLACE) == []
    both = read({"kind": "findings", "findings": [short, whole]})
    assert len(both.items) == 1
    assert read_part({PART_TYPE: {"kind": "findings", "findings": [whole]}}, place=PLACE) == []


def test_a_headline_stands_on_page_one_alone() -> None:
    bundle = {PART_TYPE: {"kind": "headline", "text": "Lamps doubled"}}
    assert (headline(bundle), read_part(bundle, place=PLACE)) == ("Lamps doubled", [])
    assert headline({"text/plain": "Lamps"}) == ""


def test_sources_have_numbers_to_which_texts_lead() -> None:
    items = [{"number": 1, "text": "Lamplighters, Ledger.", "url": "https://example.org/ledger"}]
    block = read({"kind": "sources", "items": items, "remark": "More."})
    assert isinstance(block, Sources)
    assert (block.items[0].number, block.remark) == (1, "More.")
    assert words(block.items[0].children) == "Lamplighters, Ledger. https://example.org/ledger"
    [link] = [node for node in walk(read({**FIGURE, "source": "Lamplighters [1]"})) if isinstance(node, Link)]
    assert link.url == "#source-1"


def test_findings_are_read_as_words_and_as_values() -> None:
    one = {"kind": "finding", "name": "a", "sentence": "One."}
    assert read(one) == Paragraph((Text("One."),), role="finding", place=PLACE)
    several = {"kind": "findings", "findings": [one, {**one, "name": "b"}]}
    assert isinstance(read(several), Items)
    assert [each["name"] for each in findings({PART_TYPE: several})] == ["a", "b"]
    assert findings({PART_TYPE: one}) == [one]
    assert findings({PART_TYPE: "words"}) == findings({}) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"kind": "map"}, "'map' is not known"),
        ({"kind": "finding"}, "incomplete"),
        ({"kind": "table", "columns": 3, "rows": []}, "incomplete"),
    ],
)
def test_what_another_version_wrote_is_refused(content: dict[str, Any], said: str) -> None:
    with pytest.raises(UnknownPart, match=said):
        read(content)
