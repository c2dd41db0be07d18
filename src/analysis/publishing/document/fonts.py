"""Which fonts does Typst set a report with? Ours and its own, never those of the machine."""

from __future__ import annotations

from functools import lru_cache

import fontpkg_fira_sans
import typst


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Return Fira Sans and the fonts inside Typst."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(fontpkg_fira_sans.ROOT / "files")],
    )
