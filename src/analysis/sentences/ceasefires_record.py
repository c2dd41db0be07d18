"""What else is on record about ceasefires: other ends, clashes, cases left out, precedents, sources?

Each function takes rows of the record and returns a part for the annex; an empty table is said in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from analysis import parts
from analysis.parts import Part, wording
from analysis.sentences.brief_tables import listed
from analysis.sentences.ceasefires_annex import written_day
from analysis.sentences.ceasefires_tables import rows_of
from analysis.sentences.ceasefires_words import ONGOING, OUTCOME


def alternatives(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the other ends that another rule of failure would give."""
    rows = [
        {
            "Spell": row["spell_id"],
            "Rule": row["rule"],
            "Would have ended": written_day(row["end"], "day"),
            "By": OUTCOME[row["end_type"] or ONGOING],
            "Remark": row["note"] or wording.MISSING,
        }
        for row in rows_of(frame)
    ]
    return listed(
        rows,
        caption="Other ends under other rules of failure",
        none="No other end is on record at this date.",
        source=source,
        as_of=as_of,
        stub="Spell",
        notes=["A dash under the date: the spell would still be in force."],
    )


def incidents(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the clashes that the coding does not count as renewed war."""
    rows = [
        {
            "Spell": row["spell_id"],
            "Date": written_day(row["incident_date"], row["date_precision"]),
            "Incident": row["text"],
        }
        for row in rows_of(frame)
    ]
    return listed(
        rows,
        caption="Clashes not counted as renewed war",
        none="No clash below war is on record at this date.",
        source=source,
        as_of=as_of,
        stub="Spell",
    )


def exclusions(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the candidates left out of the reference class, and which part of the rule they do not meet."""
    rows = [
        {
            "Candidate": row["case"],
            "From": written_day(row["start"], "day"),
            "Rule not met": row["reason"],
            "Why": row["why"],
        }
        for row in rows_of(frame)
    ]
    return listed(
        rows,
        caption="Candidates left out of the reference class",
        none="No candidate was left out at this date.",
        source=source,
        as_of=as_of,
        stub="Candidate",
    )


def left_out(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the coded spells that the headline figures do not use, with the reason."""
    rows = [
        {
            "Spell": row["spell_id"],
            "Ceasefire": row["dyad"],
            "From": written_day(row["start"], "day"),
            "Reason": row["reason"],
        }
        for row in rows_of(frame)
    ]
    return listed(
        rows,
        caption="Coded spells outside the headline figures",
        none="Every coded spell enters the headline figures.",
        source=source,
        as_of=as_of,
        stub="Spell",
    )


def cases(frame: pd.DataFrame, failures: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show each precedent beside the reference class; `failures` dates its failure by each rule."""
    rows = [
        {
            "Precedent": row["name"],
            "Agreement": f"{written_day(row['agreement_date'], 'day')}: {row['agreement_type']}",
            "Standing": _standing(row, failures[failures["case_id"] == row["case_id"]]),
            "Remark": row["note"] or wording.MISSING,
        }
        for row in rows_of(frame)
    ]
    return listed(
        rows,
        caption="The precedents of the subject page beside the reference class",
        none="No historical precedent had begun by this date.",
        source=source,
        as_of=as_of,
        stub="Precedent",
        notes=["So few cases carry no rate; none is computed."],
    )


def sources(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the bibliography, by the keys that annex A names."""
    rows = [
        {"Key": row["source_id"], "Source": _citation(row), "Reliability": row["reliability"]}
        for row in rows_of(frame)
    ]
    return listed(
        rows,
        caption="Sources of the reference class",
        none="No source is on record.",
        source=source,
        as_of=as_of,
        stub="Key",
    )


def published(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the base rates that others published until the year of the report, where the record has them."""
    named = frame[frame["about"].str.startswith("Published base rate") & (frame["year"] <= as_of.year)]
    rows = [{"Source": _citation(row), "What it gives": row["about"]} for row in rows_of(named)]
    return listed(
        rows,
        caption="Base rates published by others",
        none="No published base rate is on record at this date.",
        source=source,
        as_of=as_of,
        stub="Source",
        notes=[
            "Most published rates concern civil wars, another class than this one. Their figures are not "
            "in the "
            "record, so they are named here and not compared."
        ],
    )


def bibliography(frame: pd.DataFrame) -> str:
    """Say in a source line how many sources stand behind a figure and where they are listed."""
    return f"{wording.count(len(frame), 'source')} of annex E, coded case by case in annex A"


def _standing(row: dict[Any, Any], failures: pd.DataFrame) -> str:
    """Write how a precedent stands, with every date of failure and the years until then."""
    dated = [
        f"{wording.number(end['years'], 2)} years to {written_day(end['end'], 'day')} ({end['rule']})"
        for end in rows_of(failures)
    ]
    if dated or wording.is_missing(row["years"]):
        return "; ".join([row["standing"], *dated])
    length = f"{wording.number(row['years'], 1)} years"
    return (
        f"in force after {length}, so censored"
        if row["outcome"] == ONGOING
        else f"{row['standing']}, {length}"
    )


def _citation(row: dict[Any, Any]) -> str:
    """Write a source: author, year, title, publisher, address; what says what it is where it has no title."""
    year = "" if wording.is_missing(row["year"]) else f" ({int(row['year'])})"
    title = row["title"] or row["about"]
    start = [f"{row['author']}{year}", title] if row["author"] else [f"{title}{year}"]
    rest = [row["publisher"] if row["publisher"] != row["author"] else "", row["url"]]
    return ". ".join(str(word).rstrip(".") for word in (*start, *rest) if word) + "."


def definitions(frame: pd.DataFrame, *, names: Sequence[str]) -> Part:
    """Say the named definitions in this order, each with its title, as the record has them."""
    rules = frame.set_index("definition_id").reindex(list(names)).dropna(subset=["text"])
    return parts.prose([f"{row['title']}. {row['text']}" for row in rows_of(rules)])
