"""What do all figures have in common? Size, type, colours by meaning, axes, breaks, gaps and labels.

The one name under which plots use `palette`, `canvas`, `scales` and `marks`.

>>> ax = axes(height=2.0)
>>> line = ax.plot([0, 1], [0, 100], color=COLOUR["observed"])
>>> value_axis(ax, "tons")
>>> ax.get_ylabel()
'tons'
"""

from analysis.parts.theme.canvas import (
    TEXT_WIDTH,
    apply,
    axes,
    figure_of,
    is_narrow,
    panel_name,
    panels,
    width,
    wrapped,
)
from analysis.parts.theme.marks import (
    EndLabel,
    day_bars,
    definition_break,
    end_labels,
    note,
    provisional,
    remark,
    swatch,
    unknown_days,
)
from analysis.parts.theme.palette import COLOUR, FAINT, INK, MUTED
from analysis.parts.theme.scales import date_axis, day_numbers, value_axis, whole_numbers

__all__ = [
    "COLOUR",
    "FAINT",
    "INK",
    "MUTED",
    "TEXT_WIDTH",
    "EndLabel",
    "apply",
    "axes",
    "date_axis",
    "day_bars",
    "day_numbers",
    "definition_break",
    "end_labels",
    "figure_of",
    "is_narrow",
    "note",
    "panel_name",
    "panels",
    "provisional",
    "remark",
    "swatch",
    "unknown_days",
    "value_axis",
    "whole_numbers",
    "width",
    "wrapped",
]
