"""What else is on record about ceasefires: other ends, clashes, cases left out, precedents?

Each function takes rows of the record and returns a part for the annex; an empty table is said in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import pandas as pd

from analysis import parts
from analysis.parts import Part, wording
from analysis.sentences.ceasefires_annex import written_day
from analysis.sentences.ceasefires_tables import LOGLOG_NOTE, Listing, rows_of, written_share
from analysis.sentences.ceasefires_words import ONGOING, OUTCOME, years

ALTERNATIVES: Final = Listing(
    "Other ends under other rules of failure, one spell at a time", "No other end is on record at this date."
)


def alternatives(
    frame: pd.DataFrame, choices: pd.DataFrame, *, horizon: float, source: str, as_of: date
) -> Part:
    """Show the other ends that another rule would give, each with the share back at war that it alone gives.

    `choices` as `ceasefires.sensitivity` returns it for the same alternatives.
    """
    alone = rows_of(choices[choices["kind"] == "one spell"])
    shares = dict(zip(zip(frame["spell_id"], frame["rule"], strict=True), alone, strict=True))
    rows = [
        {
            "Spell": row["spell_id"],
            "Rule": row["rule"],
            "Would have ended": f"{_end(row)}{'. ' if row['note'] else ''}{row['note'].rstrip('.')}",
            "Spells": shares[row["spell_id"], row["rule"]]["n"],
            f"Then back at war within {years(horizon)}": written_share(shares[row["spell_id"], row["rule"]]),
        }
        for row in rows_of(frame)
    ]
    return ALTERNATIVES.show(
        rows,
        source=source,
        as_of=as_of,
        notes=[
            "Spells, share: the headline cases with this one end changed; all cases where the spell is kept "
            "for sensitivity only.",
            LOGLOG_NOTE,
        ],
    )


INCIDENTS: Final = Listing(
    "Clashes not counted as renewed war", "No clash below war is on record at this date."
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
    return INCIDENTS.show(rows, source=source, as_of=as_of)


EXCLUSIONS: Final = Listing(
    "Candidates left out of the reference class", "No candidate was left out at this date."
)


def exclusions(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the candidates left out of the reference class, and which part of the rule they do not meet."""
    rows = [
        {
            "Candidate": "; ".join(
                f"{row['case']} ({written_day(row['start'], 'day')})" for row in rows_of(alike)
            ),
            "Rule not met, and why": f"{str(reason).capitalize()}. {why}",
        }
        for (reason, why), alike in frame.groupby(["reason", "why"], sort=False)
    ]
    return EXCLUSIONS.show(rows, source=source, as_of=as_of)


def left_out(frame: pd.DataFrame) -> Part:
    """Say which coded spells the headline figures do not use, by reason; `frame` as `spells.left_out`."""
    if frame.empty:
        return parts.prose("Every coded spell enters the headline figures.")
    said = []
    for reason, rows in frame.groupby("reason", sort=True):
        named = [f"{row['spell_id']} {row['dyad']} ({row['start'].year})" for row in rows_of(rows)]
        said.append(f"{str(reason).capitalize()}: {'; '.join(named)}.")
    return parts.prose(f"Coded, but outside the headline figures. {' '.join(said)}")


CASES: Final = Listing(
    "The precedents of the subject page beside the reference class",
    "No historical precedent had begun by this date.",
)


def cases(frame: pd.DataFrame, failures: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show each precedent beside the reference class; `failures` dates its failure by each rule."""
    rows = [
        {
            "Precedent": row["name"],
            "Agreement, and how it stands": f"{written_day(row['agreement_date'], 'day')}: "
            f"{row['agreement_type']}. "
            + _sentence(_standing(row, failures[failures["case_id"] == row["case_id"]])),
            "Remark": row["note"] or wording.MISSING,
        }
        for row in rows_of(frame)
    ]
    return CASES.show(
        rows, source=source, as_of=as_of, notes=["So few cases carry no rate; none is computed."]
    )


def _end(row: dict[Any, Any]) -> str:
    if wording.is_missing(row["end"]):
        return "Not: still in force"
    return f"{written_day(row['end'], 'day')}, {OUTCOME[row['end_type'] or ONGOING]}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


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


def definitions(frame: pd.DataFrame, *, names: Sequence[str]) -> Part:
    """Say the named definitions in this order, each with its title, as the record has them."""
    rules = frame.set_index("definition_id").reindex(list(names)).dropna(subset=["text"])
    return parts.prose([f"{row['title']}. {row['text']}" for row in rows_of(rules)])
