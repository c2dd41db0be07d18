"""Holds the bibliography of some spells, and how its works agree with their dates, to counts by hand."""

import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.subject.ceasefires.references import checked, cited

SPELLS = pd.DataFrame(
    {
        "spell_id": ["C01", "C02", "C03"],
        "outcome": ["renewed_war", "superseded_by_treaty", "ongoing"],
        "source_id": ["fortna", "kreutz", "fortna"],
        "end_source_id": ["", "treaty", ""],
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


def counted(which: str) -> dict[str, object]:
    table = checked(SPELLS, CHECKS).set_index("checked")
    return {str(name): value for name, value in table.loc[which].items()}


def test_a_date_agrees_when_one_reference_does_and_every_other_comparison_is_counted() -> None:
    expected = {"dates": 3, "held": 2, "agreeing": 2, "comparisons": 3, "differing": 1}
    assert counted("start") == expected


def test_an_end_not_yet_known_is_no_date_and_what_is_said_of_it_does_not_count() -> None:
    assert counted("end") == {"dates": 2, "held": 2, "agreeing": 1, "comparisons": 2, "differing": 1}


def test_the_order_of_comparisons_is_irrelevant() -> None:
    pd.testing.assert_frame_equal(checked(SPELLS, CHECKS.iloc[::-1]), checked(SPELLS, CHECKS))


def test_comparisons_without_a_result_are_refused() -> None:
    with pytest.raises(AnalysisError, match="checked needs the column result"):
        checked(SPELLS, CHECKS.drop(columns="result"))


def test_the_bibliography_holds_what_is_cited_of_these_spells_alone_by_author() -> None:
    works = pd.DataFrame(
        {
            "source_id": ["treaty", "kreutz", "fortna", "unused"],
            "author": ["", "Kreutz", "Fortna", "Adams"],
            "publisher": ["", "", "", ""],
            "title": ["Zagreb treaty", "How conflicts end", "Peace time", "Other"],
            "year": [1994, 2010, 2004, 1999],
        }
    )
    other = pd.DataFrame({"spell_id": ["C99"], "source_id": ["unused"]})
    used = cited(works, SPELLS, other, among=SPELLS)
    assert used["source_id"].tolist() == ["fortna", "kreutz", "treaty"]
