"""The name of a figure, a table or an annex in a sentence leads to it, and to nothing else."""

from __future__ import annotations

import pytest

from analysis.publishing.document.blocks import (
    Block,
    Cell,
    Figure,
    Grid,
    Heading,
    Inline,
    Items,
    Link,
    Paragraph,
    Picture,
    Styled,
    Table,
    Text,
)
from analysis.publishing.document.cross_references import cross_referenced

DRAWING = Picture("image/png", b"", "Bars", 10, 5)
REPORT: tuple[Block, ...] = (
    Figure(DRAWING, caption="Bars.", number=1),
    Table(Grid(1, (), ()), caption="Rows.", number=2),
    Heading(1, (Text("Annex A: the table 2"),), anchor="annex-a-the-table-2"),
)


def linked(*nodes: Inline) -> tuple[Inline, ...]:
    *_, paragraph = cross_referenced((*REPORT, Paragraph(nodes)))
    assert isinstance(paragraph, Paragraph)
    return paragraph.children


@pytest.mark.parametrize(
    ("text", "url"),
    [("Figure 1", "#figure-1"), ("table 2", "#table-2"), ("Annex A", "#annex-a-the-table-2")],
)
def test_what_is_in_the_report_is_linked_in_its_own_words(text: str, url: str) -> None:
    assert linked(Text(f"As {text} says.")) == (Text("As "), Link(url, (Text(text),)), Text(" says."))


@pytest.mark.parametrize(
    "text", ["Figure 3 is not here", "Figure 1 of their report", "a figure", "Annexe A", "an annex a reader"]
)
def test_other_words_are_left_alone(text: str) -> None:
    assert linked(Text(text)) == (Text(text),)


def test_words_set_apart_and_lists_and_cells_are_reached_but_no_link_within_a_link() -> None:
    link = Link("#figure-1", (Text("Figure 1"),))
    assert linked(Styled("strong", (Text("Figure 1"),)), link) == (Styled("strong", (link,)), link)
    items = Items(((Paragraph((Text("Figure 1"),)),),))
    table = Table(Grid(1, (), ((Cell((Text("Figure 1"),)),),)), caption="More.", number=3)
    *_, items, table = cross_referenced((*REPORT, items, table))  # type: ignore[assignment]
    assert items.items[0][0].children == (link,)  # type: ignore[attr-defined]
    assert table.grid.body[0][0].children == (link,)


def test_a_heading_is_no_link() -> None:
    assert cross_referenced(REPORT) == REPORT
