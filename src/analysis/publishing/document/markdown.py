"""What does a Markdown cell say? CommonMark with tables, footnotes and TeX, read once for both formats.

HTML within Markdown is read into the same nodes, or else printed as the text it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from markdown_it.tree import SyntaxTreeNode

from analysis.publishing.document.blocks import (
    Block,
    Break,
    Cell,
    Equation,
    Figure,
    Grid,
    Heading,
    Inline,
    Items,
    Paragraph,
    Picture,
    Place,
    Quote,
    Rule,
    Styled,
    Table,
    Text,
)
from analysis.publishing.document.directives import (
    NOTES,
    PICTURES,
    PROGRAMS,
    Directive,
    directive,
    front_matter,
)
from analysis.publishing.document.footnotes import MARK, Definitions
from analysis.publishing.document.inlines import PictureLoader, trimmed
from analysis.publishing.document.listings import code_listing
from analysis.publishing.document.markdown_lines import COMMENT, LineReader, Notes, formula_of
from analysis.publishing.document.markdown_parser import PARSER
from analysis.publishing.document.traversal import walk

_UNSEEN: Final = re.compile(r"\s*<(style|script)\b.*?(?:</\1\s*>|\Z)\s*", re.IGNORECASE | re.DOTALL)
_SCRIPT: Final = re.compile(r"<script\b", re.IGNORECASE)
_READ_AS_HTML: Final = re.compile(
    r"\s*</?(?:table|t[dhr]|thead|tbody|tfoot|caption|col|colgroup|div|p|img|center|figure|figcaption|details"
    r"|summary|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|hr|br|pre|section|article|aside|header|footer|main|nav"
    r"|address|form|fieldset|legend|svg|picture|a|span|font|b|i|u|em|strong|small|big|sub|sup|code|kbd)\b",
    re.IGNORECASE,
)
_FORMULAS: Final = {"math_block", "math_block_label", "amsmath"}
_CALLOUT: Final = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*", re.IGNORECASE)


class MarkdownReader:
    """Reads the Markdown of a notebook; footnotes are numbered through all of its cells.

    ``sources`` are all its Markdown cells, since a footnote may be defined in one and named in another.
    """

    def __init__(self, sources: Iterable[tuple[Place, str]] = ()) -> None:
        self.notes = Notes(Definitions(list(sources)))

    def read(
        self, source: str, *, place: Place, load: PictureLoader, report: Callable[..., None] | None = None
    ) -> list[Block]:
        """Return the blocks of one cell; ``load`` finds its images, ``report`` is told what is wrong."""
        report = report or _unheard
        fields, source = front_matter(source)
        tree = SyntaxTreeNode(PARSER.parse(self.notes.definitions.completed(source)))
        blocks = _Cell(self, place, load, _footnote_texts(tree), report).blocks(tree.children)
        if fields:
            blocks.insert(0, code_listing(fields, "yaml", role="code", place=place))
        for label in _undefined(blocks):
            if label in self.notes.definitions.places:
                continue
            what = f"names the footnote [^{label}], which no cell defines"
            report(what, f"write [^{label}]: and its words on a line of their own", lost=True)
        return blocks


def _unheard(what: str, fix: str, *, lost: bool = False) -> None:
    """Hear of what is wrong and tell nobody: in outputs, whose program is told nothing."""


def _undefined(blocks: list[Block]) -> list[str]:
    texts = (node.text for node in walk(tuple(blocks)) if isinstance(node, Text))
    return list(dict.fromkeys(label for text in texts for label in MARK.findall(text)))


def _footnote_texts(tree: SyntaxTreeNode) -> dict[int, SyntaxTreeNode]:
    notes = (node for block in tree.children if block.type == "footnote_block" for node in block.children)
    return {int(note.meta["id"]): note for note in notes}


class _Cell(LineReader):
    """One cell that is being read."""

    def __init__(
        self,
        reader: MarkdownReader,
        place: Place,
        load: PictureLoader,
        notes: dict[int, SyntaxTreeNode],
        report: Callable[..., None],
    ) -> None:
        super().__init__(reader.notes, load, notes, report)
        self.reader = reader
        self.place = place

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
                items = tuple(tuple(self.inner(item.children)) for item in node.children)
                start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
                return [Items(items, start, place=self.place)]
            case "blockquote":
                return self.quote(node)
            case "fence" | "code_block" | "colon_fence":
                return self.fence(node)
            case "hr":
                return [Rule(place=self.place)]
            case "table":
                return [self.table(node)]
            case "html_block":
                return self.html(node.content)
            case "footnote_block":
                return []
            case kind if kind in _FORMULAS:
                return [Equation(formula_of(node.content, display=True), place=self.place)]
            case _:
                return self.blocks(node.children)

    def paragraph(self, node: SyntaxTreeNode) -> list[Block]:
        """Return a paragraph; one that is only an image or a displayed formula is that block itself."""
        inner = node.children[0].children if node.children else []
        if len(inner) == 1 and inner[0].type == "math_inline_double":
            return [Equation(formula_of(inner[0].content, display=True), place=self.place)]
        line = self.line(node)
        if line and all(isinstance(each, Picture | Break) for each in line):
            titles = [str(each.attrs.get("title", "")) for each in inner if each.type == "image"]
            pictures = [each for each in line if isinstance(each, Picture)]
            named = zip(pictures, titles, strict=False)
            return [Figure(each, caption=title, in_text=True, place=self.place) for each, title in named]
        return [Paragraph(line, place=self.place)] if line else []

    def inner(self, nodes: Sequence[SyntaxTreeNode]) -> list[Block]:
        """Return blocks within a list or a quotation, where a heading is no part of the report's outline."""
        return [
            Paragraph((Styled("strong", block.children),), place=self.place)
            if isinstance(block, Heading)
            else block
            for block in self.blocks(nodes)
            if not (isinstance(block, Heading) and not block.children)
        ]

    def quote(self, node: SyntaxTreeNode) -> list[Block]:
        """Return a quotation, or a note when it begins as one: ``> [!NOTE]``."""
        blocks = self.inner(node.children)
        first = blocks[0] if blocks else None
        if isinstance(first, Paragraph) and first.children and isinstance(first.children[0], Text):
            found = _CALLOUT.match(first.children[0].text)
            if found:
                rest = trimmed((Text(first.children[0].text[found.end() :]), *first.children[1:]))
                return self.callout(found[1].lower(), rest, blocks[1:])
        return [Quote(tuple(blocks), place=self.place)]

    def callout(
        self, name: str, first: tuple[Inline, ...], others: list[Block], *, called: str = ""
    ) -> list[Block]:
        """Return a note or a warning; what it is called stands above it, but for a plain note."""
        role = "warning" if name in {"warning", "caution"} else "note"
        above = called or ("" if name == "note" else name.capitalize())
        title = (Styled("strong", (Text(above),)),) if above else ()
        blocks = [Paragraph(line, place=self.place) for line in (title, first) if line] + others
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            return [replace(blocks[0], role=role)]
        return [Quote(tuple(blocks), role=role, place=self.place)] if blocks else []

    def fence(self, node: SyntaxTreeNode) -> list[Block]:
        """Return program text, or what a directive between two fences says."""
        found = directive(node.info, node.content, colons=node.type == "colon_fence")
        if found:
            return self.directive(found)
        language = (node.info.strip("{} \t").replace(",", " ").split() or ["text"])[0]
        return [code_listing(node.content.rstrip("\n"), language, role="code", place=self.place)]

    def directive(self, found: Directive) -> list[Block]:
        name, body = found.name, found.body
        if name in NOTES:
            return self.callout(NOTES[name], (), self.nested(body), called=found.title)
        if name in PROGRAMS:
            return [code_listing(body, found.title or "text", role="code", place=self.place)]
        if name == "math":
            return [Equation(formula_of(body or found.title, display=True), place=self.place)]
        if name in PICTURES:
            picture = self.picture(found.title, body)
            if isinstance(picture, Picture):
                return [Figure(picture, caption=" ".join(body.split()), in_text=True, place=self.place)]
            return [Paragraph((picture,), place=self.place), *self.nested(body)]
        if name:
            self.report(
                f"uses the directive {{{name}}}, which means nothing here", "say it in plain Markdown"
            )
        title = (
            [Paragraph((Styled("strong", (Text(found.title),)),), place=self.place)] if found.title else []
        )
        return [*title, *self.nested(body)]

    def nested(self, source: str) -> list[Block]:
        """Return the blocks of Markdown that stands within other Markdown."""
        tree = SyntaxTreeNode(PARSER.parse(self.reader.notes.definitions.completed(source)))
        notes = _footnote_texts(tree)
        return _Cell(self.reader, self.place, self.load, notes, self.report).inner(tree.children)

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
        """Return what a block of HTML says; comments, styles and scripts say nothing."""
        rest = _UNSEEN.sub("", COMMENT.sub("", markup))
        if _SCRIPT.search(markup):
            self.report("holds a script, which a page without scripts cannot run", "take it out")
        if not rest.strip():
            return []
        if rest != markup and not rest.lstrip().startswith("<"):
            return self.blocks(SyntaxTreeNode(PARSER.parse(rest)).children)
        if _READ_AS_HTML.match(rest):
            from analysis.publishing.document.foreign.html_reader import read_html

            blocks, hidden = read_html(rest, place=self.place, load=self.load)
            if not hidden:
                return blocks
        return [Paragraph((Text(rest.strip()),), place=self.place)]
