"""What are the historical cases of the subject page worth: which can be timed, and which claims hold?

Cases and spans are shown beside their dates; no share is ever made from three cases.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.parts import Finding, wording
from analysis.sentences.ceasefires_words import ONGOING, WAR


def precedents(cases: pd.DataFrame, failures: pd.DataFrame, *, key: bool = False) -> Finding:
    """Say what the page's precedents are worth, without a rate.

    `cases` as `precedents.cases`, `failures` as `precedents.failures` returns it.
    """
    name = "precedents-timed"
    if cases.empty:
        sentence = "No historical precedent of the subject page had begun by this date."
        return Finding(name, sentence, 0, "cases", key=key)
    ceasefires = cases[cases["ceasefire"].astype(bool)]
    said = [
        _precedent(row, failures.loc[failures["case_id"] == row["case_id"], "years"])
        for row in ceasefires.to_dict("records")
    ]
    others = cases[~cases["ceasefire"].astype(bool)]["name"].tolist()
    without = f" In the {wording.listing(others)} no ceasefire took effect." if others else ""
    sentence = (
        f"Of the {wording.count(len(cases), 'precedent')} named by the subject page, "
        f"{wording.number(len(ceasefires))} "
        f"{'was a ceasefire' if len(ceasefires) == 1 else 'were ceasefires'}: "
        f"{wording.listing(said)}.{without} So few cases carry no rate."
    )
    return Finding(name, sentence, len(ceasefires), "cases", n=len(cases), key=key)


def _precedent(row: dict[Any, Any], ends: pd.Series[Any]) -> str:
    if wording.is_missing(row["years"]):
        return f"{row['name']} (not in the reference class on this date)"
    if row["outcome"] == WAR and len(ends) > 1:
        span = wording.interval(ends.min(), ends.max(), decimals=1)
        return f"{row['name']} ({span} years until renewed war, depending on the event counted as failure)"
    end = {WAR: "until renewed war", ONGOING: "and still in force"}.get(row["outcome"], "until a treaty")
    return f"{row['name']} ({wording.number(row['years'], 1)} years {end})"


def claims(spans: pd.DataFrame) -> Finding:
    """Say how many claimed lengths of historical cases agree with their dates; `spans` as computed."""
    name = "claimed-lengths-that-hold"
    sized = spans[~spans["verdict"].isin(["no claim", "names no length"])] if len(spans) else spans
    if sized.empty:
        sentence = "No claimed length of a historical case can be held against its dates on this day."
        return Finding(name, sentence, 0, "claims")
    counts = sized["verdict"].value_counts()
    order = ("holds", "roughly holds", "holds so far", "still open", "does not hold")
    said = [
        f"{wording.number(counts[word])} {_verdict(word, int(counts[word]))}"
        for word in order
        if word in counts
    ]
    sentence = (
        f"Of {wording.count(len(sized), 'span')} with a claimed length, {wording.listing(said)}; which of "
        "them, and "
        "from which milestone to which, is in annex C."
    )
    return Finding(name, sentence, int(counts.get("holds", 0)), "claims", n=len(sized))


def _verdict(word: str, n: int) -> str:
    plural = {
        "holds": "hold", "roughly holds": "roughly hold", "holds so far": "hold so far",
        "still open": "are still open", "does not hold": "do not hold",
    }  # fmt: skip
    return plural[word] if n != 1 else word.replace("still open", "is still open")
