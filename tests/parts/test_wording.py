"""Words made from values are the same everywhere, and exact at their edges."""

from __future__ import annotations

import itertools
import locale
import math
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.parts import wording

BY_HUNDREDTHS = {
    "almost no chance": range(1, 5),
    "very unlikely": range(5, 20),
    "unlikely": range(20, 45),
    "roughly even chance": range(45, 55),
    "likely": range(55, 80),
    "very likely": range(80, 95),
    "almost certain": range(95, 100),
}


@pytest.mark.parametrize(("words", "hundredths"), BY_HUNDREDTHS.items())
def test_likelihood_words_are_those_of_icd_203_at_every_hundredth(words: str, hundredths: range) -> None:
    assert {wording.likelihood(n / 100) for n in hundredths} == {words}


def test_likelihood_bands_leave_no_gap_and_no_overlap() -> None:
    assert sorted(n for hundredths in BY_HUNDREDTHS.values() for n in hundredths) == list(range(1, 100))
    ends = [(low, high) for low, high, _ in wording.LIKELIHOOD_BANDS]
    assert all(high == low for (_, high), (low, _) in itertools.pairwise(ends))


@pytest.mark.parametrize("p", [0, 0.0099, 0.9901, 1, -0.1, math.nan])
def test_no_word_for_certainty(p: float) -> None:
    with pytest.raises(ValueError, match="never 0 or 1"):
        wording.likelihood(p)


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_whole_numbers_lose_nothing(n: int) -> None:
    text = wording.number(n)
    assert int(text.replace(",", "").replace(wording.MINUS, "-")) == n
    assert "-" not in text


@given(st.floats(allow_nan=False, allow_infinity=False, width=32), st.integers(0, 6))
def test_decimals_are_those_asked_for_and_zero_has_no_sign(x: float, decimals: int) -> None:
    text = wording.number(x, decimals)
    assert len(text.partition(".")[2]) == decimals
    read, exact = Decimal(text.replace(",", "").replace(wording.MINUS, "-")), Decimal(repr(x))
    assert abs(read - exact) <= Decimal("0.5").scaleb(-decimals)
    assert abs(read) >= abs(exact) or abs(read - exact) < Decimal("0.5").scaleb(-decimals)  # halves go up
    assert set(text) - set("0.") or not text.startswith(wording.MINUS)


@given(st.floats(min_value=0, max_value=1, exclude_min=True, exclude_max=True), st.integers(0, 2))
def test_a_share_is_never_rounded_to_certainty(share: float, decimals: int) -> None:
    text = wording.percent(share, decimals)
    assert text.strip("%") not in {f"{0:.{decimals}f}", f"{100:.{decimals}f}"}


@pytest.mark.parametrize("missing", [None, math.nan, pd.NA, pd.NaT])
def test_missing_values_are_a_dash(missing: Any) -> None:
    write = (wording.number, wording.signed, wording.percent, wording.day, wording.span)
    assert {function(missing) for function in write} == {"—"}


def test_intervals_across_zero_are_not_read_as_minus_signs() -> None:
    assert wording.interval(-0.3, 0.5) == "−0.3 to 0.5"
    assert wording.interval(0.001, 0.5, share=True) == "<1% to 50%"
    assert wording.interval(12.25, 1500, decimals=1) == "12.3–1,500.0"


def test_dates_do_not_follow_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    locale.setlocale(locale.LC_TIME, "C")
    assert wording.day(date(2026, 3, 1)) == "1 March 2026"
    assert wording.day(pd.Timestamp("2026-03-01")) == "1 March 2026"
    assert wording.iso(pd.Timestamp("2026-03-01")) == "2026-03-01"
