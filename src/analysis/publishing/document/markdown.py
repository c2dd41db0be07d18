"""What does a Markdown cell say? CommonMark with tables, footnotes and TeX, read once for both formats.

HTML within Markdown is read into the same nodes, or else printed as the text it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from markdown_it.tree import SyntaxTreeNode

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
from analysis.publishing.document.directives import (
    NOTES,
    PICTURES,
    PROGRAMS,
    ROLES,
    Directive,
    directive,
    front_matter,
    role_words,
)
from analysis.publishing.document.footnotes import MARK, Definitions, flattened
from analysis.publishing.document.inline_html import CODE, SILENT, STYLES, Tag, closing
from analysis.publishing.document.inlines import PictureLoader, linked, safe_url, trimmed
from analysis.publishing.document.listings import code_listing
from analysis.publishing.document.markdown_parser import PARSER
from analysis.publishing.document.pictures import UnreadablePicture
from analysis.publishing.document.traversal import walk, words

_STYLES: Final = {"strong": "strong", "em": "emphasis", "s": "strike"}
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
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
        self.footnotes = 0
        self.definitions = Definitions(sources)

    def read(
        self, source: str, *, place: Place, load: PictureLoader, report: Callable[..., None] | None = None
    ) -> list[Block]:
        """Return the blocks of one cell; ``load`` finds its images, ``report`` is told what is wrong."""
        report = report or _unheard
        fields, source = front_matter(source)
        tree = SyntaxTreeNode(PARSER.parse(self.definitions.completed(source)))
        blocks = _Cell(self, place, load, _footnote_texts(tree), report).blocks(tree.children)
        if fields:
            blocks.insert(0, code_listing(fields, "yaml", role="code", place=place))
        for label in _undefined(blocks):
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


class _Cell:
    """One cell that is being read."""

    def __init__(
        self,
        reader: MarkdownReader,
        place: Place,
        load: PictureLoader,
        notes: dict[int, SyntaxTreeNode],
        report: Callable[..., None],
    ) -> None:
        self.reader = reader
        self.place = place
        self.load = load
        self.notes = notes
        self.report = report
        self.numbers: dict[str, int] = {}

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
            return [Equation(_formula(body or found.title, display=True), place=self.place)]
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
        tree = SyntaxTreeNode(PARSER.parse(self.reader.definitions.completed(source)))
        notes = _footnote_texts(tree)
        return _Cell(self.reader, self.place, self.load, notes, self.report).inner(tree.children)

    def role(self, name: str, content: str) -> Iterator[Inline]:
        """Yield what a role of MyST says; a name that is none is text before a piece of code."""
        if name == "math":
            yield _formula(content)
        elif name in {"sub", "sup"}:
            yield Styled("sub" if name == "sub" else "super", (Text(content),))
        elif name in ROLES or ":" in name:
            self.report(f"uses the role {{{name}}}, which means nothing here", "say it in plain Markdown")
            yield Text(role_words(content))
        else:
            yield from (Text(f"{{{name}}}"), Code(content))

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
        rest = _UNSEEN.sub("", _COMMENT.sub("", markup))
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
        match node.type:
            case "text" | "html_inline" if _BREAK.fullmatch(node.content):
                yield Break()
            case "text":
                yield from linked(node.content) if node.content else ()
            case "html_inline":
                text = _COMMENT.sub("", node.content)
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
                yield _formula(node.content)
            case "myst_role":
                yield from self.role(str(node.meta["name"]), node.content)
            case "footnote_ref":
                yield self.footnote(node)
            case _:
                yield from self.inlines(node.children)

    def link(self, node: SyntaxTreeNode) -> Iterator[Inline]:
        return _linked(str(node.attrs.get("href", "")), tuple(self.inlines(node.children)))

    def image(self, node: SyntaxTreeNode) -> Inline:
        return self.picture(str(node.attrs.get("src", "")), node.content)

    def picture(self, address: str, alt: str) -> Inline:
        try:
            return self.load(address, alt)
        except UnreadablePicture as error:
            return Text(f"[Image not shown: {alt or 'without description'}; {error}]")

    def footnote(self, node: SyntaxTreeNode) -> Footnote:
        """Return a mark; a note that is defined once has one number wherever it is named."""
        key, label = int(node.meta["id"]), str(node.meta.get("label", ""))
        definitions = self.reader.definitions
        numbers, name = (
            (definitions.numbers, label) if label in definitions.unique else (self.numbers, f"{key}:{label}")
        )
        first = name not in numbers
        if first:
            self.reader.footnotes += 1
            numbers[name] = self.reader.footnotes
        return Footnote(numbers[name], first, self.footnote_text(key) if first else ())

    def footnote_text(self, key: int) -> tuple[Inline, ...]:
        """Return a footnote's words, its blocks joined by line breaks."""
        return flattened(self.blocks(self.notes[key].children if key in self.notes else []))


def _linked(address: str, children: tuple[Inline, ...]) -> Iterator[Inline]:
    """Yield a link; addresses among its own words lead nowhere else."""
    url = safe_url(address)
    if not url or not children:
        yield from children
        return
    parts = ((part.children if isinstance(part, Link) else (part,)) for part in children)
    yield Link(url, tuple(node for part in parts for node in part))


def _formula(tex: str, *, display: bool = False) -> Formula:
    from analysis.publishing.document.foreign.formulas import formula  # only texts with formulas pay for it

    return formula(tex, display=display)
