"""Blocks say where they come from, are told apart by their kind, and never change."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from analysis.publishing.document import blocks
from analysis.publishing.document.blocks import Block, Node, Paragraph, Place, Text


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place(), "the cover"),
        (Place(id="annex.md"), "annex.md"),
        (Place(3), "cell no. 3"),
        (Place(3, "nights"), "cell nights (no. 3)"),
    ],
)
def test_a_place_says_which_cell_it_is(place: Place, said: str) -> None:
    assert str(place) == said


def test_every_node_has_a_kind_of_its_own() -> None:
    nodes = [each for each in vars(blocks).values() if isinstance(each, type) and issubclass(each, Node)]
    kinds = [each.kind for each in nodes if each not in (Node, Block)]
    assert len(kinds) == len(set(kinds)) > 10


def test_blocks_of_the_same_content_are_equal_only_at_the_same_place() -> None:
    assert Paragraph((Text("a"),)) == Paragraph((Text("a"),))
    assert Paragraph((Text("a"),)) != Paragraph((Text("a"),), place=Place(2))


def test_a_node_cannot_be_changed() -> None:
    text = Text("a")
    with pytest.raises(FrozenInstanceError):
        text.text = "b"  # type: ignore[misc]
