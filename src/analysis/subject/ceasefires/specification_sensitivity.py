"""How far does each headline on ceasefires move with one conflict less, or other cases and rules of failure?

The same reference class is coded anew under each choice that a critic could defend, and every headline is
computed again; its range stands beside it and is no interval. In the spirit of Leamer 1983 (extreme bounds).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.statistics.competing import MINIMUM_EVENTS, incidence_at
from analysis.statistics.hazard import weibull_shape
from analysis.statistics.results import OK, Day, require_columns
from analysis.statistics.survival import MINIMUM_EVENTS as MINIMUM_WARS
from analysis.statistics.survival import median, restricted_mean
from analysis.subject.ceasefires.base_rates import base_rates
from analysis.subject.ceasefires.similarity import similarity
from analysis.subject.ceasefires.spells import CAUSES, SCOPES, WAR
from analysis.subject.ceasefires.spells import spells as spells_of

CASES, RULE, ONE_SPELL, CLUSTER = "cases", "every spell", "one spell", "cluster left out"
ALTERNATIVE: Final = ("spell_id", "rule", "end", "end_type")
HEADLINE: Final = (
    "headline", "horizon", "unit", "estimate", "estimate_low", "estimate_high", "n", "status", "needed",
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """The spells as one choice codes them: its kind and name, and the spell where it concerns only one."""

    kind: str
    name: str
    spell_id: str
    spells: pd.DataFrame


def choices(ceasefires: pd.DataFrame, alternatives: pd.DataFrame, *, as_of: Day) -> Iterator[Choice]:
    """Yield the spells under each choice of cases, then under each rule of failure for every spell.

    "cases": each scope of ``spells``, the headline first. "every spell": headline cases with each rule of
    ``alternatives`` (``spell_id, rule, end, end_type``) that several spells share, then with the earliest
    and with the latest end of every spell.

    >>> rows = pd.DataFrame({"spell_id": ["K"], "cluster": ["K"], "dyad": ["Korea"], "start": ["1953-07-27"],
    ...     "end": [""], "end_type": [""], "headline": [True], "ambiguous": [False],
    ...     "conflict_type": ["interstate"], "prior_fighting": ["war"]})
    >>> other = pd.DataFrame({"spell_id": ["K"], "rule": ["skirmish"], "end": ["1966-11-02"],
    ...     "end_type": ["renewed_war"]})
    >>> [choice.name for choice in choices(rows, other, as_of="2026-01-05")][4:]
    ['all', 'earliest end of every spell', 'latest end of every spell']
    """
    require_columns(alternatives, ALTERNATIVE, measure="choices")
    for scope in SCOPES:
        yield Choice(CASES, scope, "", spells_of(ceasefires, as_of=as_of, scope=scope))
    for name, ends in _joint_ends(ceasefires, alternatives).items():
        yield Choice(RULE, name, "", spells_of(_recoded(ceasefires, ends), as_of=as_of))


def sensitivity(
    ceasefires: pd.DataFrame, alternatives: pd.DataFrame, *, as_of: Day, horizon: float = 5
) -> pd.DataFrame:
    """Return the incidence of renewed war at ``horizon`` under other cases and other rules of failure.

    Rows by ``kind``: "cases" and "every spell" as in :func:`choices`; "one spell": each row of
    ``alternatives`` alone in place of the coded end, over all cases where its spell is outside the
    headline. Columns: ``kind, choice, spell_id, estimate, estimate_low, estimate_high, n, events, at_risk,
    method, status, needed``.

    >>> rows = pd.DataFrame({"spell_id": ["K"], "cluster": ["K"], "dyad": ["Korea"], "start": ["1953-07-27"],
    ...     "end": [""], "end_type": [""], "headline": [True], "ambiguous": [False],
    ...     "conflict_type": ["interstate"], "prior_fighting": ["war"]})
    >>> other = pd.DataFrame({"spell_id": ["K"], "rule": ["skirmish"], "end": ["1966-11-02"],
    ...     "end_type": ["renewed_war"]})
    >>> sensitivity(rows, other, as_of="2026-01-05")["choice"].tolist()[5:]
    ['earliest end of every spell', 'latest end of every spell', 'K: skirmish']
    """
    every = [*choices(ceasefires, alternatives, as_of=as_of), *_single(ceasefires, alternatives, as_of=as_of)]
    rows = []
    for choice in every:
        table = incidence_at(choice.spells, horizons=[horizon], causes=CAUSES)
        war = table[table["outcome"] == WAR].drop(columns=["outcome", "horizon"]).iloc[0]
        rows.append({"kind": choice.kind, "choice": choice.name, "spell_id": choice.spell_id, **war})
    return pd.DataFrame(rows)


def ranges(
    ceasefires: pd.DataFrame,
    alternatives: pd.DataFrame,
    *,
    as_of: Day,
    horizons: Sequence[float] = (1, 2, 5, 10),
    horizon: float = 5,
    tau: float = 20,
) -> pd.DataFrame:
    """Return each headline with its range over clusters left out, other cases, and other rules of failure.

    Headlines: the incidence of renewed war at each of ``horizons``, the share counted at ``horizon``, the
    median time to war, the mean time without war up to ``tau`` (years), the Weibull shape. One row per
    headline and ``kind`` ("cluster left out", "cases", "every spell"): ``headline, horizon, unit, estimate,
    estimate_low, estimate_high, n, status, needed`` of the headline cases; ``range_low, range_high`` (over
    the choices of this kind and the headline), ``lowest, highest`` (the choice at either end; blank where
    it is the headline), ``tried, undefined`` (choices, and those that leave no value). The minimum of events
    holds for the headline cases; below it, or where their median is not reached, there is no range.

    >>> spans = pd.to_timedelta([300 * place for place in range(1, 25)], unit="D")
    >>> rows = pd.DataFrame({"spell_id": [f"C{n:02d}" for n in range(24)], "cluster": list("abcd") * 6,
    ...     "dyad": "", "start": pd.Timestamp("1950-01-01"), "end": pd.Timestamp("1950-01-01") + spans,
    ...     "end_type": "renewed_war", "headline": True, "ambiguous": [True] * 4 + [False] * 20,
    ...     "conflict_type": "interstate", "prior_fighting": "war"})
    >>> none = pd.DataFrame(columns=["spell_id", "rule", "end", "end_type"])
    >>> found = ranges(rows, none, as_of="2026-01-05", horizons=[5])
    >>> found[["kind", "estimate", "range_low", "range_high", "lowest"]].round(2).values.tolist()[1]
    ['cases', 0.25, 0.1, 0.25, 'unambiguous']
    """
    every = list(choices(ceasefires, alternatives, as_of=as_of))
    whole = every[0].spells
    every += [
        Choice(CLUSTER, str(cluster), "", whole[whole["cluster"] != cluster])
        for cluster in sorted(whole["cluster"].unique())
    ]
    measured = partial(_headlines, as_of=as_of, horizons=horizons, horizon=horizon, tau=tau)
    headlines = measured(whole, strict=True)
    others = [(choice, measured(choice.spells, strict=False)["estimate"]) for choice in every[1:]]
    rows = []
    for place, headline in enumerate(headlines.to_dict("records")):
        for kind in (CLUSTER, CASES, RULE):
            known = headline["status"] == OK and np.isfinite(headline["estimate"])
            tried = {
                choice.name: float(values.iloc[place]) if known else np.nan
                for choice, values in others
                if choice.kind == kind
            }
            rows.append({"kind": kind, **headline} | _range(headline["estimate"], tried))
    return pd.DataFrame(rows)


def durability_ranges(
    held: pd.DataFrame,
    ceasefires: pd.DataFrame,
    alternatives: pd.DataFrame,
    terms: pd.DataFrame,
    *,
    as_of: Day,
    reach: float,
) -> pd.DataFrame:
    """Return ``held`` with ``choices_low, choices_high``: its range over other cases and rules of failure.

    ``held`` as ``similarity.conditional_durability`` returns it, ``terms`` as ``similarity.terms``. The
    likeness is weighed anew under each of :func:`choices`; NaN where ``held`` has no number.
    """
    found = [held.set_index(["scenario_id", "horizon"])["estimate"]]
    horizons = sorted(held["horizon"].unique())
    for choice in choices(ceasefires, alternatives, as_of=as_of):
        similar = similarity(choice.spells, terms, reach=reach)
        for scenario, weights in similar.groupby("scenario_id"):
            weighed = choice.spells.merge(weights[["spell_id", "weight"]], on="spell_id")
            table = incidence_at(weighed, horizons=horizons, causes=CAUSES, weight="weight", needed=0)
            war = table[table["outcome"] == WAR].assign(scenario_id=scenario)
            found.append(1 - war.set_index(["scenario_id", "horizon"])["estimate"])
    over = pd.concat(found).groupby(level=[0, 1]).agg(choices_low="min", choices_high="max")
    table = held.merge(over, left_on=["scenario_id", "horizon"], right_index=True, how="left")
    ends = table[["choices_low", "choices_high"]].where(table["estimate"].notna())
    return table.assign(choices_low=ends["choices_low"], choices_high=ends["choices_high"])


def _headlines(
    spells: pd.DataFrame, *, as_of: Day, horizons: Sequence[float], horizon: float, tau: float, strict: bool
) -> pd.DataFrame:
    """Return every headline of these spells; unless ``strict`` also where events are few."""
    ends, wars = (MINIMUM_EVENTS, MINIMUM_WARS) if strict else (0, 0)
    incidence = incidence_at(spells, horizons=horizons, causes=CAUSES, needed=ends)
    held_for = restricted_mean(spells, tau=tau, event=WAR, needed=wars)
    tables = {
        ("incidence of war", "share"): incidence[incidence["outcome"] == WAR],
        ("counted share", "share"): base_rates(spells, as_of=as_of, horizons=[horizon], priors={}),
        ("median time to war", "years"): median(spells, event=WAR, needed=wars),
        ("mean time without war", "years"): held_for.assign(horizon=tau),
        ("Weibull shape", "shape"): weibull_shape(spells, event=WAR, needed=ends),
    }
    named = [table.assign(headline=name, unit=unit) for (name, unit), table in tables.items()]
    return pd.concat([table.reindex(columns=list(HEADLINE)) for table in named], ignore_index=True)


def _range(estimate: float, tried: Mapping[str, float]) -> dict[str, Any]:
    """Return the lowest and highest of a headline and of it under each choice that leaves a value."""
    everything = {"": estimate} | {name: value for name, value in tried.items() if np.isfinite(value)}
    lowest, highest = min(everything, key=everything.__getitem__), max(everything, key=everything.__getitem__)
    return {
        "range_low": everything[lowest], "range_high": everything[highest], "lowest": lowest,
        "highest": highest, "tried": len(tried), "undefined": len(tried) + 1 - len(everything),
    }  # fmt: skip


def _single(ceasefires: pd.DataFrame, alternatives: pd.DataFrame, *, as_of: Day) -> Iterator[Choice]:
    """Yield the spells with each other end alone; over all cases where its spell is not in the headline."""
    headline = set(spells_of(ceasefires, as_of=as_of)["spell_id"])
    for other in alternatives.to_dict("records"):
        scope = "headline" if other["spell_id"] in headline else "all"
        name = f"{other['spell_id']}: {other['rule']}" + ("" if scope == "headline" else " (all cases)")
        recoded = spells_of(_recoded(ceasefires, [other]), as_of=as_of, scope=scope)
        yield Choice(ONE_SPELL, name, str(other["spell_id"]), recoded)


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
        f"{rule}, for {_all_of(len(rows))} it changes": rows.to_dict("records")
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
        "earliest end of every spell": ordered.drop_duplicates("spell_id", keep="first").to_dict("records"),
        "latest end of every spell": ordered.drop_duplicates("spell_id", keep="last").to_dict("records"),
    }


def _all_of(count: int) -> str:
    return "both spells" if count == 2 else f"all {count} spells"
