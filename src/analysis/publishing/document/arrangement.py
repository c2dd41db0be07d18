"""Which number has a figure, where does a link lead, which level has a heading? Settled once for all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any, Final

from analysis.publishing.document.blocks import (
    Block,
    Figure,
    Heading,
    Inline,
    Link,
    Node,
    Place,
    Sources,
    Styled,
    Table,
)
from analysis.publishing.document.cross_references import cross_referenced
from analysis.publishing.document.flaws import Flaw
from analysis.publishing.document.inlines import SOURCE
from analysis.publishing.document.traversal import walk, words

_RESERVED: Final = re.compile(r"(figure|table|note|mark|source)-\d+")
_ANNEX: Final = re.compile(r"(Annex|Appendix)\b", re.IGNORECASE)


def arranged(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], list[Flaw]]:
    """Return the blocks with levels, anchors, numbers and links settled, and the links that lead nowhere."""
    numbered = tuple(_numbered(_anchored(_levelled(blocks))))
    anchors = {block.anchor for block in numbered if isinstance(block, Heading)}
    anchors |= {anchor(block) for block in numbered if isinstance(block, Figure | Table) and block.number}
    sources = [one for block in numbered if isinstance(block, Sources) for one in block.items]
    anchors |= {f"source-{one.number}" for one in sources}
    flaws = [
        Flaw(
            place,
            f"links to {link.url}, which is nowhere in the report",
            f"use one of {_some(anchors)}",
            lost=True,
        )
        for place, link in _links(numbered)
        if link.url.startswith("#") and slug(link.url) not in anchors and not link.url.startswith(SOURCE)
    ]
    flaws += [
        Flaw(
            block.place,
            f"names the source {link.url.removeprefix(SOURCE)}, which no list explains",
            "end the notebook with a cell part.sources()",
        )
        for block in numbered
        if isinstance(block, Figure | Table) and not block.in_text
        for link in [node for node in walk(block.details) if isinstance(node, Link)][:1]
        if link.url.startswith(SOURCE) and slug(link.url) not in anchors
    ]
    numbered = cross_referenced(numbered)
    linking = {
        id(block)
        for block in numbered
        if any(isinstance(node, Link) and _is_inexact(node.url, anchors) for node in walk(block))
    }
    return tuple(_relinked(block, anchors) if id(block) in linking else block for block in numbered), flaws


def slug(text: str) -> str:
    """Return the anchor of a heading: its words in small letters with hyphens.

    >>> slug("Last night, in context"), slug("#Last-night,-in-context"), slug("Київ 2026")
    ('last-night-in-context', 'last-night-in-context', 'київ-2026')
    """
    return "-".join(re.findall(r"\w+", text.casefold())) or "section"


def _unreserved(name: str) -> str:
    """Return an anchor that is none of a figure, a table or a footnote."""
    return f"section-{name}" if _RESERVED.fullmatch(name) else name


def anchor(block: Figure | Table) -> str:
    """Return the anchor of a numbered figure or table, blank for one without number."""
    return f"{block.kind}-{block.number}" if block.number else ""


def _levelled(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, headings on levels that begin with 1 and skip none; siblings stay siblings."""
    open_levels: list[int] = []  # as the author wrote them, from the highest down to the newest heading
    for block in blocks:
        if isinstance(block, Heading):
            if not words(block.children).strip():
                continue
            open_levels = [level for level in open_levels if level < block.level] + [block.level]
            block = replace(block, level=min(len(open_levels), 5))
        yield block


def _anchored(blocks: Iterator[Block]) -> Iterator[Block]:
    used: Counter[str] = Counter()
    for block in blocks:
        if isinstance(block, Heading):
            name = words(block.children)
            base = _unreserved(slug(name))
            used[base] += 1
            unique = base if used[base] == 1 else f"{base}-{used[base]}"
            block = replace(block, anchor=unique, annex=block.level == 1 and bool(_ANNEX.match(name)))
        yield block


def _numbered(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield the blocks; figures and tables that have a title or a caption get their numbers."""
    numbers: Counter[str] = Counter()
    for block in blocks:
        if isinstance(block, Figure | Table) and (block.caption or getattr(block, "title", "")):
            numbers[block.kind] += 1
            block = replace(block, number=numbers[block.kind])
        yield block


def _links(blocks: Sequence[Block]) -> Iterator[tuple[Place, Link]]:
    for block in blocks:
        yield from ((block.place, node) for node in walk(block) if isinstance(node, Link))


def _relinked(thing: Any, anchors: set[str]) -> Any:
    """Return a node with the links within the report made exact, and those that lead nowhere taken out."""
    if isinstance(thing, tuple):
        return tuple(_relinked(each, anchors) for each in thing)
    if not isinstance(thing, Node):
        return thing
    if isinstance(thing, Link) and thing.url.startswith("#"):
        return _inner_link(thing, anchors)
    changed = {each.name: _relinked(getattr(thing, each.name), anchors) for each in fields(thing)}
    return replace(thing, **changed)


def _is_inexact(url: str, anchors: set[str]) -> bool:
    """Whether a link within the report is not written as the anchor it leads to is, or leads nowhere."""
    return url.startswith("#") and url[1:] not in anchors


def _inner_link(link: Link, anchors: set[str]) -> Inline:
    target = slug(link.url)
    children = _relinked(link.children, anchors)
    return Link(f"#{target}", children) if target in anchors else Styled("plain", children)


def _some(anchors: set[str]) -> str:
    return ", ".join(f"#{name}" for name in sorted(anchors)[:12]) or "the headings, of which there are none"
