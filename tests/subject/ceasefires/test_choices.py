"""Each choice codes the same reference class anew, and changes no more than it says: held by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.subject.ceasefires.choices import Choice, Kind, choices, single_choices

AS_OF = "2026-01-05"
CEASEFIRES = pd.DataFrame(
    [
        ("A", "1990-01-01", "2000-01-01", "renewed_war", True, "", "interstate", "war"),
        ("B", "1991-01-01", "", "ongoing", True, "1991-01-01", "civil", "war"),
        ("C", "1992-01-01", "1995-01-01", "renewed_war", True, "", "interstate", "skirmishes"),
        ("D", "1993-01-01", "1994-01-01", "renewed_war", False, "", "interstate", "war"),
    ],
    columns=[
        "spell_id", "start", "end", "end_type", "headline", "ambiguous_since", "conflict_type",
        "prior_fighting",
    ],
).assign(cluster="X", dyad="Two sides")  # fmt: skip
ALTERNATIVES = pd.DataFrame(
    [
        ("A", "border", "1996-01-01", "renewed_war"),
        ("B", "border", "1997-01-01", "renewed_war"),
        ("C", "treaty", "1998-01-01", "superseded_by_treaty"),
        ("D", "no war", "", "ongoing"),
    ],
    columns=["spell_id", "rule", "end", "end_type"],
)
AS_CODED = ["A 2000 renewed_war", "B 2026 ongoing", "C 1995 renewed_war"]


def ends(choice: Choice) -> list[str]:
    rows = choice.spells
    return [
        f"{spell} {end:%Y} {outcome}"
        for spell, end, outcome in zip(rows["spell_id"], rows["end"], rows["outcome"], strict=True)
    ]


def by_name(kind: Kind, alternatives: pd.DataFrame = ALTERNATIVES) -> dict[str, Choice]:
    return {each.name: each for each in choices(CEASEFIRES, alternatives, as_of=AS_OF) if each.kind is kind}


def test_the_headline_comes_first_and_every_scope_keeps_its_cases_as_coded() -> None:
    first = next(choices(CEASEFIRES, ALTERNATIVES, as_of=AS_OF))
    assert (first.name, ends(first)) == ("headline", AS_CODED)
    cases = {name: "".join(choice.spells["spell_id"]) for name, choice in by_name(Kind.CASES).items()}
    assert cases == {
        "headline": "ABC", "unambiguous": "AC", "interstate": "AC", "after_war": "AB", "all": "ABCD",
    }  # fmt: skip


def test_a_rule_that_several_spells_share_recodes_them_together() -> None:
    rules = by_name(Kind.RULE)
    assert list(rules) == ["border", "earliest", "latest"]
    assert ends(rules["border"]) == ["A 1996 renewed_war", "B 1997 renewed_war", "C 1995 renewed_war"]
    assert rules["border"].changed == 2


def test_a_spell_that_runs_on_ends_later_than_any_that_ended() -> None:
    rules = by_name(Kind.RULE)
    assert ends(rules["earliest"]) == ["A 1996 renewed_war", "B 1997 renewed_war", "C 1995 renewed_war"]
    assert ends(rules["latest"]) == ["A 2000 renewed_war", "B 2026 ongoing", "C 1998 superseded_by_treaty"]


def test_a_single_end_changes_one_spell_alone() -> None:
    found = {
        (each.name, each.spell_id): each for each in single_choices(CEASEFIRES, ALTERNATIVES, as_of=AS_OF)
    }
    assert {(each.kind, each.changed) for each in found.values()} == {(Kind.ONE_SPELL, 1)}
    assert ends(found["border", "A"]) == ["A 1996 renewed_war", *AS_CODED[1:]]
    assert ends(found["border", "B"]) == [AS_CODED[0], "B 1997 renewed_war", AS_CODED[2]]
    assert ends(found["treaty", "C"]) == [*AS_CODED[:2], "C 1998 superseded_by_treaty"]


def test_a_spell_outside_the_headline_is_recoded_among_all_cases() -> None:
    *_, last = single_choices(CEASEFIRES, ALTERNATIVES, as_of=AS_OF)
    assert (last.name, ends(last)) == ("no war", [*AS_CODED, "D 2026 ongoing"])


def test_an_end_of_a_spell_that_is_not_coded_changes_nothing() -> None:
    other = pd.DataFrame(
        {"spell_id": ["Y", "Z"], "rule": "border", "end": "1996-01-01", "end_type": "renewed_war"}
    )
    rules = by_name(Kind.RULE, other)
    assert [ends(rule) for rule in rules.values()] == [AS_CODED] * 3


def test_the_ceasefires_given_are_not_changed() -> None:
    before = CEASEFIRES.copy()
    list(choices(CEASEFIRES, ALTERNATIVES, as_of=AS_OF))
    list(single_choices(CEASEFIRES, ALTERNATIVES, as_of=AS_OF))
    pd.testing.assert_frame_equal(CEASEFIRES, before)


def test_a_missing_column_of_the_other_ends_is_named() -> None:
    with pytest.raises(AnalysisError, match="choices needs the column rule; the frame has"):
        list(choices(CEASEFIRES, ALTERNATIVES.drop(columns="rule"), as_of=AS_OF))
