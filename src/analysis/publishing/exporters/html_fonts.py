"""In which letters is the HTML read? In those of the PDF: the few that it uses, within the page."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from typing import Final

import fontpkg_fira_sans

#: Face of the family, weight and style in CSS.
_FACES: Final = (("Regular", 400, "normal"), ("SemiBold", 600, "normal"), ("Italic", 400, "italic"))
_ALWAYS: Final = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("–—“”‘’·…−•↩")
_RULE: Final = (
    '@font-face{{font-family:"Fira Sans";font-weight:{weight};font-style:{style};'
    "src:url(data:font/ttf;base64,{data})}}\n"
)


def font_faces(characters: set[str]) -> str:
    """Return the CSS that brings Fira Sans with the given characters and with figures of one width.

    The letters are not compressed, since what a compressor makes of them differs between machines.
    """
    wanted = "".join(sorted(_ALWAYS | characters))
    return "".join(
        _RULE.format(weight=weight, style=style, data=_data(name, wanted)) for name, weight, style in _FACES
    )


@lru_cache(maxsize=64)
def _data(name: str, characters: str) -> str:
    from fontTools import subset  # type: ignore[import-untyped]  # slow to import

    options = subset.Options()
    options.layout_features = ["tnum"]
    options.hinting = False
    options.recalc_timestamp = False
    options.name_IDs = [0, 13]  # copyright and licence stay with the letters
    options.drop_tables += ["GPOS", "GDEF"]
    path = fontpkg_fira_sans.ROOT / "files" / f"FiraSans-{name}.ttf"
    buffer = io.BytesIO()
    with subset.load_font(str(path), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        subset.save_font(font, buffer, options)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
