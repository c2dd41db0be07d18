"""Which spells are there under each choice of cases, and each rule of failure, that a critic could defend?

The same reference class is coded anew under each choice; `specification_sensitivity` measures what that
moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Day, Verdict, require_columns
from analysis.subject.ceasefires.spells import SCOPES
from analysis.subject.ceasefires.spells import spells as spells_of

ALTERNATIVE: Final = ("spell_id", "rule", "end", "end_type")
HINDSIGHT: Final = "unambiguous"  # cases chosen with their ends known: shown, but the end of no range
EARLIEST, LATEST = "earliest", "latest"  # the rules that take the first, or the last, end of every spell


class Kind(Verdict):
    """What a choice changes."""

    CASES = "cases"
    RULE = "every spell"
    ONE_SPELL = "one spell"


@dataclass(frozen=True)
class Choice:
    """The spells as one choice codes them.

    ``name`` is a scope, "earliest", "latest" or a rule of the record; ``spell_id`` is the spell where the
    choice concerns only one, ``changed`` how many ends it changes at most.
    """

    kind: Kind
    name: str
    spell_id: str
    changed: int
    spells: pd.DataFrame

    @property
    def hindsight(self) -> bool:
        """Whether cases were chosen knowing how they ended: the figure is biased and bounds no range."""
        return self.name == HINDSIGHT


def choices(ceasefires: pd.DataFrame, alternatives: pd.DataFrame, *, as_of: Day) -> Iterator[Choice]:
    """Yield the spells under each choice of cases, then under each rule of failure for every spell.

    "cases": each scope of ``spells``, the headline first. "every spell": headline cases with each rule of
    ``alternatives`` (``spell_id, rule, end, end_type``) that several spells share, then with the earliest
    and with the latest end of every spell. For changes of a single spell see :func:`single_choices`.

    >>> rows = pd.DataFrame({"spell_id": ["K"], "cluster": ["K"], "dyad": ["Korea"], "start": ["1953-07-27"],
    ...     "end": [""], "end_type": [""], "headline": [True], "ambiguous_since": [""],
    ...     "conflict_type": ["interstate"], "prior_fighting": ["war"]})
    >>> other = pd.DataFrame({"spell_id": ["K"], "rule": ["skirmish"], "end": ["1966-11-02"],
    ...     "end_type": ["renewed_war"]})
    >>> [choice.name for choice in choices(rows, other, as_of="2026-01-05")][4:]
    ['all', 'earliest', 'latest']
    """
    require_columns(alternatives, ALTERNATIVE, measure="choices")
    for scope in SCOPES:
        yield Choice(Kind.CASES, scope, "", 0, spells_of(ceasefires, as_of=as_of, scope=scope))
    for name, ends in _joint_ends(ceasefires, alternatives).items():
        changed = len({end["spell_id"] for end in ends})
        yield Choice(Kind.RULE, name, "", changed, spells_of(_recoded(ceasefires, ends), as_of=as_of))


def single_choices(ceasefires: pd.DataFrame, alternatives: pd.DataFrame, *, as_of: Day) -> Iterator[Choice]:
    """Yield the spells with each other end alone; over all cases where its spell is not in the headline."""
    headline = set(spells_of(ceasefires, as_of=as_of)["spell_id"])
    for other in alternatives.to_dict("records"):
        scope = "headline" if other["spell_id"] in headline else "all"
        spell_id = str(other["spell_id"])
        recoded = spells_of(_recoded(ceasefires, [other]), as_of=as_of, scope=scope)
        yield Choice(Kind.ONE_SPELL, str(other["rule"]), spell_id, 1, recoded)


@measure
def _recoded(ceasefires: pd.DataFrame, others: Sequence[Mapping[Any, Any]]) -> pd.DataFrame:
    """Return the ceasefires with the ends of some spells replaced."""
    coded = ceasefires.set_index("spell_id", drop=False)
    ends, types = pd.to_datetime(coded["end"].replace("", pd.NaT)), coded["end_type"].astype("str")
    for other in others:
        if other["spell_id"] in coded.index:
            ends[other["spell_id"]] = pd.to_datetime(pd.Series([other["end"] or None])).iloc[0]
            types[other["spell_id"]] = str(other["end_type"])
    return ceasefires.assign(end=ends.to_numpy(), end_type=types.to_numpy())


def _joint_ends(ceasefires: pd.DataFrame, alternatives: pd.DataFrame) -> dict[str, list[dict[Any, Any]]]:
    """Return, by name, the ends by a rule that several spells share, and the first and last of each spell."""
    shared = {
        str(rule): rows.to_dict("records")
        for rule, rows in alternatives.groupby("rule", sort=True)
        if len(rows) > 1
    }
    columns = ["spell_id", "end", "end_type"]
    coded = ceasefires[ceasefires["spell_id"].isin(alternatives["spell_id"])]
    every = pd.concat([coded[columns], alternatives[columns]], ignore_index=True)
    every["end"] = pd.to_datetime(every["end"].replace("", pd.NaT))
    ordered = every.sort_values(["spell_id", "end"], kind="stable", na_position="last")
    return {
        **shared,
        EARLIEST: ordered.drop_duplicates("spell_id", keep="first").to_dict("records"),
        LATEST: ordered.drop_duplicates("spell_id", keep="last").to_dict("records"),
    }
