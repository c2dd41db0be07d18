"""What stands on record of each ceasefire: does it count, when did it begin and end, how is it coded?

One row a case, in the codes and dates from which annex A of a report writes its words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Verdict, require_columns
from analysis.subject.ceasefires.spells import ONGOING

DATE_LENGTH: Final = {"year": 4, "month": 7}  # letters of an ISO date known no further
ANSWERS: Final = {"yes": True, "no": False, "unknown": None}
SAID_BY_THE_OUTCOME: Final = ("war resumed", "treaty")  # rules that add nothing to how a spell ended


class Counted(Verdict):
    """Where a case counts."""

    HEADLINE = "headline"
    AMBIGUOUS = "headline, ambiguous"
    SENSITIVITY = "sensitivity only"


@measure
def casebook(spells: pd.DataFrame, *, letters: Mapping[str, str]) -> pd.DataFrame:
    """Return the spells with what annex A says of each; a text that is not needed is blank.

    ``spells`` as `spells.spells` returns it over all cases; ``letters`` maps each coded feature to its
    letter. Columns added: ``counted`` (a :class:`Counted`: "headline", "headline, ambiguous", "sensitivity
    only"), ``parties`` (blank where the name says them), ``began, ended`` (ISO dates, as exactly as they
    are known), ``rule`` (of failure; blank where the outcome says it), ``yes, no, unknown`` (letters of the
    features coded so).

    >>> letters = {"monitors": "M", "guarantee": "G"}
    >>> row = {"dyad": "Korea", "belligerents": "China; Korea", "start_precision": "day",
    ...     "end_precision": "month", "start": pd.Timestamp("1953-07-27"), "end": pd.Timestamp("1960-02-01"),
    ...     "outcome": "renewed_war", "failure_rule": "war resumed", "headline": True, "ambiguous": False,
    ...     "monitors": True, "guarantee": None}
    >>> casebook(pd.DataFrame([row]), letters=letters)[["ended", "yes", "unknown"]].values.tolist()
    [['1960-02', 'M', 'G']]
    """
    needs = ["dyad", "belligerents", "start", "end", "outcome", "headline", "ambiguous", *letters]
    require_columns(spells, needs, measure="casebook")
    ended = iso_days(spells["end"], spells["end_precision"])
    clear = spells["ambiguous"].astype(bool).map({True: Counted.AMBIGUOUS, False: Counted.HEADLINE})
    pairs = zip(spells["dyad"], spells["belligerents"], strict=True)
    return spells.assign(
        counted=clear.where(spells["headline"].astype(bool), Counted.SENSITIVITY),
        parties=["" if all(party in name for party in who.split("; ")) else who for name, who in pairs],
        began=iso_days(spells["start"], spells["start_precision"]),
        ended=ended.where(spells["outcome"] != ONGOING, ""),
        rule=spells["failure_rule"].mask(spells["failure_rule"].isin(SAID_BY_THE_OUTCOME), ""),
        **{answer: _coded(spells, letters, value) for answer, value in ANSWERS.items()},
    )


def iso_days(days: pd.Series, precision: pd.Series) -> pd.Series:
    """Return dates as ISO text cut to their precision (year, month, day); blank where there is none.

    >>> iso_days(pd.Series(pd.to_datetime(["1953-07-27", None])), pd.Series(["month", "day"])).tolist()
    ['1953-07', '']
    """
    written = pd.to_datetime(days).dt.strftime("%Y-%m-%d").fillna("")
    lengths = precision.map(DATE_LENGTH).fillna(10).astype(int)
    return pd.Series([text[:end] for text, end in zip(written, lengths, strict=True)], index=days.index)


def _coded(spells: pd.DataFrame, letters: Mapping[str, str], value: bool | None) -> list[str]:
    """Return for each spell the letters of the features that have this value."""
    coded = spells[list(letters)].astype("boolean")
    same = coded.isna() if value is None else (coded == value).fillna(False)
    return [
        " ".join(letters[name] for name, is_so in zip(letters, row, strict=True) if is_so)
        for row in same.to_numpy(dtype=bool)
    ]
