"""A drawing is written small, with nothing lost and nothing left to chance."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.axes import Axes

from analysis.parts import theme
from analysis.parts.svg import slimmed, to_svg

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.fixture
def ax() -> Axes:
    ax = theme.axes()
    ax.plot(np.arange(40), np.arange(40) % 7, linestyle="none", marker="o", color="#b3372e")
    ax.set_ylabel("lamps at night")
    return ax


def test_every_reference_leads_to_an_id_and_every_id_is_referred_to(ax: Axes) -> None:
    svg = to_svg(theme.figure_of(ax))
    ids = re.findall(r' id="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert set(ids) == set(re.findall(r"#(s\d+)", svg))


def test_each_mark_is_kept_and_their_look_said_once(ax: Axes) -> None:
    svg = to_svg(theme.figure_of(ax))
    marks = re.search(r'<g clip-path="[^"]*"><g style="fill: #b3372e; stroke: #b3372e">(.*?)</g>', svg)
    assert marks is not None
    assert marks[1].count("<use") == 40
    assert "style" not in marks[1]


def test_marks_fade_each_by_itself() -> None:
    faded = '<path d="M 0 0" style="fill: red; opacity: 0.5"/>'
    assert slimmed(SVG.format(3 * faded)).count('opacity="0.5"') == 3


def test_marks_of_another_look_or_in_another_place_are_not_joined() -> None:
    inside = "".join(f'<path d="M 0 0" style="fill: {colour}"/>' for colour in ("red", "blue", "red", "blue"))
    assert "<g" not in slimmed(SVG.format(inside))


def test_blank_letters_and_empty_groups_go() -> None:
    inside = '<defs><path id="a"/></defs><g/><g><use xlink:href="#a"/></g><path/><path d="M 1 1"/>'
    assert slimmed(SVG.format(inside)).endswith('><path/><path d="M 1 1"/></svg>')
