"""Says what the figures on ceasefires show, from the frames drawn: title, caption, alternative text, n.

Where the frame holds too little, the answer is what is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import parts
from analysis.parts import Part, wording
from analysis.sentences.ceasefires_words import (
    ONGOING,
    TREATY,
    WAR,
    at,
    compared,
    feature,
    is_known,
    uncompared,
    years,
)
from analysis.sentences.shown import TooLittle, Words, figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOGLOG = "95% log-log"


def later_spells(
    plot: Callable[..., Axes], later: pd.DataFrame, *, first: pd.DataFrame, source: str, as_of: date
) -> Part:
    """Draw the second of `spells.halves`; where all stand in the first, say so."""
    if later.empty:
        return parts.prose(f"All {wording.count(len(first), 'ceasefire')} stand in the figure above.")
    words = spells(later, as_of=as_of, since=_first_year(later))
    return figure(plot, later, words=words, source=source, as_of=as_of)


def first_spells(first: pd.DataFrame, *, later: pd.DataFrame, as_of: date) -> Words | TooLittle:
    """Say what `plot_spells` shows of the first of `spells.halves`."""
    return spells(first, as_of=as_of, before=None if later.empty else _first_year(later))


def _first_year(frame: pd.DataFrame) -> int:
    return int(frame["start"].dt.year.min())


def spells(
    frame: pd.DataFrame, *, as_of: date, since: int | None = None, before: int | None = None
) -> Words | TooLittle:
    """Say what `plot_spells` shows; `frame` has the spells that began in these years."""
    period = "".join((f" since {since}" if since else "", f" before {before}" if before else ""))
    begun = f" begun{period}" if period else ""
    if frame.empty:
        return TooLittle(f"A chart of ceasefires{begun}", n=0, needed=1)
    counts = frame["outcome"].value_counts()
    war, treaty, held = (int(counts.get(outcome, 0)) for outcome in (WAR, TREATY, ONGOING))
    n = wording.count(len(frame), "ceasefire")
    was, are = ("was" if number == 1 else "were" for number in (war, held))
    title = f"Of {n}{begun}, {war} {was} back at war by {wording.day(as_of)} and {held} {are} in force"
    longest = frame.sort_values("years", kind="stable").iloc[-1]
    caption = (
        f"Every ceasefire of the reference class{begun} by years in force, under the name of its cluster. "
        "The mark is the end; an arrow is censored: the ceasefire was still in force on the date of the "
        "report. Younger ones could be observed for less time."
    )
    alt = (
        f"One horizontal line for each of {n}{begun}: {war} end in renewed war, {treaty} in a treaty, {held} "
        f"{are} in force. The longest is {longest['dyad']} with {wording.number(longest['years'], 1)} years. "
        "Annex A lists every line."
    )
    return Words(title, caption, alt, wording.count(len(frame), "spell"))


def survival(steps: pd.DataFrame, horizons: pd.DataFrame) -> Words | TooLittle:
    """Say what `plot_survival` shows; frames of `survival.survival` and `survival_at`."""
    row = steps.iloc[0]
    if str(row["status"]) != "ok":
        return TooLittle("A survival curve", n=int(row["events"]), needed=int(row["needed"]))
    known = horizons[horizons.apply(is_known, axis=1) & (horizons["horizon"] > 0)]
    read = [f"{wording.percent(row['estimate'])} after {years(row['horizon'])}" for row in _rows(known)]
    title = f"Without renewed war: {wording.listing(read[:3])}" if read else "Ceasefires without renewed war"
    caption = (
        "Share of ceasefires without renewed war by years in force (Kaplan–Meier). A ceasefire superseded "
        "by a "
        "treaty is censored then, so the curve says what would be seen if treaties did not come first. "
        "Dashed "
        "where fewer than five are left."
    )
    alt = f"A falling step curve with a band: {wording.listing(read)}. The numbers at risk stand below."
    return Words(title, caption, alt, _n(steps), f"{LOGLOG}, spells taken as independent")


def incidence(steps: pd.DataFrame, horizons: pd.DataFrame, *, horizon: float) -> Words | TooLittle:
    """Say what `plot_incidence` shows; frames of `competing.incidence` and `incidence_at`."""
    row = steps.iloc[0]
    if str(row["status"]) != "ok":
        return TooLittle("Cumulative incidence", n=int(row["ended"]), needed=int(row["needed"]))
    within = years(horizon)
    war, treaty, held = (at(horizons, horizon, outcome) for outcome in (WAR, TREATY, ONGOING))
    if is_known(war):
        read = (
            f"{wording.percent(war['estimate'])} were back at war, {wording.percent(treaty['estimate'])} had "
            f"become a treaty and {wording.percent(held['estimate'])} were in force"
        )
        title = f"Within {within}, {read}"
    else:
        read, title = f"too few were left after {within}", "What became of ceasefires by their age"
    caption = (
        "What became of ceasefires by years in force: cumulative incidence of renewed war and of a treaty "
        "that "
        "superseded them (Aalen–Johansen), and the share still in force; the three sum to one."
    )
    alt = f"Three stacked areas. After {within}: {read}. The numbers at risk stand below."
    return Words(title, caption, alt, _n(steps), f"{LOGLOG}, in the table below")


def hazard(table: pd.DataFrame, shape: pd.DataFrame) -> Words | TooLittle:
    """Say what `plot_hazard` shows; frames of `survival_hazard.life_table` and `weibull_shape`."""
    row = table.iloc[0]
    if str(row["status"]) != "ok":
        return TooLittle("A hazard by age", n=int(row["events"]), needed=int(row["needed"]))
    read = [
        f"{wording.number(100 * row['estimate'], 1)} from year {wording.number(row['from_years'], 0)} to "
        f"{wording.number(row['to_years'], 0)}"
        for row in _rows(table)
    ]
    falls = shape["estimate_high"].iloc[0] < 1
    rate = f"{wording.number(100 * row['estimate'], 1)} returns to war per 100 spell-years in the first year"
    title = f"The risk fell with age, from {rate}" if falls else f"{rate}; no fall with age is established"
    caption = (
        "Rate of renewed war by the age of the ceasefire: events over spell-years observed at that age. "
        "Those that "
        "reach high ages are the ones that hold, so a falling rate need not mean that a given ceasefire "
        "grows safer."
    )
    alt = f"Points with intervals, returns to war per 100 spell-years: {wording.listing(read)}."
    n = f"{wording.count(int(table['events'].sum()), 'event')}, {_n(table)}"
    return Words(title, caption, alt, n, "95% exact Poisson")


def features(table: pd.DataFrame) -> Words | TooLittle:
    """Say what `plot_features` shows; `table` as `survival_groups.features` returns it."""
    known = table.dropna(subset=["p_holm"])
    if known.empty:
        n = int(table[["n_with", "n_without"]].min(axis=1).max())
        return TooLittle("A comparison by feature", n=n, needed=int(table["needed"].iloc[0]))
    if (first := table.iloc[0])["ended"] < first["ends_needed"]:
        return TooLittle("A share by feature", n=int(first["ended"]), needed=int(first["ends_needed"]))
    found = known[known["p_holm"] < 0.05]
    names = wording.listing([feature(name) for name in found["feature"]])
    within = years(table["horizon"].iloc[0])
    verdict = f"{names} {'goes' if len(found) == 1 else 'go'}" if len(found) else "none is established to go"
    title = f"{compared(table)}; {verdict} with the time to war"
    caption = (
        f"Share back at war within {within} with and without each feature, one at a time. Features were not "
        "assigned by lot, so a difference is no effect; p-values and hazard ratios stand in annex C."
    )
    read = [
        f"{feature(row['feature'])} {wording.percent(row['with_feature'])} against "
        f"{wording.percent(row['without_feature'])}"
        for row in _rows(known)
    ]
    alt = f"Pairs of points with intervals, with and without: {wording.listing(read)}."
    return Words(title, caption, alt, wording.count(int(table["n"].max()), "spell"), LOGLOG)


def similarity(
    similar: pd.DataFrame, classes: pd.DataFrame, comparability: pd.DataFrame
) -> Words | TooLittle:
    """Say what `plot_similarity` shows, and which scenario it does not.

    Frames of `similarity.similarity`, `reference_classes` and `comparability`.
    """
    if similar.empty or similar["distance"].isna().all():
        return TooLittle("A comparison with the terms of scenarios", n=0, needed=1)
    near = similar.dropna(subset=["distance"])["scenario_id"].unique()
    counts = _rows(classes[classes["scenario_id"].isin(near)])
    read = [f"{wording.number(row['identical'])} ({row['scenario_id']})" for row in counts]
    title = f"Earlier ceasefires on the same terms as a scenario: {wording.listing(read)}"
    caption = (
        "Each earlier ceasefire at the share of compared terms in which it differs from a scenario, marked "
        "by how it ended. Every term counts the same; the coding of a scenario is a judgement (table above)."
        f"{_not_drawn(list(uncompared(comparability).values()))}"
    )
    alt = f"Stacked marks by distance, one panel a scenario: {wording.listing(read)}."
    n = wording.count(similar["spell_id"].nunique(), "spell")
    return Words(title, caption, alt, n)


def durability(table: pd.DataFrame, comparability: pd.DataFrame, *, horizon: float) -> Words | TooLittle:
    """Say what `plot_durability` shows, and which scenario it does not.

    `table` as `similarity.conditional_durability`, `comparability` as `similarity.comparability` returns it.
    """
    known = table[table.apply(is_known, axis=1)] if len(table) else table
    if known.empty:
        n = int(table["effective"].max()) if len(table) else 0
        return TooLittle("Durability on like terms", n=n, needed=10)
    rows = known[known["horizon"] == horizon]
    read = [f"{wording.percent(row['estimate'])} ({row['scenario_id']})" for row in _rows(rows)]
    title = f"Of ceasefires on like terms, {wording.listing(read)} saw no renewed war for {years(horizon)}"
    caption = (
        "Share of earlier ceasefires without renewed war, weighted by likeness to each scenario's terms, "
        "given that there is a ceasefire. Thin: 95% interval on the effective sample; thick: one cluster "
        "left out. A reference class, not a forecast and not the probability of a scenario."
        f"{_not_drawn(_too_few(table, known, comparability))}"
    )
    every = [
        f"{row['scenario_id']} {years(row['horizon'])} {wording.percent(row['estimate'])}"
        for row in _rows(known)
    ]
    alt = f"Points with intervals: {wording.listing(every)}."
    sizes = known.drop_duplicates("scenario_id")
    effective = [f"{row['scenario_id']} {wording.number(row['effective'], 1)}" for row in _rows(sizes)]
    return Words(title, caption, alt, f"effective sample {wording.listing(effective)}", LOGLOG)


def _too_few(table: pd.DataFrame, known: pd.DataFrame, comparability: pd.DataFrame) -> list[str]:
    """Say of each scenario that has no number why it has none."""
    why = uncompared(comparability)
    rest = table[~table["scenario_id"].isin(known["scenario_id"])].drop_duplicates("scenario_id")
    few = "{}, whose terms find an effective sample of {}, where ten are needed"
    return [
        why.get(row["scenario_id"], few.format(row["scenario_id"], wording.number(row["effective"], 1)))
        for row in _rows(rest)
    ]


def _not_drawn(reasons: list[str]) -> str:
    return f" Not drawn: {'; '.join(reasons)}." if reasons else ""


def _rows(table: pd.DataFrame) -> list[dict[Any, Any]]:
    return table.to_dict("records")


def _n(table: pd.DataFrame) -> str:
    return wording.count(int(table["n"].iloc[0]), "spell")
