"""How is a table fitted to the page? By the width of its words: in smaller type, else on a turned page.

Widths are the advances of Fira Sans, added up before typesetting, so that one pass suffices. What room is
left goes, step by step, to the column that saves most lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Any, Final

import fontpkg_fira_sans
import numpy as np
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from numpy.typing import NDArray

from analysis.publishing.document.blocks import Break, Cell, Grid, Picture
from analysis.publishing.document.placement import placed
from analysis.publishing.document.traversal import walk, words
from analysis.publishing.exporters.line_wrapping import LONGEST_WORD

Widths = NDArray[np.float64]

PORTRAIT: Final = 453.5  # points: A4 less margins of 25 mm
LANDSCAPE: Final = 700.0
SIZES: Final = (9.0, 8.5, 8.0, 7.5, 7.0)
SMALLEST_UPRIGHT: Final = 8.0  # below it, a turned page reads better
INSET: Final = 9.0  # points between two columns
UNBROKEN: Final = 18  # letters: a cell of fewer is one line
LONGEST_HEADING: Final = 9.0  # ems: longer headings are broken where their columns are narrower
LONGEST_LINE: Final = 60.0  # ems: longer cells are broken into lines
UNKNOWN_LETTER: Final = 1.0  # ems: of a letter that comes from another font
SPARE: Final = 1.02  # room for kerning and for letters set bold
RAGGED: Final = 1.08  # lines end before the margin
LINES: Final = 4  # of a row of many columns, above which a wider page is sought
LINES_BORNE: Final = 1.8  # times as many lines as on the page where they are fewest
PICTURE_IN_CELL: Final = 120.0  # points: the widest
HIGHEST_IN_LINE: Final = 90.0  # points
LINES_OF_PICTURE: Final = 8
STEPS: Final = 32
SAMPLE: Final = 120  # rows whose lines are counted


@dataclass(frozen=True)
class Fit:
    """How a table stands on the page: type size and column widths in points, turned or not."""

    size: float
    columns: tuple[float, ...]
    turned: bool

    def height(self, row: Sequence[tuple[int, Cell]]) -> int:
        """Return how many lines a row takes, its cells given with the column in which each begins."""
        return max((self._lines(at, cell) for at, cell in row), default=1)

    def _lines(self, at: int, cell: Cell) -> int:
        room = sum(self.columns[at : at + cell.columns]) - INSET
        inner = list(walk(cell.children))
        breaks = sum(isinstance(node, Break) for node in inner)
        pictures = sum(isinstance(node, Picture) for node in inner)
        text = words(cell.children)
        return (
            ceil(ems(text) * self.size * RAGGED / max(room, 1.0))
            + breaks
            + text.count("\n")
            + LINES_OF_PICTURE * pictures
        )


@dataclass(frozen=True)
class _Needs:
    """What the columns need, in ems: least and most each, and the width of each measured cell."""

    least: Widths
    most: Widths
    cells: Widths


@lru_cache(maxsize=4096)
def ems(text: str, face: str = "Regular") -> float:
    """Return the width of a text in ems, digits as wide as they are in tables.

    >>> ems("31.5") == ems("88.0"), ems("ill") < ems("mmm")
    (True, True)
    """
    return sum(_advances(face).get(letter, UNKNOWN_LETTER) for letter in text)


@lru_cache(maxsize=2)
def _advances(face: str) -> dict[str, float]:
    """Return how wide each letter of a face of Fira Sans is, in ems."""
    with TTFont(fontpkg_fira_sans.ROOT / "files" / f"FiraSans-{face}.ttf", lazy=True) as font:
        wide, unit = font["hmtx"].metrics, font["head"].unitsPerEm
        tabular = {name: wide.get(f"{name}.tf", wide[name])[0] / unit for name in wide}
        return {chr(code): tabular[name] for code, name in font.getBestCmap().items()}


@lru_cache(maxsize=256)
def fit(grid: Grid, *, indent: float = 0.0) -> Fit:
    """Return how a grid fits: upright at the largest size that serves, else turned.

    A grid within other blocks begins ``indent`` points from the margin, and its page is never turned.
    """
    needs = _needs(grid)
    pages = [(size, PORTRAIT - indent) for size in SIZES if size >= SMALLEST_UPRIGHT or indent]
    pages += [] if indent else [(size, LANDSCAPE) for size in SIZES]
    possible = []
    for size, page in pages:
        columns = _shared(needs, (page - INSET * grid.width) / size)
        if columns is None:
            continue
        fitted = Fit(size, tuple(float(width) * size + INSET for width in columns), page == LANDSCAPE)
        lines = _tall(needs, columns)
        if lines <= max(LINES, 40 // grid.width):
            return fitted
        possible.append((lines, fitted))
    if possible:
        most = min(lines for lines, _ in possible) * LINES_BORNE
        return next(fitted for lines, fitted in possible if lines <= most)
    scale = (PORTRAIT - indent if indent else LANDSCAPE) / float(needs.least.sum())
    return Fit(SIZES[-1], tuple(float(width) * scale for width in needs.least), turned=not indent)


def least_widths(grid: Grid) -> tuple[float, ...]:
    """Return the points that each column needs in the smallest type."""
    return tuple(float(width) * SIZES[-1] + INSET for width in _needs(grid).least)


@lru_cache(maxsize=256)
def _needs(grid: Grid) -> _Needs:
    least, most = np.full(grid.width, 1.5), np.full(grid.width, 1.5)
    body = placed(grid.body)
    cells = np.zeros((len(body), grid.width))
    for number, row in enumerate(body):
        for column, cell in _single(row, grid.width):
            whole, unbroken = _measured(words(cell.children))
            unbroken = max(unbroken, _widest_picture(cell) / SIZES[-1])
            least[column] = max(least[column], unbroken * SPARE)
            most[column] = max(most[column], min(whole * SPARE, LONGEST_LINE))
            cells[number, column] = whole
    for row in placed(grid.head):
        for column, cell in _single(row, grid.width):
            text = words(cell.children)
            longest = _longest_word(text, "SemiBold") * SPARE
            least[column] = max(least[column], longest)
            most[column] = max(most[column], longest, min(ems(text, "SemiBold") * SPARE, LONGEST_HEADING))
    return _Needs(least, np.maximum(most, least), cells[:: max(1, len(body) // SAMPLE)])


def _single(row: list[tuple[int, Cell]], width: int) -> list[tuple[int, Cell]]:
    return [(column, cell) for column, cell in row if cell.columns == 1 and column < width]


def _measured(text: str) -> tuple[float, float]:
    """Return the width of a cell in one line, and of the part of it that must not be broken."""
    whole = max(map(ems, text.splitlines()), default=0.0)
    return whole, whole if len(text) <= UNBROKEN else _longest_word(text, "Regular")


def _widest_picture(cell: Cell) -> float:
    pictures = (node for node in walk(cell.children) if isinstance(node, Picture))
    return max((line_size(each.width, each.height, PICTURE_IN_CELL)[0] for each in pictures), default=0.0)


def line_size(width: float, height: float, widest: float) -> tuple[float, float]:
    """Return the points that a picture within a line takes.

    >>> line_size(400, 200, 100), line_size(20, 180, 100)
    ((100.0, 50.0), (10.0, 90.0))
    """
    scale = min(1.0, widest / max(width, 1), HIGHEST_IN_LINE / max(height, 1))
    return width * scale, height * scale


def _longest_word(text: str, face: str) -> float:
    """Return the width of what must not be broken: the widest word, but of those too long only a part."""
    return max((ems(word[:LONGEST_WORD], face) for word in text.split()), default=0.0)


def _shared(needs: _Needs, room: float) -> Widths | None:
    """Return column widths in ems that fill at most the room; None when even the longest words do not fit."""
    if needs.least.sum() > room:
        return None
    if needs.most.sum() <= room:
        return needs.most
    columns = needs.least.copy()
    step = (room - columns.sum()) / STEPS
    for _ in range(STEPS):
        columns[_most_saving(needs, columns, step)] += step
    return columns


def _most_saving(needs: _Needs, columns: Widths, step: float) -> int:
    """Return the column that saves most lines by the step, or brings them nearest when none does."""
    lines = needs.cells * RAGGED / columns
    rows = np.ceil(lines).max(axis=1)
    best, most = 0, -1.0
    for column in range(len(columns)):
        others = np.delete(np.ceil(lines), column, axis=1).max(axis=1, initial=1)
        wider = np.maximum(others, np.ceil(needs.cells[:, column] * RAGGED / (columns[column] + step)))
        nearer = np.maximum(lines[:, column] - others, 0).sum() / max(lines.sum(), 1)
        saved = float((rows - wider).sum() + nearer) if columns[column] < needs.most[column] else -0.5
        if saved > most:
            best, most = column, saved
    return best


def _tall(needs: _Needs, columns: Widths) -> float:
    """Return the number of lines that nine rows in ten do not exceed."""
    if not len(needs.cells):
        return 1
    heights: Any = np.ceil(needs.cells * RAGGED / columns).max(axis=1)
    return float(np.quantile(heights, 0.9, method="lower"))
