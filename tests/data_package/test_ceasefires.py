"""Does every spell of the reference class keep to the inclusion rule, and say where it comes from?"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations

Row = dict[str, str]
Table = Callable[[str], list[Row]]

NONSTATE_OR_CIVIL = """
ISR-PLO-1981 ISR-HZB-1993 ISR-HZB-1996 ISR-HZB-2006 ISR-HZB-2024 ISR-HAM-2009 ISR-HAM-2012 ISR-HAM-2014
ISR-HAM-2021 ISR-HAM-2023 ISR-HAM-2025 RUS-CHE-1996 ETH-TIG-2022A ETH-TIG-2022
"""


def test_the_thirty_five_first_spells_keep_their_ids_and_new_ones_follow(starting: Table) -> None:
    ids = sorted(row["spell_id"] for row in starting("ceasefires"))
    assert ids == [f"C{number:02d}" for number in range(1, len(ids) + 1)]
    assert len(ids) >= 60


def test_spells_are_since_1946_and_in_force_for_a_day(table: Table) -> None:
    for row in table("ceasefires"):
        assert row["start"] >= "1946-01-01"
        if row["end"]:
            lasted = date.fromisoformat(row["end"]) - date.fromisoformat(row["start"])
            assert lasted >= timedelta(days=1), row["spell_id"]


def test_the_end_is_whole_or_absent(table: Table) -> None:
    ended = ("end_precision", "failure_rule", "end_basis", "end_source_id")
    by_rule = {
        "war resumed": "renewed_war",
        "line overrun": "renewed_war",
        "treaty": "superseded_by_treaty",
        "judgment or award": "superseded_by_treaty",
        "union of the parties": "superseded_by_treaty",
    }
    for row in table("ceasefires"):
        if row["end"]:
            assert all(row[field] for field in ended), row["spell_id"]
            assert by_rule[row["failure_rule"]] == row["end_type"], row["spell_id"]
        else:
            assert row["end_type"] == ""
            assert not any(row[field] for field in ended), row["spell_id"]


def test_headline_spells_are_sourced(table: Table) -> None:
    for row in table("ceasefires"):
        assert row["author_year"], row["spell_id"]
        assert (row["headline"] == "true") == (row["confidence"] != "low"), row["spell_id"]
        if row["headline"] == "true":
            assert row["source_id"] != "general-knowledge", row["spell_id"]
    assert sum(row["headline"] == "true" for row in table("ceasefires")) >= 60


def test_every_citation_of_a_spell_leads_to_the_bibliography(table: Table) -> None:
    bound = [(row["spell_id"], row["cited_as"]) for row in table("ceasefire_references") if row["cited_as"]]
    cited = [
        (row["spell_id"], piece) for row in table("ceasefires") for piece in row["author_year"].split("; ")
    ]
    assert sorted(bound) == sorted(cited)
    given = {(row["spell_id"], row["source_id"]) for row in table("ceasefire_references")}
    assert {(row["spell_id"], row["source_id"]) for row in table("ceasefires")} <= given


def test_a_comparison_with_ucdp_is_cited(table: Table) -> None:
    compared = [row for row in table("ceasefires") if row["ucdp_check"] == "within a week"]
    assert len(compared) >= 20
    for row in compared:
        known = ("Fortna", "Kreutz", "Sarkees")
        assert any(name in row["author_year"] for name in known), row["spell_id"]


def test_ucdp_is_cited_only_where_the_date_was_compared(table: Table) -> None:
    for row in table("ceasefires"):
        assert "UCDP" not in row["author_year"] or row["ucdp_check"] != "not compared", row["spell_id"]


def test_a_disagreement_with_ucdp_is_explained_or_ambiguous(table: Table) -> None:
    for row in table("ceasefires"):
        if row["ucdp_check"] == "differs":
            assert row["note"], row["spell_id"]


def test_a_check_is_of_the_date_on_record_and_its_difference_is_arithmetic(table: Table) -> None:
    spells = {row["spell_id"]: row for row in table("ceasefires")}
    for row in table("ceasefire_checks"):
        ours = spells[row["spell_id"]][row["checked"]]
        assert row["on_record"] == ours, row
        if row["difference"]:
            days = (date.fromisoformat(row["says"]) - date.fromisoformat(ours)).days
            assert row["difference"] == str(days), row
            assert row["result"] == ("within a week" if abs(days) <= 7 else "differs"), row
        else:
            shared = {"same month": 7, "same year": 4}.get(row["result"], 0)
            assert row["says"][:shared] == ours[:shared], row


def test_a_headline_spell_has_no_date_that_nothing_read_agrees_with(table: Table) -> None:
    agreed = {
        (row["spell_id"], row["checked"]) for row in table("ceasefire_checks") if row["result"] != "differs"
    }
    for row in table("ceasefires"):
        dated = ["start", "end"] if row["end"] else ["start"]
        if row["headline"] == "true":
            assert all((row["spell_id"], name) in agreed for name in dated), row["spell_id"]


def test_a_comparison_with_ucdp_is_the_one_on_record(table: Table) -> None:
    """The word in the table of spells is that of the checks; no other word goes with a check."""
    words = {"within a week": "within a week", "differs": "differs", "same year": "year only"}
    found = {
        row["spell_id"]: words[row["result"]]
        for row in table("ceasefire_checks")
        if row["source_id"] == "kreutz-2010" and row["checked"] == "start"
    }
    none = {"still open", "outside its years", "not compared"}
    for row in table("ceasefires"):
        assert row["ucdp_check"] == found.get(row["spell_id"], row["ucdp_check"]), row["spell_id"]
        assert (row["spell_id"] in found) == (row["ucdp_check"] not in none), row["spell_id"]


def test_no_two_spells_of_the_same_parties_overlap(table: Table) -> None:
    sure = [row for row in table("ceasefires") if row["confidence"] != "low"]
    for one, other in combinations(sure, 2):
        if one["belligerents"] == other["belligerents"]:
            first, second = sorted((one, other), key=lambda row: row["start"])
            assert first["end"], (first["spell_id"], second["spell_id"])
            assert first["end"] <= second["start"], (first["spell_id"], second["spell_id"])


def test_known_answers(table: Table) -> None:
    spells = {row["spell_id"]: row for row in table("ceasefires")}
    assert (spells["C18"]["start"], spells["C18"]["end_type"]) == ("1953-07-27", "")
    assert (spells["C12"]["end"], spells["C12"]["end_type"]) == ("1994-10-26", "superseded_by_treaty")
    assert (spells["C30"]["start"], spells["C30"]["end"]) == ("2000-06-18", "2000-12-12")
    assert (spells["C31"]["end"], spells["C31"]["failure_rule"]) == ("1998-10-26", "treaty")
    assert (spells["C28"]["end"], spells["C28"]["end_type"]) == ("2022-02-24", "renewed_war")
    assert (spells["C19"]["start"], spells["C19"]["end"]) == ("1973-01-28", "1974-12-13")


def test_vietnam_ends_three_ways(table: Table) -> None:
    ends = {row["end"] for row in table("ceasefire_alternatives") if row["spell_id"] == "C19"}
    assert ends == {"1975-03-10", "1975-04-30"}
    assert "1974-12-13" not in ends


def test_alternatives_differ_from_the_headline_and_are_dated(table: Table) -> None:
    spells = {row["spell_id"]: row for row in table("ceasefires")}
    for row in table("ceasefire_alternatives"):
        spell = spells[row["spell_id"]]
        assert (row["end"], row["end_type"]) != (spell["end"], spell["end_type"])
        assert row["dated_on"] == (row["end"] or spell["end"])
        assert not row["end"] or row["end"] > spell["start"]
        assert (row["end"] == "") == (row["end_type"] == "ongoing")


def test_incidents_lie_within_their_spell(table: Table) -> None:
    spells = {row["spell_id"]: row for row in table("ceasefires")}
    for row in table("ceasefire_incidents"):
        spell = spells[row["spell_id"]]
        assert spell["start"] <= row["incident_date"], row
        assert not spell["end"] or row["incident_date"] <= spell["end"], row


def test_what_breaks_the_rule_is_excluded_with_its_reason(table: Table) -> None:
    excluded = {row["case_id"]: row for row in table("ceasefire_exclusions")}
    for case in NONSTATE_OR_CIVIL.split():
        assert excluded[case]["reason"] == "no dyad of armies"
    assert all(row["why"] for row in excluded.values())
    assert excluded["ISR-EGY-1973A"]["reason"] == "under one day"
    assert excluded["AFG-SOV-1988"]["reason"] == "not a ceasefire"


def test_hindsight_is_no_feature(table: Table) -> None:
    assert "territorial_dispute_resolved" not in table("ceasefires")[0]


def test_every_cluster_has_a_name_and_a_spell(table: Table) -> None:
    named = [row["cluster"] for row in table("clusters")]
    assert set(named) == {row["cluster"] for row in table("ceasefires")}
    assert len({row["name"] for row in table("clusters")}) == len(set(named))


def test_scenarios_are_coded_by_features_of_ceasefires_on_words_of_their_own(table: Table) -> None:
    statements = {row["attribute_id"]: row["scenario_id"] for row in table("scenario_attributes")}
    first = {row["scenario_id"]: row["stated_on"] for row in table("scenarios")}
    for row in table("scenario_features"):
        assert row["feature"] in table("ceasefires")[0]
        assert row["stated_on"] >= first[row["scenario_id"]]
        for cited in re.findall(r"S\d-A\d{2}", row["basis"]):
            assert statements[cited] == row["scenario_id"], row
    assert not [row for row in table("scenario_features") if row["scenario_id"] == "S2"]


def test_published_rates_are_those_that_were_read(table: Table) -> None:
    read = [
        (row["source_id"], row["value"], row["n"], row["horizon_years"]) for row in table("published_rates")
    ]
    assert read == [
        ("walter-2010", "0.57", "103", ""),
        ("suhrke-samset-2007", "0.5", "", "5"),
        ("suhrke-samset-2007", "0.23", "", "5"),
        ("eth-prio-ceasefires", "", "2202", ""),
        ("fortna-2004", "", "48", ""),
    ]


def test_a_civil_war_is_never_comparable_and_no_study_is_known_before_it_appeared(table: Table) -> None:
    for row in table("published_rates"):
        assert row["comparable"] == "false" or row["class"] == "interstate war", row
        assert row["comparison"]
        assert not row["published_year"] or row["known_from"][:4] == row["published_year"]
        assert bool(row["value"]) == bool(row["unit"])


def test_a_precedent_joins_its_spell_on_the_day_the_ceasefire_took_effect(table: Table) -> None:
    """Between signature and effect a precedent stands without a spell, so that an excerpt keeps it."""
    starts = {row["spell_id"]: row["start"] for row in table("ceasefires")}
    for row in table("precedents"):
        assert row["ceasefire_from"] == starts.get(row["spell_id"], ""), row["case_id"]
        assert bool(row["ceasefire_from"]) == (row["is_ceasefire_case"] == "true"), row["case_id"]
        assert row["ceasefire_from"] == "" or row["agreement_date"] <= row["ceasefire_from"], row["case_id"]
