"""Where may a line wider than the page be broken? Program text at its columns, with a mark; words anywhere.

The typesetter breaks lines at blanks only, and what has none would run off the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import Final
from unicodedata import combining, east_asian_width

from analysis.publishing.document.blocks import Listing

MARK: Final = "↪ "  # begins what continues the line above
COLUMNS: Final = 96  # letters of program text in a line as wide as the page
LONGEST_WORD: Final = 40  # letters: a longer word, or part of an address, may be broken anywhere
ANYWHERE: Final = "\u200b"  # a place without width where a line may end
_LONG: Final = re.compile(rf"(?:[^\s/-]|[/-](?=\d)){{{LONGEST_WORD + 1},}}")  # a line may end after / or -


def wrapped(listing: Listing, *, columns: int) -> Listing:
    r"""Return program text with no line wider than so many columns, tabs as blanks.

    >>> wrapped(Listing("output", (("", "12 34 56 78"),)), columns=8).spans
    (('', '12 34 '), ('wrap', '\n↪ '), ('', '56 78'))
    """
    spans = tuple(_wrapped_spans(listing.spans, columns))
    return replace(listing, spans=spans)


def _wrapped_spans(spans: tuple[tuple[str, str], ...], columns: int) -> Iterator[tuple[str, str]]:
    """Yield the spans, cut where their joined lines have to end."""
    looks, texts = [look for look, _ in spans], [text.expandtabs(4) for _, text in spans]
    cuts = _cuts("".join(texts), columns)
    for look, text, end in zip(looks, texts, accumulate(map(len, texts)), strict=True):
        start = end - len(text)
        while cuts and cuts[0] < end:
            cut = cuts.pop(0)
            if cut > start:
                yield look, text[start - end + len(text) : cut - end + len(text)]
            yield "wrap", f"\n{MARK}"
            start = cut
        if start < end:
            yield look, text[start - end + len(text) :]


def _cuts(text: str, columns: int) -> list[int]:
    """Return the positions at which lines of a text have to be cut, after a blank where there is one."""
    cuts = []
    start = 0
    for line in text.split("\n"):
        end, begin, room = start + len(line), start, columns
        while (fitting := _fitting(text[begin : min(end, begin + room)], room)) + begin < end:
            blank = text.rfind(" ", begin + fitting // 2, begin + fitting)
            begin = blank + 1 if blank > 0 else begin + max(fitting, 1)
            cuts.append(begin)
            room = columns - len(MARK)
        start = end + 1
    return cuts


def _fitting(text: str, columns: int) -> int:
    """Return how many letters of a text fit; letters of Chinese and Japanese are two columns wide."""
    if text.isascii():
        return min(len(text), columns)
    widths = accumulate(0 if combining(each) else 1 + (east_asian_width(each) in "WF") for each in text)
    return sum(width <= columns for width in widths)


def breakable(text: str) -> str:
    r"""Return a text whose longest words may be broken anywhere.

    >>> breakable("a few words"), len(breakable("x" * 50))
    ('a few words', 99)
    """
    if all(len(word) <= LONGEST_WORD for word in text.split()):  # as nearly always, and quickly seen
        return text
    return _LONG.sub(lambda word: ANYWHERE.join(word[0]), text)
