"""How is an output of any notebook shown? By the richest of its forms that both formats can draw.

What cannot be drawn on paper is said in words, with the reason; nothing is left out silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from analysis.publishing.document.blocks import Block, Equation, Figure, Paragraph, Place, Text
from analysis.publishing.document.foreign.html_reader import PictureLoader, read_html
from analysis.publishing.document.formulas import formula
from analysis.publishing.document.listings import plain_listing
from analysis.publishing.document.part_reader import PART_TYPE, UnknownPart, read_part
from analysis.publishing.document.pictures import SVG_TYPE, UnreadablePicture, read_picture

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


class OutputReader:
    """Reads the outputs of one cell into blocks; ``report`` is told what is wrong and how to mend it."""

    def __init__(
        self, *, place: Place, load: PictureLoader, markdown: MarkdownReader, report: Report
    ) -> None:
        self.place = place
        self.load = load
        self.markdown = markdown
        self.report = report

    def read(self, outputs: Sequence[Mapping[str, Any]]) -> list[Block]:
        """Return the blocks of a cell's outputs, adjoining pieces of one stream joined."""
        return [block for output in _joined(outputs) for block in self._output(output)]

    def _output(self, output: Mapping[str, Any]) -> list[Block]:
        kind = output.get("output_type")
        if kind == "stream":
            return self._stream(output["name"], _text(output["text"]))
        if kind == "error":
            return self._error(output)
        return self._bundle(dict(output.get("data", {})), output)

    def _stream(self, name: str, text: str) -> list[Block]:
        if not text.strip():
            return []
        if name == "stderr":
            first = text.strip().splitlines()[0]
            self.report(f"writes to stderr: {first[:200]}", "mend what it warns of")
        return [plain_listing(text, role="stderr" if name == "stderr" else "output", place=self.place)]

    def _error(self, output: Mapping[str, Any]) -> list[Block]:
        said = f"{output.get('ename', 'Error')}: {output.get('evalue', '')}"
        self.report(f"ends in an error: {said[:200]}", "mend the cell and run the notebook again")
        trace = "\n".join(output.get("traceback", [])) or said
        return [plain_listing(trace, role="error", place=self.place)]

    def _bundle(self, bundle: dict[str, Any], output: Mapping[str, Any]) -> list[Block]:
        """Return the blocks of a rich output: a part, else a drawing, and so on down to plain text."""
        if PART_TYPE in bundle:
            try:
                return read_part(bundle, place=self.place)
            except (UnknownPart, UnreadablePicture) as error:
                self.report(
                    f"holds a part that cannot be drawn: {error}", "run the notebook again", lost=True
                )
        shown = self._shown(bundle, output.get("metadata", {}))
        return shown if shown is not None else self._unshown(bundle)

    def _shown(self, bundle: Mapping[str, Any], metadata: Mapping[str, Any]) -> list[Block] | None:
        pictures = [media for media in _PICTURES if media in bundle]
        if "text/latex" in bundle and "text/html" not in bundle:
            equation = _equation(_text(bundle["text/latex"]), self.place)
            if equation.formula.typst or not pictures:
                return [equation]
        if pictures:
            media = pictures[0]
            return [self._picture(media, _text(bundle[media]), metadata.get(media, {}))]
        if "text/markdown" in bundle:
            return self.markdown(_text(bundle["text/markdown"]))
        if "text/html" in bundle and (blocks := self._html(_text(bundle["text/html"]), bundle)):
            return blocks
        if _interactive(bundle):
            return None
        if "text/plain" in bundle:
            text = _text(bundle["text/plain"])
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
            return Figure(read_picture(media, data, alt=alt, width=number), place=self.place)
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


def _text(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _joined(outputs: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the outputs, adjoining pieces of one stream as one: how they were split says nothing."""
    pending: dict[str, Any] | None = None
    for output in outputs:
        if pending and output.get("output_type") == "stream" and output.get("name") == pending["name"]:
            pending["text"] += _text(output["text"])
            continue
        if pending:
            yield pending
        pending = None
        if output.get("output_type") == "stream":
            pending = {"output_type": "stream", "name": output["name"], "text": _text(output["text"])}
        else:
            yield output
    if pending:
        yield pending
