"""What does a drawing rest on? Its figure remembers the tables of the frames drawn, and if they held enough.

So a plot computes nothing and checks nothing: with too little data it is not even called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, ParamSpec
from weakref import WeakKeyDictionary

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.data.lineage import tables_of
from analysis.parts.results import ENOUGH
from analysis.parts.theme.canvas import axes, figure_of

Given = ParamSpec("Given")


@dataclass(frozen=True)
class Drawn:
    """What a figure rests on: tables by name, and, where a frame held too little, its n and what it needs."""

    tables: tuple[str, ...] = ()
    lacking: Mapping[str, Any] | None = None


_DRAWN: Final[WeakKeyDictionary[Figure, Drawn]] = WeakKeyDictionary()


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
        drawn = function(*args, **kwargs) if lacking is None else axes()
        _DRAWN[figure_of(drawn)] = Drawn(tables_of(frames), lacking)
        return drawn

    return remembering


def drawn_of(figure: Figure) -> Drawn:
    """Return what a figure rests on; of one that no `plot` drew, nothing is known."""
    return _DRAWN.get(figure, Drawn())


def _lacking(frame: Any) -> dict[str, Any] | None:
    """Return what a frame lacks: the cells of its first row where none is ok; None where it holds enough."""
    if frame.empty:
        return {"n": 0, "needed": 1, "status": "insufficient data"}
    if "status" not in frame or frame["status"].isin(ENOUGH).any():
        return None
    return {name: frame[name].iloc[0] for name in ("n", "needed", "status") if name in frame}
