"""Which earlier ceasefires resemble a scenario's terms, and how long did those that do hold?

Gower similarity over the features that are known on both sides, and the incidence of renewed war weighted
by it. The result describes a reference class, given that there is a ceasefire; it is never the probability
of a scenario.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.errors import AnalysisError
from analysis.statistics.competing import MINIMUM_EVENTS, effective_number, incidence_at
from analysis.statistics.results import INSUFFICIENT, OK, Verdict, require_columns
from analysis.statistics.similarity import agreement, gower_distance
from analysis.subject.ceasefires.spells import CAUSES, CLUSTER, FEATURES, WAR

BANDWIDTH: Final = 0.5
MINIMUM_FEATURES: Final = 3
MINIMUM_EFFECTIVE: Final = 10
CONTINUED_WAR: Final = "continued war"  # the end state of a scenario without a ceasefire
METHOD: Final = "1 − Aalen–Johansen, weighted by Gower similarity"
SHARES: Final = ("estimate", "estimate_low", "estimate_high", "range_low", "range_high")
DURABILITY: Final = (
    "scenario_id", "horizon", *SHARES, "effective", "n", "events", "at_risk", "method", "status", "needed",
)  # fmt: skip
CARRIED: Final = ("dyad", "cluster", "start", "years", "outcome")  # shown beside a distance


class Comparison(Verdict):
    """Whether ceasefires can be compared with a scenario, and if so whether enough are like it."""

    COMPARED = "compared"
    NO_CEASEFIRE = "no ceasefire"
    FEW_TERMS = "few terms"
    SMALL_SAMPLE = "small sample"


@measure
def terms(
    coding: pd.DataFrame, *, scenarios: Iterable[str], features: Sequence[str] = FEATURES
) -> pd.DataFrame:
    """Return every feature of every scenario on record: ``scenario_id, feature, value, basis``.

    ``coding`` has one row per stated term, ``scenario_id, feature, value`` and perhaps ``basis`` (the words
    it rests on). ``value`` is missing where a scenario states nothing, ``basis`` then blank. A scenario that
    is coded but not among ``scenarios`` is not known on the day and left out. Raises ``AnalysisError`` for
    a feature that no spell is coded by.

    >>> stated = pd.DataFrame({"scenario_id": ["S1"], "feature": ["monitors"], "value": [True]})
    >>> terms(stated, scenarios=["S1"], features=["monitors", "guarantee"])["value"].tolist()
    [True, <NA>]
    """
    require_columns(coding, ["scenario_id", "feature", "value"], measure="terms")
    unknown = sorted(set(coding["feature"]) - set(features))
    if unknown:
        raise AnalysisError(
            f"unknown feature {', '.join(unknown)}; a ceasefire is coded by {', '.join(features)}"
        )
    pairs = pd.MultiIndex.from_product([list(scenarios), list(features)], names=["scenario_id", "feature"])
    stated = coding.set_index(["scenario_id", "feature"]).reindex(pairs).reset_index()
    basis = stated["basis"].fillna("") if "basis" in stated else ""
    table = stated.assign(value=stated["value"].astype("boolean"), basis=basis)
    return table[["scenario_id", "feature", "value", "basis"]]


@measure
def similarity(
    spells: pd.DataFrame, terms: pd.DataFrame, *, bandwidth: float = BANDWIDTH, needed: int = MINIMUM_FEATURES
) -> pd.DataFrame:
    """Compare each spell with each scenario's terms: one row per ``scenario_id`` and ``spell_id``.

    ``spells`` has ``spell_id`` and one column per feature; ``terms`` has ``scenario_id, feature, value``.
    Columns returned: ``compared`` (features known on both sides), ``distance`` (Gower: share of them that
    differ), ``weight`` (1 at distance 0, falling in a line to 0 at ``bandwidth``), ``matches`` and
    ``differs`` (features, separated by commas), and ``dyad, cluster, start, years, outcome`` where the spells
    have them; sorted by scenario and distance. With fewer than ``needed`` features compared there is no
    distance and no weight.

    Every feature counts the same and a "no" matches as a "yes" does: judgements both. Reference: Gower 1971.

    >>> spells = pd.DataFrame({"spell_id": ["K", "V"], "monitors": [True, True], "guarantee": [True, False]})
    >>> asked = pd.DataFrame({"scenario_id": "S1", "feature": ["monitors", "guarantee"], "value": True})
    >>> similarity(spells, asked, needed=2)[["spell_id", "distance", "weight", "differs"]].values.tolist()
    [['K', 0.0, 1.0, ''], ['V', 0.5, 0.0, 'guarantee']]
    """
    require_columns(terms, ["scenario_id", "feature", "value"], measure="similarity")
    require_columns(spells, ["spell_id", *terms["feature"].unique()], measure="similarity")
    if bandwidth <= 0:
        raise AnalysisError(
            f"bandwidth is a distance above 0, at which a spell no longer counts; got {bandwidth:g}"
        )
    tables = [
        _compared(spells, str(name), asked, bandwidth, needed)
        for name, asked in terms.groupby("scenario_id", sort=True)
    ]
    table = pd.concat(tables or [_compared(spells[:0], "", terms, bandwidth, needed)], ignore_index=True)
    return table.sort_values(["scenario_id", "distance", "spell_id"], kind="stable", ignore_index=True)


@measure
def comparability(terms: pd.DataFrame, scenarios: pd.DataFrame) -> pd.DataFrame:
    """Say of each scenario whether ceasefires can be compared with its terms, and if not, why.

    ``terms`` as :func:`terms` returns it; ``scenarios`` has ``scenario_id, label, end_state``. One row a
    scenario, in their order: ``scenario_id, label, stated`` (terms coded), ``asked`` (terms by which a
    ceasefire is coded), ``needed`` (3) and ``verdict``, a :class:`Comparison`: "compared", "no ceasefire"
    (its end is continued war, without the terms of a ceasefire) or "few terms".

    >>> scenarios = pd.DataFrame({"scenario_id": ["S1", "S2"], "label": ["Deal", "War"],
    ...     "end_state": ["ceasefire", "continued war"]})
    >>> asked = pd.DataFrame({"scenario_id": ["S1", "S2"], "feature": "monitors", "value": [True, None]})
    >>> comparability(asked, scenarios)[["stated", "verdict"]].values.tolist()
    [[1, <Comparison.FEW_TERMS: 'few terms'>], [0, <Comparison.NO_CEASEFIRE: 'no ceasefire'>]]
    """
    require_columns(scenarios, ["scenario_id", "label", "end_state"], measure="comparability")
    values = terms.groupby("scenario_id")["value"]
    keys = scenarios["scenario_id"]
    counts = {"stated": keys.map(values.count()), "asked": keys.map(values.size())}
    table = scenarios.assign(**{name: count.fillna(0).astype(int) for name, count in counts.items()})
    few = (table["stated"] < MINIMUM_FEATURES).map({True: Comparison.FEW_TERMS, False: Comparison.COMPARED})
    verdict = few.mask(table["end_state"] == CONTINUED_WAR, Comparison.NO_CEASEFIRE)
    columns = ["scenario_id", "label", "stated", "asked", "needed", "verdict"]
    return table.assign(needed=MINIMUM_FEATURES, verdict=verdict)[columns].reset_index(drop=True)


@measure
def conditional_durability(
    spells: pd.DataFrame, similar: pd.DataFrame, *, horizons: Sequence[float] = (1, 2, 5, 10)
) -> pd.DataFrame:
    """Return the share of ceasefires like each scenario's that saw no renewed war by each horizon (years).

    Given a ceasefire: 1 − the cumulative incidence of renewed war among ``spells``, weighted by
    ``similar``. One row per ``scenario_id`` and ``horizon``: ``estimate, estimate_low, estimate_high``
    (share; interval by leaving out clusters in turn), ``range_low, range_high`` (lowest and highest estimate
    when one cluster is left out), ``effective, n`` (spells with weight), ``events, at_risk, method, status``,
    ``needed`` (effective sample). Below an effective sample of ten spells, or ten ends, no number.

    It describes the ceasefires coded here that share these terms. It is no probability of the scenario, and
    none that this war would follow them. Reference: Gower 1971; Kish 1965, section 11.7 (effective size).
    """
    require_columns(spells, ["spell_id", "cluster", "years", "outcome"], measure="conditional_durability")
    rows = []
    for scenario, weights in similar.groupby("scenario_id", sort=True):
        weighed = spells.merge(weights[["spell_id", "weight"]], on="spell_id", validate="one_to_one")
        effective = effective_number(weighed["weight"].to_numpy(dtype=float))
        table = _war(weighed, horizons)
        ranges = _range_without_a_cluster(weighed, horizons)
        for place, row in enumerate(table.to_dict("records")):
            rows.append({"scenario_id": scenario, "effective": effective} | _held(row, *ranges[place]))
    return _guarded(pd.DataFrame(rows, columns=DURABILITY).assign(method=METHOD))


@measure
def judged(held: pd.DataFrame, comparability: pd.DataFrame) -> pd.DataFrame:
    """Return ``held`` with what stands behind each scenario's number, or behind its lack of one.

    ``held`` as :func:`conditional_durability`, ``comparability`` as :func:`comparability` returns it. Columns
    added: ``stated, asked, terms_needed`` and ``verdict``, a :class:`Comparison`, "small sample" where the
    spells like a comparable scenario are too few for a number at this horizon; ``numbers``, at how many
    horizons the scenario has one.

    >>> held = pd.DataFrame({"scenario_id": ["S1"], "estimate": [None], "status": "insufficient data"})
    >>> asked = pd.DataFrame({"scenario_id": ["S1"], "stated": [4], "asked": [6], "needed": [3],
    ...     "verdict": [Comparison.COMPARED]})
    >>> judged(held, asked)["verdict"].item()
    <Comparison.SMALL_SAMPLE: 'small sample'>
    """
    columns = ["scenario_id", "stated", "asked", "terms_needed", "verdict"]
    asked = comparability.rename(columns={"needed": "terms_needed"})[columns]
    table = held.merge(asked, on="scenario_id", how="left")
    small = (table["verdict"] == Comparison.COMPARED) & (table["status"] != OK)
    return table.assign(
        verdict=table["verdict"].mask(small, Comparison.SMALL_SAMPLE),
        numbers=table["estimate"].notna().groupby(table["scenario_id"]).transform("sum"),
    )


def _compared(
    spells: pd.DataFrame, scenario: str, asked: pd.DataFrame, bandwidth: float, needed: int
) -> pd.DataFrame:
    agreed = agreement(spells, asked.set_index("feature")["value"])
    table = gower_distance(agreed, needed=needed)
    names, same = np.array(agreed.columns, dtype=object), agreed.fillna(False).to_numpy(dtype=bool)
    known = agreed.notna().to_numpy(dtype=bool)
    carried = ["spell_id", *(name for name in CARRIED if name in spells)]
    return spells[carried].assign(
        scenario_id=scenario,
        **{name: table[name] for name in ("compared", "distance")},
        weight=(1 - table["distance"] / bandwidth).clip(0, 1).fillna(0.0),
        matches=[", ".join(names[row]) for row in same],
        differs=[", ".join(names[row]) for row in known & ~same],
    )


def _war(weighed: pd.DataFrame, horizons: Sequence[float], *, needed: int = MINIMUM_EVENTS) -> pd.DataFrame:
    table = incidence_at(
        weighed, horizons=horizons, causes=CAUSES, cluster=CLUSTER, weight="weight", needed=needed
    )
    return table[table["outcome"] == WAR].drop(columns="outcome").reset_index(drop=True)


def _range_without_a_cluster(weighed: pd.DataFrame, horizons: Sequence[float]) -> list[tuple[float, float]]:
    """Return for each horizon the lowest and highest share at war when one cluster is left out."""
    weighty = weighed.loc[weighed["weight"] > 0, "cluster"].unique()
    tables = [
        _war(weighed[weighed["cluster"] != cluster], horizons, needed=0)["estimate"]
        for cluster in sorted(weighty)
    ]
    if not tables:
        return [(float("nan"), float("nan"))] * len(horizons)
    estimates = pd.concat(tables, axis=1)
    return list(zip(estimates.min(axis=1), estimates.max(axis=1), strict=True))


def _held(row: dict[Any, Any], lowest: float, highest: float) -> dict[str, Any]:
    """Turn a share back at war into the share that held."""
    held = {"estimate": 1 - row["estimate"], "estimate_low": 1 - row["estimate_high"]}
    held |= {"estimate_high": 1 - row["estimate_low"], "range_low": 1 - highest, "range_high": 1 - lowest}
    return {**{str(name): value for name, value in row.items()}, **held}


def _guarded(table: pd.DataFrame) -> pd.DataFrame:
    """Blank the numbers of scenarios whose reference class is too small."""
    small = (table["effective"] < MINIMUM_EFFECTIVE) | (table["status"] != OK)
    numbers = table[list(SHARES)].astype(float).mask(small)
    status = table["status"].mask(small, INSUFFICIENT)
    return table.assign(
        status=status, needed=MINIMUM_EFFECTIVE, **{str(name): column for name, column in numbers.items()}
    )
