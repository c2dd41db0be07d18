"""Holds how references agree with the dates of some spells to counts by hand."""

import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.subject.ceasefires.references import Agreement, checked

SPELLS = pd.DataFrame(
    {
        "spell_id": ["C01", "C02", "C03"],
        "outcome": ["renewed_war", "superseded_by_treaty", "ongoing"],
    }
)
CHECKS = pd.DataFrame(
    [
        ("C01", "start", "within a week"),
        ("C01", "start", "differs"),
        ("C01", "end", "differs"),
        ("C02", "start", "same year"),
        ("C02", "end", "within a week"),
        ("C03", "start", ""),
        ("C03", "end", "within a week"),
        ("C99", "start", "within a week"),
    ],
    columns=["spell_id", "checked", "result"],
)


def test_a_date_agrees_when_one_reference_does_and_every_other_comparison_is_counted() -> None:
    row = checked(SPELLS, CHECKS).iloc[0]
    assert (row["starts"], row["starts_held"], row["starts_agreeing"]) == (3, 2, 2)
    assert (row["comparisons"], row["differing"]) == (5, 2)
    assert (row["agreeing"], row["n"]) == (3, 5)
    assert row["verdict"] is Agreement.SOME


def test_an_end_not_yet_known_is_no_date_and_what_is_said_of_it_does_not_count() -> None:
    row = checked(SPELLS, CHECKS).iloc[0]
    assert (row["ends"], row["ends_held"], row["ends_agreeing"]) == (2, 2, 1)


def test_all_dates_agree_when_each_has_one_reference_that_does() -> None:
    held = pd.DataFrame(
        {"spell_id": ["C03", "C03"], "checked": "start", "result": ["differs", "within a week"]}
    )
    assert checked(SPELLS[2:], held)["verdict"].item() is Agreement.ALL


def test_the_order_of_comparisons_is_irrelevant() -> None:
    pd.testing.assert_frame_equal(checked(SPELLS, CHECKS.iloc[::-1]), checked(SPELLS, CHECKS))


def test_comparisons_without_a_result_are_refused() -> None:
    with pytest.raises(AnalysisError, match="checked needs the column result"):
        checked(SPELLS, CHECKS.drop(columns="result"))
