"""Nothing in a tree of blocks is overlooked, and everything comes in reading order."""

from __future__ import annotations

from dataclasses import fields

import pytest

from analysis.publishing.document import blocks
from analysis.publishing.document.blocks import (
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
    Node,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Source,
    Sources,
    Styled,
    Table,
    Text,
)
from analysis.publishing.document.traversal import texts, walk, words

PICTURE = Picture("image/png", b"drawn", "alternative", 10, 10)
EVERY_NODE = (
    Heading(1, (Text("h"),)),
    Paragraph((Styled("strong", (Link("u", (Code("c"),)),)), Break(), Footnote(1, True, (Text("f"),)))),
    Items(((Quote((Listing("code", (("name", "l"),)),)),), (Rule(),))),
    Equation(Formula("e", typst="t", mathml="m")),
    Figure(PICTURE, title="figure title", caption="figure caption", details=((Text("figure detail"),),)),
    Sources((Source(1, (Text("source"),)),), "remark"),
    Table(Grid(1, ((Cell((Text("th"),)),),), ((Cell((Text("td"),)),),)), caption="c", notes=("table note",)),
)


def test_nodes_come_in_reading_order() -> None:
    assert [node.kind for node in walk(EVERY_NODE)] == [
        "heading", "text",
        "paragraph", "styled", "link", "code", "break", "footnote", "text",
        "items", "quote", "listing", "rule",
        "equation", "formula",
        "figure", "picture", "text",
        "sources", "source", "text",
        "table", "grid", "cell", "text", "cell", "text",
    ]  # fmt: skip


def test_every_kind_of_node_is_known() -> None:
    bases = {Node, blocks.Block}
    kinds = {
        each.kind
        for each in vars(blocks).values()
        if isinstance(each, type) and issubclass(each, Node) and each not in bases
    }
    assert {node.kind for node in walk(EVERY_NODE)} == kinds


def test_every_text_is_found() -> None:
    found = set(texts(EVERY_NODE))
    assert found >= {"h", "u", "c", "f", "l", "name", "e", "t", "m", "th", "td"}
    assert found >= {"drawn", "alternative", "figure title", "figure caption", "figure detail", "table note"}


def test_a_very_deep_tree_is_walked() -> None:
    tree: Inline = Text("deep")
    for _ in range(5000):
        tree = Styled("strong", (tree,))
    assert sum(1 for _ in walk(tree)) == 5001


@pytest.mark.parametrize(
    ("node", "said"),
    [
        (Text("a"), "a"),
        (Code("x"), "x"),
        (Break(), " "),
        (Link("https://x.org", (Text("there"),)), "there"),
        (Footnote(1, True, (Text("note"),)), ""),
        (Formula("x^2", typst="x²"), "x^2"),
        (PICTURE, ""),
    ],
)
def test_the_words_of_a_node_are_what_is_read_in_the_line(node: Inline, said: str) -> None:
    assert words((Text("<"), Styled("emphasis", (node,)), Text(">"))) == f"<{said}>"


def test_no_field_of_a_node_is_a_mapping_that_a_walk_would_miss() -> None:
    held = {str(field.type) for node in walk(EVERY_NODE) for field in fields(node)}
    assert not [kind for kind in held if "dict" in kind or "Mapping" in kind]
