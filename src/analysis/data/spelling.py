"""Which of the words that are allowed did an author most likely mean?

Spelling, case and look-alike letters of the Cyrillic alphabet are forgiven in the guess, never in the data.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection

MOST_COMPARED = 2_000  # difflib compares every candidate: keep a hopeless search short
LOOK_ALIKE_LETTERS = str.maketrans("АВЕКМНОРСТХІаеорсухі", "ABEKMHOPCTXIaeopcyxi")


def closest(word: str, words: Collection[str]) -> str:
    """Find the word an author most likely meant, or nothing, whatever its case and look-alike letters.

    >>> closest("aple", ["pear", "apple"])
    'apple'
    >>> closest("Pear", ["pear", "apple"])
    'pear'
    """
    plain = {known.translate(LOOK_ALIKE_LETTERS).casefold(): known for known in words if known}
    sought = word.strip().translate(LOOK_ALIKE_LETTERS).casefold()
    if sought in plain:
        return plain[sought]
    if len(plain) > MOST_COMPARED:
        return ""
    found = difflib.get_close_matches(sought, plain, n=1)
    return plain[found[0]] if found else ""
