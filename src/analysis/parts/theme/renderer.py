"""How is a drawing written as SVG without measuring the same words again for each layout and each figure?

As matplotlib writes it, byte for byte; measuring takes a third of its time.
"""

from __future__ import annotations

import io
import warnings
from functools import lru_cache
from typing import Any, Final

from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

POINTS_AN_INCH: Final = 72  # in which an SVG is drawn
TEXTS_KEPT: Final = 4096


class Renderer(RendererSVG):
    """Writes SVG; what a text measures is remembered from figure to figure."""

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """Return width, height and descent of a line of text in points; warn of letters without a glyph."""
        extent, missing = _extent(s, prop.copy(), ismath)
        for message in missing:
            warnings.warn(message, stacklevel=2)
        return extent

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float | None, float | None, float]:
        """Return ascent, descent and gap of a font in points, which matplotlib asks for each text anew."""
        return _line_height(prop.copy())


class Canvas(FigureCanvasSVG):
    """Draws a figure as `FigureCanvasSVG` does, but lays it out with the renderer that also draws it."""

    def __init__(self, figure: Figure) -> None:
        super().__init__(figure)
        self._written = io.StringIO()
        (width, height), dots = figure.get_size_inches(), figure.dpi
        figure.dpi = POINTS_AN_INCH
        size = width * POINTS_AN_INCH, height * POINTS_AN_INCH
        writer: Any = Renderer(  # type: ignore[no-untyped-call]
            *size, self._written, image_dpi=dots, metadata={"Date": None, "Creator": None}
        )
        mixed: Any = MixedModeRenderer  # which makes pixels of what asks for them
        self._renderer: Any = mixed(figure, width, height, dots, writer)

    def get_renderer(self) -> RendererBase:
        """Return what matplotlib would otherwise make anew for each layout."""
        renderer: RendererBase = self._renderer
        return renderer

    def svg(self) -> str:
        """Draw the figure; once only, as the renderer writes it."""
        self.figure.draw(self._renderer)
        self._renderer.finalize()
        return self._written.getvalue()


@lru_cache(TEXTS_KEPT)
def _extent(
    text: str, font: FontProperties, is_math: Any
) -> tuple[tuple[float, float, float], tuple[str, ...]]:
    """Measure a text, and collect what is warned of meanwhile, to be said each time it is asked for."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        extent = text_to_path.get_text_width_height_descent(text, font, is_math)
    return extent, tuple(str(each.message) for each in caught)


@lru_cache
def _line_height(font: FontProperties) -> tuple[float | None, float | None, float]:
    """Read ascent, descent and gap from a font; with neither in it, matplotlib measures them otherwise."""
    face: Any = text_to_path._get_font(font)  # type: ignore[attr-defined]
    told = face.get_sfnt_table("OS/2")
    if told is None:
        return None, None, 0.0
    scale = 1 / face.get_sfnt_table("head")["unitsPerEm"] * font.get_size_in_points()
    return told["sTypoAscender"] * scale, -told["sTypoDescender"] * scale, told["sTypoLineGap"] * scale
