"""Which colour means which weapon, and what was stopped? Told apart by the colour-blind and in grey."""

from collections.abc import Mapping
from types import MappingProxyType

WEAPON: Mapping[str, str] = MappingProxyType(
    {
        "drone": "#2b4a78",
        "missile": "#b3372e",
        "cruise": "#e39a3b",
        "ballistic": "#c9553f",
        "aeroballistic": "#6b2a55",
        "guided": "#8fb8a8",
        "mixed": "#b9bec5",
    }
)
NEUTRALISED = "#1f7a6d"
FLOOR = "#9aa3ad"  # a share that is at least so large
