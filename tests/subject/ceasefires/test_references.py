"""Holds the bibliography of some spells, and how its works agree with their dates, to counts by hand."""

import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.subject.ceasefires.references import (
    Agreement,
    Tells,
    bibliography,
    checked,
    citations,
    comparisons,
)

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


WORKS = pd.DataFrame(
    {
        "source_id": ["treaty", "kreutz", "fortna", "page"],
        "author": ["", "Kreutz, J.", "Fortna", ""],
        "publisher": ["", "", "Fortna", ""],
        "title": ["Zagreb treaty of 1994", "How conflicts end", "Peace time", ""],
        "about": ["", "", "", "General knowledge."],
        "year": pd.array([1994, 2010, 2004, pd.NA], dtype="Int64"),
        "url": ["", "https://example.org", "", ""],
    }
)


def test_the_bibliography_is_numbered_by_author_and_says_nothing_twice() -> None:
    table = bibliography(WORKS).set_index("source_id")
    assert table["number"].to_dict() == {"page": 1, "fortna": 2, "kreutz": 3, "treaty": 4}
    assert table["work"].to_dict()["page"] == "General knowledge"
    assert table["written"].to_dict() == {"page": "", "fortna": "2004", "kreutz": "2010", "treaty": ""}
    assert table.loc["kreutz", "writer"] == "Kreutz, J"
    assert table.loc["kreutz", "address"] == "example.org"
    assert table.loc["fortna", "house"] == ""


def test_a_spell_cites_its_references_then_the_sources_of_its_dates() -> None:
    references = pd.DataFrame(
        {
            "spell_id": ["C01", "C01", "C02", "C99"],
            "source_id": ["fortna", "page", "page", "treaty"],
            "cited_as": ["Fortna 2004 (war 148)", "Page (version 3)", "Page (version 3)", "Treaty (1994)"],
        }
    )
    table = citations(SPELLS, references, bibliography(WORKS))
    own = table[table["spell_id"] == "C02"]
    assert own["tells"].tolist() == [Tells.CASE, Tells.START, Tells.END]
    assert own["number"].tolist() == [1, 3, 4]
    assert table["part"].tolist()[0] == "(war 148)"
    assert set(table.loc[table["number"] == 1, "shared"]) == {"(version 3)"}
    assert "C99" not in set(table["spell_id"])


def test_a_comparison_is_its_difference_in_days_or_what_is_known_of_it() -> None:
    checks = CHECKS[:5].assign(
        source_id=["fortna", "page", "page", "fortna", "treaty"],
        difference=pd.array([1, -48, pd.NA, pd.NA, 0], dtype="Int64"),
    )
    table = comparisons(SPELLS, checks, bibliography(WORKS))
    assert table["checked"].tolist() == ["start"] * 3 + ["end"] * 2
    assert table["result"].tolist() == ["", "", "same year", "differs", ""]
