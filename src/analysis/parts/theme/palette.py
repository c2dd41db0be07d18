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
        # weapons
        "drone": "#2b4a78",
        "missile": "#b3372e",
        "cruise": "#e39a3b",
        "ballistic": "#c9553f",
        "aeroballistic": "#6b2a55",
        "guided": "#8fb8a8",
        "mixed": "#b9bec5",
        "reconnaissance": "#d9c9a3",
        # outcomes of a salvo
        "neutralised": "#1f7a6d",
        "shot_down": "#1f7a6d",
        "suppressed": "#8fc9b9",
        "mass": "#b3372e",
        # series against their reference
        "observed": "#2b4a78",
        "smooth": "#1d2530",
        "expected": "#7d8792",
        "band": "#c9d6e6",
        "highlight": "#c8621b",
        # the end of a ceasefire
        "renewed_war": "#b3372e",
        "superseded_by_treaty": "#1f7a6d",
        "ongoing": "#2b4a78",
        "ambiguous": "#9aa3ad",
        # categories of events
        "Military": "#b3372e",
        "Diplomatic": "#2b4a78",
        "Political": "#6b2a55",
        "Leadership": "#c8621b",
        "Statement": "#7d8792",
        # bearing of evidence
        "for": "#1f7a6d",
        "against": "#b3372e",
        "neutral": "#c9ced4",
        # the four scenarios, in their listed order, none of them leading
        "S1": "#2b4a78",
        "S2": "#b3372e",
        "S3": "#c99a2e",
        "S4": "#6f9f93",
    }
)

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
        "axes.prop_cycle": cycler(color=[COLOUR["drone"], COLOUR["missile"], COLOUR["neutralised"]]),
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
