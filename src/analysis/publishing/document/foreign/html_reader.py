"""What does an HTML output say? Paragraphs, lists, tables and images; never its scripts, styles or addresses.

HTML is read into blocks and written anew by each exporter, so that nothing of it can act on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString, PageElement

from analysis.publishing.document.blocks import (
    Block,
    Break,
    Code,
    Figure,
    Inline,
    Items,
    Link,
    Listing,
    Paragraph,
    Picture,
    Place,
    Quote,
    Rule,
    Styled,
    Table,
    Text,
)
from analysis.publishing.document.foreign.colours import rules_by_id
from analysis.publishing.document.foreign.formulas import formula
from analysis.publishing.document.foreign.grids import Styles, read_grid
from analysis.publishing.document.inline_html import CODE, STYLES
from analysis.publishing.document.inlines import PictureLoader, safe_url, trimmed
from analysis.publishing.document.pictures import UnreadablePicture, read_drawing
from analysis.publishing.document.traversal import words

#: The standard's parser knows which end tags may be left out; Python's own takes what follows for nested.
PARSER: Final = "html5lib"
_DISPLAYED: Final = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
_LINES: Final = {
    "p", "div", "li", "tr", "ul", "ol", "dl", "dt", "dd", "table", "pre", "blockquote", "h1", "h2", "h3",
    "h4", "h5", "h6", "section", "figure", "hr",
}  # fmt: skip
_HEADINGS: Final = {"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt", "figcaption", "legend"}
_CONTAINERS: Final = {
    "html", "body", "div", "section", "article", "main", "header", "footer", "aside", "nav", "figure",
    "details", "center", "form", "fieldset", "dl", "dd", "address", "picture", "noscript",
}  # fmt: skip
_UNSEEN: Final = {"script", "style", "head", "template", "link", "meta", "title", "base", "param", "source"}
_ACTIVE: Final = {"iframe", "video", "audio", "object", "embed", "canvas", "applet"}
_IN_A_LINE: Final = "list-inline"  # the class of a list whose items stand side by side


@dataclass
class _Reading:
    """What has been read so far: finished blocks, and the line that is being read."""

    place: Place
    styles: Styles
    load: PictureLoader
    blocks: list[Block] = field(default_factory=list)
    line: list[Inline] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)

    def end_line(self) -> None:
        if words(self.line).strip() or any(isinstance(node, Picture) for node in self.line):
            self.blocks.append(Paragraph(trimmed(self.line), place=self.place))
        self.line = []

    def add(self, block: Block) -> None:
        self.end_line()
        self.blocks.append(block)


def read_html(markup: str, *, place: Place, load: PictureLoader) -> tuple[list[Block], list[str]]:
    """Return the blocks that HTML says, and the names of the elements that cannot be shown on paper."""
    soup = BeautifulSoup(markup, PARSER)
    sheet = "\n".join(str(style.string or "") for style in soup.find_all("style"))
    reading = _Reading(place, rules_by_id(sheet), load)
    _read_children(soup, reading)
    reading.end_line()
    if not reading.blocks and soup.find("script"):
        reading.hidden.add("script")
    return reading.blocks, sorted(reading.hidden)


def _read_children(parent: Tag, reading: _Reading) -> None:
    for child in parent.children:
        _read(child, reading)


def _read(element: PageElement, reading: _Reading) -> None:
    """Read one element into finished blocks or into the current line."""
    if isinstance(element, NavigableString):
        if type(element) is NavigableString:
            reading.line.extend(_text(str(element)))
        return
    if not isinstance(element, Tag) or element.name in _UNSEEN:
        return
    name = element.name
    if name in _ACTIVE:
        reading.hidden.add(name)
    elif name == "table":
        _read_table(element, reading)
    elif name == "p" or name in _CONTAINERS:
        reading.end_line()
        _read_children(element, reading)
        reading.end_line()
    elif name in _HEADINGS:
        reading.add(Paragraph((Styled("strong", trimmed(_inlines(element, reading))),), place=reading.place))
    elif name in {"ul", "ol"} and _IN_A_LINE in element.get_attribute_list("class"):
        reading.add(Paragraph(_in_a_line(element, reading), place=reading.place))
    elif name in {"ul", "ol"}:
        reading.add(_list(element, reading))
    elif name == "blockquote":
        reading.add(Quote(tuple(_nested(element, reading)), place=reading.place))
    elif name == "pre":
        reading.add(Listing("output", (("", element.get_text().strip("\n")),), place=reading.place))
    elif name == "hr":
        reading.add(Rule(place=reading.place))
    elif name in {"img", "svg"}:
        _read_picture(element, reading)
    else:
        reading.line.extend(_inline(element, reading))


def _read_table(element: Tag, reading: _Reading) -> None:
    grid, notes = read_grid(element, styles=reading.styles, inlines=lambda tag: _inlines(tag, reading))
    caption = element.find("caption", recursive=False)
    said = words(_inlines(caption, reading)) if isinstance(caption, Tag) else ""
    reading.add(Table(grid, caption=said, notes=notes, place=reading.place))


def _nested(element: Tag, reading: _Reading) -> list[Block]:
    inner = _Reading(reading.place, reading.styles, reading.load, hidden=reading.hidden)
    _read_children(element, inner)
    inner.end_line()
    return inner.blocks


def _in_a_line(element: Tag, reading: _Reading) -> tuple[Inline, ...]:
    """Return the items of a list that stand in one line, as R shows a vector."""
    items = [_inlines(item, reading) for item in element.find_all("li", recursive=False)]
    return tuple(node for at, item in enumerate(items) for node in ((Text(" · "),) if at else ()) + item)


def _list(element: Tag, reading: _Reading) -> Items:
    tags = [child for child in element.children if isinstance(child, Tag) and child.name not in _UNSEEN]
    items = tuple(tuple(_nested(item, reading)) for item in tags)
    return Items(items, start=1 if element.name == "ol" else None, place=reading.place)


def _read_picture(element: Tag, reading: _Reading) -> None:
    """Read an image: a block by itself, words when it cannot be loaded."""
    try:
        reading.add(Figure(_picture(element, reading), place=reading.place))
    except UnreadablePicture as error:
        alt = str(element.get("alt", "") or element.get("aria-label", ""))
        reading.line.append(Text(f"[Image not shown: {alt or 'without description'}; {error}]"))


def _picture(element: Tag, reading: _Reading) -> Picture:
    if element.name == "svg":
        element["xmlns"] = "http://www.w3.org/2000/svg"
        element["xmlns:xlink"] = "http://www.w3.org/1999/xlink"
        return read_drawing(str(element), alt=str(element.get("aria-label", "")))
    return reading.load(str(element.get("src", "")), str(element.get("alt", "")))


def _inlines(element: Tag, reading: _Reading) -> tuple[Inline, ...]:
    line = [node for child in element.children for node in _inline(child, reading)]
    return trimmed([node for at, node in enumerate(line) if not (at and node == line[at - 1] == Break())])


def _inline(element: PageElement, reading: _Reading) -> Iterator[Inline]:
    """Yield the inline nodes of an element; what is a block there becomes a line of its own."""
    if isinstance(element, NavigableString):
        if not isinstance(element, Comment):
            yield from _text(str(element))
    elif isinstance(element, Tag) and element.name not in _UNSEEN:
        children = tuple(node for child in element.children for node in _inline(child, reading))
        if element.name == "br":
            yield Break()
        elif element.name in _ACTIVE:
            reading.hidden.add(element.name)
        elif element.name in {"img", "svg"}:
            yield from _inline_picture(element, reading)
        elif element.name in CODE:
            yield Code(words(children))
        elif STYLES.get(element.name) and children:
            yield Styled(STYLES[element.name], children)
        elif element.name == "a" and children and safe_url(str(element.get("href", ""))):
            yield Link(safe_url(str(element["href"])), children)
        else:
            own_line = element.name in _LINES
            yield from [Break()] if own_line and element.previous_sibling else []
            yield from children
            yield from [Break()] if own_line and element.next_sibling else []
            if element.name in {"td", "th"} and element.find_next_sibling():
                yield Text(" ")


def _inline_picture(element: Tag, reading: _Reading) -> Iterator[Inline]:
    try:
        yield _picture(element, reading)
    except UnreadablePicture as error:
        yield Text(f"[Image not shown: {element.get('alt') or 'without description'}; {error}]")


def _text(raw: str) -> list[Inline]:
    """Return words with their blanks as one, and what stands between double dollars as formulas."""
    parts = enumerate(_DISPLAYED.split(raw))
    line = [formula(part) if at % 2 else Text(re.sub(r"[ \t\r\n\f]+", " ", part)) for at, part in parts]
    return [node for node in line if not (isinstance(node, Text) and not node.text)]
