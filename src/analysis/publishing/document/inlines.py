"""What may stand in a line of text? Links to safe addresses, and no blanks at either end."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from analysis.publishing.document.blocks import Break, Inline, Link, Picture, Text

PictureLoader = Callable[[str, str], Picture]  # of an image's address and its alternative text
#: Ends before what closes a sentence; a bracket belongs to an address that has opened it.
_ADDRESS: Final = re.compile(r"(https?://(?:[^\s<>\"“”«»()]|\([^\s()]*\))+(?<![.,;:!?'’]))")
#: A source by its number, and the address of its entry in the list of sources.
_NUMBER: Final = re.compile(r"(\[[0-9]{1,4}\])")
SOURCE: Final = "#source-"
_WEB: Final = ("http://", "https://", "mailto:", "#")


def safe_url(url: str) -> str:
    """Return an address that may be linked to: of the web, of mail, within the report, or beside it.

    >>> safe_url("javascript:alert(1)"), safe_url(" https://x.org/a "), safe_url("data/harvests.csv")
    ('', 'https://x.org/a', 'data/harvests.csv')
    """
    address = "".join(url.split())
    scheme = re.match(r"[^/?#]*:", address)
    return "" if scheme and not address.lower().startswith(_WEB) else address


def linked(text: str) -> tuple[Inline, ...]:
    """Return words with the addresses of the web among them as links.

    >>> linked("See https://example.org/a (2026).")[1:]
    (Link(url='https://example.org/a', children=(Text(text='https://example.org/a'),)), Text(text=' (2026).'))
    """
    if "://" not in text:
        return (Text(text),)
    parts = enumerate(_ADDRESS.split(text))
    return tuple(Link(part, (Text(part),)) if at % 2 else Text(part) for at, part in parts if part)


def cited(text: str) -> tuple[Inline, ...]:
    """Return words with the addresses of the web and the numbers of sources among them as links.

    >>> cited("By two [3].")[1]
    Link(url='#source-3', children=(Text(text='[3]'),))
    """
    if "[" not in text:
        return linked(text)
    parts = enumerate(_NUMBER.split(text))
    return tuple(
        each
        for at, part in parts
        if part
        for each in ((Link(f"{SOURCE}{part[1:-1]}", (Text(part),)),) if at % 2 else linked(part))
    )


def trimmed(nodes: list[Inline] | tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return inline nodes without blanks and breaks at either end.

    >>> trimmed([Text(" "), Text(" a "), Break()])
    (Text(text='a'),)
    """
    line = list(nodes)
    while line and (isinstance(line[0], Break) or (isinstance(line[0], Text) and not line[0].text.strip())):
        line.pop(0)
    while line and (
        isinstance(line[-1], Break) or (isinstance(line[-1], Text) and not line[-1].text.strip())
    ):
        line.pop()
    if line and isinstance(line[0], Text):
        line[0] = Text(line[0].text.lstrip())
    if line and isinstance(line[-1], Text):
        line[-1] = Text(line[-1].text.rstrip())
    return tuple(line)
