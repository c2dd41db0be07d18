"""How hard is a notebook to read? Its sentences' length and its share of long words, by LIX.

LIX is words a sentence plus the percentage of words over six letters (C.-H. Björnsson, "Readability of
newspapers in 11 languages", Reading Research Quarterly 18(4), 1983): about 40 is a newspaper, 50 and more is
difficult. It knows nothing of meaning, so that it is a hint only.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from analysis.errors import Problem
from analysis.publishing.planning.notebooks import Cell, Notebook
from analysis.publishing.planning.prose import filled_in
from analysis.publishing.planning.rules import seen_words

ENOUGH: Final = 10  # sentences, below which the index says nothing
SCALE: Final = "reading ease by LIX, where 40 is a newspaper and 50 difficult"
LONG_WORD: Final = 7  # letters
LONGEST_SENTENCE: Final = 40  # words
LONGEST_KEY: Final = 30  # words of a finding on page one
_END: Final = re.compile(r"(?<=[.!?])[\s”)]+(?=[^\W\d_]|[“(])")
_WORD: Final = re.compile(r"\w[\w’'-]*")


class Ease(NamedTuple):
    """How a text reads: words a sentence, the share of long words, and both as LIX."""

    sentence: float
    long: float

    @property
    def lix(self) -> float:
        """The index of Björnsson."""
        return self.sentence + 100 * self.long


def ease(sentences: list[list[str]]) -> Ease:
    """Return how sentences read, each a list of its words.

    >>> ease([["The", "harvest", "failed"], ["Nobody", "foresaw", "the", "rain", "then"]]).lix
    29.0
    """
    words = [word for sentence in sentences for word in sentence]
    return Ease(len(words) / len(sentences), sum(len(word) >= LONG_WORD for word in words) / len(words))


def reading_ease(notebook: Notebook) -> str:
    """Return how a notebook reads, and where its longest sentence stands; blank where it says little."""
    found = list(_said(notebook))
    if len(found) < ENOUGH:
        return ""
    read = ease([sentence for _, sentence in found])
    cell, longest = max(found, key=lambda each: len(each[1]))
    return (
        f"{notebook.path.stem} {read.lix:.0f} ({read.sentence:.0f} words a sentence, {read.long:.0%} of them"
        f" long; the longest sentence, {len(longest)} words, in cell {cell.id})"
    )


def reading_hints(notebook: Notebook) -> Iterator[Problem]:
    """Yield very long sentences, and long findings of page one."""
    found = _said(notebook)
    for cell, sentence in found:
        if len(sentence) > LONGEST_SENTENCE:
            what = f"has a sentence of {len(sentence)} words: “{' '.join(sentence[:6])} …”"
            yield notebook.problem(cell, what, "make it two, one thought a sentence")
    for cell, words in _keys(notebook):
        if words > LONGEST_KEY:
            what = f"puts a finding of {words} words on page one"
            yield notebook.problem(cell, what, f"say it in at most {LONGEST_KEY}, the rest in the body")


def _said(notebook: Notebook) -> Iterator[tuple[Cell, list[str]]]:
    for cell, text in seen_words(notebook):
        yield from ((cell, sentence) for sentence in _sentences(text))


def _sentences(text: str) -> Iterator[list[str]]:
    """Yield the sentences of a text as words; a heading or a label is none."""
    for sentence in _END.split(" ".join(filled_in(text).split())):
        if sentence.rstrip("”)").endswith((".", "!", "?", ":", ";")) and (found := _WORD.findall(sentence)):
            yield found


def _keys(notebook: Notebook) -> Iterator[tuple[Cell, int]]:
    """Yield the length in words of each text that a call of `part.say` puts on page one."""
    for cell in notebook.code:
        for node in cell.nodes:
            if isinstance(node, ast.Call):
                given = {each.arg: each.value for each in node.keywords}
                text = given.get("key")
                text = given.get("text") if isinstance(text, ast.Constant) and text.value is True else text
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield cell, len(_WORD.findall(filled_in(text.value)))
