"""What does a report say beside figures and tables? Remarks, sentences from values, what is not known.

All three take plain text: nothing in it is ever read as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from analysis.parts.language import Words, said
from analysis.parts.part import Part, required

if TYPE_CHECKING:
    from analysis.parts.language import Row

_NOTE_STYLE = "border-left:3px solid #8a8a8a;padding:.1em .8em;margin:.6em 0;max-width:46em;opacity:.85"


def note(
    text: str, row: Row | None = None, *, verdict: Mapping[Any, str] | None = None, words: Words | None = None
) -> Part:
    """Show a remark set apart from the text, a caveat or a definition; its fields are filled from ``row``.

    >>> note("{n:# count is|counts are} as reported by one side.", {"n": 2})
    2 counts are as reported by one side.
    """
    filled = said(text, row, verdict=verdict, words=words, what="part.note")
    remark = required(filled, what="text", of="note", why="an empty remark hides what it should say")
    return Part({"kind": "note", "text": remark}, f'<p style="{_NOTE_STYLE}">{escape(remark)}</p>', remark)


def prose(
    text: str | Iterable[str],
    row: Row | None = None,
    *,
    verdict: Mapping[Any, str] | None = None,
    words: Words | None = None,
) -> Part:
    """Show sentences filled from ``row`` as normal paragraphs; a blank line, or several texts, make several.

    >>> prose(["Of 35 fields, 14 lay fallow.", "They are no sample."])
    Of 35 fields, 14 lay fallow.
    <BLANKLINE>
    They are no sample.
    """
    texts = [text] if isinstance(text, str) else list(text)
    whole = required("\n\n".join(texts), what="text", of="prose", why="a section is never silently empty")
    given = [" ".join(each.split()) for each in whole.split("\n\n") if each.strip()]
    paragraphs = [said(each, row, verdict=verdict, words=words, what="part.prose") for each in given]
    html = "".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    return Part({"kind": "prose", "paragraphs": paragraphs}, html, "\n\n".join(paragraphs))
