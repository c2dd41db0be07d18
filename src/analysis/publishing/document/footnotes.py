"""What does a footnote of Markdown say? Its definition may stand in any cell, and may hold lists and code.

A footnote is a line in both formats, so that its blocks are joined by line breaks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from analysis.publishing.document.blocks import (
    Block,
    Break,
    Code,
    Equation,
    Figure,
    Inline,
    Items,
    Listing,
    Place,
    Quote,
    Styled,
    Table,
    Text,
)

_DEFINITION: Final = re.compile(
    r"^ {0,3}\[\^(?P<label>[^\]\s]+)\]:.*(?:\n(?!\s*\[\^)\S.*)*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n)))*",
    re.MULTILINE,
)
MARK: Final = re.compile(r"\[\^([^\]\s]+)\]")


class Definitions:
    """The footnotes that the cells of a notebook define, and which of them are referred to."""

    def __init__(self, sources: Sequence[tuple[Place, str]]) -> None:
        found = [
            (each["label"], place, each[0]) for place, text in sources for each in _DEFINITION.finditer(text)
        ]
        times = Counter(label for label, _, _ in found)
        self.places = {label: place for label, place, _ in found}
        self.unique = {label: text for label, _, text in found if times[label] == 1}
        self.numbers: dict[str, int] = {}
        self.used = {label for _, text in sources for label in MARK.findall(_DEFINITION.sub("", text))}

    def completed(self, source: str) -> str:
        """Return a cell's text with the footnotes that it refers to and that another cell defines.

        A footnote to which nothing refers is text, as in Jupyter, which knows no footnotes.
        """
        own = {each["label"] for each in _DEFINITION.finditer(source)}
        named = list(dict.fromkeys(MARK.findall(_DEFINITION.sub("", source))))
        self.used.update(named)
        source = _DEFINITION.sub(self._unreferred, source)
        borrowed = [self.unique[label] for label in named if label in self.unique and label not in own]
        return "\n\n".join([source, *borrowed])

    def _unreferred(self, found: re.Match[str]) -> str:
        """Return the definition of a footnote, as plain text when nothing refers to it."""
        if found["label"] in self.used:
            return found[0]
        return found[0].replace("[^", "\\[^", 1)

    def unused(self) -> Iterator[tuple[Place, str]]:
        """Yield the footnotes to which nothing refers, which are shown as text."""
        yield from ((place, label) for label, place in self.places.items() if label not in self.used)


def flattened(blocks: Sequence[Block]) -> tuple[Inline, ...]:
    """Return blocks as one line with breaks.

    >>> flattened([Items(((Listing("code", (("", "x"),)),),))])
    (Text(text='• '), Code(text='x'))
    """
    return _joined(line for block in blocks for line in _lines(block))


def _lines(block: Block) -> Iterator[tuple[Inline, ...]]:
    match block:
        case Items():
            for number, item in enumerate(block.items, block.start or 1):
                mark = "• " if block.start is None else f"{number}. "
                yield (Text(mark), *flattened(item))
        case Quote():
            yield flattened(block.blocks)
        case Listing():
            text = "".join(words for _, words in block.spans)
            yield from ((Code(line),) for line in text.split("\n"))
        case Equation():
            yield (block.formula,)
        case Figure():
            yield (block.picture,)
            if block.caption:
                yield (Styled("emphasis", (Text(block.caption),)),)
        case Table():
            for row in (*block.grid.head, *block.grid.body):
                cells = [cell.children for cell in row]
                yield tuple(
                    node for at, cell in enumerate(cells) for node in ((Text(" · "),) if at else ()) + cell
                )
        case _:
            yield getattr(block, "children", ())


def _joined(lines: Iterable[tuple[Inline, ...]]) -> tuple[Inline, ...]:
    result: list[Inline] = []
    for line in lines:
        result.extend([Break(), *line] if result else line)
    return tuple(result)
