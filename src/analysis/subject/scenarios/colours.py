"""Which colour means which scenario in figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: The scenarios in their listed order, none of them leading; the residual in grey.
SCENARIO: Final[Mapping[str, str]] = {
    "S0": "#7d8792",
    "S1": "#2b4a78",
    "S2": "#b3372e",
    "S3": "#c99a2e",
    "S4": "#6f9f93",
}
