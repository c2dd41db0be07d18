"""Which colours does a styled table use? Reads the few CSS properties that a table's cells may carry.

Everything else in a foreign style sheet is left aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from PIL import ImageColor

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_RGB: Final = re.compile(
    r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:\s*[,/]\s*([\d.]+)(%?))?\s*\)", re.IGNORECASE
)


def colour(css: str) -> str:
    """Return a CSS colour as #rrggbb, blank when it is none or transparent.

    >>> colour("Red"), colour("#abc"), colour("rgb(1, 2, 3)"), colour("url(x)"), colour("rgba(0,0,0,0)")
    ('#ff0000', '#aabbcc', '#010203', '', '')
    """
    text = css.replace("!important", "").strip().lower()
    found = _RGB.fullmatch(text)
    if found:
        opacity = float(found[4] or 1) / (100 if found[5] else 1)
        return _blended([int(part) for part in found.groups()[:3]], opacity)
    try:
        red, green, blue, *rest = ImageColor.getrgb(text)
    except ValueError:
        return ""
    return _blended([red, green, blue], rest[0] / 255 if rest else 1.0)


def _blended(parts: list[int], opacity: float) -> str:
    """Return a colour over white, since a page of the PDF is white and knows no layers."""
    if opacity == 0:
        return ""
    return "#" + "".join(f"{round(255 + (min(part, 255) - 255) * min(opacity, 1.0)):02x}" for part in parts)


def declarations(style: str) -> dict[str, str]:
    """Return the properties of a style attribute.

    >>> declarations("color: red; text-align:right")
    {'color': 'red', 'text-align': 'right'}
    """
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    return {name.strip().lower(): value.strip() for name, value in pairs}


def rules_by_id(sheet: str) -> dict[str, dict[str, str]]:
    """Return the properties that a style sheet gives to single elements by their id, as pandas' Styler does.

    >>> rules_by_id("#a, #b { color: red } table { color: blue }")
    {'a': {'color': 'red'}, 'b': {'color': 'red'}}
    """
    rules: dict[str, dict[str, str]] = {}
    for selectors, body in _RULE.findall(_COMMENT.sub("", sheet)):
        for element in _ids(selectors):
            rules.setdefault(element, {}).update(declarations(body))
    return rules


def _ids(selectors: str) -> Iterator[str]:
    for selector in selectors.split(","):
        if re.fullmatch(r"#[\w-]+", selector.strip()):
            yield selector.strip()[1:]
