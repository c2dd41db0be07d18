"""Numbers, anchors, levels and links are settled over all blocks at once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from analysis.publishing.document.arrangement import anchor, arranged, slug
from analysis.publishing.document.blocks import (
    Block,
    Figure,
    Grid,
    Heading,
    Items,
    Link,
    Paragraph,
    Picture,
    Place,
    Quote,
    Source,
    Sources,
    Styled,
    Table,
    Text,
)
from analysis.publishing.document.inlines import cited
from analysis.publishing.document.traversal import walk

PICTURE = Picture("image/svg+xml", b"<svg/>", "a line", 10, 10)
GRID = Grid(1, (), ())
CELL = Place(3, "links")


def heading(text: str, level: int = 1) -> Heading:
    return Heading(level, (Text(text),))


def headings(*blocks: Block) -> list[Heading]:
    return [block for block in arranged(blocks)[0] if isinstance(block, Heading)]


def link(url: str) -> Link:
    return Link(url, (Text("there"),))


def test_siblings_after_a_skipped_level_stay_siblings() -> None:
    found = headings(heading("a", 2), heading("b", 4), heading("c", 4), heading("d", 4), heading("e", 3))
    assert [each.level for each in found] == [1, 2, 2, 2, 2]


def test_levels_begin_at_one_and_skip_none() -> None:
    found = headings(heading("a", 3), heading("b", 6), heading("c", 2), heading("d", 3))
    assert [each.level for each in found] == [1, 2, 1, 2]


def test_sources_are_linked_where_they_are_listed_and_asked_for_where_they_are_not() -> None:
    shown = Figure(PICTURE, caption="c", details=(cited("Source: Lamplighters [1]"),), place=CELL)
    blocks, flaws = arranged([shown, Paragraph(cited("An array[2]."))])
    assert not [node for node in walk(blocks) if isinstance(node, Link)]
    assert [(flaw.place, flaw.what) for flaw in flaws] == [
        (CELL, "names the source 1, which no list explains")
    ]
    blocks, flaws = arranged([shown, Sources((Source(1, (Text("Ledger."),)),))])
    assert [node.url for node in walk(blocks) if isinstance(node, Link)] == ["#source-1"]
    assert flaws == []


def test_a_heading_without_words_is_left_out() -> None:
    assert [each.anchor for each in headings(heading(" "), heading("Said"))] == ["said"]


def test_headings_of_the_same_words_have_anchors_of_their_own() -> None:
    assert [each.anchor for each in headings(*[heading("Same")] * 3)] == ["same", "same-2", "same-3"]


@pytest.mark.parametrize("words", ["Figure 1", "Table 12", "Note 3", "Mark 3"])
def test_no_heading_takes_the_anchor_of_a_figure_a_table_or_a_footnote(words: str) -> None:
    assert headings(heading(words))[0].anchor == f"section-{slug(words)}"


def test_words_without_a_letter_still_give_an_anchor() -> None:
    assert slug("— ! —") == "section"


@pytest.mark.parametrize(
    ("words", "level", "annex"),
    [
        ("Annex A: More", 1, True),
        ("APPENDIX", 1, True),
        ("Annexation", 1, False),
        ("The annex", 1, False),
        ("Annex of it", 2, False),
    ],
)
def test_annexes_are_chapters_known_by_their_first_word(words: str, level: int, annex: bool) -> None:
    assert headings(heading("Chapter"), heading(words, level))[-1].annex is annex


def test_figures_and_tables_are_numbered_each_for_themselves_where_they_say_something() -> None:
    blocks: Sequence[Block] = (
        Table(GRID, caption="one"),
        Figure(PICTURE, title="one"),
        Figure(PICTURE),
        Table(GRID, caption="two"),
        Table(GRID),
        Figure(PICTURE, caption="two"),
    )
    found = [block for block in arranged(blocks)[0] if isinstance(block, Figure | Table)]
    assert [anchor(block) for block in found] == ["table-1", "figure-1", "", "table-2", "", "figure-2"]


@pytest.mark.parametrize("url", ["#last-night", "#Last-Night", "#Last night"])
def test_a_link_finds_its_heading_in_any_spelling(url: str) -> None:
    blocks, flaws = arranged((Paragraph((link(url),)), heading("Last night")))
    assert blocks[0] == Paragraph((link("#last-night"),))
    assert flaws == []


def test_a_link_leads_to_a_numbered_figure() -> None:
    blocks, flaws = arranged((Paragraph((link("#Figure-1"),)), Figure(PICTURE, title="A finding")))
    assert (blocks[0], flaws) == (Paragraph((link("#figure-1"),)), [])


def test_a_link_that_leads_nowhere_becomes_its_words_and_is_told_with_its_place() -> None:
    blocks, [flaw] = arranged((heading("One"), Paragraph((link("#none"),), place=CELL)))
    assert blocks[1] == Paragraph((Styled("plain", (Text("there"),)),), place=CELL)
    assert flaw.place == CELL
    assert flaw.what == "links to #none, which is nowhere in the report"
    assert flaw.fix == "use one of #one"
    assert flaw.lost


def test_a_link_to_an_unnumbered_figure_leads_nowhere() -> None:
    [flaw] = arranged((Paragraph((link("#figure-1"),)), Figure(PICTURE)))[1]
    assert flaw.fix == "use one of the headings, of which there are none"


def test_links_deep_within_a_block_are_settled_and_those_of_the_web_stay() -> None:
    inner = Paragraph((Styled("strong", (link("#ONE"),)), link("https://x.org/#ONE")))
    blocks, flaws = arranged((heading("One"), Quote((Items(((inner,),)),))))
    settled = Paragraph((Styled("strong", (link("#one"),)), link("https://x.org/#ONE")))
    assert (blocks[1], flaws) == (Quote((Items(((settled,),)),)), [])
