r"""Which Markdown do we read? CommonMark with tables, footnotes and TeX, marked as Jupyter's users mark it.

To the dollars of the plugins come ``$ a+b $``, ``\\(a\\)``, ``\\[a\\]`` and environments within a paragraph.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

#: A formula with blanks inside its dollars must look like one, since "5 $ and 6 $" is money.
_MATH: Final = re.compile(
    r"\$[ \n]+(?P<spaced>[^$\n]*?[\\^_=+{}<>][^$\n]*?|\w)[ \n]+\$(?!\d)"
    r"|\\\\\((?P<inline>.+?)\\\\\)"
    r"|\\\\\[(?P<display>.+?)\\\\\]"
    r"|(?P<environment>\\begin\{(?P<name>[a-zA-Z]+\*?)\}.+?\\end\{(?P=name)\})",
    re.DOTALL,
)
_KINDS: Final = {
    "spaced": "math_inline",
    "inline": "math_inline",
    "display": "math_inline_double",
    "environment": "math_inline_double",
}


def _marked_math(state: StateInline, silent: bool) -> bool:
    """Read a formula that begins here, by the marks that the plugins do not know."""
    if state.src[state.pos] not in "$\\":
        return False
    found = _MATH.match(state.src, state.pos, state.posMax)
    if not found or (found["spaced"] and state.pos and state.src[state.pos - 1].isalnum()):
        return False
    if not silent:
        name = next(name for name in _KINDS if found[name])
        token = state.push(_KINDS[name], "math", 0)
        token.content = found[name]
    state.pos = found.end()
    return True


def _parser() -> MarkdownIt:
    parser = (
        MarkdownIt("commonmark", {"html": True})
        .enable(["table", "strikethrough"])
        .use(footnote_plugin)
        .use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
        .use(amsmath_plugin)
        .use(colon_fence_plugin)
        .use(myst_role_plugin)
    )
    parser.inline.ruler.before("escape", "marked_math", _marked_math)
    return parser


PARSER: Final = _parser()
