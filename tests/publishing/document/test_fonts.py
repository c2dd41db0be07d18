"""A report is set with the same letters on every machine."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from analysis.publishing.document.fonts import EXTRA, fonts


def test_no_font_comes_from_the_machine() -> None:
    ours = {"fontpkg_fira_sans", *EXTRA}
    outside = [Path(each.path) for each in fonts().fonts() if each.path is not None]
    assert any("fontpkg_fira_sans" in path.parts for path in outside)
    assert [path for path in outside if ours.isdisjoint(path.parts)] == []


@pytest.mark.parametrize("style", ["normal", "italic"])
def test_fira_sans_has_the_weights_that_text_is_set_in(style: str) -> None:
    weights = {each.weight for each in fonts().fonts() if (each.family, each.style) == ("Fira Sans", style)}
    assert {400, 700} <= weights


def test_every_face_of_the_template_is_there() -> None:
    template = files("analysis.publishing").joinpath("templates/report.typ").read_text(encoding="utf-8")
    named = re.findall(r'"([^"]+)"', " ".join(re.findall(r"#let (?:faces|mono) = \((.*)\)", template)))
    assert {"Fira Sans", "DejaVu Sans Mono"} <= set(named) <= set(fonts().families())
