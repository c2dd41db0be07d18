"""Which rows stand behind every figure on ceasefires: why is each in, how is it coded, from which source?

One table, one row a ceasefire, nothing summarised; each source is named by its key in the bibliography.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from analysis.parts import Part, wording
from analysis.sentences.brief_tables import listed
from analysis.sentences.ceasefires_tables import rows_of
from analysis.sentences.ceasefires_words import OUTCOME, yes_and_no


def reference_class(
    spells: pd.DataFrame, references: pd.DataFrame, *, features: tuple[str, ...], source: str, as_of: date
) -> Part:
    """Show for each spell why it is in, how it ended, how it is coded and from which source.

    `spells` as `spells.spells` returns it, over all cases; `references` has `spell_id, source_id`; `features`
    names the coded features.
    """
    keys = references.groupby("spell_id")["source_id"].agg(list).to_dict()
    rows = [
        {
            "Spell": row["spell_id"],
            "Why it is in, and how it ended": _story(row),
            "Coding and source": _coding(row, features, keys.get(row["spell_id"], [])),
        }
        for row in rows_of(spells)
    ]
    return listed(
        rows,
        caption="The reference class, case by case",
        none="No ceasefire is on record at this date.",
        source=source,
        as_of=as_of,
        stub="Spell",
        notes=[
            "A case counts in the headline, in the headline though another coding is defensible "
            "(ambiguous), or for "
            "sensitivity only. Spells of one cluster concern related conflicts. Features as they stood "
            "when the "
            "ceasefire took effect. Names in square brackets are keys of annex E."
        ],
    )


def written_day(day: pd.Timestamp, precision: str) -> str:
    """Write a date as exactly as it is known; a dash where there is none."""
    if wording.is_missing(day):
        return wording.MISSING
    return wording.iso(day.date())[: {"year": 4, "month": 7}.get(precision, 10)]


def _counts(row: dict[str, Any]) -> str:
    counts = (
        "Sensitivity only"
        if not row["headline"]
        else "Headline, ambiguous"
        if row["ambiguous"]
        else "Headline"
    )
    return f"{counts}; cluster {row['cluster']}."


def _story(row: dict[str, Any]) -> str:
    began = written_day(row["start"], row["start_precision"])
    before = "a war" if row["prior_fighting"] == "war" else "armed conflict"
    told = [
        row["dyad"],
        row["belligerents"],
        f"{row['conflict_type'].capitalize()}, after {before}",
        f"In force from {began}: {row['start_basis']}",
        _end(row),
    ]
    return ". ".join(told) + "."


def _end(row: dict[str, Any]) -> str:
    length = f"{wording.number(row['years'], 1 if row['years'] >= 1 else 2)} years"
    if row["outcome"] == "ongoing":
        return f"In force after {length}, so censored"
    ended, how = written_day(row["end"], row["end_precision"]), OUTCOME[row["outcome"]].capitalize()
    return f"{how} on {ended} after {length} ({row['failure_rule']}): {row['end_basis']}"


def _coding(row: dict[str, Any], features: tuple[str, ...], references: list[str]) -> str:
    coded = yes_and_no({name: row[name] for name in features}, unknown="Unknown")
    sure = f"Confidence: features {row['features_confidence']}, dates {row['confidence']}."
    keys = dict.fromkeys(key for key in (*references, row["source_id"], row["end_source_id"]) if key)
    cited = " ".join(f"[{key}]" for key in keys)
    reference = f"{row['author_year']} {cited}." if row["author_year"] else f"{cited}."
    return " ".join(words for words in (_counts(row), coded, sure, reference, row["note"]) if words)
