"""Which colour means what in figures on scenarios: how evidence bears, and which scenario it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: How evidence bears on a scenario; neutral is left white.
MARK: Final[Mapping[str, str]] = {
    "consistent": "#1f7a6d",
    "inconsistent": "#b3372e",
    "lacking": "#d98880",
    "neutral": "#ffffff",
}

#: The scenarios in their listed order, none of them leading; the residual in grey.
SCENARIO: Final[Mapping[str, str]] = {
    "S0": "#7d8792",
    "S1": "#2b4a78",
    "S2": "#b3372e",
    "S3": "#c99a2e",
    "S4": "#6f9f93",
}
