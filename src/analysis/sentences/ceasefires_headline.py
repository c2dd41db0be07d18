"""Says how many ceasefires there were, how many went back to war, and when.

Each function takes the frame of one measure and returns a Finding; below a measure's minimum it says what is
missing, and no sentence speaks of a scenario or of this war.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.parts import Finding, wording
from analysis.sentences.ceasefires_words import (
    ONGOING,
    TREATY,
    WAR,
    at,
    estimated,
    is_known,
    share,
    spread,
    too_little,
    unknown,
    years,
)

MEDIAN, MEAN, SHAPE = "median time to war", "mean time without war", "Weibull shape"  # headlines of `ranges`


def reference_class(universe: pd.DataFrame, *, as_of: date, key: bool = True) -> Finding:
    """Say how many ceasefires are coded, how many count, and what had become of them.

    `universe` as `spells.universe` returns it.
    """
    total, used = (universe[universe["scope"] == scope].iloc[0] for scope in ("all", "headline"))
    name = "ceasefires-coded"
    if not used["spells"]:
        sentence = f"No ceasefire of the reference class had begun before {wording.day(as_of)}."
        return Finding(name, sentence, 0, "spells", key=key)
    ended = wording.listing(
        [
            f"{wording.number(used[WAR])} had gone back to war",
            f"{wording.number(used[TREATY])} had been superseded by a treaty",
            f"{wording.number(used[ONGOING])} {'was' if used[ONGOING] == 1 else 'were'} in force",
        ]
    )
    sentence = (
        f"Of {wording.count(total['spells'], 'ceasefire')} between armies coded here, "
        f"{wording.number(used['spells'])} (in {wording.count(used['clusters'], 'cluster')} of related "
        "conflicts) "
        f"enter the headline figures: by {wording.day(as_of)}, {ended}. They are no sample: well-known cases "
        "are over-represented, and truces that broke within a day are missing."
    )
    return Finding(name, sentence, int(used["spells"]), "spells", n=int(total["spells"]), key=key)


def base_rate(
    rates: pd.DataFrame, ends: pd.DataFrame, *, horizon: float, as_of: date, key: bool = False
) -> Finding:
    """Say the share back at war within a horizon as counted, and as estimated with the younger spells.

    `rates` as `ceasefires.base_rates`, `ends` as `competing.incidence_at` returns it.
    """
    row = rates[(rates["horizon"] == horizon) & (rates["prior"] == "none, as counted")].iloc[0]
    within, name = years(horizon), f"back-at-war-within-{horizon:g}-years"
    if not is_known(row):
        sentence = (
            f"Insufficient data: no ceasefire had begun {within} before {wording.day(as_of)}, so that no "
            "share "
            f"back at war within {within} can be counted."
        )
        return unknown(name, sentence, n=0, key=key)
    sentence = (
        f"Of the {wording.count(row['n'], 'ceasefire')} that had begun at least {within} before "
        f"{wording.day(as_of)}, {wording.number(row['failures'])} had returned to war within {within}: "
        f"{share(row)}."
    )
    war = at(ends, horizon, WAR)
    if is_known(war):
        sentence += (
            f" With younger ones counted for as long as they were observed, the share is {share(war)}."
        )
    return estimated(name, sentence, row, key=key)


def durability(table: pd.DataFrame, *, horizon: float, key: bool = False) -> Finding:
    """Say the estimated share at war, under treaty and in force at a horizon, spells still young allowed for.

    `table` as `competing.incidence_at` returns it.
    """
    war, treaty, held = (at(table, horizon, outcome) for outcome in (WAR, TREATY, ONGOING))
    within, name = years(horizon), f"incidence-of-war-at-{horizon:g}-years"
    if not is_known(war):
        return unknown(
            name, too_little(f"the incidence of renewed war at {within}", war), n=int(war["n"]), key=key
        )
    sentence = (
        f"Allowing for ceasefires still young, {share(war)} were back at war within {within}; "
        f"{wording.percent(treaty['estimate'])} had been superseded by a treaty and "
        f"{wording.percent(held['estimate'])} were still in force."
    )
    return estimated(name, sentence, war, key=key)


def median(row_of_median: pd.DataFrame, ranges: pd.DataFrame) -> Finding:
    """Say when fewer than half were without renewed war; `row_of_median` as `survival.median` returns it.

    `ranges` as `ceasefires_choices.ranges` returns it.
    """
    row = row_of_median.iloc[0]
    name = "median-years-to-war"
    if str(row["status"]) != "ok":
        return unknown(name, too_little("a median time to renewed war", row), unit="years", n=int(row["n"]))
    if wording.is_missing(row["estimate"]):
        sentence = (
            "More than half of the ceasefires were without renewed war to the end of the time observed."
        )
        return unknown(name, sentence, unit="years", n=int(row["n"]))
    low, high = row["estimate_low"], row["estimate_high"]
    if wording.is_missing(low):
        ends = ""
    elif wording.is_missing(high):
        ends = f" (95% interval from {wording.number(low, 1)} years on, its upper end not reached"
    else:
        ends = f" (95% interval {wording.interval(low, high, decimals=1)}"
    beside = f"{ends}{spread(ranges, MEDIAN)})" if ends else ""
    sentence = (
        f"With treaties counted as censored, the median time to renewed war was "
        f"{wording.number(row['estimate'], 1)} years{beside}."
    )
    return estimated(name, sentence, row, unit="years")


def restricted_mean(row_of_mean: pd.DataFrame, ranges: pd.DataFrame) -> Finding:
    """Say the mean years without war within the first years; `row_of_mean` as `survival.restricted_mean`.

    `ranges` as `ceasefires_choices.ranges` returns it.
    """
    row = row_of_mean.iloc[0]
    name, within = f"mean-years-within-{row['tau']:g}", years(row["tau"])
    if not is_known(row):
        what = f"the mean time without war within the first {within}"
        return unknown(name, too_little(what, row), unit="years", n=int(row["n"]))
    ends = wording.interval(row["estimate_low"], row["estimate_high"], decimals=1)
    sentence = (
        f"Of the first {within}, {wording.number(row['estimate'], 1)} on average passed without renewed war "
        f"(95% interval {ends}{spread(ranges, MEAN)}; treaties censored)."
    )
    return estimated(name, sentence, row, unit="years")


def hazard(table: pd.DataFrame, shape: pd.DataFrame, ranges: pd.DataFrame, *, key: bool = False) -> Finding:
    """Say whether the risk fell with the age of a ceasefire, and no more than the interval allows.

    `table` as `survival_hazard.life_table`, `shape` as `survival_hazard.weibull_shape`, `ranges` as
    `ceasefires_choices.ranges` returns it.
    """
    row, name = shape.iloc[0], "weibull-shape"
    if not is_known(row):
        return unknown(
            name, too_little("a change of risk with age", row), unit="shape", n=int(row["n"]), key=key
        )
    first, later = table.iloc[0], table.iloc[1:]
    rates = (
        f"{wording.number(100 * first['estimate'], 1)} returns to war per 100 spell-years in the "
        f"{'first year' if first['to_years'] == 1 else 'first interval'} and "
        f"{wording.number(100 * later['events'].sum() / later['exposure'].sum(), 1)} later"
    )
    ends = wording.interval(row["estimate_low"], row["estimate_high"], decimals=2)
    fit = f"Weibull shape {wording.number(row['estimate'], 2)}, 95% interval {ends}{spread(ranges, SHAPE)}"
    if row["estimate_high"] < 1:
        verdict = "The risk was highest early and fell with age"
        caution = "; a mixture of fragile and firm ceasefires would look the same"
    elif row["estimate_low"] > 1:
        verdict, caution = "The risk rose with age", ""
    else:
        verdict, caution = "No change of risk with age is established", ""
    return estimated(name, f"{verdict}: {rates} ({fit}){caution}.", row, unit="shape", key=key)
