"""What do HTML tags within a line of Markdown mean? Styles, links and images; others of HTML leave no trace.

What only looks like a tag, such as ``<your name>``, is text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Any, Final

STYLES: Final = {
    "b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "cite": "emphasis",
    "var": "emphasis", "dfn": "emphasis", "s": "strike", "del": "strike", "strike": "strike",
    "sub": "sub", "sup": "super",
}  # fmt: skip
CODE: Final = {"code", "kbd", "samp", "tt"}
SILENT: Final = {"script", "style"}  # what stands between these is no text
#: Tags that show nothing by themselves: only what stands between them does.
_PLAIN: Final = {
    "a", "abbr", "acronym", "bdi", "bdo", "big", "blink", "center", "data", "details", "div", "font", "input",
    "ins", "label", "mark", "nobr", "p", "q", "ruby", "rb", "rp", "rt", "small", "span", "summary", "time",
    "u", "wbr",
}  # fmt: skip
_TAG: Final = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>[\s/][^>]*)?>")
_ATTRIBUTE: Final = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
KNOWN: Final = {*STYLES, *CODE, *_PLAIN, *SILENT, "br", "img"}


class Tag:
    """A tag of HTML; ``name`` is blank when the text is no tag that may stand in a line."""

    def __init__(self, text: str) -> None:
        found = _TAG.fullmatch(text.strip())
        name = found["name"].lower() if found else ""
        self.name = name if name in KNOWN else ""
        self.closes = bool(found and found["end"])
        self.rest = (found["rest"] or "") if found else ""

    def attribute(self, name: str) -> str:
        """Return the value of an attribute, blank when there is none."""
        pairs = {each[1].lower(): each[2] or each[3] or each[4] for each in _ATTRIBUTE.finditer(self.rest)}
        return unescape(pairs.get(name) or "")


def closing(nodes: Sequence[Any], start: int, name: str) -> int:
    """Return where the tag that opens at a position is closed; the position itself when it is not."""
    depth = 0
    for position in range(start, len(nodes)):
        tag = Tag(nodes[position].content) if nodes[position].type == "html_inline" else None
        if tag and tag.name == name:
            depth += -1 if tag.closes else 1
            if not depth:
                return position
    return start
