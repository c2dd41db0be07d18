"""A figure carries its finding, its words and its drawing, and is refused when it says nothing."""

from __future__ import annotations

import re
import warnings
from typing import Any

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import parts as part
from analysis.errors import AnalysisError
from analysis.parts.theme.canvas import NARROW_WIDTH, TEXT_WIDTH, figure_of, is_narrow
from analysis.parts.theme.canvas import axes as themed
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
    assert content(shown) | {"narrow": "…"} == {
        "kind": "figure",
        "title": "7 tons were reaped",
        "caption": "Tons by hour.",
        "alt": "Chart, 0 to 3.33. Line tons: from 0.33 to 2, highest at 1, ending at 0.33. It peaks at 7.",
        "source": "own count",
        "as_of": "2026-01-05",
        "n": 457,
        "interval": "95% band",
        "details": ["As of 5 January 2026", "n = 457", "Interval: 95% band"],
        "data": "series,x,y\ntons,0,1\ntons,1,2\ntons,3.33333,0.333333\n",
        "narrow": "…",
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


@plot
def plot_names(rows: pd.DataFrame) -> Axes:
    """Draw two names beside each other, or one only where there is no room for both."""
    ax = themed()
    ax.plot(rows["n"], rows["n"])
    ax.set_xticks(
        [2, 3],
        ["a name of many letters that needs room", "" if is_narrow() else "another of as many letters"],
    )
    return ax


ROWS = pd.DataFrame({"n": [1, 2, 3, 4]})


def width_of(svg: str) -> float:
    found = re.search(r'viewBox="0 0 ([\d.]+)', svg)
    assert found
    return float(found[1]) / 72


def test_a_plot_is_called_again_for_phones(content: Any) -> None:
    said = content(a_figure(plot_names(ROWS)))
    assert width_of(said["narrow"]) == pytest.approx(NARROW_WIDTH)
    assert "hints" not in said


def test_a_plot_that_a_cell_has_changed_is_made_narrower_as_it_is(content: Any) -> None:
    axes = plot_tons(ROWS)
    axes.annotate("added in the cell", (2, 2))
    shown = a_figure(axes)
    narrow = content(shown)["narrow"]
    assert width_of(narrow) == pytest.approx(NARROW_WIDTH)
    assert narrow.count("<use") == shown.media["image/svg+xml"].count("<use")
    assert width_of(shown.media["image/svg+xml"]) == pytest.approx(TEXT_WIDTH)
    assert figure_of(axes).get_figwidth() == TEXT_WIDTH


def test_what_cannot_be_read_on_a_phone_is_hinted_at_and_not_drawn_for_it(content: Any) -> None:
    axes = plot_names(ROWS)
    axes.set_title("")  # touched, so that the plot is not called again
    shown = a_figure(axes)
    said = content(shown)
    (hint,) = said["hints"]
    assert hint.startswith("On a phone this drawing covers words with words: “a name of many letters")
    assert "narrow" not in said
    assert "problems" not in said
    assert hint in shown._repr_mimebundle_()["text/html"]


def test_a_drawing_too_small_for_its_axes_is_none_for_a_phone(content: Any) -> None:
    axes = themed()
    axes.set_ylim(0, 1)
    axes.set_yticks(
        [0, 1], ["a name that is much longer than the whole column of a phone is wide, in one line", "b"]
    )
    (hint,) = content(a_figure(axes))["hints"]
    assert "has no room for its axes" in hint
