"""A result that holds too little is never said as if it held enough; what is missing is counted."""

from __future__ import annotations

import math
from typing import Any

import pytest

from analysis.errors import AnalysisError
from analysis.parts.results import is_enough, lacking


@pytest.mark.parametrize(
    ("cells", "enough"),
    [
        ({"x": 1.5}, True),
        ({"status": "ok", "x": 1.5}, True),
        ({"status": "", "x": 1.5}, True),  # a row of the record has a status of its own
        ({"status": "ok", "x": math.nan}, False),
        ({"status": "", "x": None}, False),
        ({"status": "insufficient data", "x": 1.5}, False),
        ({"status": "not estimable", "x": 1.5}, False),
        ({"status": "ok"}, True),
        ({"x": math.nan}, True),
    ],
)
def test_a_row_holds_enough_where_its_status_is_ok_and_its_value_known(
    cells: dict[str, Any], enough: bool
) -> None:
    assert is_enough(cells, value="x") is enough


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({}, "Insufficient data for a trend."),
        ({"n": 3}, "Insufficient data for a trend."),
        ({"n": math.nan, "needed": 8}, "Insufficient data for a trend."),
        (
            {"n": 0, "needed": 1},
            "Insufficient data for a trend: it needs at least 1 observation; none is known.",
        ),
        (
            {"n": 1, "needed": 8},
            "Insufficient data for a trend: it needs at least 8 observations; 1 is known.",
        ),
        (
            {"n": 8, "needed": 8},
            "Insufficient data for a trend: it cannot be estimated from the 8 observations known.",
        ),
    ],
)
def test_what_is_missing_is_counted_as_far_as_it_is_known(cells: dict[str, Any], said: str) -> None:
    assert lacking(cells, of="a trend", insufficient=None, what="a test") == said


@pytest.mark.parametrize(
    "text", ["a trend needs {needed} weeks", "A trend: insufficient data, {needed} weeks."]
)
def test_the_words_of_the_author_are_filled_and_always_say_so(text: str) -> None:
    said = lacking({"needed": 8}, of="a trend", insufficient=text, what="a test")
    assert said.count("nsufficient data") == 1
    assert said.endswith("8 weeks.")


def test_a_field_that_the_row_does_not_have_is_named() -> None:
    with pytest.raises(AnalysisError, match=r"a test.*needs"):
        lacking({"needed": 8}, of="a trend", insufficient="{needs} weeks", what="a test")
