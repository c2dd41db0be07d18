"""Holds what annex A says of a case to one row whose every text a person can check."""

import pandas as pd
import pytest

from analysis.subject.ceasefires.casebook import Counted, casebook

LETTERS = {"demilitarised_zone": "Z", "monitors": "M", "decisive_victory": "V"}
ROW = {
    "dyad": "Second truce of Ruritania", "belligerents": "Ruritania; Grand Fenwick",
    "start": pd.Timestamp("1950-01-01"), "start_precision": "day", "end": pd.Timestamp("1951-02-01"),
    "end_precision": "month", "outcome": "renewed_war", "failure_rule": "line overrun", "headline": True,
    "ambiguous": False, "demilitarised_zone": True, "monitors": False, "decisive_victory": None,
}  # fmt: skip


def told(**changed: object) -> pd.Series:
    return casebook(pd.DataFrame([ROW | changed]), letters=LETTERS).iloc[0]


def test_a_case_is_told_in_dates_codes_and_letters() -> None:
    row = told()
    assert row[["began", "ended", "rule"]].tolist() == ["1950-01-01", "1951-02", "line overrun"]
    assert row[["yes", "no", "unknown"]].tolist() == ["Z", "M", "V"]
    assert row["parties"] == "Ruritania; Grand Fenwick"


def test_what_is_said_already_is_blank() -> None:
    row = told(dyad="Ruritania and Grand Fenwick", failure_rule="war resumed")
    assert row[["parties", "rule"]].tolist() == ["", ""]
    assert told(outcome="ongoing")["ended"] == ""


@pytest.mark.parametrize(
    ("headline", "ambiguous", "counted"),
    [
        (True, False, Counted.HEADLINE),
        (True, True, Counted.AMBIGUOUS),
        (False, False, Counted.SENSITIVITY),
        (False, True, Counted.SENSITIVITY),
    ],
)
def test_a_case_counts_in_one_of_three_places(headline: bool, ambiguous: bool, counted: Counted) -> None:
    assert told(headline=headline, ambiguous=ambiguous)["counted"] is counted
