"""Whether every word of a drawing can be read."""

from __future__ import annotations

from analysis.parts import theme
from analysis.parts.theme.legibility import clipped_texts, overlapping_texts


def test_clipped_and_overlapping_texts_are_found() -> None:
    ax = theme.axes()
    ax.text(0.5, 0.5, "one")
    ax.text(0.5, 0.5, "two")
    ax.text(0.9, 0.2, "far beyond the edge of the picture", clip_on=False).set_in_layout(False)
    assert ("one", "two") in overlapping_texts(ax)
    assert clipped_texts(ax) == ["far beyond the edge of the picture"]
