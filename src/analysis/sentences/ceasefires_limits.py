"""Says how far the figures on ceasefires can be trusted, and what they cannot say.

Ranges over clusters and rules, features one at a time, the bias of the selection, and
what resembles a scenario's terms; each guarded, none a probability of anything to come.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from analysis.parts import Finding, wording
from analysis.sentences.ceasefires_words import (
    NOT_A_FORECAST,
    bounds,
    compared,
    estimated,
    extremes,
    feature,
    is_known,
    share,
    too_little,
    uncompared,
    unknown,
    years,
)

ESTABLISHED: Final = 0.05  # p, corrected for the number of features
HEAVY: Final = 1.25  # a cluster that moves the share by more than a quarter weighs heavily
LITTLE: Final = 0.05  # shares that differ by less are said to move little


def clusters(
    left_out: pd.DataFrame, resampled: pd.DataFrame, *, horizon: float, key: bool = False
) -> Finding:
    """Say between which shares the rate lies when any one cluster is left out, and when clusters are redrawn.

    `left_out` as `ceasefires.without_one_cluster`, `resampled` as `by_resampled_clusters` returns it.
    """
    whole, each = left_out.iloc[0], left_out.iloc[1:].dropna(subset=["estimate"])
    name, within = f"range-over-clusters-at-{horizon:g}-years", years(horizon)
    if len(left_out) < 2:
        sentence = (
            f"Insufficient data: a range over clusters needs at least {wording.number(whole['needed'])} "
            "clusters of "
            "related conflicts."
        )
        return unknown(name, sentence, n=int(whole["n"]), key=key)
    if each.empty or not is_known(whole):
        what = f"a range over clusters of the share back at war within {within}"
        return unknown(name, too_little(what, whole), n=int(whole["n"]), key=key)
    lowest, highest = extremes(each)
    drawn = resampled[resampled["horizon"] == horizon].iloc[0]
    redrawn = (
        f"; with whole clusters redrawn, the 95% interval is "
        f"{wording.interval(drawn['estimate_low'], drawn['estimate_high'], share=True)}"
        if is_known(drawn)
        else ""
    )
    heavy = highest["estimate"] > HEAVY * whole["estimate"] or lowest["estimate"] * HEAVY < whole["estimate"]
    weight = (
        "One cluster of conflicts weighs heavily in" if heavy else "No single cluster of conflicts carries"
    )
    sentence = (
        f"{weight} the share of {wording.percent(whole['estimate'])} back at war within {within}: with any "
        "one "
        f"cluster left out it lies between {wording.percent(lowest['estimate'])} (without "
        f"{lowest['left_out']}) and {wording.percent(highest['estimate'])} (without {highest['left_out']})"
        f"{redrawn}."
    )
    return Finding(
        name, sentence, whole["estimate"], "share", low=lowest["estimate"], high=highest["estimate"],
        n=int(whole["n"]), key=key, definition="lowest and highest with one cluster left out",
    )  # fmt: skip


def rules(choices: pd.DataFrame, left_out: pd.DataFrame, *, horizon: float, key: bool = False) -> Finding:
    """Say how far other cases and rules of failure, and any one cluster, move the rate.

    `choices` as `ceasefires_choices.sensitivity`, `left_out` as `ceasefires.without_one_cluster` returns it.
    """
    whole, each = choices.iloc[0], left_out.iloc[1:].dropna(subset=["estimate"])
    name, within = f"range-over-rules-at-{horizon:g}-years", years(horizon)
    if not is_known(whole):
        what = f"the share back at war within {within}"
        return unknown(name, too_little(what, whole), n=int(whole["n"]), key=key)
    low, high = extremes(choices)
    headline = f"the {wording.percent(whole['estimate'])} back at war within {within}"
    without = "" if each.empty else f"; one cluster less, {bounds(each['estimate'])}"
    if high["estimate"] - low["estimate"] < LITTLE:
        moved = f"Other cases and rules of failure move {headline} little: {bounds(choices['estimate'])}"
    else:
        moved = (
            f"Other cases and rules of failure move {headline} to between {_choice(low)} and {_choice(high)}"
        )
    sentence = f"{moved}{without}."
    return Finding(
        name, sentence, whole["estimate"], "share", low=low["estimate"], high=high["estimate"],
        n=int(whole["n"]), key=key, definition="lowest and highest over cases and rules of failure",
    )  # fmt: skip


def _choice(row: pd.Series[Any]) -> str:
    named = {
        "headline": "headline cases", "unambiguous": "unambiguous cases", "all": "all cases",
        "interstate": "cases between states", "after war": "cases after a war",
    }  # fmt: skip
    words = named.get(str(row["choice"]), str(row["choice"]))
    return f"{wording.percent(row['estimate'])} ({words}, n = {wording.number(row['n'])})"


def ambiguity(universe: pd.DataFrame) -> Finding:
    """Say how many headline cases are ambiguous; `universe` as `spells.universe` returns it."""
    counts = universe.set_index("scope")["spells"]
    unclear = int(counts["headline"] - counts["unambiguous"])
    sentence = (
        f"Of the {wording.count(int(counts['headline']), 'headline case')}, {wording.number(unclear)} could "
        "defensibly be coded otherwise (annex A marks them)."
    )
    return Finding("ambiguous-cases", sentence, unclear, "spells", n=int(counts["headline"]))


def checks(counts: pd.DataFrame) -> Finding:
    """Say how many dates agree with a reference, and how many comparisons do not.

    `counts` as `ceasefires_references.checked` returns it.
    """
    starts, ends = (counts[counts["checked"] == which].iloc[0] for which in ("start", "end"))
    agreeing, dates = (
        f"{wording.count(starts[name], 'start')} and {wording.count(ends[name], 'end')}"
        for name in ("agreeing", "dates")
    )
    who = (
        f"All {dates} of headline cases" if agreeing == dates else f"Of {dates} of headline cases, {agreeing}"
    )
    sentence = (
        f"{who} agree with at least one reference, within a week or, "
        f"where it gives no day, in the month or year. Of {wording.number(counts['comparisons'].sum())} "
        f"comparisons {wording.number(counts['differing'].sum())} differ by more than a week; annex A says by"
        " how much."
    )
    agreed, total = int(counts["agreeing"].sum()), int(counts["dates"].sum())
    return Finding("dates-that-agree-with-a-reference", sentence, agreed, "dates", n=total)


def features(table: pd.DataFrame, *, key: bool = False) -> Finding:
    """Say which features go with sooner or later war once their number is corrected for, if any.

    `table` as `survival_groups.features` returns it.
    """
    tried = table.dropna(subset=["p_holm"])
    name = "features-established"
    if tried.empty:
        sentence = "Insufficient data: no feature has five spells on either side, so that none is compared."
        return unknown(name, sentence, unit="features", key=key)
    found = tried[tried["p_holm"] < ESTABLISHED]
    smallest = tried.sort_values("p", kind="stable").iloc[0]
    if found.empty:
        sentence = (
            f"{compared(table)}; none is established to go with sooner or later war: the smallest p is "
            f"{wording.number(smallest['p'], 2)} ({feature(smallest['feature'])}), "
            f"{wording.number(smallest['p_holm'], 2)} when corrected for their number. With so few cases a "
            "real difference could have been missed."
        )
    else:
        said = [
            f"{feature(row['feature'])} ({'sooner' if row['observed'] > row['expected'] else 'later'} war, "
            f"corrected p = {wording.number(row['p_holm'], 3)})"
            for row in found.to_dict("records")
        ]
        sentence = (
            f"{compared(table)}; {wording.listing(said)} {'goes' if len(said) == 1 else 'go'} with the time "
            "to war. Features were not assigned by lot: this is no effect."
        )
    return Finding(name, sentence, len(found), "features", n=len(tried), key=key)


def selection(universe: pd.DataFrame) -> str:
    """Say how the cases were chosen and which way that bends the figures; `universe` as `spells.universe`."""
    counts = universe.set_index("scope")["spells"]
    kept_out = int(counts["all"] - counts["headline"])
    return (
        "The reference class is no sample. Cases that are well known, long, or ended in war again are "
        "easier to "
        "find and to date, truces that broke within a day are left out by rule, and nobody can list "
        "ceasefires "
        "that were never agreed. Ceasefires with guarantees or monitors were not chosen by lot for them. The "
        f"figures describe the cases listed in annex A; {wording.count(kept_out, 'case')} with weaker "
        "dating are "
        "kept for sensitivity only."
    )


def similar_terms(
    durability: pd.DataFrame, comparability: pd.DataFrame, *, horizon: float, key: bool = False
) -> list[Finding]:
    """Say how ceasefires like each scenario's fared, or why none is compared with it.

    `durability` as `conditional_durability`, perhaps with its `durability_ranges`; `comparability` as
    `similarity.comparability` returns it.
    """
    rows = durability[durability["horizon"] == horizon]
    if rows.empty:
        sentence = (
            "No scenario is on record at this date, so that nothing is said of ceasefires like its own."
        )
        return [unknown("held-on-terms-of-scenarios", sentence, key=key)]
    silent = uncompared(comparability)
    return [
        _like(row, silent.get(str(row["scenario_id"]), ""), horizon, key=key) for _, row in rows.iterrows()
    ]


def _like(row: pd.Series[Any], silent: str, horizon: float, *, key: bool) -> Finding:
    scenario, within = str(row["scenario_id"]), years(horizon)
    name = f"held-{horizon:g}-years-on-terms-of-{scenario.lower()}"
    effective = wording.number(row["effective"], 1)
    if silent:
        return unknown(name, f"Nothing is said of {silent}.", n=0, key=key)
    if not is_known(row):
        sentence = (
            f"Insufficient data: the terms of {scenario} find {wording.count(row['n'], 'ceasefire')}, worth "
            f"an effective sample of {effective}; a share needs ten, and ten ends among them."
        )
        return unknown(name, sentence, n=int(row["n"]), key=key)
    spans = f"{bounds(row[['range_low', 'range_high']])} with one cluster left out"
    if "choices_low" in row:
        spans += f", {bounds(row[['choices_low', 'choices_high']])} with other cases and rules of failure"
    sentence = (
        f"Given a ceasefire, and only among the earlier ones on terms like those of {scenario} (effective "
        f"sample {effective} of {wording.count(row['n'], 'spell')}), {share(row)} saw no renewed war for "
        f"{within}; {spans}. {NOT_A_FORECAST}"
    )
    return estimated(name, sentence, row, key=key)
