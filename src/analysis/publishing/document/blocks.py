"""What can stand in a report? The inline nodes and blocks that both exporters draw, and nothing else.

All text in them is plain: whatever a notebook holds has been read into these nodes before an exporter sees
it, and no exporter reads markup again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class Place:
    """The cell that a block comes from: its number counts from 1 over all cells, 0 is the cover."""

    number: int = 0
    id: str = ""

    def __str__(self) -> str:
        if not self.number:
            return self.id or "the cover"
        return f"cell {self.id} (no. {self.number})" if self.id else f"cell no. {self.number}"


@dataclass(frozen=True)
class Node:
    """An inline node or a block; ``kind`` is its name in both templates."""

    kind: ClassVar[str]


# Inline nodes: what stands in a line of text.


@dataclass(frozen=True)
class Text(Node):
    """Plain words."""

    kind = "text"
    text: str


@dataclass(frozen=True)
class Code(Node):
    """Words of a program, within a line."""

    kind = "code"
    text: str


@dataclass(frozen=True)
class Break(Node):
    """A new line within a paragraph."""

    kind = "break"


@dataclass(frozen=True)
class Styled(Node):
    """Words set apart; ``style`` is strong, emphasis, strike, sub or super."""

    kind = "styled"
    style: str
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Link(Node):
    """A link; ``url`` leads out of the report, or is ``#anchor`` within it."""

    kind = "link"
    url: str
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Footnote(Node):
    """A mark that leads to a footnote; ``first`` for the first mark of several to one note."""

    kind = "footnote"
    number: int
    first: bool
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Formula(Node):
    """A formula: its TeX, and what the typesetter makes of it; both None when it cannot be set."""

    kind = "formula"
    tex: str
    typst: str | None = None
    mathml: str | None = None


@dataclass(frozen=True)
class Picture(Node):
    """An image, its size in points; ``name`` is unique in its report, ``numbered`` not yet given."""

    kind = "picture"
    media: str
    data: bytes
    alt: str
    width: float
    height: float


Inline = Text | Code | Break | Styled | Link | Footnote | Formula | Picture


# Blocks: what stands under one another.


@dataclass(frozen=True)
class Block(Node):
    """Something that stands by itself, from one place of the notebook."""

    place: Place = field(default=Place(), kw_only=True)


@dataclass(frozen=True)
class Heading(Block):
    """A heading; ``level`` 1 is the highest below the title."""

    kind = "heading"
    level: int
    children: tuple[Inline, ...]
    anchor: str = ""
    annex: bool = False


@dataclass(frozen=True)
class Paragraph(Block):
    """A paragraph; ``role`` is "" or what it is: finding, note, or warning (what is missing here)."""

    kind = "paragraph"
    children: tuple[Inline, ...]
    role: str = ""


@dataclass(frozen=True)
class Items(Block):
    """A list, numbered from ``start`` when it has one."""

    kind = "items"
    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


@dataclass(frozen=True)
class Quote(Block):
    """Words of another; with a ``role``, note or warning, words of our own that are set apart."""

    kind = "quote"
    blocks: tuple[Block, ...]
    role: str = ""


@dataclass(frozen=True)
class Listing(Block):
    """Program text: ``role`` is code, input, output, stderr or error; spans are (token class, text)."""

    kind = "listing"
    role: str
    spans: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Equation(Block):
    """A formula on a line of its own."""

    kind = "equation"
    formula: Formula


@dataclass(frozen=True)
class Source(Node):
    """A source in the list of sources, to which its number leads."""

    kind = "source"
    number: int
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Sources(Block):
    """The list of all sources; a remark stands beneath."""

    kind = "sources"
    items: tuple[Source, ...]
    remark: str = ""


@dataclass(frozen=True)
class Rule(Block):
    """A line across the page."""

    kind = "rule"


@dataclass(frozen=True)
class Cell(Node):
    """A cell of a grid: its words, how many rows and columns it spans, and how it looks."""

    kind = "cell"
    children: tuple[Inline, ...]
    align: str = "left"
    heading: bool = False
    columns: int = 1
    rows: int = 1
    strong: bool = False
    colour: str = ""
    background: str = ""


@dataclass(frozen=True)
class Grid(Node):
    """The cells of a table: heading rows, then body rows, over ``width`` columns."""

    kind = "grid"
    width: int
    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Figure(Block):
    """A drawing, numbered when it has a title or caption; ``in_text`` when an author put it into Markdown.

    ``title`` is the finding that the drawing shows; it stands above the drawing, the caption below.
    ``narrow`` is the same drawing for a phone, ``data`` what is drawn, as CSV.
    """

    kind = "figure"
    picture: Picture
    title: str = ""
    caption: str = ""
    details: tuple[tuple[Inline, ...], ...] = ()
    number: int = 0
    in_text: bool = False
    narrow: Picture | None = None
    data: str = ""


@dataclass(frozen=True)
class Table(Block):
    """A table, numbered when it has a caption; ``in_text`` when an author wrote it in Markdown."""

    kind = "table"
    grid: Grid
    caption: str = ""
    notes: tuple[str, ...] = ()
    details: tuple[tuple[Inline, ...], ...] = ()
    number: int = 0
    in_text: bool = False
