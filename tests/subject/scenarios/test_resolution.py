"""Rules by which forecasts are decided: their order, their windows, and which are decided alike."""

import pandas as pd

from analysis.subject.scenarios.resolution import decisions, rules, windows


def rule(name: str, **texts: str) -> dict[str, object]:
    window = {"opens_on": pd.Timestamp("2026-01-06"), "deadline": pd.Timestamp("2026-12-31")}
    said = {"decided_from": "Its text.", "conflict": "What both contain.", "annulment": "No text."}
    stated = {"stated_on": pd.Timestamp("2026-01-05")}
    return {"rule_id": name, "scenario_id": name[:2], **window, **stated, **said, **texts}


RULES = pd.DataFrame([rule("S0-2026", decided_from="The others."), rule("S3-2026"), rule("S1-2026")])


def test_the_residual_comes_last() -> None:
    assert rules(RULES)["rule_id"].tolist() == ["S1-2026", "S3-2026", "S0-2026"]
    later = RULES.assign(deadline=pd.to_datetime(["2026-06-30", "2026-12-31", "2026-12-31"]))
    assert rules(later)["rule_id"].tolist() == ["S0-2026", "S1-2026", "S3-2026"], "an earlier deadline first"


def test_rules_of_one_window_and_rules_decided_alike_stand_together() -> None:
    ordered = rules(RULES)
    assert windows(ordered)["rule_ids"].tolist() == [["S1-2026", "S3-2026", "S0-2026"]]
    alike = decisions(ordered)
    assert alike[["decided_from", "rule_ids"]].to_numpy().tolist() == [
        ["Its text.", ["S1-2026", "S3-2026"]], ["The others.", ["S0-2026"]],
    ]  # fmt: skip


def test_without_rules_there_is_nothing_to_show() -> None:
    none = rules(RULES.iloc[:0])
    assert windows(none).empty
    assert decisions(none).empty
