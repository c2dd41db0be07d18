"""Markdown is read once, by one set of rules, into nodes that hold plain text only."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.publishing.document.blocks import (
    Break,
    Code,
    Equation,
    Figure,
    Footnote,
    Heading,
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
from analysis.publishing.document.markdown import MarkdownReader
from analysis.publishing.document.pictures import UnreadablePicture
from analysis.publishing.document.traversal import walk, words

PLACE = Place(1, "cell")
PICTURE = Picture("image/png", b"", "alt", 10.0, 10.0)


def load(address: str, alt: str) -> Picture:
    if address == "box.png":
        return Picture("image/png", b"", alt, 10.0, 10.0)
    raise UnreadablePicture("there is none")


def read(source: str, reader: MarkdownReader | None = None) -> list[Any]:
    return (reader or MarkdownReader()).read(source, place=PLACE, load=load)


def only(source: str) -> Any:
    [block] = read(source)
    return block


def test_headings_need_a_blank_after_the_hash() -> None:
    assert only("## Two") == Heading(2, (Text("Two"),), place=PLACE)
    assert only("#no") == Paragraph((Text("#no"),), place=PLACE)


def test_words_of_a_line_are_styled() -> None:
    line = only("**b** *i* ~~s~~ `c` H<sub>2</sub>O a<br>b").children
    assert [node for node in line if not isinstance(node, Text)] == [
        Styled("strong", (Text("b"),)), Styled("emphasis", (Text("i"),)), Styled("strike", (Text("s"),)),
        Code("c"), Styled("sub", (Text("2"),)), Break(),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("https://example.org/a?b=c&d", "https://example.org/a?b=c&d"),
        ("#here", "#here"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("data/strikes.csv", "data/strikes.csv"),
    ],
)
def test_links_lead_to_the_web_or_within(target: str, url: str) -> None:
    assert only(f"[words]({target})").children == (Link(url, (Text("words"),)),)


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "vbscript:x", "data:text/html,x", "file:///etc/passwd"]
)
def test_other_addresses_are_no_links(target: str) -> None:
    assert not [node for node in walk(only(f"[words]({target})")) if isinstance(node, Link)]


def test_lists_keep_their_start_and_their_nesting() -> None:
    block = only("3. a\n4. b\n   - c")
    assert isinstance(block, Items)
    assert block.start == 3
    assert [type(each).__name__ for each in block.items[1]] == ["Paragraph", "Items"]


def test_tables_keep_their_alignment() -> None:
    table = only("| a | b | c |\n|---|--:|:-:|\n| 1 | 2 | *3* |")
    assert isinstance(table, Table)
    assert [cell.align for cell in table.grid.body[0]] == ["left", "right", "center"]
    assert table.in_text


def test_money_is_no_formula_and_formulas_are_set() -> None:
    assert words(only("It costs $5 and $6.").children) == "It costs $5 and $6."
    assert isinstance(only("$$\nx^2\n$$"), Equation)
    assert isinstance(only("\\begin{align}\na &= b\n\\end{align}"), Equation)
    [formula] = only("$x^2$").children
    assert (formula.typst, formula.mathml) == ("x^2", "<math><msup><mi>𝑥</mi><mn>2</mn></msup></math>")


def test_footnotes_are_numbered_through_all_cells() -> None:
    reader = MarkdownReader()
    first = read("A[^x] and[^x].\n\n[^x]: Note *one*.", reader)
    second = read("B[^x].\n\n[^x]: Note two.", reader)
    marks = [node for node in walk(tuple(first + second)) if isinstance(node, Footnote)]
    assert [(mark.number, mark.first, words(mark.children)) for mark in marks] == [
        (1, True, "Note one."), (1, False, ""), (2, True, "Note two."),
    ]  # fmt: skip


def test_an_image_alone_is_a_figure_its_title_the_caption() -> None:
    figure = only('![A box](box.png "The caption")')
    assert isinstance(figure, Figure)
    assert (figure.picture.alt, figure.caption, figure.in_text) == ("A box", "The caption", True)
    assert isinstance(only("Words ![A box](box.png)").children[1], Picture)


def test_an_image_that_is_missing_is_said_in_words() -> None:
    assert words(only("![A box](none.png)").children) == "[Image not shown: A box; there is none]"


def test_code_is_marked_by_its_language() -> None:
    block = only("```python\nreturn 1\n```")
    assert isinstance(block, Listing)
    assert block.spans == (("keyword", "return"), ("", " "), ("number", "1"))


def test_quotes_and_callouts() -> None:
    assert isinstance(only("> said"), Quote)
    assert only("> [!NOTE]\n> Mind *this*.") == Paragraph(
        (Text("Mind "), Styled("emphasis", (Text("this"),)), Text(".")), role="note", place=PLACE
    )


def test_a_callout_holds_any_blocks_and_says_what_it_is() -> None:
    quote = only("> [!WARNING]\n> Mind this:\n>\n> - one\n> - two\n>\n> | a |\n> |---|\n> | b |")
    assert isinstance(quote, Quote)
    assert quote.role == "warning"
    assert [type(block).__name__ for block in quote.blocks] == ["Paragraph", "Paragraph", "Items", "Table"]
    assert quote.blocks[0] == Paragraph((Styled("strong", (Text("Warning"),)),), place=PLACE)


def test_a_heading_within_a_quotation_is_strong_words() -> None:
    quote = only("> ### Note\n> words")
    assert quote.blocks[0] == Paragraph((Styled("strong", (Text("Note"),)),), place=PLACE)
    [item] = only("- # Note").items
    assert item == quote.blocks[:1]


def test_a_note_holds_lists_and_code() -> None:
    [paragraph] = read("Words[^a].\n\n[^a]: Said:\n\n    - one\n\n    ```\n    x = 1\n    ```")
    [mark] = [node for node in walk(paragraph) if isinstance(node, Footnote)]
    assert words(mark.children) == "Said: • one x = 1"


def test_comments_vanish_and_words_stay() -> None:
    assert words(only("Seen <!-- private --> here").children) == "Seen  here"
    assert words(only("<!-- a --> words <!-- b -->").children) == "words"
    assert words(only("<div><!-- a -->words</div>").children) == "words"


def test_tags_in_a_line_are_read() -> None:
    line = only("<span>a</span> <kbd>b</kbd> <a href='https://x.org'>c</a> <u>d</u> <e f> <a name='g'></a>")
    assert words(line.children).split() == ["a", "b", "c", "d", "<e", "f>"]
    assert [node for node in line.children if not isinstance(node, Text)] == [
        Code("b"), Link("https://x.org", (Text("c"),)),
    ]  # fmt: skip
    assert isinstance(only("Words <img src='box.png' alt='A box'>").children[1], Picture)


def test_html_around_markdown_leaves_no_trace() -> None:
    blocks = read("<div class='alert'>\n\n**Words**\n\n</div>\n\n<style>\n.x {}\n\n</style>")
    assert [words(block.children) for block in blocks if isinstance(block, Paragraph)] == ["Words"]
    assert len(blocks) == 1


def test_html_is_read_or_printed_but_never_passed_on() -> None:
    assert only("<div>One <b>bold</b></div>").children == (Text("One "), Styled("strong", (Text("bold"),)))
    assert words(only("<object>shown</object>").children) == "<object>shown</object>"
    assert read("<!-- a comment -->") == []


def test_a_script_is_no_text_and_a_build_is_told_of_it() -> None:
    told: list[str] = []
    reader = MarkdownReader()
    blocks = reader.read(
        "One <script>x()</script>two\n\n<script>\nalert(1)\n\nalert(2)\n</script>\n\nThree",
        place=Place(),
        load=load,
        report=lambda what, fix, lost=False: told.append(what),
    )
    assert [words(block.children) for block in blocks if isinstance(block, Paragraph)] == ["One two", "Three"]
    assert told == ["holds a script, which a page without scripts cannot run"]


def test_directives_are_notes_formulas_and_code_and_of_others_the_words_stay() -> None:
    noted, formula, code, titled, unknown = read(
        ":::{warning}\n:class: wide\nIt *rains*.\n\n- a\n:::\n\n"
        "```{math}\n:label: x\na^2\n```\n\n```{r}\nx <- 1\n```\n\n"
        "::: {.callout-tip} Read on\nWords\n:::\n\n:::{widget}\nInner words\n:::"
    )
    assert (noted.role, [type(each) for each in noted.blocks]) == ("warning", [Paragraph, Paragraph, Items])
    assert formula.formula.tex == "a^2"
    assert "".join(text for _, text in code.spans) == "x <- 1"
    assert words(titled.blocks[0].children) == "Read on"
    assert words(unknown.children) == "Inner words"


def test_front_matter_is_shown_as_the_fields_it_is() -> None:
    fields, heading = read("---\ntitle: Rain\nauthor: A\n---\n\n# Rain")
    assert "".join(text for _, text in fields.spans) == "title: Rain\nauthor: A"
    assert words(heading.children) == "Rain"
    rule, *_ = read("---\n\nSome words\n\n---\n")
    assert isinstance(rule, Rule)
