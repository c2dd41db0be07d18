"""How is a drawing written? As the smallest SVG that shows the same, with the same bytes on every machine.

Text stands as outlines, ids are numbered, nothing tells a date, coordinates go to 1/100 point; what many
marks in a row have in common is said once, above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_COORDINATES: Final = re.compile(r'(?<=\s)(?:d|x|y|x1|x2|y1|y2|points)="[^"]*"|translate\([^)]*\)')
_DECIMAL: Final = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_UNSEEN: Final = re.compile(r"<metadata>.*?</metadata>|<!--.*?-->|(?<=>)\s+(?=<)", re.DOTALL)
_GIVEN_ID: Final = re.compile(
    r"(?<=[\"#])(?:[a-z][0-9a-f]{10}|[A-Z]\w*-\w+-[0-9a-f]+)(?=[\")])"
)  # shapes, letters
_MOVED: Final = re.compile(r"translate\(([-\d.]+) ([-\d.]+)\)")
_REFERENCE: Final = re.compile(r"#([\w.-]+)")
_OPACITY: Final = re.compile(r"(?:;\s*)?(?<![-\w])opacity: ([\d.]+)")
_SALT: Final = "analysis"
_SVG: Final = "{http://www.w3.org/2000/svg}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_USE: Final = f"{_SVG}use"
_PATH: Final = f"{_SVG}path"
_MARKS: Final = {_PATH, _USE}
_RUN: Final = 3  # marks in a row, from which what they share is worth a group
ElementTree.register_namespace("", _SVG[1:-1])
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def to_svg(drawing: Figure) -> str:
    """Return the drawing as SVG."""
    import matplotlib as mpl

    from analysis.parts.theme.renderer import Canvas

    with mpl.rc_context({"svg.hashsalt": _SALT, "svg.fonttype": "path"}):
        svg = Canvas(drawing).svg()
    svg = _UNSEEN.sub("", svg[svg.index("<svg") :])
    svg = _COORDINATES.sub(lambda found: _DECIMAL.sub(_rounded, " ".join(found[0].split())), svg)
    numbers: dict[str, str] = {}
    svg = _GIVEN_ID.sub(lambda found: numbers.setdefault(found[0], f"s{len(numbers) + 1}"), svg)
    return slimmed(svg)


def slimmed(svg: str) -> str:
    """Return a drawing without ids that nothing refers to, and with the style of marks in a row said once.

    >>> marks = 3 * '<g id="a"><use href="#m" style="fill: red; opacity: 0.5"/></g>'
    >>> slimmed(f'<svg xmlns="http://www.w3.org/2000/svg">{marks}</svg>')[40:119]
    '<g style="fill: red"><use href="#m" opacity="0.5"/><use href="#m" opacity="0.5"'
    """
    root = ElementTree.fromstring(svg)
    named = set(_REFERENCE.findall(svg))
    blank = {each.attrib["id"] for each in root.iter(_PATH) if each.attrib.keys() & {"id", "d"} == {"id"}}
    for element in root.iter():
        if element.get("id") not in named:
            element.attrib.pop("id", None)
        if element.tag == _USE and (moved := _MOVED.fullmatch(element.get("transform", ""))):
            del element.attrib["transform"]
            element.attrib |= {side: by for side, by in zip("xy", moved.groups(), strict=True) if by != "0"}
    _simplify(root, blank)
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def _simplify(parent: Element, blank: Set[str]) -> None:
    """Take out what shows nothing, take groups apart that say nothing, and join marks that look alike."""
    for child in list(parent):
        _simplify(child, blank)
        is_blank = {child.get("id"), child.get(_HREF, "")[1:]} & blank
        if is_blank or (child.tag == f"{_SVG}defs" and not len(child)):
            parent.remove(child)
    if any(child.attrib == {} or child.tag in _MARKS for child in parent):
        parent[:] = list(_gathered(list(_unwrapped(parent))))


def _unwrapped(parent: Element) -> Iterator[Element]:
    for child in parent:
        if child.tag == f"{_SVG}g" and not child.attrib:
            yield from child
        else:
            yield child


def _gathered(children: list[Element]) -> Iterator[Element]:
    """Yield children; in the place of marks that look alike a group that has their look."""
    for look, group in groupby(children, key=_look):
        marks = list(group)
        if look is None or len(marks) < _RUN:
            yield from marks
            continue
        around = Element(f"{_SVG}g", dict(look))
        for mark in marks:
            faded = _OPACITY.search(mark.get("style", ""))
            mark.attrib = {name: told for name, told in mark.attrib.items() if name not in _LOOK}
            mark.attrib |= {"opacity": faded[1]} if faded else {}  # not inherited: of each mark by itself
            around.append(mark)
        yield around


_LOOK: Final = ("clip-path", "style")


def _look(element: Element) -> tuple[tuple[str, str], ...] | None:
    """Return what a mark may share with its neighbours; None for all that is no mark, or has no look."""
    if element.tag not in _MARKS or "id" in element.attrib:
        return None
    told = {name: _OPACITY.sub("", element.get(name, "")) for name in _LOOK}
    return tuple((name, value) for name, value in told.items() if value) or None


def _rounded(found: re.Match[str]) -> str:
    text = f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
