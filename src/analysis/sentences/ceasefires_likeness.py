"""How do features, and the likeness of ceasefires to scenarios, become tables?

Each function takes a measure's frame and returns a part; a coding is shown beside the words it comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from analysis.parts import Part, wording
from analysis.sentences.ceasefires_tables import INSUFFICIENT, Listing, rows_of, written_share
from analysis.sentences.ceasefires_words import OUTCOME, bounds, feature, uncompared, years

FEATURES: Final = Listing(
    "Features one at a time: wars among spells, tests and hazard ratios", "No feature is coded."
)


def features(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show each feature with its counts, tests and hazard ratio."""
    rows = [
        {
            "Feature": feature(row["feature"]),
            "With": f"{row['events_with']} of {row['n_with']}",
            "Without": f"{row['events_without']} of {row['n_without']}",
            "p": _p(row["p"]),
            "p, corrected": _p(row["p_holm"]),
            "Hazard ratio": _ratio(row),
            "p of proportionality": _p(row["ph_p"]),
        }
        for row in rows_of(frame)
    ]
    first = frame.iloc[0]
    return FEATURES.show(
        rows,
        source=source,
        as_of=as_of,
        notes=[
            f"p: log-rank, {wording.number(first['permutations'])} permutations that respect clusters (seed "
            f"{wording.number(first['seed'])}); corrected by Holm for the number of features. Hazard "
            "ratio: Cox, "
            "Efron ties, errors robust by cluster, above one means sooner war; a small p of "
            "proportionality means "
            "that no single ratio fits; with so few clusters its interval is too narrow. At least five "
            "spells a side, and ten wars.",
        ],
    )


TERMS: Final = Listing("How the terms of each scenario are coded", "No scenario is on record at this date.")


def terms(coded: pd.DataFrame, scenarios: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show how each scenario is coded, beside the words it is coded from; `coded` as `similarity.terms`.

    `scenarios` has `scenario_id, label, end_state`.
    """
    ends = dict(zip(scenarios["scenario_id"], scenarios["end_state"], strict=True))
    named = [f"{row['scenario_id']} {row['label']}" for row in rows_of(scenarios)]
    rows, silent = [], {}
    for scenario, asked in coded.groupby("scenario_id", sort=True):
        stated = rows_of(asked.dropna(subset=["value"]))
        rows += [
            {
                "Scenario": scenario,
                "Term, coded because": f"{feature(row['feature']).capitalize()}: "
                f"{'yes' if row['value'] else 'no'}. {row['basis']}",
            }
            for row in stated
        ]
        silent[str(scenario)] = [feature(name) for name in asked.loc[asked["value"].isna(), "feature"]]
        if not stated:
            rows.append({"Scenario": scenario, "Term, coded because": f"None stated. End: {ends[scenario]}"})
    unsaid = "; ".join(f"{name}: {wording.listing(names)}" for name, names in silent.items() if names)
    return TERMS.show(
        rows,
        source=source,
        as_of=as_of,
        notes=[
            "; ".join(named) + ".",
            "The coding is the analyst's judgement.",
            f"Not stated, so not compared: {unsaid or 'none'}.",
        ],
    )


DURABILITY: Final = Listing(
    "How long earlier ceasefires on like terms held, given that there is a ceasefire",
    "No scenario is on record at this date.",
)


def durability(
    frame: pd.DataFrame, *, source: str, as_of: date, comparability: pd.DataFrame | None = None
) -> Part:
    """Show how long ceasefires on like terms held, by scenario and horizon; one row where none is known.

    With `comparability` as `similarity.comparability` returns it, a scenario with which nothing is compared
    has no row and stands with its reason in the notes.
    """
    silent = {} if comparability is None else uncompared(comparability)
    unknown = frame["estimate"].isna().groupby(frame["scenario_id"]).transform("all")
    shown = frame[~(unknown & frame.duplicated("scenario_id")) & ~frame["scenario_id"].isin(list(silent))]
    rows = [
        {
            "Scenario": row["scenario_id"],
            "For": "any time" if none else years(row["horizon"]),
            "Spells": row["n"],
            "Effective": float(row["effective"]),
            "No renewed war": written_share(row),
            "One cluster left out": bounds(pd.Series([row["range_low"], row["range_high"]])),
            **_over_choices(row),
        }
        for row, none in zip(rows_of(shown), unknown[shown.index], strict=True)
    ]
    return DURABILITY.show(
        rows,
        source=source,
        as_of=as_of,
        notes=[
            *(f"Without a row: {reason}." for reason in silent.values()),
            "Weighted by likeness; a number needs an effective sample of ten spells and ten ends among "
            "those that "
            "count. A reference class: not a forecast, and never the probability of a scenario.",
        ],
    )


def _over_choices(row: Mapping[Any, Any]) -> dict[str, str]:
    """Return the range over other cases and rules of failure, where the frame has one."""
    if "choices_low" not in row:
        return {}
    return {"Other cases and rules": bounds(pd.Series([row["choices_low"], row["choices_high"]]))}


NEAREST: Final = Listing(
    "Nearest earlier ceasefires, and what does not match",
    "No scenario states terms that can be compared at this date.",
)


def nearest(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the nearest earlier ceasefires of each scenario, with what matches and what does not."""
    rows = [
        {
            "Scenario": row["scenario_id"],
            "Ceasefire": f"{row['dyad']} ({row['spell_id']})",
            "Differs in": wording.percent(row["distance"]),
            "As near": row["tied"],
            "Does not match": feature(row["differs"]) or "nothing",
            "End": f"{OUTCOME[row['outcome']]}, {wording.number(row['years'], 1)} years",
        }
        for row in rows_of(frame)
    ]
    return NEAREST.show(
        rows,
        source=source,
        as_of=as_of,
        notes=[
            "As near: how many ceasefires lie at this distance; only the first are listed, by code. Stated "
            "terms that are not named match."
        ],
    )


def _ratio(row: Mapping[Any, Any]) -> str:
    if wording.is_missing(row["hazard_ratio"]):
        return INSUFFICIENT
    ends = wording.interval(row["hazard_ratio_low"], row["hazard_ratio_high"], decimals=2)
    return f"{wording.number(row['hazard_ratio'], 2)} ({ends})"


def _p(value: float) -> str:
    if wording.is_missing(value):
        return wording.MISSING
    return "< 0.001" if value < 0.001 else wording.number(value, 3 if value < 0.1 else 2)
