"""What does a Markdown cell say? CommonMark with tables, footnotes and TeX, read once for both formats.

HTML within Markdown is read into the same nodes, or else printed as the text it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from analysis.publishing.document.blocks import (
    Block,
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
    Paragraph,
    Picture,
    Place,
    Quote,
    Rule,
    Styled,
    Table,
    Text,
)
from analysis.publishing.document.inlines import PictureLoader, safe_url, trimmed
from analysis.publishing.document.listings import code_listing
from analysis.publishing.document.pictures import UnreadablePicture

_PARSER: Final = (
    MarkdownIt("commonmark", {"html": True})
    .enable(["table", "strikethrough"])
    .use(footnote_plugin)
    .use(dollarmath_plugin, allow_space=False, double_inline=True)
    .use(amsmath_plugin)
)
_STYLES: Final = {"strong": "strong", "em": "emphasis", "s": "strike"}
_TAGS: Final = {
    "b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "s": "strike", "del": "strike",
    "sub": "sub", "sup": "super",
}  # fmt: skip
_TAG: Final = re.compile(r"<(/?)([a-zA-Z]+)\s*>")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_READ_AS_HTML: Final = re.compile(
    r"\s*<(?:table|div|p|img|center|figure|details|h[1-6]|ul|ol|blockquote|hr|br|pre|section|a)\b",
    re.IGNORECASE,
)
_FORMULAS: Final = {"math_block", "math_block_label", "amsmath"}
_CALLOUT: Final = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*", re.IGNORECASE)


class MarkdownReader:
    """Reads the Markdown of a notebook; footnotes are numbered through all of its cells."""

    def __init__(self) -> None:
        self.footnotes = 0

    def read(self, source: str, *, place: Place, load: PictureLoader) -> list[Block]:
        """Return the blocks of one cell; ``load`` finds the images that it names."""
        tree = SyntaxTreeNode(_PARSER.parse(source))
        return _Cell(self, place, load, _footnote_texts(tree)).blocks(tree.children)


def _footnote_texts(tree: SyntaxTreeNode) -> dict[int, SyntaxTreeNode]:
    notes = (node for block in tree.children if block.type == "footnote_block" for node in block.children)
    return {int(note.meta["id"]): note for note in notes}


class _Cell:
    """One cell that is being read."""

    def __init__(
        self, reader: MarkdownReader, place: Place, load: PictureLoader, notes: dict[int, SyntaxTreeNode]
    ) -> None:
        self.reader = reader
        self.place = place
        self.load = load
        self.notes = notes
        self.numbers: dict[int, int] = {}

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> list[Block]:
        return [block for node in nodes for block in self.block(node)]

    def block(self, node: SyntaxTreeNode) -> list[Block]:
        """Return what one block of Markdown becomes."""
        match node.type:
            case "heading":
                return [Heading(int(node.tag[1:]), self.line(node), place=self.place)]
            case "paragraph":
                return self.paragraph(node)
            case "bullet_list" | "ordered_list":
                items = tuple(tuple(self.blocks(item.children)) for item in node.children)
                start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
                return [Items(items, start, place=self.place)]
            case "blockquote":
                return self.quote(node)
            case "fence" | "code_block":
                language = node.info.split()[0] if node.info.split() else "text"
                return [code_listing(node.content.rstrip("\n"), language, role="code", place=self.place)]
            case "hr":
                return [Rule(place=self.place)]
            case "table":
                return [self.table(node)]
            case "html_block":
                return self.html(node.content)
            case "footnote_block":
                return []
            case kind if kind in _FORMULAS:
                return [Equation(_formula(node.content, display=True), place=self.place)]
            case _:
                return self.blocks(node.children)

    def paragraph(self, node: SyntaxTreeNode) -> list[Block]:
        """Return a paragraph; one that is only an image or a displayed formula is that block itself."""
        inner = node.children[0].children if node.children else []
        if len(inner) == 1 and inner[0].type == "math_inline_double":
            return [Equation(_formula(inner[0].content, display=True), place=self.place)]
        line = self.line(node)
        if line and all(isinstance(each, Picture | Break) for each in line):
            titles = [str(each.attrs.get("title", "")) for each in inner if each.type == "image"]
            pictures = [each for each in line if isinstance(each, Picture)]
            named = zip(pictures, titles, strict=False)
            return [Figure(each, caption=title, in_text=True, place=self.place) for each, title in named]
        return [Paragraph(line, place=self.place)] if line else []

    def quote(self, node: SyntaxTreeNode) -> list[Block]:
        """Return a quotation, or a note when it begins as one: ``> [!NOTE]``."""
        blocks = self.blocks(node.children)
        first = blocks[0] if blocks else None
        if isinstance(first, Paragraph) and first.children and isinstance(first.children[0], Text):
            found = _CALLOUT.match(first.children[0].text)
            if found:
                rest = trimmed((Text(first.children[0].text[found.end() :]), *first.children[1:]))
                texts = [rest, *(block.children for block in blocks[1:] if isinstance(block, Paragraph))]
                return [Paragraph(text, role="note", place=self.place) for text in texts if text]
        return [Quote(tuple(blocks), place=self.place)]

    def table(self, node: SyntaxTreeNode) -> Table:
        sections = {section.type: section for section in node.children}
        head = tuple(self.row(row) for row in sections["thead"].children)
        body = tuple(self.row(row) for row in sections["tbody"].children) if "tbody" in sections else ()
        return Table(Grid(len(head[0]), head, body), in_text=True, place=self.place)

    def row(self, node: SyntaxTreeNode) -> tuple[Cell, ...]:
        return tuple(self.cell(cell) for cell in node.children)

    def cell(self, node: SyntaxTreeNode) -> Cell:
        found = re.search(r"text-align:(left|right|center)", str(node.attrs.get("style", "")))
        return Cell(self.line(node), found[1] if found else "left", heading=node.type == "th")

    def html(self, markup: str) -> list[Block]:
        """Return what a block of HTML says; a comment says nothing, and what acts is printed as it is."""
        if markup.strip().startswith("<!--") and markup.strip().endswith("-->"):
            return []
        if _READ_AS_HTML.match(markup):
            from analysis.publishing.document.foreign.html_reader import read_html

            blocks, hidden = read_html(markup, place=self.place, load=self.load)
            if blocks and not hidden:
                return blocks
        return [Paragraph((Text(markup.strip()),), place=self.place)]

    def line(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        """Return the inline nodes of a paragraph, heading or cell."""
        inner = node.children[0].children if node.children else []
        return trimmed(list(self.inlines(inner)))

    def inlines(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Inline]:
        """Yield inline nodes; a pair of HTML tags such as <sub> and </sub> becomes one styled node."""
        position = 0
        while position < len(nodes):
            style, end = _styled_span(nodes, position)
            if style:
                yield Styled(style, tuple(self.inlines(nodes[position + 1 : end])))
                position = end + 1
            else:
                yield from self.inline(nodes[position])
                position += 1

    def inline(self, node: SyntaxTreeNode) -> Iterator[Inline]:
        match node.type:
            case "text" | "html_inline" if _BREAK.fullmatch(node.content):
                yield Break()
            case "text" | "html_inline":
                yield from [Text(node.content)] if node.content else []
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
                yield _formula(node.content)
            case "footnote_ref":
                yield self.footnote(node)
            case _:
                yield from self.inlines(node.children)

    def link(self, node: SyntaxTreeNode) -> Iterator[Inline]:
        children = tuple(self.inlines(node.children))
        url = safe_url(str(node.attrs.get("href", "")))
        if url and children:
            yield Link(url, children)
        else:
            yield from children

    def image(self, node: SyntaxTreeNode) -> Inline:
        try:
            return self.load(str(node.attrs.get("src", "")), node.content)
        except UnreadablePicture as error:
            return Text(f"[Image not shown: {node.content or 'without description'}; {error}]")

    def footnote(self, node: SyntaxTreeNode) -> Footnote:
        key = int(node.meta["id"])
        first = key not in self.numbers
        if first:
            self.reader.footnotes += 1
            self.numbers[key] = self.reader.footnotes
        return Footnote(self.numbers[key], first, self.footnote_text(key) if first else ())

    def footnote_text(self, key: int) -> tuple[Inline, ...]:
        """Return a footnote's words, its paragraphs joined by line breaks."""
        line: list[Inline] = []
        for block in self.blocks(self.notes[key].children if key in self.notes else []):
            if isinstance(block, Paragraph):
                line.extend([Break(), *block.children] if line else block.children)
        return tuple(line)


def _formula(tex: str, *, display: bool = False) -> Formula:
    from analysis.publishing.document.foreign.formulas import formula  # only texts with formulas pay for it

    return formula(tex, display=display)


def _styled_span(nodes: Sequence[Any], start: int) -> tuple[str, int]:
    """Return the style of an HTML tag that opens here and where it closes; blank when it does not."""
    opening = _TAG.fullmatch(nodes[start].content) if nodes[start].type == "html_inline" else None
    if not opening or opening[1] or opening[2].lower() not in _TAGS:
        return "", start
    for end in range(start + 1, len(nodes)):
        closing = _TAG.fullmatch(nodes[end].content) if nodes[end].type == "html_inline" else None
        if closing and closing[1] and closing[2].lower() == opening[2].lower():
            return _TAGS[opening[2].lower()], end
    return "", start
