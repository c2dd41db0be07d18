"""Ranges are the days that they say, and what is none is named."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import AnalysisError
from analysis.publishing.planning.dates import spelled_out

DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))


@given(first=DAYS, length=st.integers(0, 400), step=st.integers(1, 40))
def test_days_begin_with_the_first_come_at_each_step_and_never_pass_the_last(
    first: date, length: int, step: int
) -> None:
    last = first + timedelta(days=length)
    days = [date.fromisoformat(each) for each in spelled_out([f"{first}..{last}/{step}d"])]
    assert days == [first + timedelta(days=at) for at in range(0, length + 1, step)]


@given(first=DAYS, months=st.integers(0, 30))
def test_months_keep_the_day_of_the_first_where_they_have_it(first: date, months: int) -> None:
    last = first + timedelta(days=31 * months)
    days = [date.fromisoformat(each) for each in spelled_out([f"{first}..{last}/1m"])]
    assert days[0] == first
    assert all(day.day == first.day or (day + timedelta(days=1)).day == 1 for day in days)
    assert [12 * day.year + day.month for day in days] == list(
        range(12 * first.year + first.month, 12 * first.year + first.month + len(days))
    )


def test_weeks_days_and_repeated_ones() -> None:
    assert spelled_out(["2024-01-01..2024-01-20/2w", "2024-01-15", "2024-01-03"]) == [
        "2024-01-01", "2024-01-03", "2024-01-15",
    ]  # fmt: skip
    assert spelled_out(["9999-12-30..9999-12-31/7d"]) == ["9999-12-30"]


def test_all_that_is_none_is_said_at_once() -> None:
    wrong = [
        "2024-1-1",
        "2024-01-02..2024-01-01",
        "2024-01-01..2024-02-01/0d",
        "2024-01-01..2024-02-01/x",
        "..",
    ]
    with pytest.raises(AnalysisError) as caught:
        spelled_out([*wrong, "2024-01-01"])
    assert [line.partition('"')[2].partition('"')[0] for line in str(caught.value).splitlines()] == wrong
