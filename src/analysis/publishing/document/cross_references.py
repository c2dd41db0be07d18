"""Where does "Figure 3" in a sentence lead? To the figure, table or annex of that name, if there is one.

Numbers are given when a report is put together, so that only then such words can become links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, Final

from analysis.publishing.document.blocks import Block, Figure, Heading, Inline, Link, Node, Table, Text
from analysis.publishing.document.traversal import words

_SECTION: Final = re.compile(r"(?i:annex|appendix) (?:[A-Z]|\d+)\b")
_NAMED: Final = re.compile(rf"\b(?:(?i:figure|table) \d+\b|{_SECTION.pattern})(?! of )")

Targets = Mapping[str, str]


def cross_referenced(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return blocks in whose words the names of figures, tables and annexes of the report are links."""
    targets = dict(_targets(blocks))
    return tuple(_linked(block, targets) for block in blocks) if targets else tuple(blocks)


def _targets(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, Figure | Table) and block.number:
            yield f"{block.kind} {block.number}", f"#{block.kind}-{block.number}"
        elif isinstance(block, Heading) and (found := _SECTION.match(words(block.children))):
            yield found[0].lower(), f"#{block.anchor}"


def _linked(thing: Any, targets: Targets) -> Any:
    """Return a node with links in its words; headings and links stay as they are."""
    if isinstance(thing, tuple):
        return tuple(node for each in thing for node in _nodes(each, targets))
    if not isinstance(thing, Node) or isinstance(thing, Heading | Link):
        return thing
    return replace(
        thing, **{each.name: _linked(getattr(thing, each.name), targets) for each in fields(thing)}
    )


def _nodes(thing: Any, targets: Targets) -> Iterator[Any]:
    if isinstance(thing, Text):
        yield from _pieces(thing.text, targets)
    else:
        yield _linked(thing, targets)


def _pieces(text: str, targets: Targets) -> Iterator[Inline]:
    """Yield a text in pieces, those that name a target as links."""
    done = 0
    for found in _NAMED.finditer(text):
        if (url := targets.get(found[0].lower())) is None:
            continue
        if found.start() > done:
            yield Text(text[done : found.start()])
        yield Link(url, (Text(found[0]),))
        done = found.end()
    if done < len(text) or not text:
        yield Text(text[done:])
