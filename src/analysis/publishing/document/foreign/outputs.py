"""How is a rich output of any notebook shown? By the richest of its forms that both formats can draw.

What cannot be drawn on paper is said in words, with the reason; nothing is left out silently.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from analysis.publishing.document.blocks import Block, Equation, Figure, Paragraph, Place, Text
from analysis.publishing.document.foreign.formulas import formula
from analysis.publishing.document.foreign.html_reader import read_html
from analysis.publishing.document.foreign.images import read_image
from analysis.publishing.document.inlines import PictureLoader
from analysis.publishing.document.listings import code_listing, joined_text, plain_listing
from analysis.publishing.document.pictures import SVG_TYPE, UnreadablePicture

MarkdownReader = Callable[[str], list[Block]]
Report = Callable[..., None]

#: What the notebook shows by a program in the page, by the beginning of its mime type.
_INTERACTIVE: Final = {
    "application/vnd.jupyter.widget-view": "an interactive widget",
    "application/vnd.plotly": "an interactive Plotly chart",
    "application/vnd.vegalite": "an interactive Vega-Lite chart",
    "application/vnd.vega": "an interactive Vega chart",
    "application/vnd.bokehjs": "an interactive Bokeh chart",
    "application/vnd.holoviews": "an interactive HoloViews chart",
    "application/javascript": "a script",
    "application/geo+json": "an interactive map",
    "video/": "a video",
    "audio/": "a sound",
}
_PICTURES: Final = (SVG_TYPE, "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp")
_MATH_MARKS: Final = ("$$", "$", r"\[", r"\(", r"\]", r"\)")


class BundleReader:
    """Reads rich outputs of one cell into blocks; ``report`` is told what is wrong and how to mend it."""

    def __init__(
        self, *, place: Place, load: PictureLoader, markdown: MarkdownReader, report: Report
    ) -> None:
        self.place = place
        self.load = load
        self.markdown = markdown
        self.report = report

    def read(self, bundle: Mapping[str, Any], metadata: Mapping[str, Any]) -> list[Block]:
        """Return the blocks of an output: a drawing if it has one, and so on down to plain text."""
        shown = self._shown(bundle, metadata)
        return shown if shown is not None else self._unshown(bundle)

    def _shown(self, bundle: Mapping[str, Any], metadata: Mapping[str, Any]) -> list[Block] | None:
        pictures = [media for media in _PICTURES if media in bundle]
        if "text/latex" in bundle and "text/html" not in bundle:
            equation = _equation(joined_text(bundle["text/latex"]), self.place)
            if equation.formula.typst or not (pictures or "text/plain" in bundle):
                return [equation]
        if pictures:
            media = pictures[0]
            return [self._picture(media, joined_text(bundle[media]), metadata.get(media, {}))]
        if "text/markdown" in bundle:
            return self.markdown(joined_text(bundle["text/markdown"]))
        if "text/html" in bundle and (blocks := self._html(joined_text(bundle["text/html"]), bundle)):
            return blocks
        if _interactive(bundle):
            return None
        if "application/json" in bundle:
            text = json.dumps(bundle["application/json"], indent=2, ensure_ascii=False)
            return [code_listing(text, "json", role="output", place=self.place)]
        if "text/plain" in bundle:
            text = joined_text(bundle["text/plain"])
            return [plain_listing(text, role="output", place=self.place)] if text.strip() else []
        return None

    def _html(self, markup: str, bundle: Mapping[str, Any]) -> list[Block]:
        try:
            blocks, hidden = read_html(markup, place=self.place, load=self.load)
        except RecursionError:
            return self._unshown({"text/html nested too deeply": ""})
        if hidden and not _interactive(bundle):
            blocks = [*blocks, *self._unshown({f"text/html with <{name}>": "" for name in hidden})]
        return blocks

    def _picture(self, media: str, data: str, metadata: Mapping[str, Any]) -> Block:
        width = metadata.get("width") if isinstance(metadata, Mapping) else None
        alt = str(metadata.get("alt", "")) if isinstance(metadata, Mapping) else ""
        try:
            number = float(width) if isinstance(width, int | float) and width > 0 else None
            return Figure(read_image(media, data, alt=alt, width=number), place=self.place)
        except UnreadablePicture as error:
            self.report(f"holds an image that cannot be shown: {error}", "run the cell again", lost=True)
            return _warning(f"An image stands here in the notebook; {error}.", self.place)

    def _unshown(self, bundle: Mapping[str, Any]) -> list[Block]:
        """Say what stands here in the notebook and cannot stand on paper."""
        what = _interactive(bundle) or f"an output of type {', '.join(sorted(bundle)) or 'unknown'}"
        self.report(
            f"shows {what}, which a page without scripts cannot show",
            "show a static picture of it",
            lost=True,
        )
        return [_warning(f"Not shown: {what}. Open the notebook to see it.", self.place)]


def _warning(text: str, place: Place) -> Paragraph:
    return Paragraph((Text(text),), role="warning", place=place)


def _interactive(bundle: Mapping[str, Any]) -> str:
    """Return what program in the page would draw the output, blank when none would."""
    for beginning, what in _INTERACTIVE.items():
        if any(media.startswith(beginning) for media in bundle):
            return what
    return ""


def _equation(tex: str, place: Place) -> Equation:
    """Return LaTeX output as a formula, its dollar signs and brackets taken off."""
    inner = tex.strip()
    for mark in _MATH_MARKS:
        inner = inner.removeprefix(mark).removesuffix(mark).strip()
    inner = inner.removeprefix(r"\displaystyle").strip()
    return Equation(formula(inner, display=True), place=place)
