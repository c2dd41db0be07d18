"""Answers what the forecasters on record say, apart and pooled, and whether their numbers fit together.

Every number here comes from a row of the forecast ledger; with an empty ledger every measure returns an
empty frame or an explicit "insufficient data" row, and nothing is made up from scenarios or signposts.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.errors import DataError, Problem
from analysis.parts.wording import LIKELIHOOD_BANDS
from analysis.statistics.results import Verdict
from analysis.statistics.scoring import pooled_probability
from analysis.subject.scenarios.scenarios import RESIDUAL

POOLED = "all forecasters, pooled"
TOLERANCE = 1e-9  # sums of shares
SEEN = 0.005  # half a point: a change that whole points show
QUESTION = ["scenario_id", "resolution_rule"]


class Ledger(Verdict):
    """Whether the ledger holds any forecast."""

    EMPTY = "empty"
    KEPT = "kept"


@measure
def counts(forecasts: pd.DataFrame) -> pd.DataFrame:
    """Count what the ledger holds: one row of ``forecasts, forecasters, resolved`` and ``verdict``.

    ``verdict``: empty or kept.

    >>> counts(pd.DataFrame({"forecaster": ["Ada", "Ben"], "outcome": [1, None]})).values.tolist()
    [[2, 2, 1, <Ledger.KEPT: 'kept'>]]
    """
    row = {
        "forecasts": len(forecasts),
        "forecasters": forecasts["forecaster"].nunique(),
        "resolved": int(forecasts["outcome"].notna().sum()),
        "verdict": Ledger.KEPT if len(forecasts) else Ledger.EMPTY,
    }
    return pd.DataFrame([row])


def standing(forecasts: pd.DataFrame, *, on: datetime.date) -> pd.DataFrame:
    """Select the forecasts that stand on a day: the newest of each forecaster and question.

    ``forecasts`` has the ledger's columns: ``forecast_id, forecaster, scenario_id``, ``forecast_on`` (date),
    ``probability`` (above 0, below 1), ``resolution_rule``, ``resolves_on`` (date), ``outcome`` (1, 0, or
    missing while open). Returns the same columns. Raises ``DataError`` for a probability of 0, 1 or beyond.
    """
    refuse_certainty(forecasts)
    made = forecasts[forecasts["forecast_on"] <= pd.Timestamp(on)]
    newest = made.sort_values(["forecast_on", "forecast_id"]).groupby(["forecaster", *QUESTION], sort=True)
    return newest.tail(1).sort_values([*QUESTION, "forecaster"]).reset_index(drop=True)


@measure
def still_open(forecasts: pd.DataFrame) -> pd.DataFrame:
    """Select the forecasts on questions that are not decided yet; what is decided has no probability."""
    decided = forecasts.loc[forecasts["outcome"].notna(), QUESTION].drop_duplicates()
    marked = forecasts.merge(decided.assign(decided=True), how="left", on=QUESTION)
    return marked[marked["decided"].isna()].drop(columns="decided").reset_index(drop=True)


@measure
def pooled(forecasts: pd.DataFrame, *, on: datetime.date) -> pd.DataFrame:
    """Pool each question's standing forecasts, beside the range over forecasters.

    Returns ``scenario_id, resolution_rule``, ``estimate`` (share), ``estimate_low, estimate_high`` (lowest
    and highest forecaster: a range, no confidence interval), ``spread`` (share), ``n``
    (forecasters), ``method``.
    """
    questions = standing(forecasts, on=on).groupby(QUESTION, sort=True)["probability"]
    rows = questions.agg(
        estimate=pooled_probability, estimate_low="min", estimate_high="max", n="count"
    ).reset_index()
    rows["spread"] = rows["estimate_high"] - rows["estimate_low"]
    rows["method"] = "geometric mean of odds, not extremised; range of forecasters"
    return rows


@measure
def questions(forecasts: pd.DataFrame, *, as_of: datetime.date) -> pd.DataFrame:
    """Return the pool of each question as it stands, with its newest change that can be seen.

    Columns of :func:`pooled` and ``key`` (the scenario in small letters, numbered where it has several
    questions: s1, s2-1, s2-2), ``worded`` (the estimate where ICD 203 has a word for it, else missing),
    ``points`` and ``moved_on`` (the newest change of half a point or more, in points, and its day; missing
    without one). The residual comes last.
    """
    rows = pooled(forecasts, on=as_of)
    rows = rows.sort_values("scenario_id", key=lambda names: names == RESIDUAL, kind="stable")
    number = (rows.groupby("scenario_id").cumcount() + 1).astype(str)
    several = rows["scenario_id"].duplicated(keep=False)
    small = rows["scenario_id"].str.lower()
    low, high = LIKELIHOOD_BANDS[0][0], LIKELIHOOD_BANDS[-1][1]
    rows = rows.assign(
        key=small.mask(several, small + "-" + number),
        worded=rows["estimate"].where(rows["estimate"].between(low, high)),
    )
    steps = history(forecasts, as_of=as_of)
    seen = steps[steps["change"].abs() >= SEEN].groupby(QUESTION)[["change", "on"]].last()
    newest = (
        seen.assign(points=100 * seen["change"]).rename(columns={"on": "moved_on"}).drop(columns="change")
    )
    return rows.merge(newest, how="left", left_on=QUESTION, right_index=True).reset_index(drop=True)


@measure
def history(forecasts: pd.DataFrame, *, as_of: datetime.date) -> pd.DataFrame:
    """Pool again after each day on which anyone forecast, oldest day first.

    Returns the columns of :func:`pooled` with ``on`` (date), ``change`` (share, against the pool before;
    missing on a question's first day) and ``as_of`` (date, to which the last pools stand).
    """
    days = sorted(forecasts.loc[forecasts["forecast_on"] <= pd.Timestamp(as_of), "forecast_on"].unique())
    steps = [pooled(forecasts, on=pd.Timestamp(day).date()).assign(on=pd.Timestamp(day)) for day in days]
    if not steps:
        dates = {name: pd.Series(dtype="datetime64[us]") for name in ("on", "as_of")}
        return pooled(forecasts, on=as_of).assign(**dates, change=pd.Series(dtype=float))
    rows = pd.concat(steps, ignore_index=True)
    rows["change"] = rows.groupby(QUESTION)["estimate"].diff()
    return rows.assign(as_of=pd.Timestamp(as_of))


@measure
def coherence(forecasts: pd.DataFrame, exclusions: pd.DataFrame, *, on: datetime.date) -> pd.DataFrame:
    """Say whether each forecaster's numbers fit together, and what they leave to other outcomes.

    ``exclusions`` holds the pairs ``scenario_id, excludes_id`` that cannot both come true. Scenarios that may
    overlap can add up to more than one; those that exclude each other cannot. So what is left lies between
    one minus the sum of all and one minus the largest sum of mutually exclusive scenarios. A forecast of the
    residual S0 must fit into that: it may not be more, and where all scenarios have a probability not less.
    Returns ``forecaster``, ``scenarios`` (count, without S0), ``total, exclusive_total, left_low, left_high``
    and ``residual`` (shares; the last as forecast, missing where it is not), ``coherent`` (boolean); the last
    row is the pool. Of two questions on one scenario the higher counts.
    """
    now = standing(forecasts, on=on)
    single = now.groupby(["forecaster", "scenario_id"], sort=True)["probability"].max().reset_index()
    pool = pooled(forecasts, on=on).rename(columns={"estimate": "probability"})
    pool = pool.groupby("scenario_id", sort=True)["probability"].max().reset_index().assign(forecaster=POOLED)
    pairs = [frozenset(pair) for pair in exclusions[["scenario_id", "excludes_id"]].itertuples(index=False)]
    judged = pd.concat([single, pool], ignore_index=True)
    rows = [
        {"forecaster": name, **_coherence_of(own.set_index("scenario_id")["probability"].to_dict(), pairs)}
        for name, own in judged.groupby("forecaster", sort=False)
    ]
    columns = ["forecaster", "scenarios", "total", "exclusive_total", "left_low", "left_high", "residual"]
    return pd.DataFrame(rows, columns=[*columns, "coherent"])


def _coherence_of(probability: dict[Any, float], pairs: Collection[frozenset[str]]) -> dict[str, object]:
    residual = probability.pop(RESIDUAL, None)
    total = sum(probability.values())
    groups = _exclusive(list(probability), pairs)
    exclusive = max((sum(probability[name] for name in group) for group in groups), default=0.0)
    is_whole = set(probability) >= {name for pair in pairs for name in pair}
    least = 1 - total if is_whole else 0.0
    fits = residual is None or least - TOLERANCE <= residual <= 1 - exclusive + TOLERANCE
    return {
        "scenarios": len(probability),
        "total": total,
        "exclusive_total": exclusive,
        "left_low": max(0.0, 1 - total),
        "left_high": max(0.0, 1 - exclusive),
        "residual": np.nan if residual is None else residual,
        "coherent": exclusive <= 1 + TOLERANCE and fits,
    }


def likelihood_bands() -> pd.DataFrame:
    """Return the words of ICD 203 for probabilities: ``words``, ``low`` and ``high`` (shares, half-open)."""
    return pd.DataFrame(LIKELIHOOD_BANDS, columns=["low", "high", "words"])


def _exclusive(names: list[str], excluded: Collection[frozenset[str]]) -> list[tuple[str, ...]]:
    """List every group of scenarios of which no two can both come true."""
    groups = [group for size in range(1, len(names) + 1) for group in combinations(names, size)]
    return [group for group in groups if all(frozenset(pair) in excluded for pair in combinations(group, 2))]


def refuse_certainty(forecasts: pd.DataFrame) -> None:
    """Raise ``DataError`` naming every forecast of 0, 1 or beyond: no judgement is certain."""
    certain = forecasts[~((forecasts["probability"] > 0) & (forecasts["probability"] < 1))]
    if len(certain):
        raise DataError(
            Problem(
                f"forecasts, forecast_id {row.forecast_id}, probability",
                str(row.probability),
                "is not above 0 and below 1",
                "no forecast is certain: write the share the forecaster would bet on, e.g. 0.99",
            )
            for row in certain.itertuples()
        )
