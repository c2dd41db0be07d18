"""How far does each headline on ceasefires move with one conflict less, or other cases and rules of failure?

Every headline is computed again under each of `choices`, and with each cluster left out; its range stands
beside it and is no interval. In the spirit of Leamer 1983 (extreme bounds).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.competing import MINIMUM_EVENTS, incidence_at
from analysis.statistics.hazard import weibull_shape
from analysis.statistics.results import OK, Day, Verdict
from analysis.statistics.survival import MINIMUM_EVENTS as MINIMUM_WARS
from analysis.statistics.survival import median, restricted_mean
from analysis.subject.ceasefires.base_rates import counted_shares
from analysis.subject.ceasefires.choices import Kind, choices, single_choices
from analysis.subject.ceasefires.similarity import similarity
from analysis.subject.ceasefires.spells import CAUSES, CLUSTER, WAR

LITTLE: Final = 0.05  # shares that differ by less are said to move little
HEADLINE: Final = (
    "headline", "horizon", "unit", "estimate", "estimate_low", "estimate_high", "n", "status", "needed",
)  # fmt: skip


class Headline(Verdict):
    """What is computed again under each choice."""

    INCIDENCE = "incidence of war"
    COUNTED = "counted share"
    MEDIAN = "median time to war"
    MEAN = "mean time without war"
    SHAPE = "Weibull shape"


class Moved(Verdict):
    """Whether other cases and rules of failure move a share by five percentage points or more."""

    LITTLE = "little"
    MUCH = "much"


@measure
def sensitivity(
    ceasefires: pd.DataFrame, alternatives: pd.DataFrame, *, as_of: Day, horizon: float = 5
) -> pd.DataFrame:
    """Return the incidence of renewed war at ``horizon`` under other cases and other rules of failure.

    Rows by ``kind`` (a `Kind`): "cases" and "every spell" as in `choices.choices`; "one spell": each row of
    ``alternatives`` alone in place of the coded end, over all cases where its spell is outside the headline.
    Columns: ``kind, choice`` (a scope, "earliest", "latest", or a rule of the record), ``spell_id, changed``
    (spells), ``hindsight`` (bool: cases chosen with their ends known), ``horizon, estimate, estimate_low,
    estimate_high, n, events, at_risk, method, status, needed``.

    >>> rows = pd.DataFrame({"spell_id": ["K"], "cluster": ["K"], "dyad": ["Korea"], "start": ["1953-07-27"],
    ...     "end": [""], "end_type": [""], "headline": [True], "ambiguous_since": [""],
    ...     "conflict_type": ["interstate"], "prior_fighting": ["war"]})
    >>> other = pd.DataFrame({"spell_id": ["K"], "rule": ["skirmish"], "end": ["1966-11-02"],
    ...     "end_type": ["renewed_war"]})
    >>> sensitivity(rows, other, as_of="2026-01-05")["choice"].tolist()[5:]
    ['earliest', 'latest', 'skirmish']
    """
    joint = choices(ceasefires, alternatives, as_of=as_of)
    rows = []
    for choice in (*joint, *single_choices(ceasefires, alternatives, as_of=as_of)):
        table = incidence_at(choice.spells, horizons=[horizon], causes=CAUSES, cluster=CLUSTER)
        war = table[table["outcome"] == WAR].drop(columns="outcome").iloc[0]
        chosen = {"kind": choice.kind, "choice": choice.name, "spell_id": choice.spell_id}
        rows.append({**chosen, "changed": choice.changed, "hindsight": choice.hindsight, **war})
    return pd.DataFrame(rows)


@measure
def range_over_choices(table: pd.DataFrame, left_out: pd.DataFrame) -> pd.DataFrame:
    """Return between which shares the incidence of war lies under all choices: one row.

    ``table`` as :func:`sensitivity`, ``left_out`` as `base_rates.without_one_cluster` returns it. Columns:
    ``horizon, estimate`` (the headline), ``estimate_low, estimate_high`` (lowest and highest over the choices
    but those made in hindsight: a range, no interval), ``lowest, highest`` (choice), ``lowest_spell,
    highest_spell`` (where it concerns one spell, else blank), ``lowest_n, highest_n`` (spells),
    ``clusters_low, clusters_high`` (with one cluster left out; missing where nothing is), ``n, events,
    ends_needed, status, needed``, and ``verdict``, a :class:`Moved`: "little" where the shares lie within
    five percentage points, else "much".

    >>> rows = pd.DataFrame({"choice": ["headline", "all"], "spell_id": "", "hindsight": False,
    ...     "estimate": [0.2, 0.3], "n": [7, 9], "horizon": 5, "events": 3, "status": "ok", "needed": 5})
    >>> each = pd.DataFrame({"estimate": [0.2, 0.18, 0.24]})
    >>> range_over_choices(rows, each)[["lowest", "highest", "verdict"]].values.tolist()
    [['headline', 'all', <Moved.MUCH: 'much'>]]
    """
    whole = table.iloc[0]
    row = {name: whole[name] for name in ("horizon", "estimate", "n", "events", "status", "needed")}
    row["ends_needed"] = MINIMUM_EVENTS
    known = table[~table["hindsight"]].dropna(subset=["estimate"]).sort_values("estimate", kind="stable")
    each = left_out["estimate"].iloc[1:]
    for end, place in (("low", 0), ("high", -1)):
        found = known.iloc[place] if whole["status"] == OK else pd.Series(index=table.columns, dtype=object)
        row |= {f"estimate_{end}": found["estimate"], f"{end}est": found["choice"]}
        row |= {f"{end}est_spell": found["spell_id"], f"{end}est_n": found["n"]}
    row |= {"clusters_low": each.min(), "clusters_high": each.max()}
    if whole["status"] == OK:
        little = row["estimate_high"] - row["estimate_low"] < LITTLE
        return pd.DataFrame([row | {"verdict": Moved.LITTLE if little else Moved.MUCH}])
    return pd.DataFrame([row | {"verdict": None}])


@measure
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

    ``headline`` (a :class:`Headline`): the incidence of renewed war at each of ``horizons``, the share
    counted at ``horizon``, the median time to war, the mean time without war up to ``tau`` (years), the
    Weibull shape. One row each: ``headline, horizon, unit`` (share, years, shape), ``estimate, estimate_low,
    estimate_high, n, status, needed`` of the headline cases; ``clusters, cases, rules`` (how many choices
    gave a value; none made in hindsight), each with ``_low`` and ``_high`` (range over these choices and the
    headline); ``range_low, range_high`` (over all), ``undefined`` (choices that gave none). The minimum of
    events holds for the headline cases; below it, or where their median is not reached, there is no range.

    >>> spans = pd.to_timedelta([300 * place for place in range(1, 25)], unit="D")
    >>> rows = pd.DataFrame({"spell_id": [f"C{n:02d}" for n in range(24)], "cluster": list("abcd") * 6,
    ...     "dyad": "", "start": pd.Timestamp("1950-01-01"), "end": pd.Timestamp("1950-01-01") + spans,
    ...     "end_type": "renewed_war", "headline": True, "ambiguous_since": "", "prior_fighting": "war",
    ...     "conflict_type": ["internationalised"] * 4 + ["interstate"] * 20})
    >>> none = pd.DataFrame(columns=["spell_id", "rule", "end", "end_type"])
    >>> found = ranges(rows, none, as_of="2026-01-05", horizons=[5])
    >>> found[["estimate", "cases_low", "cases_high", "range_low"]].round(2).values.tolist()[0]
    [0.25, 0.1, 0.25, 0.1]
    """
    every = list(choices(ceasefires, alternatives, as_of=as_of))
    whole = every[0].spells
    sets = {
        "clusters": [whole[whole["cluster"] != cluster] for cluster in sorted(whole["cluster"].unique())],
        "cases": [one.spells for one in every[1:] if one.kind == Kind.CASES and not one.hindsight],
        "rules": [choice.spells for choice in every if choice.kind == Kind.RULE],
    }
    measured = partial(_headlines, as_of=as_of, horizons=horizons, horizon=horizon, tau=tau)
    table = measured(whole, strict=True)
    known = (table["status"] == OK) & table["estimate"].notna()
    undefined = pd.Series(0, index=table.index)
    for name, others in sets.items():
        values = [measured(spells, strict=False)["estimate"] for spells in others]
        tried = pd.DataFrame(values).T.reindex(table.index).where(known)
        both = pd.concat([table["estimate"].where(known), tried], axis=1)
        table = table.assign(**{name: tried.notna().sum(axis=1)})
        table[[f"{name}_low", f"{name}_high"]] = both.agg(["min", "max"], axis=1).to_numpy()
        undefined += len(others) - table[name]
    ends = {end: [f"{name}_{end}" for name in sets] for end in ("low", "high")}
    low, high = table[ends["low"]].min(axis=1), table[ends["high"]].max(axis=1)
    return table.assign(range_low=low, range_high=high, undefined=undefined)


@measure
def durability_ranges(
    held: pd.DataFrame,
    ceasefires: pd.DataFrame,
    alternatives: pd.DataFrame,
    terms: pd.DataFrame,
    *,
    as_of: Day,
    bandwidth: float,
) -> pd.DataFrame:
    """Return ``held`` with ``choices_low, choices_high``: its range over other cases and rules of failure.

    ``held`` as ``similarity.conditional_durability`` returns it, ``terms`` as ``similarity.terms``. The
    same likeness weighs other spells, or other ends, under each of :func:`choices`; NaN where ``held`` has no
    number.
    """
    found = [held.set_index(["scenario_id", "horizon"])["estimate"]]
    horizons = sorted(held["horizon"].unique())
    tried = [one.spells for one in choices(ceasefires, alternatives, as_of=as_of) if not one.hindsight]
    every = pd.concat(tried).drop_duplicates("spell_id")  # how like a spell is does not hang on its end
    similar = similarity(every, terms, bandwidth=bandwidth)
    for spells in tried:
        for scenario, weights in similar.groupby("scenario_id"):
            weighed = spells.merge(weights[["spell_id", "weight"]], on="spell_id")
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
    ends, wars, cluster = (MINIMUM_EVENTS, MINIMUM_WARS, CLUSTER) if strict else (0, 0, None)
    incidence = incidence_at(spells, horizons=horizons, causes=CAUSES, cluster=cluster, needed=ends)
    held_for = restricted_mean(spells, tau=tau, event=WAR, cluster=cluster, needed=wars)
    rates = counted_shares(spells, as_of=as_of, horizons=[horizon])
    counted = rates.rename(columns=lambda name: name.replace("counted", "estimate"))
    tables = {
        (Headline.INCIDENCE, "share"): incidence[incidence["outcome"] == WAR],
        (Headline.COUNTED, "share"): counted,
        (Headline.MEDIAN, "years"): median(spells, event=WAR, cluster=cluster, needed=wars),
        (Headline.MEAN, "years"): held_for.assign(horizon=tau),
        (Headline.SHAPE, "shape"): weibull_shape(spells, event=WAR, needed=ends),
    }
    rows = [
        {"headline": name, "unit": unit, **row}
        for (name, unit), table in tables.items()
        for row in table.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(HEADLINE))
