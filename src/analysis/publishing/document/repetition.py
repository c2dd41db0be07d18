"""Which sentences does a reader of a report read twice? Those of six words or more, wherever they stand.

A repetition stops no build: new data may bring two sentences to the same words on one date only, and an
edition must not fail for that. The build says it, and a test holds the project's own reports to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analysis.publishing.document.blocks import Figure, Paragraph, Place, Table
from analysis.publishing.document.document import Document
from analysis.publishing.document.traversal import walk, words

FEWEST_WORDS: Final = 6
LONGEST_NAMED: Final = 80  # letters
_END: Final = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_]|\d|[“(])")


def repeated(document: Document) -> list[str]:
    """Return what stands twice, each sentence once with the two places where it first stands.

    Titles, captions, notes, paragraphs and the cover are read; the cells of tables and the lines on sources
    are not: they are looked up, not read through.
    """
    first: dict[str, Place] = {}
    told: dict[str, str] = {}
    for place, text in _texts(document):
        for sentence in sentences_of(text):
            same = sentence.casefold()
            if same in first and same not in told:
                where = f"{first[same]} and {place}" if first[same] != place else f"twice in {place}"
                told[same] = f"{where}: a reader reads twice “{_shortened(sentence)}”; say it once"
            first.setdefault(same, place)
    return list(told.values())


def sentences_of(text: str) -> Iterator[str]:
    """Yield the sentences of a text that are long enough to be noticed.

    >>> list(sentences_of("It rained all night up north. It stopped. By noon, 3.5 mm had come down there."))
    ['It rained all night up north.', 'By noon, 3.5 mm had come down there.']
    """
    for sentence in _END.split(" ".join(text.split())):
        if len(sentence.split()) >= FEWEST_WORDS:
            yield sentence


def _texts(document: Document) -> Iterator[tuple[Place, str]]:
    cover = [document.headline, document.description, *document.key_findings, *document.changes]
    yield from ((Place(), text) for text in cover)
    for block in document.blocks:
        for node in walk(block):
            match node:
                case Paragraph(children):
                    yield block.place, words(children)
                case Figure():
                    yield from ((block.place, text) for text in (node.title, node.caption))
                case Table():
                    notes = (note for note in node.notes if note[:1].isalnum())  # others explain a sign
                    yield from ((block.place, text) for text in (node.caption, *notes))


def _shortened(sentence: str) -> str:
    return f"{sentence[:LONGEST_NAMED]}…" if len(sentence) > LONGEST_NAMED else sentence
