"""What does a report show first? The picture that stands beside its headline on the page of its edition.

It is taken from the sealed notebook, in the width of a phone, so that the page needs no file beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.parts import PART_TYPE
from analysis.publishing.document.pictures import SVG_TYPE, data_uri, read_drawing


@dataclass(frozen=True)
class Shown:
    """A drawing as an address that needs no request, what it shows in words, its size in pixels."""

    address: str
    alt: str
    width: int
    height: int


def pictures(folder: Path, reports: Iterable[str]) -> dict[str, Shown]:
    """Return the first figure of each report of an edition whose notebooks lie in a folder."""
    found = {report: _first(folder / f"{report}.ipynb") for report in reports}
    return {report: shown for report, shown in found.items() if shown}


def _first(notebook: Path) -> Shown | None:
    """Return the first figure of a notebook; none of one that is not there or is no notebook."""
    try:
        content = json.loads(notebook.read_bytes())
    except (OSError, ValueError):
        return None
    for part, svg in _figures(content):
        picture = read_drawing(part.get("narrow") or svg, alt=part.get("title") or part["caption"])
        return Shown(
            data_uri(picture), picture.alt, round(picture.width / 0.75), round(picture.height / 0.75)
        )
    return None


def _figures(content: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    for cell in content["cells"]:
        for output in cell.get("outputs", ()):
            bundle = output.get("data", {})
            part = bundle.get(PART_TYPE, {})
            if part.get("kind") == "figure":
                yield part, "".join(bundle[SVG_TYPE])
