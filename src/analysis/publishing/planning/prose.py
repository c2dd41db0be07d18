"""Which numbers and likelihood words did an author type by hand?

Reads the words that a reader will see and leaves out what may be typed: years, dates, names, numbers of
headings, and the settings of a method (a 28-day mean, a 95% interval). Counts and estimates may not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_DAY = r"\d{1,2}"
_DAYS = rf"{_DAY}(?:\s*(?:[–-]|,|and|to)\s*{_DAY})*"
_YEAR = r"(?:19|20)\d\d"
_UNIT = r"(?:second|minute|hour|day|night|week|month|quarter|year|season|winter)s?"
_ORDINAL = r"\d+(?:st|nd|rd|th)"
_INTERVAL = r"interval|confidence|credible|band|level|limit|exact|Wilson|Poisson|log-log|bootstrap"
MAY_BE_TYPED = re.compile(
    "|".join(
        (
            rf"\b{_YEAR}-\d\d(?:-\d\d)?\b",  # 2026-01-05
            rf"\b{_DAYS}\s+{_MONTH}(?:\s+{_YEAR}\b)?",  # 5 and 6 January 2026
            rf"\b{_MONTH}\s+{_DAYS}\b(?:,?\s+{_YEAR}\b)?",  # January 5, 2026
            rf"\b{_YEAR}s?(?:\s*[–/-]\s*(?:{_YEAR}|\d\d))?\b",  # 2023, 2023–25, 1990s
            r"\b(?:Annex|Section|Part|Chapter)\s+\d+(?:\.\d+)*\b",
            # Settings of a method, which an author chooses and does not count:
            rf"(?i:\b\d+(?:[–-]\d+)?-{_UNIT}\b)",  # 28-day
            r"(?i:\b(?:last|past|next|first|previous|preceding|following|trailing|within|after|every|per|of)"
            rf"\s+\d+\s+{_UNIT}\b)",  # the last 28 nights
            # 7 nights before, 28 days to
            rf"\b\d+\s+(?:{_UNIT}|d)\s+(?:before|to|earlier|later|ahead|mean|on either side)\b",
            # headings: "28 days", "Mean, 28 days"
            rf"(?:^\s*|[,;(]\s*)\d+\s+(?:{_UNIT}|d)(?=\s*(?:$|[,;)]))",
            r"\b[Pp]er\s+\d[\d,]*\b",  # per 100
            rf"\b\d+(?:\.\d+)?\s?%(?=[\s-]+(?:{_INTERVAL}))|\((?:80|90|95|99)\s?%\)",  # 95% interval
            r"\b(?:80|90|95|99) of 100\b",
            r"(?<=<)\s?0\.0*[15]\b",  # p < 0.001
            r"\b(?:than|to)\s+100\s?%",  # add up to 100%
            rf"\b{_ORDINAL}(?:\s*(?:to|and|–|-)\s*(?:the\s+)?{_ORDINAL})?\s+(?:percentile|quantile|decile|century)s?\b",
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
_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
_FORMULA = re.compile(r"\$\$.+?\$\$|(?<![\\\w])\$[^$\n]+?\$(?!\d)", re.DOTALL)
_QUOTED = re.compile(r"“[^”]*”")
_FIELD = re.compile(r"\{[^{}]*\}")
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)


def typed_numbers(text: str) -> list[str]:
    """Return the numbers of a sentence that are neither years, dates, part of a name nor settings.

    A field in braces, which a value fills, is no number.

    >>> typed_numbers("On 6 December 2025, 653 lamps and the Kh-101; 28 % of 2024–25.")
    ['653', '28 %']
    >>> typed_numbers("{mean:.1} a night over the last 28 nights (95% interval {low}–{high})")
    []
    """
    words = _FIELD.sub("…", text)
    return [number.strip() for number in NUMBER.findall(MAY_BE_TYPED.sub(" ", words))]


def filled_in(text: str) -> str:
    """Return a template as it is read: each field a short word, the brackets of optional words gone.

    >>> filled_in("{n:# lamp|lamps} burn[, {share:percent} of them all night].")
    'it burn, it of them all night.'
    """
    return _FIELD.sub("it", text).replace("[", "").replace("]", "")


def likelihood_words(text: str) -> list[str]:
    """Return the likelihood words (ICD 203) of a sentence.

    >>> likelihood_words("Rain is very likely; snow improbable.")
    ['very likely', 'improbable']
    """
    return LIKELIHOOD.findall(text)


def sentences(markdown: str) -> Iterator[str]:
    r"""Yield the words of each heading and paragraph of a Markdown text that its author answers for.

    Left out: code, formulas, web addresses, marks of footnotes, block quotations and “quoted” words in a
    paragraph that links their source.

    >>> list(sentences("## 1. Method\n\nHe said “90 % ready” ([speech](https://example.org))."))
    ['Method', 'He said   (speech).']
    """
    for kind, inline in _blocks(_PARSER.parse(_FORMULA.sub(" ", markdown))):
        if inline.type == "html_block":
            yield _MARKUP.sub(" ", inline.content)
            continue
        words = "".join(child.content if child.type == "text" else " " for child in _visible(inline))
        words = HEADING_NUMBER.sub("", words) if kind == "heading_open" else words
        yield _QUOTED.sub(" ", words) if _links(inline) else words


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[str, Token]]:
    """Yield each token that holds words with what opened it, sourced block quotations left out."""
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
        elif token.type in {"inline", "html_block"}:
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
