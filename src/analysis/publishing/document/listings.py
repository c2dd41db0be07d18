"""How is program text shown? As spans of text with the class of token they are, the same for both formats."""

from __future__ import annotations

import re
from typing import Any, Final

from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
from pygments.token import Token  # type: ignore[import-untyped]
from pygments.util import ClassNotFound  # type: ignore[import-untyped]

from analysis.publishing.document.blocks import Listing, Place

#: The classes of token that have a look of their own, most special first.
_LOOKS: Final = (
    (Token.Comment, "comment"),
    (Token.Literal.String, "string"),
    (Token.Literal.Number, "number"),
    (Token.Name.Function, "name"),
    (Token.Name.Class, "name"),
    (Token.Keyword, "keyword"),
    (Token.Operator.Word, "keyword"),
)
_ANSI: Final = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]")


def code_listing(source: str, language: str, *, role: str, place: Place) -> Listing:
    """Return program text with its tokens marked; plain when the language is not known.

    >>> code_listing("x = 1", "python", role="input", place=Place()).spans
    (('', 'x = '), ('number', '1'))
    """
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return plain_listing(source, role=role, place=place)
    spans: list[tuple[str, str]] = []
    for token, text in lexer.get_tokens(source.strip("\n")):
        look = next((name for family, name in _LOOKS if token in family), "")
        if spans and spans[-1][0] == look:
            spans[-1] = (look, spans[-1][1] + text)
        elif text:
            spans.append((look, text))
    return Listing(role, tuple(spans), place=place)


def plain_listing(text: str, *, role: str, place: Place) -> Listing:
    """Return text as it stands, without the codes that colour a terminal."""
    return Listing(role, (("", without_terminal_codes(text).strip("\n")),), place=place)


def without_terminal_codes(text: str) -> str:
    r"""Return what a terminal would show: no colour codes, and of a line written over itself the last state.

    >>> without_terminal_codes("\x1b[31mred\x1b[0m 10%\r100%")
    '100%'
    """
    plain = _ANSI.sub("", text).replace("\r\n", "\n")
    return "\n".join(_last_state(line) for line in plain.split("\n"))


def _last_state(line: str) -> str:
    return next((state for state in reversed(line.split("\r")) if state), "")


def joined_text(value: Any) -> str:
    """Return a text of a notebook file, which may be written as a list of its lines."""
    return "".join(map(str, value)) if isinstance(value, list) else str(value)
