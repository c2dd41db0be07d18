"""Three scenarios, and signposts that bear on them, small enough to weigh by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.subject.scenarios.signposts import Rule, State


@pytest.fixture
def scenarios() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "scenario_id": ["S2", "S1", "S3"], "label": ["war", "truce", "deal"],
            "end_state": ["continued war", "ceasefire", "ceasefire/settlement"],
            "territory": ["", "line", "less"],
            "guarantee": "none", "nato": "no", "concedes_more": "both", "stability": "weak",
            "horizon": ["to late 2026", "not stated", "not stated"],
        }
    )  # fmt: skip


@pytest.fixture
def exclusions() -> pd.DataFrame:
    return pd.DataFrame([("S1", "S2"), ("S2", "S3")], columns=["scenario_id", "excludes_id"])


@pytest.fixture
def bearings() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("A", "S1", "for"), ("A", "S2", "against"), ("B", "S2", "for"), ("B", "S1", "against"),
            ("C", "S2", "for"),
            ("D", "S3", "for"), ("E", "S1", "for"), ("F", "S2", "for"), ("G", "S2", "for"),
        ],
        columns=["signpost_id", "scenario_id", "bearing"],
    )  # fmt: skip


@pytest.fixture
def states() -> pd.DataFrame:
    """Return evaluated signposts: A contradicts S2, B does not bear it out, the rest tells nothing."""
    rows = [
        ("A", State.MET, "latest", None, True, "seed", 0.1),
        ("B", State.NOT_MET, "4-week mean", 0.9, True, "analyst", -0.3),  # seldom so low
        ("C", State.NOT_MET, "calendar week", 0.54, True, "seed", -0.2),  # ordinary
        ("D", State.MET, "latest", None, True, "seed", 0.0),  # contradicts none
        ("E", State.NOT_MET, "event", None, True, "analyst", None),  # has not happened
        ("F", State.STALE, "latest", None, True, "seed", 0.2),
        ("G", State.NOT_MET, "28 d", 1.0, False, "analyst", -0.5),  # its interval holds the threshold
    ]
    columns = ["signpost_id", "state", "window", "base_rate", "clear", "threshold_origin", "relative"]
    frame = pd.DataFrame(rows, columns=columns).astype({"base_rate": "float64"})
    frame["rule"] = frame["window"].map(lambda window: Rule.EVENT if window == "event" else Rule.AT_LEAST)
    windows = [0, 52, 52, 0, 0, 0, 52]
    frame["seen"] = [0.0, 0.1, 0.46, 0.0, 1.0, None, 0.0]  # A and D have moved since they were stated
    return frame.assign(name=frame["signpost_id"].str.lower(), scenario_id="S1", windows=windows)
