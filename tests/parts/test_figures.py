"""A figure carries its finding, its words and its drawing, and is refused when it says nothing."""

from __future__ import annotations

import warnings
from typing import Any

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import parts as part
from analysis.errors import AnalysisError
from analysis.parts.theme.canvas import axes as themed
from analysis.parts.theme.canvas import figure_of
from analysis.parts.theme.drawings import plot


def drawing() -> Axes:
    axes = Figure(figsize=(6.3, 2.6)).subplots()
    assert isinstance(axes, Axes)
    axes.plot([0, 1, 3.3333333], [1, 2, 1 / 3], marker="o", label="tons")
    return axes


def a_figure(axes: Any, **more: Any) -> part.Part:
    words = {
        "title": "{tons:# ton|tons} were reaped",
        "caption": "Tons by hour.",
        "source": "own count",
        **more,
    }
    return part.figure(axes, {"tons": 7, "n": 457}, as_of="2026-01-05", interval="95% band", **words)


def test_a_figure_carries_words_and_drawing(content: Any) -> None:
    shown = a_figure(drawing(), alt="It peaks at {tons}.")
    assert content(shown) == {
        "kind": "figure",
        "title": "7 tons were reaped",
        "caption": "Tons by hour.",
        "alt": "Chart, 0 to 3.33. Line tons: from 0.33 to 2, highest at 1, ending at 0.33. It peaks at 7.",
        "source": "own count",
        "as_of": "2026-01-05",
        "n": 457,
        "interval": "95% band",
        "details": ["As of 5 January 2026", "n = 457", "Interval: 95% band"],
    }
    assert set(shown._repr_mimebundle_()) == {part.PART_TYPE, "image/svg+xml", "text/html", "text/plain"}


def test_a_drawing_is_the_same_twice_without_date_or_random_id() -> None:
    first, second = (a_figure(drawing()).media["image/svg+xml"] for _ in range(2))
    assert first == second
    assert "dc:date" not in first
    assert "3.333333" not in first


def test_a_drawing_of_pyplot_is_not_shown_twice() -> None:
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    _, axes = plt.subplots()
    a_figure(axes)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("missing", ["title", "caption"])
def test_a_figure_without_words_is_refused(missing: str) -> None:
    with pytest.raises(AnalysisError, match=rf"part.figure: {missing} = '' says nothing"):
        a_figure(drawing(), **{missing: "  "})


def test_a_figure_without_a_source_is_refused() -> None:
    with pytest.raises(AnalysisError, match="nothing tells where its rows come from; name their tables"):
        part.figure(drawing(), title="t", caption="c", as_of="2026-01-05")


def test_what_is_no_drawing_is_refused() -> None:
    with pytest.raises(AnalysisError, match="got DataFrame, which is no drawing"):
        a_figure(pd.DataFrame())


@plot
def plot_tons(rows: pd.DataFrame) -> Axes:
    ax = themed()
    ax.plot(rows["n"], rows["n"])
    return ax


def test_too_little_data_is_said_in_the_figures_place(content: Any) -> None:
    few = pd.DataFrame({"n": [2], "needed": [5], "status": ["insufficient data"]})
    said = content(
        a_figure(plot_tons(few), insufficient="a mean needs {needed:# week|weeks}; {n:# is|are} known")
    )
    assert (said["kind"], said["text"]) == ("note", "Insufficient data: a mean needs 5 weeks; 2 are known.")
    assert content(a_figure(plot_tons(few.head(0))))["kind"] == "note"


def test_figures_give_no_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        a_figure(drawing())


def test_a_drawing_that_cannot_be_read_says_so_in_its_preview_and_to_the_build() -> None:
    axes = drawing()
    figure_of(axes).set_layout_engine("none")
    axes.text(2, 1, "words that run far beyond the edge of this picture, and then some more of them")
    shown = a_figure(axes)
    (problem,) = shown.content["problems"]
    assert problem["what"].startswith("runs out of the picture: “words that run far beyond")
    assert "This drawing runs out of the picture" in shown._repr_mimebundle_()["text/html"]
