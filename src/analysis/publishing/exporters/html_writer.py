"""How is each block written in HTML? By formats that escape every value; shapes and MathML only are ours.

``Markup.format`` escapes what it is given unless it is Markup already, so that text cannot become a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from markupsafe import Markup, escape

from analysis.publishing.document.arrangement import anchor
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
    Listing,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Sources,
    Styled,
    Table,
    Text,
)
from analysis.publishing.document.pictures import SVG_TYPE, data_uri, inline_svg, letters
from analysis.publishing.document.traversal import first_line, from_right, walk, words

SHORT, LONG = 20, 40  # letters: up to which a cell is one line, from which it needs room
FEW = 5  # columns: so many fit a phone
_INTERVAL = re.compile(r"([\d.,]+%?–[\d.,]+%?)")
_PLAIN = "/:;,@!$&'()*+=?"  # what an address of data may hold as it is
_TAGS = {"strong": "strong", "emphasis": "em", "strike": "s", "sub": "sub", "super": "sup", "plain": "span"}
_ROLES = {
    "input": "Code of the notebook",
    "code": "Code",
    "output": "Output",
    "stderr": "Messages of the program",
    "error": "Error",
}


def lines(nodes: Iterable[Inline]) -> Markup:
    """Return inline nodes as HTML.

    >>> lines((Text("<b> "), Styled("strong", (Code("x & y"),))))
    Markup('&lt;b&gt; <strong><code>x &amp; y</code></strong>')
    """
    return Markup("").join(map(inline, nodes))


def inline(node: Inline) -> Markup:
    """Return one inline node as HTML."""
    match node:
        case Text(text):
            return _text(text)
        case Code(text):
            return Markup("<code>{}</code>").format(text)
        case Break():
            return Markup("<br>")
        case Styled(style, children):
            tag = Markup(_TAGS[style])
            return Markup("<{}>{}</{}>").format(tag, lines(children), tag)
        case Link(url, children):
            outside = Markup("") if url.startswith("#") else Markup(' rel="noopener noreferrer"')
            return Markup('<a href="{}"{}>{}</a>').format(url, outside, lines(children))
        case Footnote(number, first):
            return _mark(number, first)
        case Formula(tex, _, mathml):
            return Markup(mathml) if mathml else Markup('<code class="unset">{}</code>').format(tex)
        case Picture():
            return image(node)


def _text(text: str) -> Markup:
    """Return words with their intervals kept in one line."""
    if "–" not in text:
        return escape(text)
    kept = Markup('<span class="span">{}</span>')
    parts = enumerate(_INTERVAL.split(text))  # words and intervals in turn
    return Markup("").join(kept.format(part) if at % 2 else escape(part) for at, part in parts)


def _mark(number: int, first: bool) -> Markup:
    name = Markup(' id="mark-{}"').format(number) if first else Markup("")
    return Markup('<sup class="mark"><a href="#note-{}"{} aria-label="Footnote {}">{}</a></sup>').format(
        number, name, number, number
    )


def blocks(things: Sequence[Block]) -> Markup:
    """Return blocks as HTML, one after another."""
    return Markup("\n").join(map(block, things))


def block(thing: Block) -> Markup:
    """Return one block as HTML."""
    match thing:
        case Heading():
            return Markup('<h{0} id="{1}"{2}{3}>{4}</h{0}>').format(
                thing.level + 1,
                thing.anchor,
                _class("annex" if thing.annex else ""),
                direction(words(thing.children)),
                lines(thing.children),
            )
        case Paragraph():
            runs = direction(words(thing.children))
            return Markup("<p{}{}>{}</p>").format(_class(thing.role), runs, lines(thing.children))
        case Items():
            return _items(thing)
        case Quote():
            tag = Markup("div" if thing.role else "blockquote")
            return Markup("<{0}{1}>{2}</{0}>").format(tag, _class(thing.role), blocks(thing.blocks))
        case Listing():
            return _listing(thing)
        case Equation():
            return Markup(
                '<div class="equation" tabindex="0" role="group" aria-label="Formula">{}</div>'
            ).format(inline(thing.formula))
        case Sources():
            return _sources(thing)
        case Rule():
            return Markup("<hr>")
        case Figure():
            return _figure(thing)
        case Table():
            return _table(thing)
    raise TypeError(f"no way to write {type(thing).__name__} in HTML")


def _class(names: str) -> Markup:
    return Markup(' class="{}"').format(names) if names else Markup("")


def direction(text: str) -> Markup:
    """Return the attribute of what runs from the right, blank for all else."""
    return Markup(' dir="rtl"') if from_right(text) else Markup("")


def _items(thing: Items) -> Markup:
    tag = Markup("ul" if thing.start is None else "ol")
    start = Markup(' start="{}"').format(thing.start) if thing.start not in (None, 1) else Markup("")
    items = Markup("").join(Markup("<li>{}</li>").format(_item(item)) for item in thing.items)
    runs = direction(words(first_line(thing)))
    return Markup("<{}{}{}>{}</{}>").format(tag, start, runs, items, tag)


def _item(item: tuple[Block, ...]) -> Markup:
    """Return a list's item; its only or first paragraph needs no tag of its own."""
    first, rest = (item[0], item[1:]) if item else (None, ())
    if (
        isinstance(first, Paragraph)
        and not first.role
        and not any(isinstance(each, Paragraph) for each in rest)
    ):
        return lines(first.children) + blocks(rest)
    return blocks(item)


def _sources(thing: Sources) -> Markup:
    items = Markup("").join(
        Markup('<li id="source-{0}" value="{0}">{1}</li>').format(one.number, lines(one.children))
        for one in thing.items
    )
    remark = Markup("<p>{}</p>").format(thing.remark) if thing.remark else Markup("")
    return Markup('<ol class="sources">{}</ol>{}').format(items, remark)


def _listing(thing: Listing) -> Markup:
    spans = Markup("").join(
        Markup('<span class="{}">{}</span>').format(look, text) if look else Markup("{}").format(text)
        for look, text in thing.spans
    )
    return Markup(
        '<pre class="{0}" tabindex="0" role="group" aria-label="{1}"><code>{2}</code></pre>'
    ).format(thing.role, _ROLES[thing.role], spans)


def _figure(thing: Figure) -> Markup:
    name = anchor(thing)
    if not name:
        return Markup('<figure class="plain">{}</figure>').format(_card("Figure", image(thing.picture)))
    label, title = _figure_title(thing, name)
    return Markup('<figure id="{}"{}>{}{}<figcaption>{}{}{}</figcaption></figure>').format(
        name,
        label,
        title,
        _drawings(thing),
        _caption("Figure", thing),
        _details(thing.details),
        _saved(thing, name),
    )


def _drawings(thing: Figure) -> Markup:
    """Return a figure's drawing, or its two: the style sheet shows one, the other is for nobody there."""
    wide = drawing(thing.picture, prefix=f"f{thing.number}:")  # no anchor of a heading has a colon
    if thing.narrow is None:
        return _card(f"Figure {thing.number}", wide)
    narrow = drawing(thing.narrow, prefix=f"f{thing.number}:n")
    return Markup('<div class="card wide">{}</div><div class="card narrow">{}</div>').format(wide, narrow)


def _saved(thing: Figure, name: str) -> Markup:
    """Return the links by which a reader saves what is drawn, and the drawing."""
    ending = thing.picture.media.partition("/")[2].partition("+")[0]
    files = [(f"Picture ({ending.upper()})", f"{name}.{ending}", data_uri(thing.picture))]
    if thing.data:
        data = f"data:text/csv;charset=utf-8,{quote(thing.data, safe=_PLAIN)}"
        files.insert(0, ("Data (CSV)", f"{name}.csv", data))
    link = Markup('<a href="{2}" download="{1}" aria-label="{0} of figure {3}">{0}</a>')
    links = Markup(" · ").join(link.format(*file, thing.number) for file in files)
    return Markup('<span class="save">Save: {}</span>').format(links)


def _card(label: str, drawn: Markup) -> Markup:
    """Return the ground that a drawing stands on, which a narrow screen scrolls, by the keyboard too."""
    return Markup('<div class="card" tabindex="0" role="group" aria-label="{}">{}</div>').format(label, drawn)


def _figure_title(thing: Figure, name: str) -> tuple[Markup, Markup]:
    """Return the title above a drawing and the attribute by which it names the figure for screen readers."""
    if not thing.title:
        return Markup(""), Markup("")
    label = Markup(' aria-labelledby="{}:title"').format(name)
    return label, Markup('<p class="figure-title" id="{}:title">{}</p>').format(name, _text(thing.title))


def _caption(word: str, thing: Figure | Table) -> Markup:
    return Markup('<span class="caption"><b>{} {}.</b> {}</span>').format(word, thing.number, thing.caption)


def _details(details: Sequence[Sequence[Inline]]) -> Markup:
    shown = Markup(" · ").join(map(lines, details))
    return Markup('<span class="details">{}</span>').format(shown) if details else Markup("")


def outlines(things: Sequence[Block]) -> Markup:
    """Return the letters of all drawings of numbered figures, to which the drawings refer."""
    figures = [thing for thing in walk(tuple(things)) if isinstance(thing, Figure) and thing.number]
    pictures = [picture for thing in figures for picture in (thing.picture, thing.narrow) if picture]
    return Markup(letters(picture for picture in pictures if picture.media == SVG_TYPE))


def drawing(picture: Picture, *, prefix: str) -> Markup:
    """Return a drawing of shapes as SVG in the page, its ids prefixed; anything else as an image."""
    shapes = inline_svg(picture, prefix=prefix) if picture.media == SVG_TYPE else None
    return Markup(shapes) if shapes else image(picture)


def image(picture: Picture) -> Markup:
    """Return an image that holds its own data; what is in it cannot act on the page."""
    return Markup('<img src="{}" alt="{}" width="{}" height="{}">').format(
        data_uri(picture), picture.alt, round(picture.width / 0.75), round(picture.height / 0.75)
    )


def _table(thing: Table) -> Markup:
    name = anchor(thing)
    notes = Markup("").join(Markup("<p>{}</p>").format(note) for note in thing.notes)
    below = notes + _details(thing.details)
    foot = Markup('<div class="beneath">{}</div>').format(below) if below else Markup("")
    label = thing.caption or "Table"
    grid = Markup('<div class="scroll" tabindex="0" role="group" aria-label="{}">{}</div>').format(
        label, _grid(thing.grid)
    ) if thing.grid.head or thing.grid.body else Markup("")  # fmt: skip
    if not name:
        return Markup('<figure class="plain table">{}{}</figure>').format(grid, foot)
    return Markup('<figure class="table" id="{}"><figcaption>{}</figcaption>{}{}</figure>').format(
        name, _caption("Table", thing), grid, foot
    )


def _grid(grid: Grid) -> Markup:
    head = Markup("").join(_row(row, scope="col") for row in grid.head)
    body = Markup("").join(_row(row, scope="row") for row in grid.body)
    return Markup("<table{}>{}<tbody>{}</tbody></table>").format(
        _class("few" if grid.width <= FEW else ""),
        Markup("<thead>{}</thead>").format(head) if head else Markup(""),
        body,
    )


def _row(row: Sequence[Cell], *, scope: str) -> Markup:
    return Markup("<tr>{}</tr>").format(Markup("").join(_cell(cell, scope) for cell in row))


def _cell(cell: Cell, scope: str) -> Markup:
    """Return a cell; what is put together here is of our own making, or Markup already."""
    said = words(cell.children).strip() or any(isinstance(node, Picture) for node in walk(cell.children))
    tag = f'th scope="{scope}"' if cell.heading and said else "td"  # one without words heads nothing
    spans = f' colspan="{int(cell.columns)}"' if cell.columns > 1 else ""
    spans += f' rowspan="{int(cell.rows)}"' if cell.rows > 1 else ""
    runs = direction(words(cell.children))
    return Markup(f"<{tag}{spans}{_class(looks(cell))}{runs}>{lines(cell.children)}</{tag[:2]}>")


def looks(cell: Cell) -> str:
    """Return the classes of a cell: length, alignment, weight, colours.

    >>> looks(Cell((Text("1"),), align="right", background="#ffee00"))
    'short right on-ffee00 dark-ink'
    """
    length = len(words(cell.children))
    found = [
        "short" if length <= SHORT else "long" if length > LONG else "",
        cell.align if cell.align != "left" else "",
        "strong" if cell.strong else "",
        f"on-{cell.background[1:]}" if cell.background else "",
        f"ink-{cell.colour[1:]}" if cell.colour else "dark-ink" if cell.background else "",
    ]
    return " ".join(name for name in found if name)


def heading_words(heading: Heading) -> str:
    """Return a heading's words for the table of contents."""
    return words(heading.children).strip()
