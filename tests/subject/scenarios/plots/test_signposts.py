"""Distances and the matrix of evidence are drawn from the frame: dots, ranges and marks at their places."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PathCollection, QuadMesh
from matplotlib.colors import to_rgb

from analysis.parts.theme import figure_of
from analysis.parts.theme.legibility import clipped_texts, overlapping_texts
from analysis.subject.scenarios.colours import MARK
from analysis.subject.scenarios.evidence import Diagnosis, Mark
from analysis.subject.scenarios.plots.signposts import plot_distances, plot_matrix
from analysis.subject.scenarios.signposts import State


def levels() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "signpost_id": ["A", "B", "C"], "name": ["guarantee", "drones", "poll"],
            "relative": [0.1, -0.3, 0.2],
            "relative_min": [None, -0.6, None], "relative_max": [None, 0.4, None],
            "state": [State.MET_WHEN_STATED, State.NOT_MET, State.STALE], "x": [15.0, 0.8, 55.0],
            "x_low": [None, 0.7, None], "x_high": [None, 0.9, None], "unit": ["years", "share", "percent"],
            "direction": ["ge", "le", "gt"], "threshold": [15.0, 0.75, 50.0],
        }
    ).astype(dict.fromkeys(("relative_min", "relative_max", "x_low", "x_high"), "float64"))  # fmt: skip


def test_dots_stand_at_the_relative_distance_and_differ_by_state() -> None:
    ax = plot_distances(levels())
    (dots,) = (one for one in ax.collections if isinstance(one, PathCollection))
    assert np.asarray(dots.get_offsets())[:, 0].tolist() == [0.1, -0.3, 0.2]
    assert len({np.shape(path.vertices) for path in dots.get_paths()}) == 3, "a square, a dot, a cross"
    assert len(np.unique(dots.get_facecolor(), axis=0)) == 2, "met, and short of it"
    (year,) = (one for one in ax.collections if isinstance(one, LineCollection))
    assert [segment[:, 0].tolist() for segment in year.get_segments()] == [[-0.6, 0.4]]


def test_each_level_is_named_with_its_value_and_threshold() -> None:
    names = [label.get_text() for label in plot_distances(levels()).get_yticklabels()]
    assert names == ["guarantee\n15 years; ≥ 15 years", "drones\n80% (70–90%); ≤ 75%", "poll\n55%; > 50%"]


def matrix() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "signpost_id": ["A", "B"], "name": ["guarantee", "talks"], "state": ["met", "not met"],
            "verdict": [Diagnosis.DIAGNOSTIC, Diagnosis.ORDINARY],
            "S1": [Mark.CONSISTENT, Mark.NEUTRAL], "S2": [Mark.INCONSISTENT, Mark.LACKING],
            "remark": ["yes", "ordinary level"],
        }
    )  # fmt: skip


def test_matrix_has_a_cell_for_each_pair_and_says_why_a_row_is_pale() -> None:
    ax = plot_matrix(matrix())
    figure_of(ax).draw_without_rendering()
    (mesh,) = (one for one in ax.collections if isinstance(one, QuadMesh))
    faces = [tuple(face[:3]) for face in np.asarray(mesh.get_facecolor())]
    for face, mark in zip(faces, ("consistent", "inconsistent", "neutral"), strict=False):
        assert face == pytest.approx(to_rgb(MARK[mark]))
    assert min(faces[3]) > min(to_rgb(MARK["lacking"])), "pale"
    written = [text.get_text() for text in ax.texts]
    assert written == ["+", "−", "", "(−)", "ordinary level"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["guarantee: met", "talks: not met"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["S1", "S2"]


def test_words_are_legible_and_stay_within_the_figures() -> None:
    longest = "Poll share linking 2026 to the end of the war, base unclear"
    for ax in (
        plot_distances(levels().assign(name=[f"{longest} {at}" for at in "abc"])),
        plot_matrix(matrix().assign(name=longest)),
    ):
        assert clipped_texts(ax) == []
        assert overlapping_texts(ax) == []
        assert min(float(text.get_fontsize()) for text in ax.texts or ax.get_yticklabels()) >= 7
