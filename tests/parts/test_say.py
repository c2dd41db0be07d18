"""A finding says its row in the author's words; too little data is said by itself."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.parts import headline, listed, listed_by, say

RATIO = {"estimate": 1.5, "estimate_low": 1.1, "estimate_high": 2.0, "n": 28, "needed": 23, "status": "ok"}
FEW = {**RATIO, "estimate": float("nan"), "n": 3, "status": "insufficient data"}


def test_value_interval_and_n_come_from_the_row(content: Any) -> None:
    kept = content(say("ratio", RATIO, "It is {estimate:.2}.", unit="ratio", key=True))
    assert kept == {
        "kind": "finding", "name": "ratio", "sentence": "It is 1.50.", "value": 1.5, "unit": "ratio",
        "low": 1.1, "high": 2.0, "n": 28, "key": True, "brief": "", "as_of": None, "definition": "",
    }  # fmt: skip


def test_a_finding_may_have_no_value_and_no_n(content: Any) -> None:
    kept = content(say("note", RATIO, "A text.", value=None, n=None))
    assert (kept["value"], kept["low"], kept["n"], kept["unit"]) == (None, None, None, "")


def test_too_little_data_speaks_for_itself(content: Any) -> None:
    kept = content(say("ratio-of-weeks", FEW, "It is {estimate}."))
    assert kept["sentence"] == (
        "Insufficient data for ratio of weeks: it needs at least 23 observations; 3 are known."
    )
    assert kept["value"] is None
    own = say("ratio", FEW, "…", insufficient="a ratio needs {needed:# night|nights}; {n:# is|are} known")
    assert own.text == "Insufficient data: a ratio needs 23 nights; 3 are known."


def test_page_one_may_have_words_of_its_own(content: Any) -> None:
    kept = content(say("ratio", RATIO, "It is {estimate:.2}.", key="About {estimate:.1}."))
    assert (kept["key"], kept["brief"], kept["sentence"]) == (True, "About 1.5.", "It is 1.50.")
    lacking = content(say("ratio", FEW, "It is {estimate}.", key="About {estimate:.1}."))
    assert (lacking["key"], lacking["brief"]) == (True, "")


def test_a_headline_is_guarded_as_a_finding_is(content: Any) -> None:
    assert content(headline(RATIO, "Up {estimate:.1} times")) == {"kind": "headline", "text": "Up 1.5 times"}
    assert content(headline(FEW, "Up {estimate:.1} times"))["text"] == ""
    assert headline(FEW, "…", insufficient="Too little is known").text == "Too little is known"
    with pytest.raises(AnalysisError, match=r"part\.headline: text = '' says nothing"):
        headline(RATIO, " ")


def test_columns_that_arguments_name_must_be_there() -> None:
    with pytest.raises(AnalysisError) as raised:
        say("ratio", RATIO, "x", value="estimat", n="nights")
    assert str(raised.value).splitlines() == [
        "part.say ratio: value names 'estimat', no field; did you mean estimate?",
        "part.say ratio: n names 'nights', no field; the row has estimate, estimate_low, estimate_high, n, "
        "needed and status",
    ]


def test_rows_are_listed_as_a_sentence_does() -> None:
    towns = pd.DataFrame({"town": ["Ghent", "Bruges", "Ypres"]})
    assert listed(towns, "{town}") == "Ghent, Bruges and Ypres"
    assert listed(towns, "{town}", joint="or", most=1, more="{left} others") == "Ghent or 2 others"
    assert listed(towns, "{town}", joint=" · ") == "Ghent · Bruges · Ypres"
    assert listed(towns.head(0), "{town}", none="no town") == "no town"


def test_each_group_is_listed_in_the_order_of_its_first_row() -> None:
    towns = pd.DataFrame({"town": ["Ghent", "Lille", "Ypres"], "country": ["B", "F", "B"], "tons": [3, 1, 2]})
    towns.attrs["tables"] = ("towns",)
    groups = listed_by(towns, "country", "{town} ({tons})", joint="; ")
    assert groups[["country", "town", "listed"]].to_numpy().tolist() == [
        ["B", "Ghent", "Ghent (3); Ypres (2)"],
        ["F", "Lille", "Lille (1)"],
    ]
    assert groups.attrs["tables"] == ("towns",)
    assert listed(listed_by(groups, ["tons"], "{country}"), "{tons}: {listed}") == "3: B and 1: F"
    assert listed_by(towns.head(0), "country", "{town}").empty


def test_the_blank_status_of_a_record_lacks_nothing() -> None:
    assert say("name", {"x": 4, "status": ""}, "It is {x}.", value="x", unit="").text == "It is 4."
