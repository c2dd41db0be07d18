"""Rows that say "insufficient data", verdicts that are their text, and errors that name what is missing."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.statistics.results import (
    Direction,
    Verdict,
    direction,
    estimate_row,
    excludes,
    require_columns,
    status,
)


@pytest.mark.parametrize(
    ("n", "estimate", "expected"),
    [(9, 0.5, "insufficient data"), (10, 0.5, "ok"), (10, np.nan, "insufficient data")],
)
def test_a_number_needs_enough_observations_and_must_exist(n: int, estimate: float, expected: str) -> None:
    row = estimate_row(estimate, 0.4, 0.6, n=n, needed=10, method="plain")
    assert row["status"] == expected
    blank = expected != "ok"
    assert [
        bool(np.isnan(float(str(row[name])))) for name in ("estimate", "estimate_low", "estimate_high")
    ] == [blank] * 3
    assert (row["n"], row["needed"], row["method"]) == (n, 10, "plain")


def test_status_turns_at_the_minimum() -> None:
    assert [status(n, 8) for n in (0, 7, 8, 9)] == ["insufficient data"] * 2 + ["ok"] * 2


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(1.1, 2, True), (0.2, 0.9, True), (0.9, 1.1, False), (1, 2, False)]
)
def test_an_interval_excludes_what_lies_outside(low: float, high: float, expected: bool) -> None:
    assert excludes({"estimate_low": low, "estimate_high": high}, 1.0) is expected


def test_all_missing_columns_are_named_at_once() -> None:
    with pytest.raises(AnalysisError, match="gaps needs the columns b, c; the frame has a"):
        require_columns(pd.DataFrame({"a": []}), ["a", "b", "c"], measure="gaps")
    with pytest.raises(AnalysisError, match="the frame has none"):
        require_columns(pd.DataFrame(), ["a"], measure="gaps")


class Trend(Verdict):
    """A set whose order is not that of the alphabet."""

    RISING = "rising"
    LEVEL = "level"
    FALLING = "falling"


@pytest.fixture
def verdicts() -> pd.DataFrame:
    given = [Direction.OPEN, Direction.MORE, None, Direction.FEWER, Direction.MORE]
    return pd.DataFrame({"verdict": given, "n": [1, 2, 3, 4, 5]})


def test_a_column_of_verdicts_is_read_by_its_text(verdicts: pd.DataFrame) -> None:
    assert (verdicts["verdict"] == "more").tolist() == [False, True, False, False, True]
    assert verdicts["verdict"].isin(["more", "open"]).tolist() == [True, True, False, False, True]
    words = verdicts["verdict"].map({"more": "up", "fewer": "down", "open": "unclear"})
    assert words.fillna("").tolist() == ["unclear", "up", "", "down", "up"]
    assert verdicts.groupby("verdict")["n"].sum().to_dict() == {"more": 7, "fewer": 4, "open": 1}
    assert verdicts.query("verdict == 'more'")["n"].tolist() == [2, 5]
    assert verdicts.set_index("verdict").loc["fewer", "n"] == 4


def test_a_column_of_verdicts_keeps_its_set(verdicts: pd.DataFrame) -> None:
    grown = pd.concat([verdicts, verdicts.assign(n=0)], ignore_index=True).merge(verdicts, on="n", how="left")
    kept = [one for one in grown["verdict_x"] if one is not None]
    assert {type(one) for one in kept} == {Direction}
    assert verdicts["verdict"].isna().tolist() == [False, False, True, False, False]


def test_verdicts_stand_in_the_order_of_their_definition() -> None:
    shuffled = pd.DataFrame({"trend": [Trend.FALLING, Trend.RISING, Trend.LEVEL]})
    assert shuffled.sort_values("trend")["trend"].tolist() == ["rising", "level", "falling"]
    assert shuffled.groupby("trend").size().index.tolist() == list(Trend)


def test_a_verdict_is_its_text_and_no_other_sets() -> None:
    words = {"more": "up"}
    assert words[Direction.MORE] == "up"  # type: ignore[index]
    assert Direction("more") is Direction.MORE
    assert f"{Direction.MORE}" == "more"
    assert Direction.MORE != "fewer"
    assert Verdict("Other", {"MORE": "more"}).MORE != Direction.MORE  # type: ignore[attr-defined, call-arg]
    assert pickle.loads(pickle.dumps(Direction.MORE)) is Direction.MORE


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((1.5, 1.1, 2.0), "more"),
        ((0.5, 0.2, 0.9), "fewer"),
        ((1.5, 0.9, 2.0), "open"),
        ((1.5, 1.0, 2.0), "open"),
        ((1.5, np.nan, np.nan), "open"),
        ((np.nan, np.nan, np.nan), None),
    ],
)
def test_the_direction_is_the_side_on_which_the_interval_lies(
    row: tuple[float, float, float], expected: str | None
) -> None:
    named = dict(zip(["estimate", "estimate_low", "estimate_high"], row, strict=True))
    assert direction(named) == expected
    assert direction({name: value - 1 for name, value in named.items()}, neutral=0) == expected
