"""Shows a measure as a figure or a table, and says what is missing where there is too little data.

The words of a figure are made from the frame that is drawn, so that text and drawing cannot differ; a table
shows the columns of a measure that are named, each with its heading, unit and decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from analysis import parts
from analysis.parts import Part, tables

if TYPE_CHECKING:
    import pandas as pd
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

    >>> from analysis.subject.attacks.plots import plot_nightly
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


class Head(NamedTuple):
    """How a column is shown: heading, unit, and decimals (by default as many as its size asks for)."""

    label: str
    unit: str = ""
    decimals: int | None = None


Heads = Mapping[str, Head | str]


def table(
    frame: pd.DataFrame,
    heads: Heads,
    *,
    caption: str,
    source: str,
    as_of: date | str,
    notes: Iterable[str] = (),
    n: str | None = None,
    interval: str | None = None,
) -> Part:
    """Show the columns that `heads` names, in that order; the first names the rows.

    The ends of an interval (`estimate_low, estimate_high`) go with their column.

    >>> import pandas as pd
    >>> shares = pd.DataFrame({"n": [9], "estimate": [0.5], "estimate_low": [0.4], "estimate_high": [0.6]})
    >>> print(table(shares, {"n": "Nights", "estimate": Head("Share", "share", 0)}, caption="Shares",
    ...             source="reports", as_of="2026-01-05").text)
    Table: Shares
    Nights    Share, %
         9  50 (40–60)
    """
    headed = {name: head if isinstance(head, Head) else Head(head) for name, head in heads.items()}
    ends = (name for key in headed for name in (key, f"{key}_low", f"{key}_high"))
    return tables.table(
        frame[[name for name in ends if name in frame]],
        caption=caption,
        source=source,
        as_of=as_of,
        labels={name: head.label for name, head in headed.items()},
        units={name: head.unit for name, head in headed.items() if head.unit},
        decimals={name: head.decimals for name, head in headed.items() if head.decimals is not None},
        stub=next(iter(headed)),
        notes=notes,
        n=n,
        interval=interval,
    )
