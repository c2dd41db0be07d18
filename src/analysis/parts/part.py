"""What do all parts share? A kind, neutral content, an HTML preview, and a line on how far to trust it.

The content is plain JSON: the exporters need nothing of the live objects it was made from.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from analysis.errors import AnalysisError
from analysis.parts import wording

PART_TYPE: Final = "application/vnd.analysis.part+json"


@dataclass(frozen=True)
class Part:
    """One thing that a cell shows: the object must be the cell's last expression.

    ``content`` is the neutral description, JSON only; ``html`` the preview; ``text`` the plain words;
    ``media`` what else the part is (a figure's ``image/svg+xml``).
    """

    content: Mapping[str, Any]
    html: str
    text: str
    media: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Return ``figure``, ``table``, ``finding(s)``, ``headline``, ``note``, ``prose`` or ``sources``."""
        return str(self.content["kind"])

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {PART_TYPE: dict(self.content), **self.media, "text/html": self.html, "text/plain": self.text}

    def __repr__(self) -> str:
        return self.text


def required(text: object, *, what: str, of: str, why: str) -> str:
    """Return the text stripped, or say which argument of which part is empty.

    >>> required(" A finding. ", what="caption", of="figure", why="it states what is seen")
    'A finding.'
    """
    if isinstance(text, str) and text.strip():
        return text.strip()
    raise AnalysisError(f"part.{of}: {what} = {text!r} says nothing; give a text: {why}")


def plain(value: Any) -> Any:
    """Return the Python value of a scalar of numpy or pandas, None when missing: what JSON can hold.

    >>> plain(float("nan")), plain(date(2026, 1, 5)), plain(True), plain("x")
    (None, '2026-01-05', True, 'x')
    """
    if wording.is_missing(value):
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return wording.iso(value) if isinstance(value, date) else value


def details(*, as_of: date | str | None, n: int | str | None, interval: str | None) -> list[str]:
    """Say as of when, on how many cases and with which interval, in the order in which it is printed.

    >>> details(as_of="2026-01-05", n=457, interval="95% Wilson")
    ['As of 5 January 2026', 'n = 457', 'Interval: 95% Wilson']
    """
    words = []
    if as_of:
        words.append(f"As of {wording.day(as_of)}")
    if n is not None and n != "":
        words.append(f"n = {n if isinstance(n, str) else wording.number(n)}")
    if interval:
        words.append(f"Interval: {interval}")
    return words
