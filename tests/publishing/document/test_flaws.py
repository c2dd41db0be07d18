"""What must not be published is found wherever it stands, and named with its cell and a way out."""

from __future__ import annotations

import pytest

from analysis.publishing.document.blocks import (
    Block,
    Equation,
    Figure,
    Formula,
    Grid,
    Heading,
    Items,
    Paragraph,
    Picture,
    Place,
    Quote,
    Table,
    Text,
)  # fmt: skip
from analysis.publishing.document.flaws import flaws_of

PLACE = Place(4, "here")
DOT = Picture("image/png", b"", "A dot", 1, 1)
SILENT = Picture("image/png", b"", "", 1, 1)


@pytest.mark.parametrize(
    ("block", "what", "lost"),
    [
        (Figure(DOT, place=PLACE), "shows an image without caption", False),
        (Table(Grid(1, (), ()), place=PLACE), "shows a table without caption", False),
        (Figure(SILENT, caption="C", place=PLACE), "shows an image without alternative text", True),
        (Paragraph((SILENT,), place=PLACE), "shows an image without alternative text", True),
        (Equation(Formula("\\odd"), place=PLACE), "has a formula that cannot be set: \\odd", True),
    ],
)
def test_each_flaw_is_found_also_within_other_blocks(block: Block, what: str, lost: bool) -> None:
    for whole in (block, Quote((block,), place=PLACE), Items(((block,),), place=PLACE)):
        [flaw] = flaws_of([whole])
        assert (flaw.place, flaw.what, flaw.lost) == (PLACE, what, lost)
        assert flaw.fix
        assert str(flaw).startswith(f"cell here (no. 4) {what}")


def test_what_an_author_put_into_the_text_needs_no_caption() -> None:
    assert flaws_of([Figure(DOT, in_text=True), Table(Grid(1, (), ()), in_text=True)]) == []


def test_only_a_section_without_anything_is_empty() -> None:
    upper, lower = Heading(1, (Text("Upper"),)), Heading(2, (Text("Lower"),))
    words = Paragraph((Text("Words"),))
    assert flaws_of([upper, lower, words]) == []
    assert [flaw.what for flaw in flaws_of([upper, upper, lower])] == [
        "begins the section “Upper”, which is empty",
        "begins the section “Lower”, which is empty",
    ]
