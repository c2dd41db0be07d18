"""Which colour means what in the figures on ceasefires? Told apart with any colour blindness, and in grey."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from analysis.subject.ceasefires.spells import ONGOING, TREATY, WAR

OUTCOME: Final[Mapping[str, str]] = MappingProxyType({WAR: "#b3372e", TREATY: "#1f7a6d", ONGOING: "#2b4a78"})
WITH, WITHOUT = "#2b4a78", "#c8621b"  # a feature
