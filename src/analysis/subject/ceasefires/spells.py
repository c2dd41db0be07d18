"""How long had each ceasefire held by a date, and how had it ended by then?

Turns the coded reference class into the frame that every durability measure takes: nothing later than
``as_of`` is looked at, a spell still running then is censored then, and what cannot be used is listed with
its reason.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from analysis.data.lineage import measure
from analysis.errors import AnalysisError
from analysis.statistics import competing
from analysis.statistics.results import Day, Verdict, require_choice, require_columns, status

WAR: Final = "renewed_war"
TREATY: Final = "superseded_by_treaty"
ONGOING: Final = competing.ONGOING
CAUSES: Final = (WAR, TREATY)  # what can end a ceasefire
OUTCOMES: Final = (*CAUSES, ONGOING)
PAGE: Final = 60  # rows of spells and names of clusters that a page holds in legible type
DAYS_A_YEAR: Final = 365.25
CLUSTER: Final = "cluster"  # the column of related conflicts

FEATURES: Final = (
    "demilitarised_zone",
    "monitors",
    "third_party_guarantee",
    "territory_unresolved",
    "great_power_involved",
    "decisive_victory",
)

# The columns a spell has at least; whatever else a row carries travels with it, unless it tells of the end.
REQUIRED: Final = ("spell_id", "cluster", "dyad", "start", "end", "end_type")
TOLD_BY_THE_END: Final = ("failure_rule", "end_basis", "end_source_id", "note", "end_precision")

# Each scope but "all" is a part of the headline rows: the column it needs, and the value that keeps a row.
SCOPES: Final = MappingProxyType(
    {
        "headline": ("headline", True),
        "unambiguous": ("ambiguous", False),
        "interstate": ("conflict_type", "interstate"),
        "after_war": ("prior_fighting", "war"),
        "all": ("", None),
    }
)


class Reason(Verdict):
    """Why a coded row is not in the headline figures."""

    UNDER_A_DAY = "under a day"
    LOW_CONFIDENCE = "dates of low confidence"
    SENSITIVITY = "sensitivity only"


@measure
def spells(ceasefires: pd.DataFrame, *, as_of: Day, scope: str = "headline") -> pd.DataFrame:
    """Return one row per ceasefire that began before ``as_of``, in order of start and ``spell_id``.

    ``ceasefires`` has one row per ceasefire of a dyad: ``spell_id, cluster, dyad, start, end, end_type``
    and, for the scopes, ``headline, ambiguous_since`` (day from which what makes a case disputable was known;
    blank where nothing does), ``conflict_type, prior_fighting``. The result keeps the other columns, blanks
    what tells of a later end, and sets ``end`` (the day observation stops), ``outcome`` (renewed_war,
    superseded_by_treaty, ongoing; in place of ``end_type``), ``years`` (days / 365.25 from start to end) and
    ``ambiguous`` (by ``as_of``; in place of ``ambiguous_since``). ``scope``: "headline" rows; of these those
    that are "unambiguous", "interstate", or came "after_war"; or "all" rows.

    Assumes that a row's ``start`` and ``end`` are known to the day; misleads when many are not (see
    ``end_precision``). An ``end`` after ``as_of`` counts as not yet known: right censoring.

    Raises ``AnalysisError`` for a missing column or scope, and for an end without a known type.

    >>> rows = pd.DataFrame({"spell_id": ["K", "V"], "cluster": ["K", "V"], "dyad": ["Korea", "Vietnam"],
    ...     "start": ["1953-07-27", "1973-01-28"], "end": ["", "1974-12-13"],
    ...     "end_type": ["ongoing", "renewed_war"]})
    >>> spells(rows, as_of="1974-01-28", scope="all")[["spell_id", "years", "outcome"]].round(2)
      spell_id  years  outcome
    0        K  20.51  ongoing
    1        V   1.00  ongoing
    """
    dated = _dated(ceasefires, as_of=as_of)
    kept = dated[(dated["years"] > 0) & _in_scope(dated, scope)]
    return kept.sort_values(["start", "spell_id"], kind="stable", ignore_index=True)


def split_for_page(spells: pd.DataFrame, *, rows: int = PAGE) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the spells in two parts by the year of start, each with about as many; the second may be empty.

    All stand in the first part while spells and clusters together have no more than ``rows`` rows.

    >>> table = pd.DataFrame({"start": pd.to_datetime(["1953-07-27", "1973-01-28", "1999-07-26"]),
    ...     "cluster": ["K", "V", "K"]})
    >>> [part["cluster"].tolist() for part in split_for_page(table, rows=4)]
    [['K', 'V'], ['K']]
    >>> [len(part) for part in split_for_page(table)]
    [3, 0]
    """
    if len(spells) + spells["cluster"].nunique() <= rows:
        return spells, spells[:0]
    years = spells["start"].dt.year
    later = years >= years.sort_values(ignore_index=True)[(len(years) + 1) // 2]
    return spells[~later].reset_index(drop=True), spells[later].reset_index(drop=True)


@measure
def named(ceasefires: pd.DataFrame, clusters: pd.DataFrame) -> pd.DataFrame:
    """Return the ceasefires with the code of each cluster replaced by its name in ``clusters``.

    ``clusters`` has ``cluster, name``; a code without a name stays as it is.

    >>> rows = pd.DataFrame({"spell_id": ["K", "V"], "cluster": ["KOR", "VNM"]})
    >>> named(rows, pd.DataFrame({"cluster": ["KOR"], "name": ["Korea"]}))["cluster"].tolist()
    ['Korea', 'VNM']
    """
    names = clusters.set_index("cluster")["name"]
    return ceasefires.assign(cluster=ceasefires["cluster"].map(names).fillna(ceasefires["cluster"]))


@measure
def left_out(ceasefires: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Return ``spell_id, dyad, start, reason`` of the rows outside the headline figures, by reason and start.

    ``reason`` is a :class:`Reason`: "under a day" (in force for less), "dates of low confidence" (column
    ``confidence``), "sensitivity only". Rows that begin on or after ``as_of`` are not listed: they are not
    known then.

    >>> rows = pd.DataFrame({"spell_id": ["K"], "cluster": ["K"], "dyad": ["Korea"], "confidence": ["high"],
    ...     "start": ["1953-07-27"], "end": ["1953-07-27"], "end_type": ["renewed_war"], "headline": [True]})
    >>> left_out(rows, as_of="1974-01-28")["reason"].item()
    <Reason.UNDER_A_DAY: 'under a day'>
    """
    require_columns(ceasefires, [*REQUIRED, "headline", "confidence"], measure="left_out")
    dated = _dated(ceasefires, as_of=as_of)
    low = _is(dated["confidence"], "low")
    why = low.map({True: Reason.LOW_CONFIDENCE, False: Reason.SENSITIVITY})
    short = dated["years"] <= 0
    table = dated.assign(reason=why.mask(short, Reason.UNDER_A_DAY))
    outside = (short | ~_in_scope(dated, "headline")) & (dated["start"] < pd.Timestamp(as_of))
    listed = table.loc[outside, ["spell_id", "dyad", "start", "reason"]]
    return listed.sort_values(["reason", "start", "spell_id"], kind="stable", ignore_index=True)


@measure
def count_by_scope(ceasefires: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Count spells by scope and outcome as of a date.

    Returns one row per scope (headline, unambiguous, interstate, after_war, all): ``scope, spells, clusters,
    renewed_war, superseded_by_treaty, ongoing, spell_years`` (years of ceasefire observed), ``longest``
    (years).

    >>> rows = pd.DataFrame({"spell_id": ["K"], "cluster": ["K"], "dyad": ["Korea"], "start": ["1953-07-27"],
    ...     "end": [""], "end_type": [""], "headline": [True], "ambiguous_since": [""],
    ...     "conflict_type": ["interstate"], "prior_fighting": ["war"]})
    >>> count_by_scope(rows, as_of="1974-01-28")[["scope", "spells", "ongoing"]].head(2)
             scope  spells  ongoing
    0     headline       1        1
    1  unambiguous       1        1
    """
    rows = []
    for scope in SCOPES:
        used = spells(ceasefires, as_of=as_of, scope=scope)
        total, longest = float(used["years"].sum()), float(used["years"].max()) if len(used) else 0.0
        counts = {"scope": scope, "spells": len(used), "clusters": used["cluster"].nunique()}
        rows.append({**counts, **_ends(used), "spell_years": total, "longest": longest})
    return pd.DataFrame(rows)


@measure
def headline_cases(counts: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Return the headline row of :func:`count_by_scope` beside all cases: one row.

    Columns added: ``coded`` (all cases), ``outside`` (of them not in the headline figures), ``ambiguous``
    (headline cases that could be coded otherwise, judged with the ends known), ``ambiguous_wars, clear,
    clear_wars`` (how many of these, and of the others, were back at war), ``as_of``, ``n`` (all cases),
    ``status`` and ``needed`` (one headline case).

    >>> counts = pd.DataFrame({"scope": ["headline", "unambiguous", "all"], "spells": [70, 52, 78],
    ...     "renewed_war": [35, 23, 40]})
    >>> headline_cases(counts, as_of="2026-01-05")[["spells", "coded", "outside", "ambiguous"]].values
    array([[70, 78,  8, 18]])
    """
    number, wars = (counts.set_index("scope")[name].astype(int) for name in ("spells", WAR))
    used, coded = number["headline"], number["all"]
    return counts[counts["scope"] == "headline"].assign(
        coded=coded,
        outside=coded - used,
        ambiguous=used - number["unambiguous"],
        ambiguous_wars=wars["headline"] - wars["unambiguous"],
        clear=number["unambiguous"],
        clear_wars=wars["unambiguous"],
        as_of=pd.Timestamp(as_of),
        n=coded,
        needed=1,
        status=status(used, 1),
    )


@measure
def outcomes(spells: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Count what had become of spells by ``as_of``: one row.

    Columns: ``n, renewed_war, superseded_by_treaty, ongoing, first`` (start of the earliest), ``as_of``.

    >>> rows = pd.DataFrame({"start": [pd.Timestamp("1953-07-27")], "outcome": ["ongoing"]})
    >>> outcomes(rows, as_of="2026-01-05")[["n", "renewed_war", "ongoing"]].values.tolist()
    [[1, 0, 1]]
    """
    counts = {"n": len(spells), **_ends(spells), "first": spells["start"].min()}
    return pd.DataFrame([{**counts, "as_of": pd.Timestamp(as_of)}])


def _ends(spells: pd.DataFrame) -> dict[str, int]:
    return {outcome: int((spells["outcome"] == outcome).sum()) for outcome in OUTCOMES}


def _dated(ceasefires: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Return every row with end, outcome and years as of the date; years are above 0 where it can be used."""
    require_columns(ceasefires, REQUIRED, measure="spells")
    day = pd.Timestamp(as_of)
    start = pd.to_datetime(ceasefires["start"]).astype("datetime64[us]")
    end = pd.to_datetime(ceasefires["end"].replace("", pd.NaT)).astype("datetime64[us]")
    ended = end.notna() & (end <= day)
    outcome = ceasefires["end_type"].astype("str").where(ended, ONGOING)
    _require_known_ends(ceasefires, ended & ~outcome.isin(CAUSES))
    end = end.where(ended, day)
    years = (end - start).dt.days / DAYS_A_YEAR
    told = {name: ceasefires[name].where(ended, "") for name in TOLD_BY_THE_END if name in ceasefires}
    told |= {"start": start, "end": end, "outcome": outcome, "years": years}
    if "ambiguous_since" in ceasefires:
        since = pd.to_datetime(ceasefires["ambiguous_since"].replace("", pd.NaT))
        told["ambiguous"] = since.notna() & (since <= day)
    kept = ceasefires.columns.difference(["end_type", "ambiguous_since"], sort=False)
    return ceasefires[kept].assign(**told)


def _require_known_ends(ceasefires: pd.DataFrame, wrong: pd.Series) -> None:
    if wrong.any():
        pairs = zip(ceasefires.loc[wrong, "spell_id"], ceasefires.loc[wrong, "end_type"], strict=True)
        named = ", ".join(f"{spell} ({end or 'blank'})" for spell, end in pairs)
        raise AnalysisError(f"a ceasefire with an end is {WAR} or {TREATY}; got {named}")


def _in_scope(dated: pd.DataFrame, scope: str) -> pd.Series:
    require_choice(scope, SCOPES, name="scope")
    if scope == "all":
        return pd.Series(True, index=dated.index)
    column, value = SCOPES[scope]
    require_columns(dated, ["headline", column], measure=f"spells of scope {scope}")
    return _is(dated["headline"], True) & _is(dated[column], value)


def _is(column: pd.Series, value: Any) -> pd.Series:
    """Say where a column has a value; a blank has none."""
    same: pd.Series = column == value
    return same.fillna(False).astype(bool)
