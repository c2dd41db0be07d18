"""Which import is made to wait until it is needed? The one that costs a process more than all of Jupyter.

nbformat imports jsonschema, and that compiles 38 grammars for formats of addresses (IRIs), which no schema of
notebooks asks for: over a second of a processor, where the rest of nbformat takes a tenth of that.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any, Final

GRAMMARS: Final = "rfc3987_syntax"


def defer_grammars() -> None:
    """Import jsonschema so that the grammars are compiled when one is first asked for, if ever."""
    if "jsonschema" in sys.modules or GRAMMARS in sys.modules:
        return
    later = ModuleType(GRAMMARS)
    later.__dict__["is_valid_syntax"] = _is_valid_syntax
    sys.modules[GRAMMARS] = later
    try:
        import_module("jsonschema")
    finally:
        del sys.modules[GRAMMARS]


def _is_valid_syntax(term: str, value: str) -> Any:
    return import_module(GRAMMARS).is_valid_syntax(term, value)
