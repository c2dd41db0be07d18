"""What is wrong with a document? Everything that a build must not publish and a preview must say.

Each flaw names its cell, what is the matter and how to mend it; all are found before anyone is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from analysis.errors import Problem
from analysis.publishing.document.blocks import Block, Figure, Formula, Heading, Picture, Place, Table
from analysis.publishing.document.traversal import walk, words

_SHOW_FIGURE: Final = "show it with part.figure(…, caption=…, alt=…, source=…)"
_SHOW_TABLE: Final = "show it with part.table(…, caption=…, source=…)"


@dataclass(frozen=True)
class Flaw:
    """Something that a report must not be published with; ``lost`` when the page lacks it for good."""

    place: Place
    what: str
    fix: str
    lost: bool = False

    def problem(self) -> Problem:
        """Return the flaw as the problem of an error."""
        return Problem(str(self.place), "", self.what, self.fix)

    def __str__(self) -> str:
        return str(self.problem())


def flaws_of(blocks: Sequence[Block]) -> list[Flaw]:
    """Return what is wrong with the blocks themselves: words that are missing, sections that are empty."""
    return [*(flaw for block in blocks for flaw in _flaws(block)), *_empty_sections(blocks)]


def _flaws(block: Block) -> Iterator[Flaw]:
    """Yield the flaws of a block and of all that is in it."""
    for node in walk(block):
        match node:
            case Figure() if not node.caption and not node.in_text:
                yield Flaw(node.place, "shows an image without caption", _SHOW_FIGURE)
            case Table() if not node.caption and not node.in_text:
                yield Flaw(node.place, "shows a table without caption", _SHOW_TABLE)
            case Picture() if not node.alt:
                what = "shows an image without alternative text"
                yield Flaw(block.place, what, "say in words what it shows", lost=True)
            case Formula() if not node.typst:
                what = f"has a formula that cannot be set: {node.tex[:80]}"
                yield Flaw(block.place, what, "simplify its TeX", lost=True)


def _empty_sections(blocks: Sequence[Block]) -> Iterator[Flaw]:
    """Yield each heading after which nothing stands before the next of its own or a higher level."""
    for heading, following in zip_longest(blocks, blocks[1:]):
        if not isinstance(heading, Heading):
            continue
        if following is None or (isinstance(following, Heading) and following.level <= heading.level):
            name = words(heading.children)
            yield Flaw(
                heading.place, f"begins the section “{name}”, which is empty", "fill it or take it out"
            )
