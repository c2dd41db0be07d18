"""Shows a measure as a figure where there is enough data, and says what is missing where there is not.

The words of a figure are made from the frame that is drawn, so that text and drawing cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from analysis import parts
from analysis.parts import Part

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Words:
    """What a figure says: the finding as its title, what is drawn, the same for who cannot see it, and n."""

    title: str
    caption: str
    alt: str
    n: str
    interval: str | None = None


@dataclass(frozen=True)
class TooLittle:
    """What a figure cannot show: the thing, how many observations there are, and how many it needs."""

    what: str
    n: int
    needed: int


def figure(
    plot: Callable[..., Axes], *frames: object, words: Words | TooLittle, source: str, as_of: date | str
) -> Part:
    """Draw `frames` with `plot` under the title of `words`; with too little data, say so and draw nothing.

    >>> from analysis.plots.escalation import plot_nightly
    >>> figure(plot_nightly, words=TooLittle("A mean", n=3, needed=23), source="x", as_of="2022-10-15")
    Insufficient data. A mean needs at least 23 observations; there were 3.
    """
    if isinstance(words, TooLittle):
        return parts.insufficient(words.what, n=words.n, needed=words.needed)
    axes = plot(*frames, title=words.title)
    return parts.figure(
        axes,
        caption=words.caption,
        alt=words.alt,
        source=source,
        as_of=as_of,
        n=words.n,
        interval=words.interval,
    )
