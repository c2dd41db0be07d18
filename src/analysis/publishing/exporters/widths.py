"""How is a table fitted to the page? By the width of its words: in smaller type, else on a turned page.

Widths are estimates from the letters of Fira Sans, made before typesetting, so that one pass suffices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from analysis.publishing.exporters.blocks import Cell, Grid, words
from analysis.publishing.exporters.grids import placed

PORTRAIT: Final = 453.5  # points: A4 less margins of 25 mm
LANDSCAPE: Final = 700.0
SIZES: Final = (9.0, 8.5, 8.0, 7.5, 7.0)
SMALLEST_UPRIGHT: Final = 8.0  # below it, a turned page reads better
INSET: Final = 9.0  # points between two columns
LONGEST_LINE: Final = 34.0  # ems: longer cells are broken into lines
LONGEST_HEADING: Final = 9.0  # ems: longer headings are broken where their columns are narrower
LONGEST_WORD: Final = 24.0  # ems: longer words are broken
LINES: Final = 4  # of a row of many columns, above which a wider page is sought

_NARROW: Final = frozenset("iljtfrI.,:;'|!()[]{} -·")
_WIDE: Final = frozenset("mwMWЖШЩЮФ@%—…")


@dataclass(frozen=True)
class Fit:
    """How a table stands on the page: type size and column widths in points, turned or not."""

    size: float
    columns: tuple[float, ...]
    turned: bool


def ems(text: str, *, strong: bool = False) -> float:
    """Return the estimated width of a text in ems.

    >>> round(ems("launched"), 2) < round(ems("LAUNCHED"), 2)
    True
    """
    width = sum(_letter(letter) for letter in text)
    return width * 1.05 if strong else width


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.32
    if letter in _WIDE or ord(letter) > 0x2E80:
        return 0.95
    if letter.isdigit():
        return 0.56
    return 0.66 if letter.isupper() else 0.56


def fit(grid: Grid) -> Fit:
    """Return how a grid fits: upright at the largest size that serves, else turned."""
    least, natural = _column_ems(grid)
    trials = [(size, PORTRAIT) for size in SIZES if size >= SMALLEST_UPRIGHT]
    trials += [(size, LANDSCAPE) for size in SIZES]
    for size, page in trials:
        columns = _shared(least, natural, size=size, page=page)
        if columns and _lines(grid, columns, size) <= max(LINES, 24 // grid.width):
            return Fit(size, columns, page == LANDSCAPE)
    for size, page in [*trials, (SIZES[-1], PORTRAIT)]:
        columns = _shared(least, natural, size=size, page=page)
        if columns:
            return Fit(size, columns, page == LANDSCAPE)
    total = sum(least)
    return Fit(SIZES[-1], tuple(LANDSCAPE * width / total for width in least), True)


def _column_ems(grid: Grid) -> tuple[list[float], list[float]]:
    """Return for each column the width of its longest word and of its longest line, in ems."""
    least, natural = [1.5] * grid.width, [1.5] * grid.width
    for rows, strong in ((grid.head, True), (grid.body, False)):
        for row in placed(rows):
            for column, cell in row:
                if cell.columns > 1 or column >= grid.width:
                    continue
                text = words(cell.children)
                longest = max((ems(word, strong=strong) for word in text.split()), default=0)
                least[column] = max(least[column], min(longest, LONGEST_WORD))
                whole = max((ems(line, strong=strong) for line in text.splitlines()), default=0)
                most = max(longest, LONGEST_HEADING) if strong else LONGEST_LINE
                natural[column] = max(natural[column], min(whole, most))
    return least, [max(pair) for pair in zip(least, natural, strict=True)]


def _shared(
    least: Sequence[float], natural: Sequence[float], *, size: float, page: float
) -> tuple[float, ...]:
    """Return column widths in points that fit the page, empty when even the longest words do not."""
    room = page - INSET * len(least)
    narrow, wide = sum(least) * size, sum(natural) * size
    if narrow > room:
        return ()
    if wide <= room:
        return tuple(width * size + INSET for width in natural)
    share = (room - narrow) / (wide - narrow)
    return tuple(
        (low + (high - low) * share) * size + INSET for low, high in zip(least, natural, strict=True)
    )


def _lines(grid: Grid, columns: Sequence[float], size: float) -> float:
    """Return the number of lines that nine rows in ten do not exceed."""
    heights = sorted(
        max((_cell_lines(cell, columns[at], size) for at, cell in row if at < len(columns)), default=1)
        for row in placed(grid.body)
    )
    return heights[int(len(heights) * 0.9)] if heights else 1


def _cell_lines(cell: Cell, width: float, size: float) -> float:
    if cell.columns > 1:
        return 1
    inner = max(width - INSET, size)
    return sum(max(1, -(-ems(line) * size // inner)) for line in words(cell.children).splitlines() or [""])
