"""What is in a tree of blocks? Its nodes in reading order, and its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any, Final
from unicodedata import bidirectional

from analysis.publishing.document.blocks import (
    Break,
    Cell,
    Code,
    Equation,
    Figure,
    Footnote,
    Formula,
    Grid,
    Heading,
    Inline,
    Items,
    Link,
    Listing,
    Node,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Source,
    Sources,
    Styled,
    Table,
    Text,
)

_HOLDS_NODES: Final = re.compile("Inline|Block|Cell|Grid|Picture|Formula|Source")


def words(nodes: Sequence[Inline]) -> str:
    """Return the words of inline nodes, for outlines, anchors and checks.

    >>> words((Text("The "), Styled("strong", (Text("whole"),)), Break(), Formula("x^2")))
    'The whole x^2'
    """
    return "".join(map(_words, nodes))


def _words(node: Inline) -> str:
    match node:
        case Text(text) | Code(text):
            return text
        case Styled(_, children) | Link(_, children):
            return words(children)
        case Formula(tex):
            return tex
        case Break():
            return " "
        case Footnote() | Picture():
            return ""


def from_right(text: str) -> bool:
    """Whether a text runs from the right: the first letter with a direction is Hebrew, Arabic or the like.

    >>> from_right("1. שלום and hello"), from_right("hello and שלום"), from_right("12")
    (True, False, False)
    """
    if text.isascii():
        return False
    sides = (bidirectional(letter) for letter in text)
    return next((side for side in sides if side in {"L", "R", "AL"}), "L") != "L"


def first_line(thing: Any) -> tuple[Inline, ...]:
    """Return the inline nodes of the first paragraph or heading within blocks, none where there is none."""
    lines = (node.children for node in walk(thing) if isinstance(node, Paragraph | Heading))
    return next(lines, ())


def walk(thing: Any) -> Iterator[Node]:
    """Yield every node within blocks, inline nodes or tuples of them, in reading order.

    >>> [node.kind for node in walk((Paragraph((Text("a"), Code("b"))),))]
    ['paragraph', 'text', 'code']
    """
    waiting = [thing]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Node):
            yield current
            waiting.extend(getattr(current, name) for name in reversed(_field_names(current, of_nodes=True)))
        elif isinstance(current, tuple | list):
            waiting.extend(reversed(current))


def texts(thing: Any) -> Iterator[str]:
    """Yield every text within blocks as it is shown, that of drawings as they are written.

    >>> sorted(texts(Paragraph((Text("a"), Code("b")))))
    ['', 'a', 'b']
    """
    for node in walk(thing):
        for name in _field_names(node):
            yield from _flat_texts(getattr(node, name))


def _flat_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield value.decode("utf-8", "replace")
    elif isinstance(value, tuple) and not isinstance(value, Node):
        for each in value:
            if not isinstance(each, Node):
                yield from _flat_texts(each)


def _field_names(node: Node, *, of_nodes: bool = False) -> tuple[str, ...]:
    """Return the names of a node's fields, or of those only that hold nodes."""
    return _names_by_kind(node.kind, of_nodes) if node.kind in _KINDS else ()


@lru_cache(maxsize=64)
def _names_by_kind(kind: str, of_nodes: bool) -> tuple[str, ...]:
    names = fields(_KINDS[kind])
    return tuple(each.name for each in names if not of_nodes or _HOLDS_NODES.search(str(each.type)))


_KINDS: Final[dict[str, Any]] = {
    each.kind: each
    for each in (
        Text, Code, Break, Styled, Link, Footnote, Formula, Picture,
        Heading, Paragraph, Items, Quote, Listing, Equation, Rule, Cell, Grid, Figure, Table,
        Source, Sources,
    )
}  # fmt: skip
