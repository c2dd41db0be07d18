"""Rows that say "insufficient data", and errors that name what is missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.statistics.results import estimate_row, excludes, require_columns, status


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
