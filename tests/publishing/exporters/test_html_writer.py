"""Each block becomes the element that means it, and no word of it becomes a tag."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

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
from analysis.publishing.document.pictures import data_uri
from analysis.publishing.exporters.html_writer import block, blocks, inline, outlines

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
        '<span class="details">n = 3</span>'
        f'<span class="save">Save: <a href="{data_uri(DRAWING)}" download="figure-2.svg"'
        ' aria-label="Picture (SVG) of figure 2">Picture (SVG)</a></span></figcaption></figure>'
    )


def test_a_figure_for_phones_too_is_two_drawings_of_which_none_scrolls() -> None:
    html = block(Figure(DRAWING, caption="Each bar.", number=2, narrow=DRAWING))
    assert html.count("<svg") == html.count('role="img"') == 2
    assert html.count('<div class="card wide"><svg') == html.count('<div class="card narrow"><svg') == 1
    assert "tabindex" not in html


def test_what_is_drawn_can_be_saved_without_a_formula_or_a_tag_in_the_link() -> None:
    html = block(Figure(DRAWING, caption="Each bar.", number=2, data='series,x\n"<a> b",1\n'))
    link = re.search('<a href="data:text/csv;charset=utf-8,([^"]*)" download="figure-2.csv"', html)
    assert link is not None
    assert unquote(link[1]) == 'series,x\n"<a> b",1\n'
    assert not set('<>" ') & set(link[1])


def test_letters_stand_once_for_all_drawings() -> None:
    path = '<path id="{0}" d="M 0 1 L 2 3 z" transform="scale(0.015625)"/>'
    letter = f'<defs>{path}</defs><use xlink:href="#{{0}}"/>'
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    drawings = [f"<svg {names}>{letter.format(name)}</svg>".encode() for name in ("s1", "s2")]
    figures = [Figure(replace(DRAWING, data=data), caption="c", number=1) for data in drawings]
    shared, shown = outlines(figures), blocks(figures)
    (name,) = re.findall('<path id="([^"]+)"', shared)
    assert shown.count(f'<use href="#{name}"/>') == 2
    assert "<path" not in shown
    assert shared.startswith('<svg class="letters" aria-hidden="true">')


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
