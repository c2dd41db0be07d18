"""Rules in words: what must be seen, until when, and how it is decided."""

import datetime

import pandas as pd

from analysis.sentences import forecasts_rules as say

AS_OF = datetime.date(2026, 1, 5)


def rule(name: str, **texts: str) -> dict[str, object]:
    window = {"opens_on": pd.Timestamp("2026-01-06"), "deadline": pd.Timestamp("2026-12-31")}
    window["stated_on"] = pd.Timestamp("2026-01-05")
    said = {"criterion": f"{name} is seen.", "not_counted": "A draft.", "decided_from": "Its text."}
    said |= {"conflict": "What both contain.", "annulment": "No text.", "definition_id": "general-halt"}
    return {"rule_id": name, "scenario_id": name[:2], **window, **said, **texts}


RULES = pd.DataFrame([rule("S0-2026", decided_from="The others."), rule("S1-2026"), rule("S3-2026")])
TERMS = pd.DataFrame(
    {"definition_id": ["general-halt", "x"], "title": ["Halt", "X"], "text": ["All stops.", "Unused."]}
)


def test_rules_are_shown_with_their_terms_and_the_residual_last() -> None:
    shown = say.rules(RULES, TERMS, source="s", as_of=AS_OF)
    assert [row[:2] for row in shown.content["rows"]] == [
        ["S1-2026", "S1-2026 is seen."], ["S3-2026", "S3-2026 is seen."], ["S0-2026", "S0-2026 is seen."],
    ]  # fmt: skip
    assert shown.content["notes"] == [
        "S1-2026, S3-2026 and S0-2026: window 6 January 2026 to 31 December 2026; written on 5 January 2026, "
        "for forecasts from that day on.",
        "Halt: All stops.",
    ]


def test_rules_that_are_decided_alike_share_a_row() -> None:
    shown = say.decisions(RULES, source="s", as_of=AS_OF)
    assert shown is not None
    otherwise = "What both contain. No text."
    assert shown.content["rows"] == [
        ["S1-2026 and S3-2026", "Its text.", otherwise],
        ["S0-2026", "The others.", otherwise],
    ]


def test_without_rules_it_is_said_that_there_are_none() -> None:
    assert say.rules(RULES.iloc[:0], TERMS, source="s", as_of=AS_OF).text == say.NO_RULE
    assert say.decisions(RULES.iloc[:0], source="s", as_of=AS_OF) is None
