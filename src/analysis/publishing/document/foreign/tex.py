r"""Which TeX does the translator not know? That of ordinary notebooks, written anew in commands that it does.

What only concerns looks goes (sizes, colours, labels), old commands become new (``\bf``, ``\over``), and
environments of several lines become ``aligned``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_ARGUMENT: Final = r"\s*\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"  # with braces within, two deep
_MACRO: Final = re.compile(
    r"\\(?:newcommand|renewcommand|providecommand|DeclareMathOperator|def)\s*\*?\s*\{?\s*(\\[a-zA-Z]+)\s*\}?"
    + _ARGUMENT
)
_SAME: Final = {
    "bm": r"\boldsymbol", "pmb": r"\boldsymbol", "mbox": r"\text", "hbox": r"\text", "textrm": r"\text",
    "textnormal": r"\text", "textsf": r"\text", "texttt": r"\text", "textit": r"\text", "textsc": r"\text",
    "emph": r"\text", "stackrel": r"\overset", "lVert": r"\|", "rVert": r"\|", "lvert": "|", "rvert": "|",
    "Vert": r"\|", "vert": "|",
    "operatornamewithlimits": r"\operatorname*",
}  # fmt: skip
#: Commands without effect on what is said.
_GONE: Final = re.compile(
    r"\\(?:nonumber|notag|limits|nolimits|displaystyle|textstyle|scriptstyle|tiny|scriptsize|footnotesize|small"
    r"|normalsize|large|Large|LARGE|huge|Huge|hline|centering|[bB]igg?[lrm]?)(?![a-zA-Z])"
)
_GONE_WITH_ARGUMENT: Final = re.compile(
    r"\\(?:label|require|color|vspace\*?|hphantom|vphantom|cline)" + _ARGUMENT
)
#: Commands with arguments, and what is written for them.
_REWRITTEN: Final[tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]] = (
    (re.compile(r"\\cr(?![a-zA-Z])"), r"\\\\"),
    (re.compile(r"(?<!\\)((?:\\\\)*)\\\n"), r"\1 \n"),  # a blank that ends a line, no row that does
    (re.compile(r"\\(La)?TeX(?![a-zA-Z])"), r"\\text{\1TeX}"),
    (re.compile(r"@"), r"\\text{@}"),
    (re.compile(r"\\textcolor" + _ARGUMENT + _ARGUMENT), r"{\2}"),
    (re.compile(r"\\colorbox" + _ARGUMENT + _ARGUMENT), r"\\text{\2}"),
    (re.compile(r"\\tag\*" + _ARGUMENT), r"\\qquad \\text{\1}"),
    (re.compile(r"\\tag" + _ARGUMENT), r"\\qquad \\text{(\1)}"),
    (re.compile(r"\\(?:eq)?ref" + _ARGUMENT), r"\\text{(\1)}"),
    (re.compile(r"\\textbf" + _ARGUMENT), r"\\mathbf{\\text{\1}}"),
    (re.compile(r"\\phantom" + _ARGUMENT), r"\\quad "),
    (re.compile(r"\\(?:boxed|fbox|smash|mathop|mathrel|mathbin)" + _ARGUMENT), r"{\1}"),
    (re.compile(r"\\xrightarrow" + _ARGUMENT), r"\\overset{\1}{\\longrightarrow}"),
    (re.compile(r"\\xleftarrow" + _ARGUMENT), r"\\overset{\1}{\\longleftarrow}"),
    (re.compile(r"\{\s*\\(bf|rm|it|cal|sf|tt)(?![a-zA-Z])\s*([^{}]*)\}"), r"\\math\1{\2}"),
    (re.compile(r"\\(bf|rm|it|cal|sf|tt)(?![a-zA-Z])" + _ARGUMENT), r"\\math\1{\2}"),
    (re.compile(r"\\(?:begin|end)\{(?:equation|displaymath|math)\*?\}"), " "),
    (re.compile(r"\\begin\{(?:alignat|alignedat|xalignat)\*?\}\s*\{\d+\}"), r"\\begin{aligned}"),
    (
        re.compile(
            r"\\(begin|end)\{(?:align|alignat|alignedat|xalignat|gather|gathered|multline|split|flalign|eqnarray)"
            r"\*?\}"
        ),
        r"\\\1{aligned}",
    ),
    (re.compile(r"\\(begin|end)\{smallmatrix\}"), r"\\\1{matrix}"),
)
_EQNARRAY: Final = re.compile(r"\\begin\{eqnarray\*?\}.*?\\end\{eqnarray\*?\}", re.DOTALL)
_SIGN: Final = re.compile(r"&([^&\n]*?)&")  # which eqnarray has in a column of its own
_NAMES: Final = re.compile(r"\\(" + "|".join(_SAME) + r")(?![a-zA-Z])")
_OVER: Final = re.compile(r"\\over(?![a-zA-Z])")


_BARE_INDEX: Final = re.compile(r"^\s*(?=[_^])")  # of nothing, in a sentence on how indices are written


def plainer(tex: str) -> str:
    r"""Return a formula in the commands that the translator knows.

    >>> plainer(r"{a \over b} \tag{1}"), plainer(r"\bm{x} \label{eq:x}")
    ('{\\frac{a }{ b}} \\qquad \\text{(1)}', '\\boldsymbol{x} ')
    """
    text = _expanded(tex)
    text = _EQNARRAY.sub(lambda found: _SIGN.sub(r"&\1", found[0]), _GONE_WITH_ARGUMENT.sub("", text))
    for pattern, said in _REWRITTEN:
        text = pattern.sub(said, text)
    text = _NAMES.sub(lambda found: _SAME[found[1]], _GONE.sub("", text))
    return _without_over(_BARE_INDEX.sub(r"\\,", text))


def _expanded(tex: str) -> str:
    """Return a formula with the commands written out that it defines itself, those with arguments left."""
    macros = {found[1]: found[2] for found in _MACRO.finditer(tex) if "#" not in found[2]}
    text = _MACRO.sub("", tex) if macros else tex
    for name, body in macros.items():
        text = re.sub(re.escape(name) + r"(?![a-zA-Z])", lambda _, body=body: f"{{{body}}}", text)  # type: ignore[misc]
    return text


def _without_over(tex: str) -> str:
    r"""Return a formula with each fraction ``{a \over b}`` written as ``\frac``."""
    while found := _OVER.search(tex):
        start = _edge(tex, found.start() - 1, -1) + 1
        end = _edge(tex, found.end(), 1)
        above, below = tex[start : found.start()].lstrip(), tex[found.end() : end]
        tex = f"{tex[:start]}\\frac{{{above}}}{{{below}}}{tex[end:]}"
    return tex


def _edge(tex: str, position: int, step: int) -> int:
    """Return where the group that a position stands in ends, in the direction of the step."""
    opening, closing = ("{", "}") if step > 0 else ("}", "{")
    depth = 0
    while 0 <= position < len(tex):
        if tex[position] == closing:
            if not depth:
                return position
            depth -= 1
        depth += tex[position] == opening
        position += step
    return position
