"""Formulas are found by the marks that Jupyter's users write, and money is none."""

from __future__ import annotations

import pytest

from analysis.publishing.document.markdown_parser import PARSER


def kinds(source: str) -> list[tuple[str, str]]:
    inner = PARSER.parse(source)[1].children or []
    return [(token.type, token.content) for token in inner if token.type.startswith("math")]


@pytest.mark.parametrize(
    ("source", "content"),
    [("a $x$ b", "x"), ("a $ x+1 $ b", "x+1"), (r"a \\(x\\) b", "x"), ("a $ x $ b", "x")],
)
def test_formulas_in_a_line(source: str, content: str) -> None:
    assert kinds(source) == [("math_inline", content)]


@pytest.mark.parametrize(
    ("source", "content"),
    [
        (r"a \\[x\\] b", "x"),
        ("a $$x$$ b", "x"),
        (r"a \begin{align} x \end{align} b", r"\begin{align} x \end{align}"),
    ],
)
def test_formulas_to_be_displayed(source: str, content: str) -> None:
    assert kinds(source) == [("math_inline_double", content)]


@pytest.mark.parametrize(
    "source",
    [
        "Between $100–$200.",
        "It gives $10. Price US$5.",
        "It costs $5 and $6.",
        "5 $ and 6 $ more",
        r"\$5 and \$6",
        "Aid of $5 bn agreed, up from $3 bn",
    ],
)
def test_money(source: str) -> None:
    assert kinds(source) == []
