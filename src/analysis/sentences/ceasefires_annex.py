"""Which rows stand behind every figure on ceasefires: why each is in, how it is coded, from which source?

Each function takes rows of the record and returns a part for the annex; nothing is summarised here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from analysis.parts import Part, wording
from analysis.sentences.brief_tables import listed
from analysis.sentences.ceasefires_tables import rows_of
from analysis.sentences.ceasefires_words import OUTCOME, feature

NONE = "No ceasefire is on record at this date."


def inclusion(spells: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show why each spell is in: who, what had been fought, and what set it in force."""
    rows = [
        {
            "Spell": row["spell_id"],
            "Ceasefire": row["dyad"],
            "Belligerents": row["belligerents"],
            "Conflict": f"{row['conflict_type']}, {row['prior_fighting']}",
            "In force from": written_day(row["start"], row["start_precision"]),
            "By": row["start_basis"],
        }
        for row in rows_of(spells)
    ]
    return listed(
        rows,
        caption="Why each ceasefire is in",
        none=NONE,
        source=source,
        as_of=as_of,
        stub="Spell",
        notes=["Conflict: between states or internationalised, and the class of the fighting before."],
    )


def endings(spells: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show how each spell ended, by which rule, how sure its dates are, and whether it counts."""
    rows = [
        {
            "Spell": row["spell_id"],
            "Cluster": row["cluster"],
            "Years": wording.number(row["years"], 1 if row["years"] >= 1 else 2),
            "Ended": _ended(row),
            "How": row["end_basis"] or wording.MISSING,
            "Rule": row["failure_rule"] or wording.MISSING,
            "Dates": row["confidence"],
            "Counts": _counts(row),
        }
        for row in rows_of(spells)
    ]
    return listed(
        rows,
        caption="How each ceasefire ended, and whether it counts",
        none=NONE,
        source=source,
        as_of=as_of,
        stub="Spell",
        notes=[
            "Dates: confidence in start and end. Counts: headline, headline though another coding is "
            "defensible, "
            "or sensitivity only."
        ],
    )


def coding(
    spells: pd.DataFrame, sources: pd.DataFrame, *, names: tuple[str, ...], source: str, as_of: date
) -> Part:
    """Show the features of each spell and where it was taken from; `names` are the features."""
    known = sources.set_index("source_id")
    rows = []
    for row in rows_of(spells):
        values = {feature(name).capitalize(): _mark(row[name]) for name in names}
        ends = [row["source_id"], *([row["end_source_id"]] if row["end_source_id"] else [])]
        cited = "; ".join(dict.fromkeys(_short(known, name) for name in ends))
        rows.append(
            {"Spell": row["spell_id"], **values, "Sure": row["features_confidence"],
             "Reference": row["author_year"] or wording.MISSING, "Taken from": cited}
        )  # fmt: skip
    return listed(
        rows,
        caption="How each ceasefire is coded, and from which source",
        none=NONE,
        source=source,
        as_of=as_of,
        stub="Spell",
        notes=["Features as they stood when the ceasefire took effect. Sure: confidence in the features."],
    )


def remarks(spells: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the remarks on ambiguity."""
    rows = [
        {"Spell": row["spell_id"], "Ceasefire": row["dyad"], "Remark": row["note"]}
        for row in rows_of(spells)
        if row["note"]
    ]
    return listed(
        rows,
        caption="Remarks on the coding",
        none="No remark on the coding is on record at this date.",
        source=source,
        as_of=as_of,
        stub="Spell",
    )


def written_day(day: pd.Timestamp, precision: str) -> str:
    """Write a date as exactly as it is known; a dash where there is none."""
    if wording.is_missing(day):
        return wording.MISSING
    return wording.iso(day.date())[: {"year": 4, "month": 7}.get(precision, 10)]


def _ended(row: dict[Any, Any]) -> str:
    if row["outcome"] == "ongoing":
        return "in force"
    return f"{written_day(row['end'], row['end_precision'])}, {OUTCOME[row['outcome']]}"


def _counts(row: dict[Any, Any]) -> str:
    if not row["headline"]:
        return "sensitivity"
    return "ambiguous" if row["ambiguous"] else "headline"


def _mark(value: object) -> str:
    return "?" if wording.is_missing(value) else "yes" if value else "–"


def _short(known: pd.DataFrame, source_id: str) -> str:
    """Return author and year of a source, or its publisher where no author is named."""
    row = known.loc[[source_id]].iloc[0]
    who = str(row["author"] or row["publisher"])
    return who if wording.is_missing(row["year"]) else f"{who} {int(row['year'])}"
