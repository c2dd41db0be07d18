"""Does the page show all that the document says? Its words and pictures are found again, or named as lost.

The page is read as a stranger reads it: the HTML without its tags, of the PDF what stands within the margins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from itertools import groupby
from typing import Final
from unicodedata import bidirectional, category, normalize

import pypdfium2

from analysis.publishing.document.blocks import (
    Block,
    Cell,
    Equation,
    Figure,
    Footnote,
    Formula,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Picture,
    Place,
    Source,
    Sources,
    Styled,
    Table,
    Text,
)
from analysis.publishing.document.document import Document
from analysis.publishing.document.flaws import Flaw
from analysis.publishing.document.traversal import walk, words
from analysis.publishing.exporters.line_wrapping import ANYWHERE, MARK

MARGIN: Final = (64.0, 66.0, 64.0, 76.0)  # points at the left, bottom, right, top: less than the page leaves
PARTED: Final = "\x02"  # what the reader makes of a hyphen at the end of a line
OBJECT: Final = "\ufffc"  # stands for what is no word
MOST_NAMED: Final = 5
_UNPRINTED: Final = re.compile(
    f"[{ANYWHERE}{MARK.strip()}\u00ad\u2060\ufeff\u200c-\u200f\u202a-\u202e\u2066-\u2069]"
)
_DRAWING: Final = re.compile(r"<(svg|style|math)\b.*?</\1>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
_SHAPED: Final = re.compile("[\u0900-\u0dff\u1000-\u109f\u1780-\u17ff]")
_STOPS: Final = "\u0964\u0965"
_FIGURE: Final = re.compile(rb"/S\s*/Figure\b")


def words_of_html(page: str) -> str:
    """Return the words of a page of ours; what is drawn or calculated by the browser is left out.

    >>> words_of_html("<p>A <b>b</b>old &lt;word&gt;</p>").split()
    ['A', 'b', 'old', '<word>']
    """
    return unescape(_TAG.sub(" ", _DRAWING.sub(" ", page)))


def words_of_pdf(pdf: bytes) -> str:
    """Return the words that stand within the margins of the pages."""
    left, bottom, right, top = MARGIN
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        width, height = page.get_size()
        text = page.get_textpage()
        found.append(text.get_text_bounded(left, bottom, width - right, height - top))
    return "\n".join(found).replace(PARTED, "-")


def pictures_of_html(page: str) -> int:
    """Return how many images and drawings a page of ours has."""
    return page.count("<img ") + page.count(' role="img"')


def pictures_of_pdf(pdf: bytes) -> int:
    """Return how many figures stand in the structure of a PDF of ours."""
    return len(_FIGURE.findall(pdf))


def lost(
    document: Document,
    blocks: Sequence[Block],
    shown: str,
    *,
    pictures: int,
    medium: str,
    unset: Iterable[str] = (),
) -> list[Flaw]:
    """Return what a medium does not show of a document, a flaw for each cell.

    ``blocks`` are those that the medium should show, ``shown`` the words that it does, ``pictures`` how many
    images. Words with a letter of ``unset``, which no font has, are not looked for again.
    """
    flaws = [
        Flaw(place, f"is not whole in the {medium}: {_named(missing)} cannot be found there", _FIX, lost=True)
        for place, missing in _lost_words(_wanted(document, blocks, set("".join(unset))), shown).items()
    ]
    wanted = sum(isinstance(node, Picture) for node in walk(tuple(blocks)))
    if pictures < wanted:
        what = f"shows {pictures} of {wanted} images"
        flaws.append(Flaw(Place(0, f"the {medium}"), what, "look for the image that is missing", lost=True))
    return flaws


_FIX: Final = "show it smaller, or in several parts"


def _named(missing: Sequence[str]) -> str:
    some = ", ".join(f"“{word[:40]}”" for word in missing[:MOST_NAMED])
    return f"{some} and {len(missing) - MOST_NAMED} more words" if len(missing) > MOST_NAMED else some


def _wanted(document: Document, blocks: Sequence[Block], unset: set[str]) -> list[tuple[Place, str]]:
    """Return each word that must be shown, with the cell it comes from."""
    about = (document.audience,) if document.headline else (document.description, document.audience)
    cover = (document.headline, document.title, *about)
    front = (*cover, *document.notices, *document.key_findings, *document.changes)
    texts = [(Place(), text) for text in front]
    texts += [(block.place, text) for block in blocks for text in _texts(block)]
    return [(place, token) for place, text in texts for token in _tokens(_without(unset, text))]


def _without(letters: set[str], text: str) -> str:
    """Return a text without the words that have one of the letters."""
    if letters.isdisjoint(text):
        return text
    return " ".join(word for word in text.split() if letters.isdisjoint(word))


def _texts(block: Block) -> Iterator[str]:
    """Yield the texts of a block and of all within it, one for each cell, line or caption."""
    for node in walk(block):
        match node:
            case Heading() | Paragraph() | Cell() | Source():
                yield _said(node.children)
            case Footnote() if node.first:
                yield _said(node.children)
            case Listing():
                yield "".join(text for _, text in node.spans)
            case Equation() if not node.formula.typst:
                yield node.formula.tex
            case Sources():
                yield node.remark
            case Figure():
                yield from (node.title, node.caption, *map(words, node.details))
            case Table():
                yield from (node.caption, *node.notes, *map(words, node.details))


def _said(nodes: Sequence[Inline]) -> str:
    """Return the words of a line, without those that a formula or a picture stands in or beside."""
    line = words(tuple(map(_without_formulas, nodes)))
    return " ".join(word for word in line.split() if OBJECT not in word) if OBJECT in line else line


def _without_formulas(node: Inline) -> Inline:
    match node:
        case Formula() if node.typst:
            return Text(OBJECT)
        case Picture():
            return Text(OBJECT)
        case Footnote():
            return Text(str(node.number))
        case Styled(style, children):
            return Styled(style, tuple(map(_without_formulas, children)))
        case Link(url, children):
            return Link(url, tuple(map(_without_formulas, children)))
    return node


def _tokens(text: str) -> list[str]:
    """Return the words of a text in one spelling, which does not depend on how their letters are set."""
    plain = _UNPRINTED.sub("", text)
    if plain.isascii():
        return plain.split()
    return list(filter(None, map(_spelled, normalize("NFKC", plain).split())))


def _spelled(word: str) -> str:
    """Return a word; of what runs from the right only its letters, of what is shaped from signs its bases.

    A reader of the page finds the signs of Indic scripts in the order in which they are drawn, some twice.
    """
    if word.isascii():
        return word
    if _SHAPED.search(word):
        bases = (letter for letter in word if category(letter)[0] != "M" and letter not in _STOPS)
        return "".join(letter for letter, _ in groupby(bases))
    return "".join(sorted(word)) if any(bidirectional(each) in {"R", "AL"} for each in word) else word


def _lost_words(wanted: Sequence[tuple[Place, str]], shown: str) -> dict[Place, list[str]]:
    """Return, by cell, the words that are shown less often than they are wanted.

    A word that seems short may only have been parted, by a mark within it or at the end of a line; then it
    is found beside one of its neighbours once the blanks are taken out.
    """
    found = _tokens(shown)
    have, need = Counter(found), Counter(word for _, word in wanted)
    short = {word for word, times in need.items() if have[word] < times}
    missing: dict[Place, list[str]] = {}
    if not short:
        return missing
    stream = "".join(found)
    scarce = {word for word in short if stream.count(word) < need[word]}
    for at, (place, word) in enumerate(wanted):
        if word not in short:
            continue
        before, after = wanted[at - 1][1] if at else "", wanted[at + 1][1] if at + 1 < len(wanted) else ""
        if f"{before}{word}" not in stream and f"{word}{after}" not in stream:
            missing.setdefault(place, []).append(word)
            scarce.discard(word)
    for place, word in reversed(wanted):
        if word in scarce:  # it stands there, but not as often: its last place is named
            missing.setdefault(place, []).append(word)
            scarce.discard(word)
    return missing
