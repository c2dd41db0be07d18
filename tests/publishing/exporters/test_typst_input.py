"""The template gets every word as data; what cannot be printed is shortened or replaced, and says so."""

from __future__ import annotations

from typing import Any

from analysis.publishing.document.blocks import (
    Block,
    Cell,
    Figure,
    Grid,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Place,
    Table,
    Text,
)  # fmt: skip
from analysis.publishing.document.document import Document, read_document
from analysis.publishing.exporters.printed import MOST_LINES, MOST_ROWS
from analysis.publishing.exporters.typst_input import typst_input

DOT = Picture("image/png", b"dot", "A dot", 10, 5)


def document(*blocks: Block) -> Document:
    empty = read_document({"cells": [], "metadata": {}}, name="n")
    return Document(**{**vars(empty), "blocks": blocks})


def shown(*blocks: Block) -> list[dict[str, Any]]:
    sections = typst_input(document(*blocks)).content["sections"]
    return [block for section in sections for block in section["blocks"]]


def table(rows: int, columns: int = 1) -> Table:
    row = tuple(Cell((Text("1,234,567.89"),)) for _ in range(columns))
    return Table(Grid(columns, (), (row,) * rows), caption="C", number=1)


def test_a_figure_is_its_words_and_a_file() -> None:
    given = typst_input(document(Figure(DOT, title="T", caption="C", number=1, place=Place(1))))
    [section] = given.content["sections"]
    [figure] = section["blocks"]
    assert (figure["title"], figure["caption"], figure["anchor"]) == ("T", "C", "figure-1")
    assert given.files == {figure["picture"]["file"]: b"dot"}
    assert "place" not in figure


def test_a_long_table_and_a_long_listing_are_shortened_and_say_so() -> None:
    [long] = shown(table(MOST_ROWS + 1))
    assert len(long["grid"]["body"]) == MOST_ROWS
    assert long["notes"] == [
        f"The first {MOST_ROWS} of {MOST_ROWS + 1} rows are printed here; the page in HTML shows all."
    ]
    [listing] = shown(Listing("output", (("", "\n".join(["x"] * (MOST_LINES + 5))),)))
    assert f"The first {MOST_LINES} of {MOST_LINES + 5} lines" in listing["spans"][-1][1]
    [whole] = shown(table(MOST_ROWS))
    assert whole["notes"] == []


def test_a_wide_table_takes_its_heading_to_the_turned_page() -> None:
    heading, words = Heading(1, (Text("Wide"),), anchor="wide"), Paragraph((Text("All."),))
    sections = typst_input(document(words, heading, words, table(3, columns=12))).content["sections"]
    assert [(each["turned"], [block["kind"] for block in each["blocks"]]) for each in sections] == [
        (False, ["paragraph"]),
        (True, ["heading", "paragraph", "table"]),
    ]


def test_a_few_words_under_a_heading_go_with_the_table_or_figure_that_they_lead_to() -> None:
    heading, figure = Heading(1, (Text("Grain"),), anchor="grain"), Figure(DOT, caption="C", number=1)
    few, many = (Paragraph((Text("All of it. " * times),)) for times in (1, 100))

    def leads(*blocks: Block) -> bool:
        return any(block.get("leads", False) for block in shown(*blocks))

    assert leads(heading, few, table(3))
    assert leads(heading, few, figure)
    for blocks in ((heading, many, figure), (few, figure), (heading, few, few, figure), (heading, few)):
        assert not leads(*blocks)


def test_a_label_that_spans_pages_is_said_again_on_the_way() -> None:
    label = Cell((Text("east"),), rows=50, heading=True)
    rows = tuple(((label,) if number == 0 else ()) + (Cell((Text(str(number)),)),) for number in range(50))
    [long] = shown(Table(Grid(2, (), rows), in_text=True))
    spans = [(cell["y"], cell["rows"]) for row in long["grid"]["body"] for cell in row if "rows" in cell]
    assert spans == [(0, 20), (20, 20), (40, 10)]
