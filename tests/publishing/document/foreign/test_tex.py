"""Old and ornate TeX is written anew in commands that the translator knows, and then set."""

from __future__ import annotations

import pytest

from analysis.publishing.document.foreign.formulas import formula
from analysis.publishing.document.foreign.tex import plainer


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"\bm{x} + \pmb y", r"\boldsymbol{x} + \boldsymbol y"),
        (r"x \tag{1}", r"x \qquad \text{(1)}"),
        (r"x \label{eq:x} \nonumber", "x  "),
        (r"\begin{equation} a \end{equation}", "  a  "),
        (r"\begin{eqnarray} a &=& b \end{eqnarray}", r"\begin{aligned} a &= b \end{aligned}"),
        (r"\begin{matrix} a & - & b \end{matrix}", r"\begin{matrix} a & - & b \end{matrix}"),
        (r"{a \over b}", r"{\frac{a }{ b}}"),
        (r"x^{a \over {b \over c}}", r"x^{\frac{a }{ {\frac{b }{ c}}}}"),
        (r"{\bf x}", r"\mathbf{x}"),
        (r"\color{red}{x} \textcolor{blue}{y}", "{x} {y}"),
        (r"\Big( x \bigr)", "( x )"),
        (r"\newcommand{\E}{\mathbb{E}} \E[x]", r" {\mathbb{E}}[x]"),
        (r"a \cr b @ \LaTeX", r"a \\ b \text{@} \text{LaTeX}"),
        ("a \\\\\\\nb", "a \\\\ \nb"),
        (r"\left \Vert x \right \vert", r"\left \| x \right |"),
        (r"_{i} and ^2", r"\,_{i} and ^2"),
        (r"\bigcup \bfseries \small", r"\bigcup \bfseries "),
    ],
)
def test_what_is_written_instead(tex: str, plain: str) -> None:
    assert plainer(tex) == plain


@pytest.mark.parametrize(
    "tex",
    [
        r"\left[\begin{matrix}1 & 2\\3 & 4\end{matrix}\right]",
        r"\begin{array}{c|c} a & b \\ \hline c & d \end{array}",
        r"\begin{split} a&=b \\ c&=d \end{split}",
        r"\begin{gather} a=b \\ c=d \end{gather}",
        r"\begin{multline} a=b \\ c=d \end{multline}",
        r"\begin{equation*} \begin{aligned} a &= b \end{aligned}\end{equation*}",
        r"\mbox{if } x \textbf{word}",
        r"\stackrel{a}{b} \lVert x \rVert",
        r"\operatorname*{argmin}_x \sum\limits_i \hspace{1cm} a\!b",
        r"\def\a{x} \a",
    ],
)
def test_it_is_set_in_both_formats(tex: str) -> None:
    made = formula(tex, display=True)
    assert made.typst
    assert made.mathml


@pytest.mark.parametrize("tex", [r"\frac{x}", r"\nosuchmacro{x}", r"\href{javascript:x}{y}"])
def test_what_cannot_be_set_stays_tex(tex: str) -> None:
    assert formula(tex).typst is None
