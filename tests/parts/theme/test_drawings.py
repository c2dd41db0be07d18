"""A plot remembers the tables that it drew, and is not called with too little data."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

from analysis.parts import theme
from analysis.parts.theme.canvas import NARROW_WIDTH
from analysis.parts.theme.drawings import Drawn, drawn_of, key_of, narrowed, plot


@plot
def plot_tons(harvests: pd.DataFrame, weather: pd.DataFrame | None = None) -> Axes:
    ax = theme.axes()
    ax.plot(harvests["year"], harvests["tons"])
    return ax


def harvests(status: list[str] | None = None, *, table: str = "harvests") -> pd.DataFrame:
    rows = pd.DataFrame({"year": [2024, 2025], "tons": [3.0, 4.0], "n": [2, 3], "needed": [5, 5]})
    rows = rows if status is None else rows.assign(status=status)
    rows.attrs["tables"] = (table,)
    return rows


def drawn(ax: Axes) -> Drawn:
    return drawn_of(theme.figure_of(ax))


@pytest.mark.parametrize(
    "status",
    [None, ["ok", "ok"], ["insufficient data", "ok"], ["", ""], ["retracted", ""]],
    ids=["no status", "all ok", "one ok", "blank status of a record", "one blank"],
)
def test_a_frame_that_holds_enough_is_drawn(status: list[str] | None) -> None:
    ax = plot_tons(harvests(status))
    assert len(ax.lines) == 1
    assert drawn(ax) == Drawn(tables=("harvests",), lacking=None)


def test_a_frame_nowhere_ok_is_not_drawn_and_what_its_first_row_lacks_is_remembered() -> None:
    ax = plot_tons(harvests(["insufficient data", "insufficient data"]))
    assert not ax.has_data()
    assert drawn(ax).lacking == {"n": 2, "needed": 5, "status": "insufficient data"}
    assert drawn(ax).tables == ("harvests",)


def test_a_frame_without_rows_is_not_drawn_but_its_table_is_remembered() -> None:
    ax = plot_tons(harvests()[:0])
    assert not ax.has_data()
    assert drawn(ax).lacking == {"n": 0, "needed": 1, "status": "insufficient data"}
    assert drawn(ax).tables == ("harvests",)


def test_one_frame_with_too_little_is_enough_to_draw_nothing() -> None:
    ax = plot_tons(harvests(["ok", "ok"]), weather=harvests(table="weather")[:0])
    assert not ax.has_data()
    assert drawn(ax).lacking == {"n": 0, "needed": 1, "status": "insufficient data"}


def test_the_tables_of_all_frames_are_remembered_each_once() -> None:
    ax = plot_tons(harvests(), harvests(table="weather"))
    assert drawn(ax).tables == ("harvests", "weather")
    assert drawn(plot_tons(harvests(), harvests())).tables == ("harvests",)


def test_a_figure_is_drawn_anew_for_a_phone_and_keeps_its_own_width() -> None:
    figure = theme.figure_of(plot_tons(harvests()))
    with narrowed(figure) as narrow:
        assert narrow is not figure
        assert narrow.get_figwidth() == NARROW_WIDTH
    assert figure.get_figwidth() == theme.TEXT_WIDTH
    assert not theme.is_narrow()


def test_what_no_plot_made_is_narrow_meanwhile() -> None:
    figure = theme.figure_of(theme.axes())
    with narrowed(figure) as narrow:
        assert narrow is figure
        assert narrow.get_figwidth() == NARROW_WIDTH
    assert figure.get_figwidth() == theme.TEXT_WIDTH


def test_nothing_is_known_of_a_drawing_that_no_plot_made() -> None:
    assert drawn(theme.axes()) == Drawn()


@plot
def plot_by_chance(harvests: pd.DataFrame) -> Axes:
    ax = theme.axes()
    ax.plot(harvests["year"], harvests["tons"] + np.random.random())  # noqa: NPY002 - as seaborn's jitter
    return ax


def key(ax: Axes) -> str:
    return key_of(theme.figure_of(ax))


def test_drawings_of_the_same_have_one_key_and_no_others() -> None:
    rows = harvests()
    assert key(plot_tons(rows)) == key(plot_tons(harvests()))
    others = [plot_tons(harvests(["ok", "ok"])), plot_tons(rows, weather=rows)]
    with mpl.rc_context({"lines.linewidth": 9}):
        others.append(plot_tons(rows))
    keys = {key(plot_tons(rows)), *map(key, others)}
    with mpl.rc_context({"svg.image_inline": False}):  # when it is written, not when it is drawn
        keys.add(key(plot_tons(rows)))
    assert len(keys) == 5


def changed(ax: Axes) -> Axes:
    ax.set_title("Dry years")
    return ax


@pytest.mark.parametrize(
    "draw",
    [
        lambda: changed(plot_tons(harvests())),
        lambda: plot_by_chance(harvests()),
        lambda: plot_tons(harvests(), weather={1, 2}),  # type: ignore[arg-type]
        lambda: theme.axes(),
    ],
    ids=["changed by a cell", "drawn by chance", "of what has no value", "by no plot"],
)
def test_what_could_look_otherwise_has_no_key(draw: Callable[[], Axes]) -> None:
    with pytest.raises(TypeError):
        key(draw())
