"""What does a line of Markdown say? Its words, styles, links, formulas, images and marks of footnotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it.tree import SyntaxTreeNode

from analysis.publishing.document.blocks import (
    Block,
    Break,
    Code,
    Footnote,
    Formula,
    Inline,
    Link,
    Styled,
    Text,
)
from analysis.publishing.document.directives import ROLES, role_words
from analysis.publishing.document.footnotes import Definitions, flattened
from analysis.publishing.document.inline_html import CODE, SILENT, STYLES, Tag, closing
from analysis.publishing.document.inlines import PictureLoader, linked, safe_url, trimmed
from analysis.publishing.document.pictures import UnreadablePicture
from analysis.publishing.document.traversal import words

COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_STYLES: Final = {"strong": "strong", "em": "emphasis", "s": "strike"}
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)


@dataclass
class Notes:
    """The footnotes of a notebook: where they are defined, and how many have been numbered."""

    definitions: Definitions
    count: int = 0


class LineReader:
    """Reads lines; what is within a footnote is read by the blocks of a subclass."""

    def __init__(
        self,
        noted: Notes,
        load: PictureLoader,
        notes: dict[int, SyntaxTreeNode],
        report: Callable[..., None],
    ) -> None:
        self.noted = noted
        self.load = load
        self.notes = notes
        self.report = report
        self.numbers: dict[str, int] = {}

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> list[Block]:
        """Return the blocks of a footnote."""
        raise NotImplementedError

    def line(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        """Return the inline nodes of a paragraph, heading or cell."""
        inner = node.children[0].children if node.children else []
        return trimmed(list(self.inlines(inner)))

    def inlines(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Inline]:
        """Yield inline nodes; a pair of HTML tags such as <sub> and </sub> becomes one node."""
        position = 0
        while position < len(nodes):
            tag = Tag(nodes[position].content) if nodes[position].type == "html_inline" else None
            end = closing(nodes, position, tag.name) if tag and tag.name and not tag.closes else position
            if tag and end > position:
                yield from self.tagged(tag, tuple(self.inlines(nodes[position + 1 : end])))
            elif tag and tag.name == "img":
                yield self.picture(tag.attribute("src"), tag.attribute("alt"))
            elif not (tag and tag.name) or tag.name == "br":
                yield from self.inline(nodes[position])
            position = end + 1

    def tagged(self, tag: Tag, children: tuple[Inline, ...]) -> Iterator[Inline]:
        """Yield what stands between two tags, as the tags would have it."""
        if tag.name in SILENT:
            return
        if tag.name in STYLES and children:
            yield Styled(STYLES[tag.name], children)
        elif tag.name in CODE:
            yield Code(words(children))
        elif tag.name == "a":
            yield from _linked(tag.attribute("href"), children)
        else:
            yield from children

    def inline(self, node: SyntaxTreeNode) -> Iterator[Inline]:
        """Yield what one piece of a line becomes."""
        match node.type:
            case "text" | "html_inline" if _BREAK.fullmatch(node.content):
                yield Break()
            case "text":
                yield from linked(node.content) if node.content else ()
            case "html_inline":
                text = COMMENT.sub("", node.content)
                yield from [Text(text)] if text else []
            case "softbreak":
                yield Text(" ")
            case "hardbreak":
                yield Break()
            case "code_inline":
                yield Code(node.content)
            case "strong" | "em" | "s":
                yield Styled(_STYLES[node.type], tuple(self.inlines(node.children)))
            case "link":
                yield from self.link(node)
            case "image":
                yield self.image(node)
            case "math_inline" | "math_inline_double":
                yield formula_of(node.content)
            case "myst_role":
                yield from self.role(str(node.meta["name"]), node.content)
            case "footnote_ref":
                yield self.footnote(node)
            case _:
                yield from self.inlines(node.children)

    def link(self, node: SyntaxTreeNode) -> Iterator[Inline]:
        """Yield a link, or only its words where its address is not safe."""
        return _linked(str(node.attrs.get("href", "")), tuple(self.inlines(node.children)))

    def image(self, node: SyntaxTreeNode) -> Inline:
        """Return an image that Markdown names."""
        return self.picture(str(node.attrs.get("src", "")), node.content)

    def picture(self, address: str, alt: str) -> Inline:
        """Return the image at an address, or words that say why it is not shown."""
        try:
            return self.load(address, alt)
        except UnreadablePicture as error:
            return Text(f"[Image not shown: {alt or 'without description'}; {error}]")

    def footnote(self, node: SyntaxTreeNode) -> Footnote:
        """Return a mark; a note that is defined once has one number wherever it is named."""
        key, label = int(node.meta["id"]), str(node.meta.get("label", ""))
        definitions = self.noted.definitions
        numbers, name = (
            (definitions.numbers, label) if label in definitions.unique else (self.numbers, f"{key}:{label}")
        )
        first = name not in numbers
        if first:
            self.noted.count += 1
            numbers[name] = self.noted.count
        return Footnote(numbers[name], first, self.footnote_text(key) if first else ())

    def footnote_text(self, key: int) -> tuple[Inline, ...]:
        """Return a footnote's words, its blocks joined by line breaks."""
        return flattened(self.blocks(self.notes[key].children if key in self.notes else []))

    def role(self, name: str, content: str) -> Iterator[Inline]:
        """Yield what a role of MyST says; a name that is none is text before a piece of code."""
        if name == "math":
            yield formula_of(content)
        elif name in {"sub", "sup"}:
            yield Styled("sub" if name == "sub" else "super", (Text(content),))
        elif name in ROLES or ":" in name:
            self.report(f"uses the role {{{name}}}, which means nothing here", "say it in plain Markdown")
            yield Text(role_words(content))
        else:
            yield from (Text(f"{{{name}}}"), Code(content))


def _linked(address: str, children: tuple[Inline, ...]) -> Iterator[Inline]:
    """Yield a link; addresses among its own words lead nowhere else."""
    url = safe_url(address)
    if not url or not children:
        yield from children
        return
    parts = ((part.children if isinstance(part, Link) else (part,)) for part in children)
    yield Link(url, tuple(node for part in parts for node in part))


def formula_of(tex: str, *, display: bool = False) -> Formula:
    """Return a formula as it is set; ``display`` on a line of its own."""
    from analysis.publishing.document.foreign.formulas import formula  # only texts with formulas pay for it

    return formula(tex, display=display)
