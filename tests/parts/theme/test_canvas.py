"""The paper a chart is drawn on: its size, its shared axes, its type."""

from __future__ import annotations

import matplotlib as mpl
import pytest
from matplotlib import font_manager

from analysis.parts import theme


def test_axes_have_the_size_of_the_text_column_and_leave_pyplot_alone() -> None:
    import matplotlib.pyplot as plt

    ax = theme.axes(height=2.0)
    assert tuple(theme.figure_of(ax).get_size_inches()) == (6.3, 2.0)
    assert plt.get_fignums() == []


def test_panels_share_the_x_axis() -> None:
    upper, lower = theme.panels(2, height=4.0)
    upper.set_xlim(3, 4)
    assert lower.get_xlim() == (3, 4)
    assert upper.figure is lower.figure


def test_type_is_the_packaged_fira_sans_also_for_cyrillic(caplog: pytest.LogCaptureFixture) -> None:
    ax = theme.axes()
    ax.set_title("Київ: ґанок, їжак − 5")
    theme.figure_of(ax).draw_without_rendering()
    font = font_manager.findfont("Fira Sans")
    assert "fontpkg_fira_sans" in font
    assert caplog.records == []


def test_svg_text_is_drawn_as_paths_with_fixed_ids() -> None:
    theme.apply()
    assert mpl.rcParams["svg.fonttype"] == "path"
    assert mpl.rcParams["svg.hashsalt"]
