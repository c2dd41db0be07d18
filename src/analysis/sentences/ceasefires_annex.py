"""Which rows stand behind every figure on ceasefires: why is each in, how is it coded, from which source?

First the key, then one table, one row a ceasefire; each source is named by its number in the bibliography.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pandas as pd

from analysis import parts
from analysis.parts import Part, wording
from analysis.sentences.ceasefires_tables import Listing, rows_of
from analysis.sentences.ceasefires_words import LETTER, OUTCOME, coded, feature

COUNTS: Final = (
    "A case counts in the headline figures; or there though another coding is defensible (ambiguous); or for "
    "sensitivity only, where its dates are of low confidence. The cluster of related conflicts is named next."
)

TABLE: Final = "ceasefires"
SAID_BY_THE_OUTCOME: Final = ("war resumed", "treaty")
IN_BRACKETS: Final = r"(\((?!\d{4}\))[^)]*\))$"  # what a citation adds to its work: "(war 148)"


REFERENCE_CLASS: Final = Listing(
    "The reference class, case by case", "No ceasefire is on record at this date."
)


def reference_class(
    spells: pd.DataFrame,
    references: pd.DataFrame,
    checks: pd.DataFrame,
    bibliography: pd.DataFrame,
    *,
    features: tuple[str, ...],
    source: str,
    as_of: date,
) -> Part:
    """Show for each spell why it is in, how it ended, how it is coded and from which source.

    `spells` as `spells.spells` returns it, over all cases; `references` has `spell_id, source_id, cited_as`,
    `checks` `spell_id, checked, source_id, difference, result`;
    `bibliography` are the sources in the order in which annex D numbers them; `features` names the coded
    features.
    """
    numbers = dict(zip(bibliography["source_id"], numbered(bibliography), strict=True))
    added, alike = _added(references)

    def sourced(row: dict[str, Any]) -> str:
        return " ".join((_cited(row, added, numbers), _checked(row, checks, numbers))).strip()

    heading = f"Why it is in, how it ended, how it is coded, and from which source ({_letters(features)})"
    rows = [
        {
            "Spell": row["spell_id"],
            heading: " ".join((_story(row), _coding(row, features, sourced(row)))),
        }
        for row in rows_of(spells)
    ]
    return REFERENCE_CLASS.show(
        rows,
        source=source,
        as_of=as_of,
        notes=[f"{words[:1].upper()}{words[1:]}." for words in _alike(alike, numbers)],
    )


def key(*, features: tuple[str, ...]) -> Part:
    """Say how a row of the reference class is to be read: what counts, the letters, confidence, sources."""
    return parts.prose(
        [
            "How to read a row: name and parties; kind of conflict, and what came before; when the ceasefire "
            "began and by what; how and when it ended, and after how long. In force: censored on the date of "
            f"the report. {COUNTS}",
            f"Features: {_letters(features)}. Confidence: first of the features, then of the dates. Sources "
            "by their numbers in annex D; in brackets which part of them is meant. Dates held against: by "
            f"how many days the source is later (+) or earlier ({wording.MINUS}) than the record; 0 is the "
            "same day.",
        ]
    )


def numbered(bibliography: pd.DataFrame) -> list[str]:
    """Return the number of each source, in the order of the bibliography."""
    return [str(place) for place in range(1, len(bibliography) + 1)]


def written_day(day: pd.Timestamp, precision: str) -> str:
    """Write a date as exactly as it is known; a dash where there is none."""
    if wording.is_missing(day):
        return wording.MISSING
    return wording.iso(day.date())[: {"year": 4, "month": 7}.get(precision, 10)]


def _story(row: dict[str, Any]) -> str:
    began = written_day(row["start"], row["start_precision"])
    before = "a war" if row["prior_fighting"] == "war" else "armed conflict"
    parties = row["belligerents"].split("; ")
    told = [
        row["dyad"],
        "" if all(party in row["dyad"] for party in parties) else "; ".join(parties),
        f"{row['conflict_type'].capitalize()}, after {before}",
        f"From {began}: {row['start_basis']}",
        _end(row),
    ]
    return ". ".join(part for part in told if part) + "."


def _end(row: dict[str, Any]) -> str:
    length = f"{wording.number(row['years'], 1 if row['years'] >= 1 else 2)} years"
    if row["outcome"] == "ongoing":
        return f"In force after {length}"
    ended, how = written_day(row["end"], row["end_precision"]), OUTCOME[row["outcome"]].capitalize()
    rule = "" if row["failure_rule"] in SAID_BY_THE_OUTCOME else f" ({row['failure_rule']})"
    return f"{how}{rule} on {ended} after {length}: {row['end_basis']}"


def _counts(row: dict[str, Any]) -> str:
    if not row["headline"]:
        return "Sensitivity only"
    return "Headline, ambiguous" if row["ambiguous"] else "Headline"


def _coding(row: dict[str, Any], features: tuple[str, ...], cited: str) -> str:
    sure = f"Confidence {row['features_confidence']} / {row['confidence']}."
    said = [
        f"{_counts(row)}; {row['cluster']}.",
        coded({name: row[name] for name in features}),
        sure,
        cited,
        row["note"],
    ]
    return " ".join(words for words in said if words)


def _cited(row: dict[str, Any], added: pd.DataFrame, numbers: dict[str, str]) -> str:
    """Write the number of each reference, then of the source of the end where it is another one."""
    own = added[added["spell_id"] == row["spell_id"]]
    cited = dict(zip(own["source_id"], own["bracket"], strict=True))
    for key, what in ((row["source_id"], " (start)"), (row["end_source_id"], " (end)")):
        if key:
            cited.setdefault(key, what)
    return f"Sources {', '.join(f'[{numbers[key]}]{what}' for key, what in cited.items())}." if cited else ""


def _checked(row: dict[str, Any], checks: pd.DataFrame, numbers: dict[str, str]) -> str:
    """Write what each reference that a date was held against says of it: days off, as far as it is known."""
    said = []
    for which in ("start", "end"):
        own = checks[(checks["spell_id"] == row["spell_id"]) & (checks["checked"] == which)]
        known = rows_of(own[own["result"] != ""])
        held = [f"[{numbers[check['source_id']]}] {_off(check)}" for check in known]
        said += [f"{which} {', '.join(held)}"] if held else []
    return f"Dates held against: {'; '.join(said)}." if said else ""


def _off(check: dict[str, Any]) -> str:
    known = not wording.is_missing(check["difference"])
    return wording.signed(check["difference"], 0) if known else str(check["result"])


FEATURES: Final = Listing(
    "By which rule each feature is coded, as it stood when the ceasefire took effect", "No feature is coded."
)


def features(field: Callable[[str, str], Any], *, names: tuple[str, ...], source: str, as_of: date) -> Part:
    """Show by which rule each feature is coded, in the words of the record; `field` as `dataset.field`."""
    rows = [
        {
            "Letter": LETTER[name],
            "Feature": field(TABLE, name).title,
            "Rule": field(TABLE, name).description,
        }
        for name in names
    ]
    return FEATURES.show(rows, source=source, as_of=as_of)


def _added(references: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return what each citation adds to its work, and what all of several citations of one work add alike."""
    found = references["cited_as"].str.extract(IN_BRACKETS, expand=False).fillna("")
    counts = found.groupby(references["source_id"]).agg(["nunique", "size", "first"])
    same = counts[(counts["nunique"] == 1) & (counts["size"] > 1) & (counts["first"] != "")]["first"]
    bracket = (" " + found).where((found != "") & ~references["source_id"].isin(same.index), "")
    return references.assign(bracket=bracket), {str(key): str(words) for key, words in same.items()}


def _letters(features: tuple[str, ...]) -> str:
    return "; ".join(f"{LETTER[name]} {feature(name)}" for name in features)


def _alike(alike: dict[str, str], numbers: dict[str, str]) -> list[str]:
    return ["; ".join(f"[{numbers[key]}] {words}" for key, words in alike.items())] if alike else []
