"""Which letters can no font show, and in which cells do they stand? Told by script, not letter by letter.

A notebook in a script that our fonts lack has thousands of them, and its reader wants one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from unicodedata import category, name

from analysis.publishing.document.blocks import Place
from analysis.publishing.document.document import Document
from analysis.publishing.document.flaws import Flaw
from analysis.publishing.document.traversal import texts

MOST_NAMED: Final = 5
FIX: Final = "write it otherwise, or install the fonts of the extra “fonts”"


def unset_letters(document: Document, missing: Sequence[str], *, every_cell: bool) -> list[Flaw]:
    """Return a flaw for each script and cell that has letters without glyph, or only one for each script."""
    flaws = []
    for script in dict.fromkeys(map(_script, missing)):
        letters = [text for text in missing if _script(text) == script]
        found = list(_places(document, letters)) or [(Place(), letters)]
        for place, standing in found if every_cell else found[:1]:
            left = 0 if every_cell else len(found) - 1
            others = f", and so {left} more {'cell' if left == 1 else 'cells'}" if left else ""
            what = f"has {script} that no font can show: {_named(standing)}{others}"
            flaws.append(Flaw(place, what, FIX, lost=True))
    return flaws


def _script(text: str) -> str:
    """Return what letters are called together.

    >>> _script("\u0995"), _script("\U0001f680"), _script("\u0378")
    ('Bengali letters', 'symbols', 'letters')
    """
    kind = category(text[0])
    first = name(text[0], "").split(" ")[0]
    if not first or kind == "Co":
        return "letters"
    return f"{first if first == 'CJK' else first.capitalize()} letters" if kind[0] in "LMN" else "symbols"


def _places(document: Document, letters: Sequence[str]) -> Iterator[tuple[Place, list[str]]]:
    """Yield each cell in whose words letters stand, and those letters."""
    words: dict[Place, list[str]] = {
        Place(): [document.title, document.headline, document.description, document.audience]
    }
    for block in document.blocks:
        words.setdefault(block.place, []).extend(texts(block))
    for place, found in words.items():
        text = "\n".join(found)
        if standing := [each for each in letters if each in text]:
            yield place, standing


def _named(letters: Sequence[str]) -> str:
    left = len(letters) - MOST_NAMED
    some = ", ".join(f"{text} ({_codes(text)})" for text in letters[:MOST_NAMED])
    return f"{some} and {left} more" if left > 0 else some


def _codes(text: str) -> str:
    return " ".join(f"U+{ord(character):04X}" for character in text)
