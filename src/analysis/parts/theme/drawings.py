"""What does a drawing rest on? Its figure remembers what was drawn, if that held enough, and how to draw it.

So a plot computes nothing and checks nothing: with too little data it is not even called. It is called again
to draw the same for a phone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any, Final, ParamSpec
from weakref import WeakKeyDictionary

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.data.contents import by_value, digest
from analysis.data.kept_results import chance_stands
from analysis.data.lineage import tables_of
from analysis.parts.results import ENOUGH
from analysis.parts.theme.canvas import NARROW_WIDTH, axes, figure_of, narrow_column

Given = ParamSpec("Given")


def _unknown() -> str:
    raise TypeError("no plot has drawn this")


@dataclass(frozen=True)
class Drawn:
    """What a figure rests on: tables by name; where a frame held too little, its n and what it needs.

    ``again`` draws it anew, for another column; ``key`` tells all that the drawing depends on, and raises
    ``TypeError`` where that cannot be told.
    """

    tables: tuple[str, ...] = ()
    lacking: Mapping[str, Any] | None = None
    again: Callable[[], Axes] | None = field(default=None, compare=False)
    key: Callable[[], str] = field(default=_unknown, compare=False)


_DRAWN: Final[WeakKeyDictionary[Figure, Drawn]] = WeakKeyDictionary()


def key_of(figure: Figure) -> str:
    """Return what all drawings have in common that look like this one.

    Raises ``TypeError`` where that cannot be told: no `plot` drew it, a cell has changed it since, or chance
    had a part in it.
    """
    if figure.stale:
        raise TypeError("a cell has changed this drawing")
    return drawn_of(figure).key()


def plot(function: Callable[Given, Axes]) -> Callable[Given, Axes]:
    """Make a plot of frames remember what it drew; where one of them holds too little, draw nothing.

    Too little is a frame without rows, or one whose ``status`` is nowhere ok. The empty Axes returned then
    lets ``part.figure`` say what is missing.

    >>> import pandas as pd
    >>> @plot
    ... def plot_yield(rows: pd.DataFrame) -> Axes:
    ...     return axes()
    >>> few = pd.DataFrame({"n": [2], "needed": [5], "status": ["insufficient data"]})
    >>> drawn_of(figure_of(plot_yield(few))).lacking["status"]
    'insufficient data'
    """

    @wraps(function)
    def remembering(*args: Given.args, **kwargs: Given.kwargs) -> Axes:
        frames = [thing for thing in (*args, *kwargs.values()) if getattr(thing, "ndim", 0) == 2]
        lacking = next((cells for frame in frames if (cells := _lacking(frame)) is not None), None)
        key, chance = _key(function, args, kwargs), chance_stands()
        drawn = function(*args, **kwargs) if lacking is None else axes()
        figure = figure_of(drawn)
        key = key if chance_stands() == chance else _unknown
        _DRAWN[figure] = Drawn(tables_of(frames), lacking, partial(function, *args, **kwargs), key)
        figure.stale = False  # whatever a cell adds to the drawing makes it stale again
        return drawn

    return remembering


def drawn_of(figure: Figure) -> Drawn:
    """Return what a figure rests on; of one that no `plot` drew, nothing is known."""
    return _DRAWN.get(figure, Drawn())


@contextmanager
def narrowed(figure: Figure) -> Iterator[Figure]:
    """Give a figure for a phone: drawn anew by its plot; else, as when a cell has changed it, made narrow.

    The figure has its own size again afterwards.
    """
    again = drawn_of(figure).again
    if again is not None and not figure.stale:
        with narrow_column():
            narrow = figure_of(again())
        yield narrow
        return
    size = figure.get_size_inches()
    figure.set_size_inches(min(NARROW_WIDTH, size[0]), size[1])
    yield figure
    figure.set_size_inches(*size)


def _key(function: Callable[..., Axes], args: Sequence[Any], options: Mapping[str, Any]) -> Callable[[], str]:
    """Return what tells all that a drawing depends on: its plot, what it is given now, the style then."""
    try:
        asked = by_value(args), by_value(options)
    except TypeError:
        return _unknown
    style = _style()
    return lambda: digest(function, *asked, style, _style())


def _style() -> str:
    return repr({name: value for name, value in mpl.rcParams.copy().items() if name != "backend"})


def _lacking(frame: Any) -> dict[str, Any] | None:
    """Return what a frame lacks: the cells of its first row where none is ok; None where it holds enough."""
    if frame.empty:
        return {"n": 0, "needed": 1, "status": "insufficient data"}
    if "status" not in frame or frame["status"].isin(ENOUGH).any():
        return None
    return {name: frame[name].iloc[0] for name in ("n", "needed", "status") if name in frame}
