"""Which colour means which category of events? Told apart with any common colour blindness."""

from collections.abc import Mapping
from typing import Final

CATEGORY: Final[Mapping[str, str]] = {
    "Military": "#b3372e",
    "Diplomatic": "#2b4a78",
    "Political": "#6b2a55",
    "Leadership": "#c8621b",
    "Statement": "#7d8792",
}
