"""Which numbers and likelihood words did an author type by hand?

Reads the words a reader will see; leaves out code, formulas, marked quotations and what may be typed: years,
dates, numbers of headings and annexes, names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_DAY = r"\d{1,2}"
_DAYS = rf"{_DAY}(?:\s*(?:[–-]|,|and|to)\s*{_DAY})*"
_YEAR = r"(?:19|20)\d\d"
MAY_BE_TYPED = re.compile(
    "|".join(
        (
            rf"\b{_YEAR}-\d\d(?:-\d\d)?\b",  # 2026-01-05
            rf"\b{_DAYS}\s+{_MONTH}(?:\s+{_YEAR}\b)?",  # 5 and 6 January 2026
            rf"\b{_MONTH}\s+{_DAYS}\b(?:,?\s+{_YEAR}\b)?",  # January 5, 2026
            rf"\b{_YEAR}s?(?:\s*[–/-]\s*(?:{_YEAR}|\d\d))?\b",  # 2023, 2023–25, 1990s
            r"\b(?:Annex|Section|Part|Chapter|Scenario)\s+\d+(?:\.\d+)*\b",
            r"\b(?:ICD|ISO|RFC|CC BY(?:-[A-Z]+)*)\s+\d[\d.]*\b",  # names of standards and licences
            r"\b[^\W\d_]+(?:[/-][^\W\d_]*)*[-–]?\d+\w*\b",  # names that contain a number: Kh-101, G7, PDF/A-3
        )
    )
)
HEADING_NUMBER = re.compile(r"^\s*\d+(?:\.\d+)*[.)]?\s")
NUMBER = re.compile(r"[−+-]?\d+(?:[.,\u202f\u00a0]\d+)*\s?%?")
LIKELIHOOD = re.compile(
    r"\b(?:almost no chance|(?:very |highly )?(?:un)?likely|(?:highly )?(?:im)?probabl[ey]"
    r"|roughly even (?:chance|odds)|(?:almost|nearly) certain(?:ly)?|remote chance)\b",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"\$\$.+?\$\$|(?<![\\\w])\$[^$\n]+?\$(?!\d)", re.DOTALL)
_QUOTED = re.compile(r"“[^”]*”")


def typed_numbers(text: str) -> list[str]:
    """Return the numbers of a sentence that are neither years, dates nor part of a name.

    >>> typed_numbers("On 6 December 2025, 653 drones and the Kh-101; 28 % of 2024–25.")
    ['653', '28 %']
    """
    return [number.strip() for number in NUMBER.findall(MAY_BE_TYPED.sub(" ", text))]


def likelihood_words(text: str) -> list[str]:
    """Return the likelihood words (ICD 203) of a sentence.

    >>> likelihood_words("A ceasefire is very likely; renewed war improbable.")
    ['very likely', 'improbable']
    """
    return LIKELIHOOD.findall(text)


def sentences(markdown: str) -> Iterator[str]:
    r"""Yield the words of each heading and paragraph of a Markdown text that its author answers for.

    Left out: code, formulas, web addresses, block quotations and “quoted” words in a paragraph that links
    their source.

    >>> list(sentences("## 1. Method\n\nHe said “90 % ready” ([speech](https://example.org))."))
    ['Method', 'He said   (speech).']
    """
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(_FORMULA.sub(" ", markdown))
    for kind, inline in _blocks(tokens):
        words = "".join(child.content if child.type == "text" else " " for child in _visible(inline))
        words = HEADING_NUMBER.sub("", words) if kind == "heading_open" else words
        yield _QUOTED.sub(" ", words) if _links(inline) else words


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[str, Token]]:
    """Yield each inline token with the block that opened it, sourced block quotations left out."""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "blockquote_open":
            end = next(
                index
                for index in range(position, len(tokens))
                if tokens[index].type == "blockquote_close" and tokens[index].level == token.level
            )
            if any(_links(inside) for inside in tokens[position:end]):
                position = end
        elif token.type == "inline":
            yield tokens[position - 1].type, token
        position += 1


def _visible(inline: Token) -> Iterator[Token]:
    """Yield the children of a paragraph that hold words, without addresses."""
    address = False
    for child in inline.children or ():
        if child.type == "link_open":
            address = child.markup == "autolink"
        elif child.type == "link_close":
            address = False
        elif child.type in ("text", "softbreak", "hardbreak", "code_inline") and not address:
            yield child


def _links(token: Token) -> bool:
    return any(child.type == "link_open" for child in token.children or ())
