"""Says how far the headlines on ceasefires hang on single conflicts, on cases and on rules: words, tables.

A range over choices is no interval and is never called one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from analysis.parts import Part, wording
from analysis.sentences.ceasefires_figures import LOGLOG
from analysis.sentences.ceasefires_tables import LOGLOG_NOTE, Listing, rows_of, written_share
from analysis.sentences.ceasefires_words import OK, bounds, extremes, is_known, years
from analysis.sentences.shown import TooLittle, Words


def clusters_drawn(table: pd.DataFrame, *, horizon: float) -> Words | TooLittle:
    """Say what `plot_without_one_cluster` shows; `table` as the measure of that name returns it."""
    if len(table) < 2 or not is_known(table.iloc[0]):
        row = table.iloc[0]
        return TooLittle("A range over clusters", n=_few(row), needed=int(row["needed"]))
    each, within = table.iloc[1:], years(horizon)
    title = f"Without any one cluster, {bounds(each['estimate'])} were back at war within {within}"
    caption = (
        f"Share back at war within {within} (Aalen–Johansen) with one cluster of related conflicts left "
        "out at a "
        "time; dashed: all clusters. The range is no interval: it shows what hangs on a single conflict."
    )
    low, high = extremes(each)
    alt = (
        f"One point with an interval for each of {len(each)} clusters left out, between "
        f"{wording.percent(low['estimate'])} (without {low['left_out']}) and "
        f"{wording.percent(high['estimate'])} "
        f"(without {high['left_out']}); all together {wording.percent(table['estimate'].iloc[0])}."
    )
    return Words(title, caption, alt, wording.count(int(table["n"].iloc[0]), "spell"), LOGLOG)


def choices_drawn(table: pd.DataFrame, *, horizon: float) -> Words | TooLittle:
    """Say what `plot_choices` shows; `table` as `ceasefires.sensitivity` returns it."""
    row, within = table.iloc[0], years(horizon)
    if not is_known(row):
        return TooLittle("A comparison of rules", n=_few(row), needed=int(row["needed"]))
    title = f"Other cases and rules of failure: {bounds(table['estimate'])} back at war within {within}"
    single = table.loc[table["kind"] == "one spell", "estimate"].dropna()
    caption = (
        f"Share back at war within {within} (Aalen–Johansen) over other cases (first rows) and with other "
        "rules of "
        "failure; annex B lists each. Dashed: the headline."
    )
    joint = table[table["kind"] != "one spell"].dropna(subset=["estimate"])
    read = [f"{wording.percent(row['estimate'])} for {row['choice']}" for row in rows_of(joint)]
    alone = f"; changes of a single spell give {bounds(single)}" if len(single) else ""
    alt = f"Points with intervals: {wording.listing(read)}{alone}."
    return Words(title, caption, alt, wording.count(int(table["n"].iloc[0]), "spell"), LOGLOG)


RANGES: Final = Listing(
    "Each headline and its range when cases, conflicts or rules are chosen otherwise",
    "No headline was asked for.",
)


def ranges(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show each headline beside its range over clusters, cases and rules; `frame` as `ranges` returns it."""
    kinds = {
        "cluster left out": "One cluster left out", "cases": "Other cases", "every spell": "Other rules"
    }  # fmt: skip
    rows = []
    for _, alike in frame.groupby(["headline", "horizon"], sort=False, dropna=False):
        first = rows_of(alike)[0]
        over = {kinds[row["kind"]]: _range(row) for row in rows_of(alike)}
        rows.append({"Headline": _headline(first), "Estimate (95%)": _estimate(first)} | over)
    lost = int(frame.loc[frame["estimate"].notna(), "undefined"].sum())
    return RANGES.show(
        rows,
        source=source,
        as_of=as_of,
        notes=[
            "Ranges: lowest and highest of the headline and of what it becomes under each choice; no "
            "intervals. Other cases: unambiguous ones only, between states only, after a war only, all coded "
            "ones. Other rules: those of annex B that change several spells, and the earliest and the latest "
            "end of every spell."
            + (
                f" {wording.count(lost, 'choice')} that gave no number (too few left, or no median "
                f"reached) {'is' if lost == 1 else 'are'} not in a range."
                if lost
                else ""
            ),
        ],
    )


def _headline(row: Mapping[Any, Any]) -> str:
    horizon = "" if wording.is_missing(row["horizon"]) else years(row["horizon"])
    return {
        "incidence of war": f"Back at war within {horizon}",
        "counted share": f"Back at war within {horizon}, as counted",
        "median time to war": "Median time to war, years",
        "mean time without war": f"Mean time without war in the first {horizon}, years",
        "Weibull shape": "Change of risk with age (Weibull shape)",
    }[row["headline"]]


def _estimate(row: Mapping[Any, Any]) -> str:
    if row["unit"] == "share" or row["status"] != OK:
        return written_share(row)
    if wording.is_missing(row["estimate"]):
        return "not reached"
    decimals = 1 if row["unit"] == "years" else 2
    ends = wording.interval(row["estimate_low"], row["estimate_high"], decimals=decimals)
    value = wording.number(row["estimate"], decimals)
    if ends == wording.MISSING and not wording.is_missing(row["estimate_low"]):
        ends = f"{wording.number(row['estimate_low'], decimals)} to not reached"
    return value if ends == wording.MISSING else f"{value} ({ends})"


def _range(row: Mapping[Any, Any]) -> str:
    if wording.is_missing(row["range_low"]):
        return wording.MISSING
    if row["unit"] == "share":
        return bounds(pd.Series([row["range_low"], row["range_high"]]))
    return wording.interval(row["range_low"], row["range_high"], decimals=1 if row["unit"] == "years" else 2)


CLUSTERS: Final = Listing("Incidence of renewed war with whole clusters redrawn", "No horizon was asked for.")


def clusters(resampled: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the incidence of war with intervals from redrawn clusters."""
    rows = [
        {
            "Within": years(row["horizon"]),
            "Spells": row["n"],
            "Clusters": row["clusters"],
            "Back at war, clusters redrawn": written_share(row),
        }
        for row in rows_of(resampled)
    ]
    draws, seed = (wording.number(resampled[name].iloc[0]) for name in ("draws", "seed"))
    return CLUSTERS.show(
        rows,
        source=source,
        as_of=as_of,
        notes=[f"Percentile intervals from {draws} draws of whole clusters (seed {seed})."],
    )


def choices(frame: pd.DataFrame, *, horizon: float, source: str, as_of: date) -> Part:
    """Show the share back at war under every choice of cases and every rule for all spells it changes."""
    rows = [
        {
            "Choice": row["choice"],
            "What changes": {"cases": "cases", "every spell": "rule, all spells"}[row["kind"]],
            "Spells": row["n"],
            "Wars": row["events"],
            f"Back at war within {years(horizon)}": written_share(row),
        }
        for row in rows_of(frame[frame["kind"] != "one spell"])
    ]
    return Listing(
        f"Other cases and other rules of failure, share back at war within {years(horizon)}",
        "No other choice is on record at this date.",
    ).show(rows, source=source, as_of=as_of, notes=[LOGLOG_NOTE])


def _few(row: pd.Series[Any]) -> int:
    """Return how many events there are, or spells where the measure counts none."""
    return int(row["events"]) if "events" in row and not wording.is_missing(row["events"]) else int(row["n"])
