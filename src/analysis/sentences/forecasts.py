"""What may be said of the forecast ledger?

Likelihood words come from probabilities alone, never beside a word of confidence; an empty ledger is said to
be empty, and nothing is pooled, scored or drawn then.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from analysis import parts
from analysis.parts import Finding, Part, wording
from analysis.sentences import shown
from analysis.sentences.brief_tables import listed
from analysis.sentences.scenarios import RESIDUAL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WORDED: Final = (0.01, 0.99)
SEEN: Final = 0.005  # half a point


def ledger(forecasts: pd.DataFrame, *, as_of: date) -> Finding:
    """Say how many forecasts are on record; of an empty ledger, that there is none."""
    if forecasts.empty:
        sentence = (
            f"No forecast is recorded as of {wording.day(as_of)}. No scenario is given a probability, and "
            "none is made from signposts."
        )
        return Finding("forecasts-on-record", sentence, 0, "forecasts")
    people = forecasts["forecaster"].nunique()
    resolved = int(forecasts["outcome"].notna().sum())
    sentence = (
        f"{wording.count(len(forecasts), 'forecast')} by {wording.count(people, 'forecaster')} "
        f"{'is' if len(forecasts) == 1 else 'are'} on record as of {wording.day(as_of)}; {resolved} "
        f"{'is' if resolved == 1 else 'are'} resolved."
    )
    return Finding("forecasts-on-record", sentence, len(forecasts), "forecasts", key=True)


def pooled(pool: pd.DataFrame, steps: pd.DataFrame) -> list[Finding]:
    """Say the pooled probability of each question with its word, the range and the newest change.

    `pool` as `pooled` of that measure returns it, `steps` as `history` does.
    """
    asked = pool["scenario_id"].value_counts()
    last = pool.sort_values("scenario_id", key=lambda names: names == RESIDUAL, kind="stable")
    return [
        _pooled(row, steps, number=at + 1 if asked[row["scenario_id"]] > 1 else None)
        for at, row in enumerate(last.to_dict("records"))
    ]


def _pooled(row: dict[Any, Any], steps: pd.DataFrame, *, number: int | None) -> Finding:
    probability = row["estimate"]
    word = f", {wording.likelihood(probability)}" if WORDED[0] <= probability <= WORDED[1] else ""
    spread = wording.interval(row["estimate_low"], row["estimate_high"], share=True)
    across = f" (range {spread})" if row["n"] > 1 else ""
    sentence = (
        f"{row['scenario_id']}, by rule {row['resolution_rule']}: "
        f"{wording.percent(probability)}{word}, "
        f"pooled over {wording.count(row['n'], 'forecaster')}{across}{_moved(row, steps)}."
    )
    name = f"forecast-{row['scenario_id']}".lower() + (f"-{number}" if number else "")
    return Finding(
        name, sentence, probability, "share", low=row["estimate_low"], high=row["estimate_high"], n=row["n"],
        definition="geometric mean of odds; low and high are the range over forecasters",
    )  # fmt: skip


def _moved(row: dict[Any, Any], steps: pd.DataFrame) -> str:
    """Write the newest change of a question's pool that can be seen in whole points; blank without one."""
    same = (steps["scenario_id"] == row["scenario_id"]) & (steps["resolution_rule"] == row["resolution_rule"])
    changed = steps[same & (steps["change"].abs() >= SEEN)]
    if changed.empty:
        return ""
    last = changed.iloc[-1]
    points = wording.signed(100 * last["change"], 0)
    noun = "point" if points[1:] == "1" else "points"
    return f"; {points} {noun} on {wording.day(last['on'].date())}"


def pool_statement(pool: pd.DataFrame, steps: pd.DataFrame) -> Part | None:
    """Show the pooled findings; nothing where the ledger is empty."""
    return parts.findings(pooled(pool, steps)) if len(pool) else None


def coherence(frame: pd.DataFrame, *, source: str, as_of: date) -> Part | None:
    """Show whether each forecaster's numbers fit together, and what they leave to "other"."""
    rows = [
        {
            "Forecaster": row["forecaster"],
            "Scenarios": row["scenarios"],
            "Sum of all": wording.percent(row["total"]),
            "Largest exclusive sum": wording.percent(row["exclusive_total"]),
            "Left over": _range(row["left_low"], row["left_high"]),
            "S0 as forecast": wording.percent(row["residual"]),
            "Coherent": row["coherent"],
        }
        for row in frame.to_dict("records")
    ]
    if not rows:
        return None
    notes = [
        "Scenarios that exclude each other cannot add up to more than 100%; those that may both come true "
        "can. Left over: for S0, the residual, and for scenarios without a forecast; between what is left "
        "beside the sum of all and beside the largest exclusive sum. S0 may not be more and, where all "
        "scenarios have a forecast, not less."
    ]
    return listed(
        rows,
        caption="Do the probabilities fit together?",
        none="",
        source=source,
        as_of=as_of,
        stub="Forecaster",
        notes=notes,
    )


def _range(low: float, high: float) -> str:
    """Write a range of shares, a single one where both ends read alike."""
    ends = [wording.percent(share) for share in (low, high)]
    return ends[0] if ends[0] == ends[1] else wording.interval(low, high, share=True)


def scores(means: pd.DataFrame, *, source: str, as_of: date) -> Part | None:
    """Show mean scores beside those of two references; nothing without a resolved forecast."""
    known = means[means["status"] == "ok"]
    rows = [
        {
            "Forecaster": row["forecaster"],
            "Score": {"brier": "Brier", "log_score": "log"}[row["score"]],
            "Mean": row["estimate"],
            "Uniform": row["uniform"],
            "Resolved": row["n"],
            "Mean of those compared": row["estimate_compared"],
            "Edition before": row["previous"],
            "Compared": row["n_compared"],
        }
        for row in known.to_dict("records")
    ]
    if not rows:
        return None
    notes = [
        "Brier: squared error; log: minus the natural logarithm of the probability of what happened. 0 is "
        "best.",
        "Uniform: the same share for each scenario and “other”. Edition before: the pool that stood in the "
        "newest edition before the forecast was given, on the same question; both means beside “Compared” "
        "are of the forecasts that have one.",
    ]
    return listed(
        rows,
        caption="How good were the resolved forecasts?",
        none="",
        source=source,
        as_of=as_of,
        stub="Forecaster",
        notes=notes,
    )


def calibration(frame: pd.DataFrame, *, source: str, as_of: date) -> Part | None:
    """Show calibration; with too few resolved forecasts say how many it needs, with none say nothing."""
    first = frame.iloc[0]
    if first["n"] == 0:
        return None
    if first["status"] != "ok":
        return parts.insufficient("Calibration", n=int(first["n"]), needed=int(first["needed"]))
    rows = [
        {
            "Forecast": f"{wording.percent(row['bin_low'])} to below {wording.percent(row['bin_high'])}",
            "Mean forecast": wording.percent(row["forecast"]),
            "Came true": wording.percent(row["estimate"]),
            "95% interval": wording.interval(row["estimate_low"], row["estimate_high"], share=True),
            "Forecasts": row["n"],
        }
        for row in frame.to_dict("records")
    ]
    return listed(
        rows,
        caption="How often what was forecast came true",
        none="",
        source=source,
        as_of=as_of,
        stub="Forecast",
    )


def history(steps: pd.DataFrame) -> shown.Words:
    """Say what `plot_forecasts` shows of a ledger with rows."""
    last = steps.groupby("scenario_id", sort=True).tail(1).set_index("scenario_id")["estimate"]
    names = sorted(last.index, key=lambda name: (name == RESIDUAL, name))
    said = wording.listing([f"{name} {wording.percent(last[name])}" for name in names])
    days = steps["on"].nunique()
    title = f"Pooled forecasts after {wording.count(days, 'day')} with forecasts: {said}"
    caption = (
        "Pooled probability of each scenario (geometric mean of odds); the band is the range over "
        "forecasters, not a confidence interval. A dot: the pool began or moved. Scenarios that may both "
        "come true can add up to more than the whole."
    )
    return shown.Words(
        title, caption, f"Stepped lines, one panel each. At the end: {said}.", wording.count(days, "day")
    )


def history_figure(
    plot: Callable[..., Axes], steps: pd.DataFrame, *, source: str, as_of: date
) -> Part | None:
    """Show how the pools moved; nothing where the ledger is empty or a scenario has several questions."""
    questions = steps.drop_duplicates(["scenario_id", "resolution_rule"])
    if steps.empty or questions["scenario_id"].duplicated().any():
        return None
    return shown.figure(plot, steps, words=history(steps), source=source, as_of=as_of)
