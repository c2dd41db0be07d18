"""What all parts share: words that are never blank, values that JSON can hold, one order of the details."""

from __future__ import annotations

import datetime
import json
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.parts.part import PART_TYPE, Part, details, plain, required


def test_a_part_shows_its_content_its_media_its_html_and_its_words() -> None:
    part = Part({"kind": "note", "text": "x"}, "<p>x</p>", "x", {"image/svg+xml": "<svg/>"})
    assert part.kind == "note"
    assert repr(part) == "x"
    assert part._repr_mimebundle_() == {
        PART_TYPE: {"kind": "note", "text": "x"},
        "image/svg+xml": "<svg/>",
        "text/html": "<p>x</p>",
        "text/plain": "x",
    }


@pytest.mark.parametrize("blank", ["", " \n", None, 3])
def test_what_says_nothing_is_refused_by_name(blank: object) -> None:
    with pytest.raises(AnalysisError) as error:
        required(blank, what="caption", of="figure", why="it states what is seen")
    assert str(error.value) == (
        f"part.figure: caption = {blank!r} says nothing; give a text: it states what is seen"
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.int64(3), 3),
        (np.float64(0.5), 0.5),
        (np.bool_(True), True),
        (math.inf, None),
        (np.float64("-inf"), None),
        (pd.NA, None),
        (pd.NaT, None),
        (pd.Timestamp(2026, 1, 5), "2026-01-05"),
        (datetime.date(2026, 1, 5), "2026-01-05"),
        ("Київ", "Київ"),
    ],
)
def test_a_value_becomes_what_json_holds(value: Any, expected: Any) -> None:
    found = plain(value)
    assert found == expected
    assert type(found) is type(expected)
    assert json.loads(json.dumps(found, allow_nan=False)) == expected


@pytest.mark.parametrize(
    ("n", "said"), [(None, []), ("", []), (0, ["n = 0"]), (1250, ["n = 1,250"]), ("3 of 4", ["n = 3 of 4"])]
)
def test_details_say_only_what_is_given(n: int | str | None, said: list[str]) -> None:
    assert details(as_of=None, n=n, interval=None) == said
    assert details(as_of=datetime.date(2026, 1, 5), n=n, interval="95% Wilson") == [
        "As of 5 January 2026",
        *said,
        "Interval: 95% Wilson",
    ]
