"""A number stands in the form that fits it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.parts.kinds import counted


@given(st.integers(0, 10**7))
def test_one_is_one_and_all_else_is_many(n: int) -> None:
    said = counted(n, "# night|nights")
    assert said.endswith(" night") == (n == 1)
    assert said.split()[0].replace(",", "") == str(n)
