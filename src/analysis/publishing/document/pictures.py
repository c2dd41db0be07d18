"""How does a drawing get into both formats? Read and measured once; it then stands in HTML as clean SVG.

Letters stand in HTML once for all drawings of a page. What cannot be read raises ``UnreadablePicture`` with
the reason, so that a report can say it in words.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Final
from xml.etree import ElementTree

from analysis.publishing.document.blocks import Picture

SVG_TYPE: Final = "image/svg+xml"
_POINTS: Final = {"": 0.75, "px": 0.75, "pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54, "pc": 12.0}
_LENGTH: Final = re.compile(r"\s*([\d.]+(?:e[+-]?\d+)?)\s*([a-z]*)\s*")
_DRAWN: Final = {
    "svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
    "text", "tspan", "textPath", "clipPath", "mask", "pattern", "marker", "linearGradient", "radialGradient",
    "stop", "image", "title", "desc", "switch",
}  # fmt: skip
_SVG: Final = "{http://www.w3.org/2000/svg}"
_LETTER_SCALE: Final = "scale(0.015625)"  # by which matplotlib writes the outlines of letters
_PATH: Final = re.compile(r"[MLHVQTCSAZ\d\s.,e+-]*", re.IGNORECASE)
_OUTLINE: Final = '<path id="{}" d="{}" transform="{}"/>'
_MATPLOTLIB_STYLE: Final = "*{stroke-linejoin: round; stroke-linecap: butt}"
_REFERENCE: Final = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")


class UnreadablePicture(Exception):
    """An image that cannot be shown; the message is the reason."""


def read_drawing(svg: str, *, alt: str) -> Picture:
    """Return a drawing as a picture, measured; raises ``UnreadablePicture`` when it is no SVG."""
    try:
        root = ElementTree.fromstring(svg.strip())
    except ElementTree.ParseError as error:
        raise UnreadablePicture(f"the SVG is not well formed ({error})") from None
    if _local(root.tag) != "svg":
        raise UnreadablePicture(f"the SVG begins with <{_local(root.tag)}>")
    width, height = _size(root)
    return Picture(SVG_TYPE, svg.strip().encode("utf-8"), alt, width, height)


def _size(root: ElementTree.Element) -> tuple[float, float]:
    """Return width and height in points, from the attributes or else from the view box."""
    box = [float(number) for number in re.findall(r"-?[\d.]+", root.get("viewBox", ""))[2:4]]
    sides = [_points(root.get("width", "")), _points(root.get("height", ""))]
    inner = [side * 0.75 for side in box] if len(box) == 2 else [300 * 0.75, 150 * 0.75]
    width, height = sides
    if width and height:
        return width, height
    if width or height:
        ratio = inner[0] / inner[1] if inner[1] else 1.0
        return (width, width / ratio) if width else (height * ratio, height)
    return inner[0], inner[1]


def _points(length: str) -> float:
    found = _LENGTH.fullmatch(length)
    return float(found[1]) * _POINTS.get(found[2], 0.0) if found else 0.0


def inline_svg(picture: Picture, *, prefix: str) -> str | None:
    """Return a drawing as SVG for use within HTML, every id of it prefixed; None when it is more than shapes.

    Styles become attributes, so that the page needs no inline style; what could load or run is not kept. The
    outlines of letters are left to `letters`.
    """
    root = ElementTree.fromstring(picture.data.decode("utf-8"))
    _drop_metadata(root)
    if not all(_local(element.tag) in _DRAWN or _is_harmless_style(element) for element in root.iter()):
        return None
    _tidy(root, _Names(prefix, _taken_letters(root)[0]))
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.set("viewBox", root.get("viewBox", f"0 0 {picture.width / 0.75:g} {picture.height / 0.75:g}"))
    root.attrib.update({"role": "img", "aria-label": picture.alt, "stroke-linejoin": "round"})
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def letters(pictures: Iterable[Picture]) -> str:
    """Return the outlines of the letters of drawings, each once, as an SVG that shows nothing by itself."""
    outlines: dict[str, str] = {}
    for picture in pictures:
        outlines |= _taken_letters(ElementTree.fromstring(picture.data.decode("utf-8")))[1]
    paths = (_OUTLINE.format(name, path, _LETTER_SCALE) for name, path in sorted(outlines.items()))
    return f'<svg class="letters" aria-hidden="true"><defs>{"".join(paths)}</defs></svg>' if outlines else ""


class _Names(dict[str, str]):
    """New ids by the old ones: those given, any other with a prefix."""

    def __init__(self, prefix: str, given: Mapping[str, str]) -> None:
        super().__init__(given)
        self.prefix = prefix

    def __missing__(self, name: str) -> str:
        return f"{self.prefix}-{name}"


def _taken_letters(root: ElementTree.Element) -> tuple[dict[str, str], dict[str, str]]:
    """Take the letters' outlines out of a drawing; return their names by the old ones, and them by name.

    A letter is named after its outline: the same name is the same letter, whatever the drawing.
    """
    names, outlines = {}, {}
    for parent in root.iter(f"{_SVG}defs"):
        for path in filter(_is_letter, list(parent)):
            outline = " ".join(path.get("d", "").split())
            name = f"l{sha256(outline.encode()).hexdigest()[:8]}"  # short, for a page has thousands of them
            names[path.attrib["id"]], outlines[name] = name, outline
            parent.remove(path)
    return names, outlines


def _is_letter(path: ElementTree.Element) -> bool:
    """Whether a path is a letter as matplotlib writes it, and nothing but a path."""
    is_path = path.tag == f"{_SVG}path" and set(path.attrib) in (
        {"id", "d", "transform"},
        {"id", "transform"},
    )
    return is_path and path.get("transform") == _LETTER_SCALE and bool(_PATH.fullmatch(path.get("d", "")))


def _drop_metadata(root: ElementTree.Element) -> None:
    for parent in list(root.iter()):
        for child in [child for child in parent if _local(child.tag) == "metadata"]:
            parent.remove(child)


def _is_harmless_style(element: ElementTree.Element) -> bool:
    """Whether a style element is the one that matplotlib writes, whose effect an attribute has as well."""
    return _local(element.tag) == "style" and (element.text or "").strip() == _MATPLOTLIB_STYLE


def _tidy(element: ElementTree.Element, names: _Names) -> None:
    for child in [child for child in element if _local(child.tag) == "style"]:
        element.remove(child)
    element.tag = _local(element.tag)
    if element.tag not in {"text", "tspan", "textPath", "title", "desc"}:
        element.text = None
    element.tail = element.tail if element.tag in {"tspan", "textPath"} else None
    attributes = {**element.attrib, **_declarations(element.get("style", ""))}
    element.attrib.clear()
    for name, value in attributes.items():
        kept = _attribute(_local(name), value, names)
        if kept is not None:
            element.set(_local(name), kept)
    for child in list(element):
        _tidy(child, names)
        if child.tag == "defs" and not len(child):
            element.remove(child)


def _attribute(name: str, value: str, names: _Names) -> str | None:
    """Return an attribute's value for an inline drawing, None when it is not kept."""
    if name.startswith("on") or name in {"style", "class", "space", "base"}:
        return None
    if name == "id":
        return names[value]
    if name == "href":
        if value.startswith("#"):
            return f"#{names[value[1:]]}"
        return value if value.startswith("data:image/") else None
    if name == "d":
        return " ".join(value.split())
    if "url(" in value:
        inner = _REFERENCE.sub(lambda found: f"url(#{names[found[1]]})", value)
        return inner if inner.count("url(") == len(_REFERENCE.findall(value)) else None
    return value


@lru_cache(maxsize=4096)
def _declarations(style: str) -> Mapping[str, str]:
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


@lru_cache(maxsize=1024)
def _local(name: str) -> str:
    return name.rsplit("}", 1)[-1] if isinstance(name, str) else "comment"


def data_uri(picture: Picture) -> str:
    """Return the image as an address that needs no request."""
    return f"data:{picture.media};base64,{base64.b64encode(picture.data).decode('ascii')}"
