"""Every ordinary output of any notebook is shown in both formats, or it is said in words why not."""

from __future__ import annotations

import io
import logging
from types import ModuleType
from typing import Any

import pypdf
import pytest
from bs4 import BeautifulSoup

from analysis.publishing.document.blocks import Equation, Figure, Heading, Listing, Table
from analysis.publishing.document.document import Document, read_document
from analysis.publishing.document.traversal import walk, words


@pytest.fixture(scope="session")
def document(foreigners: ModuleType) -> Document:
    return read_document(foreigners.foreign_notebook(), name="foreign")


@pytest.fixture(scope="session")
def printed(foreign: Any) -> str:
    pages = pypdf.PdfReader(io.BytesIO(foreign.pdf)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


@pytest.fixture(scope="session")
def read(foreign: Any) -> str:
    soup = BeautifulSoup(foreign.html, "html.parser")
    return " ".join(soup.get_text(" ").split())


def from_cell(document: Document, name: str) -> list[Any]:
    return [
        block for block in document.blocks if block.place.id == name and getattr(block, "role", "") != "input"
    ]


SHOWN = (
    "Харків", "22.5", "Spanner", "Source: a register.", "more", "UserWarning: something", "division by zero",
    "Not shown: an interactive widget. Open the notebook to see it.", "an interactive Plotly chart",
    "Not shown: a script.", "text/html with <iframe>", "application/x-strange", "Before", "shown output",
    "it lies at https://example.org/x.png, and nothing is fetched from the network", "A captioned box",
    "outside the notebook's folder", "\\undefinedmacro{x}", "<script>alert(1)</script>", "# why",
    "bell [U+0007] nul [U+0000] [U+D800] end", "Second heading of level 1", "it is damaged, or no image",
)  # fmt: skip
HIDDEN = ("SECRET OUTPUT", "SECRET CELL", "SECRET_INPUT", "root:", "HBox()", "\x1b", "10% 100%")


@pytest.mark.parametrize("words", SHOWN)
def test_what_is_shown_stands_in_both_formats(words: str, printed: str, read: str) -> None:
    assert words in read
    assert words.replace(" ", "") in printed.replace(" ", "")


@pytest.mark.parametrize("words", HIDDEN)
def test_what_is_hidden_stands_in_neither(words: str, printed: str, foreign: Any) -> None:
    assert words not in printed
    assert words not in foreign.html


def test_letters_without_glyph_are_marked_in_the_pdf_and_kept_in_the_html(printed: str, read: str) -> None:
    assert "unknown [U+0378] and [U+0379][U+0380]" in printed
    assert "unknown \u0378 and \u0379\u0380" in read


def test_the_pdf_is_still_tagged(foreign: Any) -> None:
    root: Any = pypdf.PdfReader(io.BytesIO(foreign.pdf)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_headings_begin_at_one_and_skip_no_level(document: Document) -> None:
    assert document.title == "Exploring"
    assert [(heading.level, words(heading.children)) for heading in document.headings] == [
        (1, "Second heading of level 1"), (2, "Skips two levels"), (2, "Broken things"),
    ]  # fmt: skip


def test_a_styler_keeps_words_and_colours(document: Document) -> None:
    [table] = from_cell(document, "styler")
    assert isinstance(table, Table)
    coloured = [cell for row in table.grid.body for cell in row if cell.background]
    assert [words(cell.children) for cell in coloured] == ["16", "3", "7"]
    assert {(cell.colour, cell.background, cell.strong) for cell in coloured} == {
        ("#7a0000", "#ffee99", True)
    }


def test_levels_of_rows_and_columns_become_spans(document: Document) -> None:
    [table] = from_cell(document, "levels")
    top, *_, bottom = table.grid.head
    assert [(words(cell.children), cell.columns) for cell in top if words(cell.children)] == [
        ("2024", 2),
        ("2025", 2),
    ]
    assert [words(cell.children) for cell in bottom][:2] == ["side", "part"]
    assert [(words(row[0].children), row[0].rows) for row in table.grid.body] == [
        ("east", 2),
        ("b", 1),
        ("west", 1),
    ]
    assert table.grid.width == 6


def test_numbers_of_a_frame_stand_right(document: Document) -> None:
    [table] = from_cell(document, "frame")
    assert [cell.align for cell in table.grid.body[0]] == ["left", "left", "right", "right"]
    assert [cell.align for cell in table.grid.head[0]] == ["left", "left", "right", "right"]


@pytest.mark.parametrize(
    ("cell", "media"),
    [("image", "image/png"), ("jpeg", "image/jpeg"), ("gif", "image/png"), ("svg", "image/svg+xml")],
)
def test_images_are_shown_in_what_both_formats_can_draw(document: Document, cell: str, media: str) -> None:
    [figure] = from_cell(document, cell)
    assert isinstance(figure, Figure)
    assert figure.picture.media == media
    assert figure.picture.width > 0


def test_a_foreign_drawing_cannot_act_on_the_page(foreign: Any) -> None:
    assert "alert(1)</script><rect" not in foreign.html
    assert "onclick" not in foreign.html


def test_latex_and_markdown_outputs_are_set(document: Document) -> None:
    [equation] = from_cell(document, "latex")
    assert isinstance(equation, Equation)
    assert equation.formula.typst == "a/b"
    assert [node.kind for node in walk(tuple(from_cell(document, "markdown")))][:2] == ["paragraph", "styled"]


def test_streams_are_joined_and_say_the_last_state_of_a_line(document: Document) -> None:
    [listing] = from_cell(document, "stream")
    assert isinstance(listing, Listing)
    assert listing.spans == (("", "red plain\n 100%\nmore"),)


def test_inputs_are_shown_with_their_tokens_marked(document: Document) -> None:
    first = next(block for block in document.blocks if isinstance(block, Listing) and block.role == "input")
    assert first.spans[0] == ("comment", "# why")


def test_inputs_can_be_left_out(foreigners: ModuleType, export: Any) -> None:
    assert "# why" not in export(foreigners.foreign_notebook(), exclude_input=True).html


def test_text_can_be_left_out(foreigners: ModuleType, export: Any) -> None:
    html = export(foreigners.foreign_notebook(), exclude_markdown=True).html
    assert "Broken things" not in html
    assert "Spanner" in html


def test_html_nested_too_deeply_is_said(foreigners: ModuleType, export: Any) -> None:
    deep = "<div>" * 1000 + "x" + "</div>" * 1000
    exported = export(foreigners.notebook([foreigners.code("deep", [foreigners.out(text_html=deep)])]))
    assert "nested too deeply" in exported.html


def test_two_drawings_of_one_cell_do_not_share_ids(foreigners: ModuleType, export: Any) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g id="a"><path d="M 0 0"/></g></svg>'
    )
    outputs = [foreigners.out(**{"image_svg+xml": drawing})] * 2
    assert (
        'id="'
        not in export(foreigners.notebook([foreigners.code("two", outputs)])).html.split("<main")[1][20:]
    )


def test_a_span_beyond_the_table_is_cut(foreigners: ModuleType, export: Any) -> None:
    table = "<table><tr><td rowspan=9 colspan=9>a</td></tr><tr><td>b</td></tr></table>"
    exported = export(foreigners.notebook([foreigners.code("span", [foreigners.out(text_html=table)])]))
    assert exported.pages == 1


def test_warnings_name_the_cells_of_what_is_missing(
    foreigners: ModuleType, export: Any, caplog: pytest.LogCaptureFixture
) -> None:
    cells = [
        foreigners.code("letters", [foreigners.out(text_plain="\u0378 \u0379")]),
        foreigners.code("widget", [foreigners.out(**foreigners.WIDGET)]),
    ]
    with caplog.at_level(logging.WARNING):
        export(foreigners.notebook(cells), name="mine")
    said = [record.getMessage() for record in caplog.records]
    assert (
        "mine.ipynb: cell letters (no. 1) has letters that no font can show: \\u0378 (U+0378), \\u0379"
        " (U+0379); write it otherwise, or install the fonts of the extra “fonts”"
    ) in said
    assert any(
        line.startswith("mine.ipynb: cell widget (no. 2) shows an interactive widget") for line in said
    )


@pytest.mark.parametrize(
    "source",
    [
        "",
        "#",
        "# ",
        "[^a]",
        "[^a]\n\n[^a]: b[^a]",
        "$$",
        "|",
        "> [!NOTE]",
        "```",
        "![]()",
        "<div>",
        "***",
        "- \n-",
        "~~~",
    ],
)
def test_broken_markdown_is_survived(foreigners: ModuleType, export: Any, source: str) -> None:
    exported = export(foreigners.notebook([foreigners.text("only", source)]))
    assert exported.pdf.startswith(b"%PDF")
    assert "<main" in exported.html


def test_a_notebook_without_cells_has_its_name_for_a_title(foreigners: ModuleType, export: Any) -> None:
    exported = export(foreigners.notebook([]), name="empty-one")
    assert exported.pages == 1
    assert "<h1>empty-one</h1>" in exported.html


def test_headings_are_found_by_type(document: Document) -> None:
    assert all(isinstance(heading, Heading) for heading in document.headings)
