"""Each block becomes the element that means it, and no word of it becomes a tag."""

from __future__ import annotations

import pytest

from analysis.publishing.document.blocks import (
    Block,
    Cell,
    Figure,
    Grid,
    Heading,
    Inline,
    Items,
    Link,
    Paragraph,
    Picture,
    Quote,
    Styled,
    Table,
    Text,
)  # fmt: skip
from analysis.publishing.exporters.html_writer import block, inline

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="10pt" height="5pt"/>'
DRAWING = Picture("image/svg+xml", SVG, "Bars", 10, 5)


def text(words: str) -> tuple[Inline, ...]:
    return (Text(words),)


@pytest.mark.parametrize(
    ("thing", "html"),
    [
        (Heading(1, text("A & B"), anchor="a-b"), '<h2 id="a-b">A &amp; B</h2>'),
        (Heading(1, text("Annex"), anchor="annex", annex=True), '<h2 id="annex" class="annex">Annex</h2>'),
        (Paragraph(text("<b>"), role="note"), '<p class="note">&lt;b&gt;</p>'),
        (Items(((Paragraph(text("one")),),)), "<ul><li>one</li></ul>"),
        (Items(((Paragraph(text("one")), Paragraph(text("more"))),), 3),
         '<ol start="3"><li><p>one</p>\n<p>more</p></li></ol>'),
        (Quote((Paragraph(text("said")),)), "<blockquote><p>said</p></blockquote>"),
        (Heading(1, text("שלום"), anchor="x"), '<h2 id="x" dir="rtl">שלום</h2>'),
        (Paragraph(text("هذه 3 kg")), '<p dir="rtl">هذه 3 kg</p>'),
        (Paragraph(text("It says שלום")), "<p>It says שלום</p>"),
        (Items(((Paragraph(text("ראשון")),),)), '<ul dir="rtl"><li>ראשון</li></ul>'),
    ],
)  # fmt: skip
def test_blocks(thing: Block, html: str) -> None:
    assert block(thing) == html


@pytest.mark.parametrize(
    ("node", "html"),
    [
        (Link("#here", text("x")), '<a href="#here">x</a>'),
        (Link('https://x.org/"><b>', text("x")),
         '<a href="https://x.org/&#34;&gt;&lt;b&gt;" rel="noopener noreferrer">x</a>'),
        (Text("is 83% (77–88%)"), 'is 83% (<span class="span">77–88%</span>)'),
        (Styled("emphasis", text("so")), "<em>so</em>"),
    ],
)  # fmt: skip
def test_inline_nodes(node: Inline, html: str) -> None:
    assert inline(node) == html


def test_a_title_stands_above_its_drawing_and_names_the_figure() -> None:
    details = ((Text("n = 3"),),)
    html = block(Figure(DRAWING, title="<Lamps> rose", caption="Each bar.", details=details, number=2))
    assert html.startswith(
        '<figure id="figure-2" aria-labelledby="figure-2:title">'
        '<p class="figure-title" id="figure-2:title">&lt;Lamps&gt; rose</p>'
        '<div class="card" tabindex="0" role="group" aria-label="Figure 2"><svg'
    )
    assert html.endswith(
        '<figcaption><span class="caption"><b>Figure 2.</b> Each bar.</span>'
        '<span class="details">n = 3</span></figcaption></figure>'
    )


def test_a_figure_without_title_is_as_it_was() -> None:
    html = block(Figure(DRAWING, caption="Each bar.", number=2))
    assert html.startswith('<figure id="figure-2"><div class="card" tabindex="0" role="group"')
    assert "labelledby" not in html


def test_a_table_has_scopes_and_spans() -> None:
    head = (Cell(text("Night"), heading=True, columns=2),)
    body = (Cell(text("1 May"), heading=True), Cell(text("12"), align="right"))
    html = block(Table(Grid(2, (head,), (body,)), caption="All", number=1))
    assert '<thead><tr><th scope="col" colspan="2" class="short">Night</th></tr></thead>' in html
    assert '<th scope="row" class="short">1 May</th><td class="short right">12</td>' in html
    assert 'role="group" aria-label="All"' in html
