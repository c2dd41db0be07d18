"""A recorded quantity reads with its operator, its unit and its upper end, whatever record it is from."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from analysis.parts.quantities import BOUNDS, SIGNS, amount, quantity


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1, "tons", "1 ton"),
        (2, "tons", "2 tons"),
        (0, "tons", "0 tons"),
        (1, "tons per week", "1 a week"),
        (1, "percent", "1%"),
        (3, "percentage points", "3 pp"),
        (7, "", "7"),
        (2, "ordinal", "2nd"),
        (0.5, "share", "50%"),
        (-4, "km2", "−4 km²"),
    ],
)
def test_an_amount_is_said_by_its_unit(value: float, unit: str, said: str) -> None:
    assert amount(value, unit) == said


@pytest.mark.parametrize("missing", [None, math.nan, pd.NA])
@pytest.mark.parametrize("unit", ["share", "ordinal", "tons", "percent", ""])
def test_what_is_not_known_is_a_dash_without_sign_or_unit(missing: Any, unit: str) -> None:
    assert amount(missing, unit) == "—"
    assert quantity("ge", missing, unit, 5) == "—"


@pytest.mark.parametrize("operator", SIGNS)
def test_every_operator_stands_before_a_value_and_before_a_range(operator: str) -> None:
    assert quantity(operator, 1200, "tons") == f"{SIGNS[operator]}1,200 tons"
    assert quantity(operator, 1200, "tons", 1300) == f"{SIGNS[operator]}1,200–1,300 tons"


def test_an_operator_that_has_a_sign_has_words() -> None:
    assert set(SIGNS) == set(BOUNDS)
