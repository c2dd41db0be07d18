"""What of a document is printed? All but drawings for phones; of what is very long the beginning, said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from analysis.publishing.document.blocks import Block, Figure, Listing, Table

MOST_ROWS: Final = 400
MOST_LINES: Final = 400
MOST_LETTERS: Final = 40_000  # of program text


def printed(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks as they are printed: what is very long is shortened, and says so."""
    return [_capped(block) for block in blocks]


def _capped(block: Block) -> Block:
    if isinstance(block, Table) and len(block.grid.body) > MOST_ROWS:
        total = len(block.grid.body)
        said = f"The first {MOST_ROWS} of {total:,} rows are printed here; the page in HTML shows all."
        grid = replace(block.grid, body=block.grid.body[:MOST_ROWS])
        return replace(block, grid=grid, notes=(said, *block.notes))
    if isinstance(block, Figure):
        return replace(block, narrow=None)
    return _capped_listing(block) if isinstance(block, Listing) else block


def _capped_listing(block: Listing) -> Listing:
    text = "".join(words for _, words in block.spans)
    lines = text.split("\n")
    shown = "\n".join(lines[:MOST_LINES])[:MOST_LETTERS]
    if shown == text:
        return block
    many = len(lines) > MOST_LINES
    what = f"{MOST_LINES} of {len(lines):,} lines" if many else f"{MOST_LETTERS:,} of {len(text):,} letters"
    said = f"\n[The first {what} are printed here; the page in HTML shows all.]"
    return replace(block, spans=(("", shown), ("comment", said)))


def shortened(text: str, letters: int) -> str:
    """Return a text of at most so many letters.

    >>> shortened("A title", 10), shortened("A long title", 10)
    ('A title', 'A long…')
    """
    return text if len(text) <= letters else text[:letters].rsplit(" ", 1)[0] + "…"
