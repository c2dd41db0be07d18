"""How does a figure get into a mail? As PNG, since few mail programs draw SVG; set by Typst, in our fonts."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import typst

from analysis.publishing.document.blocks import Picture
from analysis.publishing.document.fonts import fonts

WIDTH: Final = 480  # pixels in which a mail shows it; it has twice as many, for sharp screens
_POINTS: Final = 72.0  # an inch
_PAGE: Final = (
    "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
    '#image("picture", width: {width}pt, format: "{kind}")'
)
_KINDS: Final = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}


def png(picture: Picture) -> bytes | None:
    """Return a picture as PNG of twice `WIDTH` pixels; None when it is of a kind that Typst cannot read."""
    kind = _KINDS.get(picture.media)
    if kind is None:
        return None
    with tempfile.TemporaryDirectory(prefix="analysis-") as name:
        folder = Path(name)
        (folder / "picture").write_bytes(picture.data)
        (folder / "page.typ").write_text(_PAGE.format(width=picture.width, kind=kind), encoding="utf-8")
        try:
            content = typst.compile(
                str(folder / "page.typ"), root=name, format="png", ppi=2 * WIDTH / picture.width * _POINTS,
                font_paths=fonts(), timestamp=0,
            )  # fmt: skip
        except typst.TypstError:
            return None
    assert isinstance(content, bytes)
    return content
