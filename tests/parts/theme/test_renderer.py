"""A figure is written as matplotlib writes it, with what a text measures found once."""

from __future__ import annotations

import io

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG

from analysis.parts import theme
from analysis.parts.theme.renderer import Canvas


def chart() -> Axes:
    upper, lower = theme.panels(2)
    upper.plot([1, 2, 3], [3, 9, 4], label="rye")
    upper.legend(title="grain")
    upper.annotate("two\nlines", (2, 9), (4, 4), textcoords="offset points", rotation=30)
    lower.pcolormesh(np.arange(12.0).reshape(3, 4), rasterized=True)
    lower.set_ylabel("tons", family="DejaVu Sans")
    lower.set_xlabel("$x^2$", parse_math=True)
    theme.value_axis(upper, "tons")
    return upper


def test_a_figure_is_written_as_matplotlib_writes_it() -> None:
    for _ in range(2):  # the second time, texts are known
        plain = io.StringIO()
        FigureCanvasSVG(theme.figure_of(chart())).print_svg(  # type: ignore[no-untyped-call]
            plain, metadata={"Date": None, "Creator": None}
        )
        assert Canvas(theme.figure_of(chart())).svg() == plain.getvalue()


def test_a_letter_without_glyph_is_told_in_each_figure() -> None:
    for _ in range(2):
        ax = theme.axes()
        ax.set_ylabel("rye, \u4e00 tons")
        with pytest.warns(UserWarning, match="Glyph 19968"):
            Canvas(theme.figure_of(ax)).svg()
