"""Which colour means what, and in which type and weight of line are figures set?

Hues are told apart with any common colour blindness; neighbours in one figure differ in lightness too.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from cycler import cycler

INK, MUTED, FAINT = "#1d2530", "#5b6470", "#c9ced4"

# Hues are told apart with any common colour blindness; neighbours in one figure differ in lightness too,
# so that a grey print keeps them apart.
COLOUR: Mapping[str, str] = MappingProxyType(
    {
        "observed": "#2b4a78",
        "smooth": "#1d2530",
        "band": "#c9d6e6",
        "highlight": "#c8621b",
    }
)

#: The colours of several series, in order; a subject gives meanings of its own to colours of its own.
CYCLE = (COLOUR["observed"], "#b3372e", "#1f7a6d")

STYLE: Mapping[Any, Any] = MappingProxyType(
    {
        "font.family": ["Fira Sans", "DejaVu Sans"],
        "font.size": 8.0,
        "text.color": INK,
        "text.parse_math": False,  # a "$" in a text of data is a dollar
        "axes.titlesize": 9.5,
        "axes.titleweight": 700,
        "axes.titlelocation": "left",
        "axes.titlepad": 8.0,
        "axes.labelsize": 8.0,
        "axes.labelcolor": MUTED,
        "axes.edgecolor": MUTED,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "axes.unicode_minus": True,
        "axes.prop_cycle": cycler(color=CYCLE),
        "grid.color": "#e6e9ec",
        "grid.linewidth": 0.6,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.major.width": 0.6,
        "ytick.major.size": 0.0,
        "xtick.labelsize": 7.5,
        "ytick.labelsize": 7.5,
        "lines.linewidth": 1.4,
        "lines.solid_capstyle": "round",
        "patch.linewidth": 0.0,
        "legend.frameon": False,
        "legend.fontsize": 7.5,
        "figure.facecolor": "white",
        "figure.figsize": (6.3, 2.4),  # of a chart drawn without a canvas of ours: the text column's width
        "figure.constrained_layout.use": True,
        "svg.fonttype": "path",
        "svg.hashsalt": "analysis",
    }
)
