"""What is set in place of what cannot be set? Numbers of letters, and words that speak of images."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from analysis.publishing.document.sanitize import named
from analysis.publishing.exporters.typst_compiler import TypstInput


def with_codes_for(source: TypstInput, missing: Sequence[str]) -> TypstInput:
    """Return the input with each text that no font can show replaced by the numbers of its characters."""
    if not missing:
        return source
    pattern = re.compile("|".join(re.escape(text) for text in sorted(missing, key=len, reverse=True)))
    drawings = {
        name: pattern.sub(named, data.decode("utf-8")).encode("utf-8") if name.endswith(".svg") else data
        for name, data in source.files.items()
    }
    return TypstInput(_replaced(source.content, pattern), drawings)


def _replaced(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(named, value)
    if isinstance(value, list):
        return [_replaced(each, pattern) for each in value]
    if isinstance(value, dict):
        return {name: _replaced(each, pattern) for name, each in value.items()}
    return value


def without_images(source: TypstInput, unreadable: Sequence[str]) -> TypstInput:
    """Return the input with each image that cannot be read replaced by words that say so."""
    if not unreadable:
        return source
    kept = {name: data for name, data in source.files.items() if name not in unreadable}
    return TypstInput(_said(source.content, set(unreadable)), kept)


def _said(value: Any, unreadable: set[str]) -> Any:
    if isinstance(value, list):
        return [_said(each, unreadable) for each in value]
    if not isinstance(value, dict):
        return value
    picture = value.get("picture", {}) if value.get("kind") == "figure" else {}
    if picture.get("file") in unreadable:
        words = {"kind": "text", "text": f"An image that cannot be read stands here: {picture['alt']}."}
        return {"kind": "paragraph", "role": "warning", "children": [words]}
    if value.get("kind") == "picture" and value["file"] in unreadable:
        return {"kind": "text", "text": f"[An image that cannot be read: {value['alt']}]"}
    return {name: _said(each, unreadable) for name, each in value.items()}
