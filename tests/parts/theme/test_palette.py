"""The colours: told apart in grey as well."""

from __future__ import annotations

from itertools import pairwise

from matplotlib import colors

from analysis.parts.theme.palette import CYCLE


def luminance(colour: str) -> float:
    red, green, blue = colors.to_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_series_in_one_figure_differ_in_grey() -> None:
    shades = sorted(luminance(colour) for colour in CYCLE)
    assert min(b - a for a, b in pairwise(shades)) > 0.02
