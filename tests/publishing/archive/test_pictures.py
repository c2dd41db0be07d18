"""The picture of a report is its first figure, in the width of a phone; without a figure there is none."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from analysis.parts import PART_TYPE
from analysis.publishing.archive.pictures import pictures

WIDE, NARROW = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{n}pt" height="72pt"/>' for n in (450, 225))


def figure(**more: str) -> dict[str, Any]:
    part = {"kind": "figure", "caption": "Each bar.", **more}
    return {"outputs": [{"data": {PART_TYPE: part, "image/svg+xml": WIDE}}]}


def written(folder: Path, report: str, *cells: dict[str, Any]) -> None:
    (folder / f"{report}.ipynb").write_text(
        json.dumps({"cells": [{"source": "# T"}, *cells]}), encoding="utf-8"
    )


def test_the_first_figure_is_shown_narrow_where_it_can_be(tmp_path: Path) -> None:
    written(tmp_path, "a", figure(title="Lights rose", narrow=NARROW), figure(title="Other"))
    written(tmp_path, "b", figure())
    shown = pictures(tmp_path, ["a", "b"])
    assert (shown["a"].alt, shown["a"].width, shown["a"].height) == ("Lights rose", 300, 96)
    assert base64.b64decode(shown["a"].address.partition(",")[2]).decode() == NARROW
    assert (shown["b"].alt, shown["b"].width) == ("Each bar.", 600)


def test_a_report_without_figure_or_notebook_has_no_picture(tmp_path: Path) -> None:
    written(tmp_path, "a", {"outputs": [{"data": {PART_TYPE: {"kind": "note"}}}, {"name": "stdout"}]})
    (tmp_path / "b.ipynb").write_text("no notebook")
    assert pictures(tmp_path, ["a", "b", "c"]) == {}
