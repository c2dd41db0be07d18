"""By which written rules would the scenarios be decided, and who decides from what?

The residual comes last: it is what is left when no other rule is met.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pandas as pd

from analysis.parts import Part, wording
from analysis.sentences.brief_tables import listed
from analysis.sentences.scenarios import RESIDUAL

NO_RULE: Final = "No resolution rule is on record, so that nothing can be forecast."


def rules(frame: pd.DataFrame, definitions: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the criterion of each resolution rule, what does not count, its window, and the terms it uses."""
    rows = [
        {
            "Rule": row["rule_id"],
            "What must be seen": row["criterion"],
            "What does not count": row["not_counted"],
        }
        for row in _ordered(frame)
    ]
    times: dict[str, list[str]] = {}
    for row in _ordered(frame):
        times.setdefault(_times(row), []).append(row["rule_id"])
    terms = definitions[definitions["definition_id"].isin(frame["definition_id"])]
    return listed(
        rows,
        caption="By which rule each scenario would be decided, S0 being the residual",
        none=NO_RULE,
        source=source,
        as_of=as_of,
        stub="Rule",
        notes=[
            *(f"{wording.listing(names)}: {told}" for told, names in times.items()),
            *(f"{row['title']}: {row['text']}" for row in terms.to_dict("records")),
        ],
    )


def decisions(frame: pd.DataFrame, *, source: str, as_of: date) -> Part | None:
    """Show from what each rule is decided, which source holds, when it is annulled; like rules in one row."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for row in _ordered(frame):
        texts = (row["decided_from"], f"{row['conflict']} {row['annulment']}")
        alike.setdefault(texts, []).append(row["rule_id"])
    rows = [
        {
            "Rule": wording.listing(names),
            "Decided from": documents,
            "Where sources conflict, and annulment": otherwise,
        }
        for (documents, otherwise), names in alike.items()
    ]
    if not rows:
        return None
    notes = [
        "Days are those of Kyiv. Two people with no forecast on a rule decide it apart, a third one where "
        "they differ, and the outcome's row in the ledger names the document. A rule that is met is decided "
        "at once, one that is not is decided after the deadline."
    ]
    return listed(
        rows,
        caption="How the rules are decided",
        none="",
        source=source,
        as_of=as_of,
        stub="Rule",
        notes=notes,
    )


def _times(rule: dict[Any, Any]) -> str:
    window = f"{wording.day(rule['opens_on'])} to {wording.day(rule['deadline'])}"
    return f"window {window}; written on {wording.day(rule['stated_on'])}, for forecasts from that day on."


def _ordered(rules: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return the rules by deadline and name, the residual last."""
    marked = rules.assign(residual=rules["scenario_id"] == RESIDUAL)
    return marked.sort_values(["deadline", "residual", "rule_id"]).to_dict("records")
