"""On what is a figure drawn? Axes of the text column's width, in the packaged type.

A figure is drawn twice: for paper and wide screens, and in a narrow column for phones, where `width` is less.
Nothing here touches pyplot's global state.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import fontpkg_fira_sans
import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.textpath import text_to_path

from analysis.parts.theme.palette import MUTED, STYLE

TEXT_WIDTH = 6.3  # inches: the text column of an A4 report
NARROW_WIDTH = 3.6  # inches: the text column of a page on a phone, 390 px wide
LABEL_POINTS = 8.0  # type size of what is wrapped
_WIDTH = ContextVar("width", default=TEXT_WIDTH)


@cache
def _register_fonts() -> None:
    """Let matplotlib know the Fira Sans of the package, never one of the machine."""
    for path in sorted((Path(fontpkg_fira_sans.ROOT) / "files").glob("FiraSans-*.ttf")):
        font_manager.fontManager.addfont(str(path))


def figure_of(ax: Axes) -> Figure:
    """Return the Figure that `ax` belongs to.

    Raises:
        ValueError: `ax` was removed from its figure.

    """
    figure = ax.get_figure(root=True)
    if not isinstance(figure, Figure):
        raise ValueError("these axes were removed from their figure; draw on axes that belong to one")
    return figure


def apply() -> None:
    """Make the theme matplotlib's default; `axes` and `panels` do it by themselves."""
    _register_fonts()
    mpl.rcParams.update(dict(STYLE))


def width() -> float:
    """Return the width in inches of the column for which is drawn: a plot may ask it and draw otherwise."""
    return _WIDTH.get()


def is_narrow() -> bool:
    """Return whether a phone's column is drawn for, where a name stands above its mark and not beside it."""
    return width() < TEXT_WIDTH


@contextmanager
def narrow_column() -> Iterator[None]:
    """Draw for a phone meanwhile.

    >>> with narrow_column():
    ...     float(figure_of(axes()).get_figwidth())
    3.6
    """
    token = _WIDTH.set(NARROW_WIDTH)
    try:
        yield
    finally:
        _WIDTH.reset(token)


def axes(height: float = 2.6) -> Axes:
    """Return Axes on a new Figure of the column's width and the given height in inches."""
    return panels(1, height=height)[0]


def panels(count: int, *, height: float = 4.0, ratios: Sequence[float] | None = None) -> tuple[Axes, ...]:
    """Return `count` Axes above each other on one Figure, sharing the x axis, heights in `ratios`."""
    apply()
    figure = Figure(figsize=(width(), height), layout=ConstrainedLayoutEngine(w_pad=0.03, h_pad=0.03))
    grid = figure.subplots(count, 1, sharex=True, squeeze=False, height_ratios=ratios)
    return tuple(grid[:, 0])


@cache
def _text_width(text: str) -> float:
    """Return the width of one line of text in inches."""
    _register_fonts()
    font = FontProperties(family="Fira Sans", weight=400, size=LABEL_POINTS)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / 72


def wrapped(text: str, *, inches: float) -> str:
    """Return `text` broken into lines that are no wider than `inches` in the type of labels.

    >>> wrapped("Launches rose", inches=0.5).split(chr(10))
    ['Launches', 'rose']
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _text_width(longer) > inches:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def panel_name(ax: Axes, text: str) -> None:
    """Name one panel of several, small and muted, above its upper left corner."""
    ax.annotate(
        text, (0, 1), (0, 3), xycoords="axes fraction", textcoords="offset points", ha="left", va="bottom",
        color=MUTED, fontsize=8,
    )  # fmt: skip
