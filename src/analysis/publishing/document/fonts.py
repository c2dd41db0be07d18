"""Which fonts does Typst set a report with? Ours, its own and those of the extra ``fonts``; no others.

The extra has the scripts that ours lack (Chinese, Japanese, Korean, Indic scripts, Arabic, emoji). A letter
is taken from it only where ours have none, so that no page changes when it is installed.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from typing import Final

import fontpkg_fira_sans
import typst

EXTRA: Final = ("manimgx_fonts", "manimgx_fonts_cjk")


@lru_cache(maxsize=2)
def fonts(*, machine: bool = False) -> typst.Fonts:
    """Return Fira Sans, the fonts inside Typst and the extra ones; with ``machine`` also the machine's."""
    found = [find_spec(name) for name in EXTRA]
    extra = [place for spec in found if spec for place in spec.submodule_search_locations or ()]
    return typst.Fonts(
        include_system_fonts=machine,
        include_embedded_fonts=True,
        font_paths=[str(fontpkg_fira_sans.ROOT / "files"), *extra],
    )
