"""Words and a row become a sentence; what does not fit is an error that names field and fix."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import AnalysisError
from analysis.parts.language import filled
from analysis.statistics.results import Direction

ROW: dict[str, Any] = {
    "n": 12, "tons": 1650.4, "share": 0.834, "share_low": 0.77, "share_high": 0.88, "none": None,
    "day": date(2026, 1, 5),
    "numbered": 1958.2027,
    "p_value": 0.0432, "p_least": 0.00004,
    "change": -2.5, "rank": 3, "days": 400, "value": 5, "operator": "ge", "unit": "tons", "town": "Ghent {n}",
    "flat": 2.0, "flat_low": 2.0, "flat_high": 2.0, "date_precision": "month", "verdict": Direction.MORE,
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{n}", "12"),
        ("{tons}", "1,650"),
        ("{tons:.1}", "1,650.4"),
        ("{share:percent}", "83%"),
        ("{share:percent .1}", "83.4%"),
        ("{share:percent interval}", "77–88%"),
        ("{share:interval .2}", "0.77–0.88"),
        ("{day}", "5 January 2026"),
        ("{day:month}", "January 2026"),
        ("{day:year}", "2026"),
        ("{numbered:year}, {numbered:year .4}", "1958, 1958.2027"),
        ("{day:iso}", "2026-01-05"),
        ("{day:dated}", "January 2026"),
        ("{change:signed}", "−2.5"),
        ("{rank:ordinal}", "3rd"),
        ("{days:span}", "13.1 months"),
        ("{p_value:p}", "0.043"),
        ("{p_least:p}", "<0.001"),
        ("{value:bound}", "at least 5"),
        ("{value:quantity}", "≥ 5 tons"),
        ("{n:# town|towns}", "12 towns"),
        ("{n:is|are}", "are"),
        ("{tons:.1 # ton|tons}", "1,650.4 tons"),
        ("{town}", "Ghent {n}"),
        ("a [b {none} c] d", "a d"),
        ("a [b {n} c] d", "a b 12 c d"),
        ("a [b [c {none}] {n}] d", "a b 12 d"),
        ("a[ ({flat:interval})]", "a"),
        ("{{n}} [[x]]", "{n} [x]"),
        ("  many\n   blanks ", "many blanks"),
    ],
)
def test_each_form_of_the_language(text: str, said: str) -> None:
    assert filled(text, ROW) == said


def test_a_row_of_a_frame_a_frame_of_one_row_and_a_mapping_say_the_same() -> None:
    frame = pd.DataFrame([ROW])
    assert filled("{n} {verdict}", frame, verdict={"more": "up", "fewer": "down", "open": "open"}) == "12 up"
    assert (
        filled("{n} {verdict}", frame.iloc[0], verdict={"more": "up", "fewer": "down", "open": ""}) == "12 up"
    )


def test_words_of_a_verdict_may_hold_fields_and_begin_a_sentence() -> None:
    words = {"more": "more by {n}", "fewer": "fewer", "open": "open"}
    assert filled("{verdict:capital}.", ROW, verdict=words) == "More by 12."


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("{shares}", {}, "there is no field shares; did you mean share?"),
        ("{none}", {}, "none is not known in its row; put the words around it in [ ]"),
        ("{n:percnt}", {}, "no format is called 'percnt'; did you mean percent?"),
        ("{verdict}", {}, "more is one of a closed set; give the words for each"),
        ("{verdict}", {"verdict": {"more": "up"}}, "verdict can be fewer or open too; give words for it"),
        (
            "{verdict}",
            {"verdict": {"more": "", "fewer": "", "open": "", "less": ""}},
            "verdict is never less; it is one of more, fewer and open",
        ),
        (
            "{town}",
            {"words": {"town": {"Bruges": "x"}}},
            "no words are given for 'Ghent {n}'; there are Bruges",
        ),
        ("a ] b", {}, "a single ] in “a ] b”"),
        ("a [ b", {}, "[ is never closed in “a [ b”"),
        ("a } b", {}, "a single }"),
        ("{n:a|b|c|d}", {}, "4 forms; give two (one, many) or three (zero, one, many)"),
    ],
)
def test_what_does_not_fit_is_an_error(text: str, options: dict[str, Any], says: str) -> None:
    with pytest.raises(AnalysisError) as raised:
        filled(text, ROW, what="part.say a", **options)
    assert str(raised.value).startswith("part.say a: ")
    assert says in str(raised.value)


def test_all_problems_come_at_once() -> None:
    with pytest.raises(AnalysisError) as raised:
        filled("{a} {b:x} {none}", ROW)
    assert len(str(raised.value).splitlines()) == 3


def test_several_rows_are_refused() -> None:
    with pytest.raises(AnalysisError, match="this frame has 2; take one"):
        filled("{n}", pd.DataFrame({"n": [1, 2]}))


def test_in_a_table_what_is_missing_is_a_dash() -> None:
    assert filled("{none} of {n}", ROW, dashes=True) == "— of 12"


class Season(Enum):
    DRY = "dry"
    WET = "wet"


@given(st.sampled_from(Season), st.dictionaries(st.sampled_from(["dry", "wet", "hot"]), st.just("words")))
def test_only_the_whole_closed_set_is_accepted(season: Season, words: dict[str, str]) -> None:
    try:
        assert filled("{verdict}", {"verdict": season}, verdict=words) == "words"
    except AnalysisError:
        assert set(words) != {"dry", "wet"}
    else:
        assert set(words) == {"dry", "wet"}
