"""Answers whether the strike series agrees with totals that others published.

Checkpoints are nights with independently reported totals; published checks are totals of nights or months.
A count of another scope than the series' (national reports only, or not stated) is shown and not judged.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Day, Verdict, require_columns, status
from analysis.subject.attacks.nights import nightly

CHECKPOINTS = {
    "drones_launched": ("drone", "launched"),
    "drones_neutralised": ("drone", "neutralised"),
    "missiles_launched": ("missile", "launched"),
    "missiles_intercepted": ("missile", "neutralised"),
}
WEAPON_OF_ITEM = {"drones": "drone", "missiles": "missile"}
JUDGED_SCOPES = ("date", "all", "night")
COVERED = 0.8


class Agreement(Verdict):
    """Whether the series agrees with a total that others reported of a night."""

    AGREES = "agrees"
    SCOPE = "differs by its scope"
    DIFFERS = "differs"
    UNKNOWN = "night unknown"


class Period(Verdict):
    """What a published total spans."""

    DAY = "day"
    MONTH = "month"
    RANGE = "range"
    TO_DATE = "to date"


@measure
def checkpoint_agreement(strikes: pd.DataFrame, checkpoints: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Hold the series against the checkpoint nights: one row per night and reported total, oldest first.

    ``checkpoints`` has ``date``, ``drones_launched``, ``drones_neutralised``, ``missiles_launched``,
    ``missiles_intercepted`` (NA = not reported), and optionally ``missiles_tolerance`` (known excess of the
    series), ``confidence``, ``note``.

    Columns: ``date``, ``quantity`` (name of the total), ``series``, ``reported`` (Int64), ``difference``
    (series − reported), ``tolerance``, ``verdict`` (``agrees``; ``differs by its scope``, by no more than the
    known excess; ``differs``; ``night unknown`` in the series), ``confidence``, ``note``.
    """
    require_columns(checkpoints, ["date", *CHECKPOINTS], measure="checkpoint_agreement")
    nights = nightly(strikes, as_of=as_of).set_index(["weapon", "date"])
    due = checkpoints[checkpoints["date"] <= pd.Timestamp(as_of)].sort_values("date", kind="stable")
    rows = []
    for _, point in due.iterrows():
        for quantity, (weapon, count) in CHECKPOINTS.items():
            if pd.isna(point[quantity]):
                continue
            place = (weapon, point["date"])
            series = nights.loc[place, count] if place in nights.index else pd.NA
            tolerance = int(point.get("missiles_tolerance", 0)) if quantity == "missiles_launched" else 0
            difference = series - point[quantity]
            rows.append(
                {
                    "date": point["date"],
                    "quantity": quantity,
                    "series": series,
                    "reported": point[quantity],
                    "difference": difference,
                    "tolerance": tolerance,
                    "verdict": _agreement(difference, tolerance),
                    "confidence": point.get("confidence", ""),
                    "note": point.get("note", ""),
                }
            )
    return pd.DataFrame(rows, columns=_CHECKPOINT_COLUMNS).astype(
        {"series": "Int64", "reported": "Int64", "difference": "Int64"}
    )


_CHECKPOINT_COLUMNS = [
    "date",
    "quantity",
    "series",
    "reported",
    "difference",
    "tolerance",
    "verdict",
    "confidence",
    "note",
]


def _agreement(difference: int, tolerance: int) -> Agreement:
    if pd.isna(difference):
        return Agreement.UNKNOWN
    if difference == 0:
        return Agreement.AGREES
    return Agreement.SCOPE if 0 < difference <= tolerance else Agreement.DIFFERS


@measure
def nights_that_agree(totals: pd.DataFrame) -> pd.DataFrame:
    """Count the totals of nights that agree with the series: one row; ``totals`` of `checkpoint_agreement`.

    Columns: ``agree`` (totals, known differences of scope allowed for; NA without any), ``n`` (totals of
    nights known in the series; NA without any), ``nights``, ``needed`` (1), ``status``.
    """
    known = totals[totals["verdict"] != Agreement.UNKNOWN]
    agree = int(known["verdict"].isin([Agreement.AGREES, Agreement.SCOPE]).sum())
    n = len(known)
    cells = {"agree": agree if n else pd.NA, "n": n or pd.NA, "nights": known["date"].nunique()}
    return pd.DataFrame([cells | {"needed": 1, "status": status(n, 1)}])


@measure
def largest_difference(totals: pd.DataFrame) -> pd.DataFrame:
    """Return how far the series differs from published totals of its own scope: one row.

    ``totals`` as :func:`published_agreement` returns it. Columns: ``estimate`` (largest difference, a share
    without sign), ``lowest``, ``highest`` (percent, signed; ``lowest`` is NaN where all are alike), ``n``
    (totals judged; NA without any), ``needed`` (1), ``status``.
    """
    judged = totals.loc[totals["judged"].astype(bool) & totals["estimate"].notna(), "estimate"].astype(float)
    low, high, n = 100 * judged.min(), 100 * judged.max(), len(judged)
    cells = {"estimate": judged.abs().max(), "lowest": low if low < high else np.nan, "highest": high}
    return pd.DataFrame([cells | {"n": n or pd.NA, "needed": 1, "status": status(n, 1)}])


def _period(start: pd.Timestamp, end: pd.Timestamp) -> Period:
    if pd.isna(start):
        return Period.TO_DATE
    if start == end:
        return Period.DAY
    whole = start.day == 1 and end == start + pd.offsets.MonthEnd()
    return Period.MONTH if whole else Period.RANGE


@measure
def published_agreement(strikes: pd.DataFrame, published: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Hold the series against published totals: one row per check that ends by ``as_of``, by end of period.

    ``published`` has ``check_id``, ``period_start`` (NaT = since the invasion), ``period_end``, ``item``
    (drones or missiles), ``weapon_class`` (blank = all), ``statistic``, ``scope``, ``value``,
    ``publisher``.

    Columns: ``check_id``, ``period_start``, ``period_end``, ``item``, ``statistic``, ``scope``,
    ``publisher``, ``reported`` (as published), ``series`` (Int64, sum over known nights; NA before the
    series begins or when fewer than 80 % of the nights are known), ``nights``, ``nights_known``;
    ``estimate``: series / reported − 1 (share); ``period`` (a `Period`: what the total spans); ``judged``
    (bool: same scope as the series, so that the two should agree).
    """
    columns = [
        "check_id",
        "period_start",
        "period_end",
        "item",
        "weapon_class",
        "statistic",
        "scope",
        "value",
    ]
    require_columns(published, [*columns, "publisher"], measure="published_agreement")
    series = {
        (window, by): nightly(strikes, as_of=as_of, window=window, by=by)
        for window in ("both", "night")
        for by in ("group", "class")
    }
    due = published[published["period_end"] <= pd.Timestamp(as_of)]
    rows = [
        _published_row(series, check) for _, check in due.sort_values(["period_end", "check_id"]).iterrows()
    ]
    return pd.DataFrame(rows, columns=_PUBLISHED_COLUMNS).astype({"series": "Int64"})


_PUBLISHED_COLUMNS = ["check_id", "period_start", "period_end", "item", "statistic", "scope", "publisher"]
_PUBLISHED_COLUMNS += ["reported", "series", "nights", "nights_known", "estimate", "period", "judged"]


def _published_row(series: dict[tuple[str, str], pd.DataFrame], check: pd.Series) -> dict[str, object]:
    window = "night" if check["scope"] == "night" else "both"
    one_class = bool(check["weapon_class"])
    nights = series[window, "class" if one_class else "group"]
    weapon = check["weapon_class"] if one_class else WEAPON_OF_ITEM[check["item"]]
    period = nights[
        (nights["weapon"] == weapon) & nights["date"].between(check["period_start"], check["period_end"])
    ]
    length = (check["period_end"] - check["period_start"]).days + 1 if pd.notna(check["period_start"]) else 0
    known = int(period[check["statistic"]].count())
    total = period[check["statistic"]].sum() if length and known >= COVERED * length else pd.NA
    return {
        **{name: check[name] for name in _PUBLISHED_COLUMNS[:7]},
        "reported": check["value"],
        "series": total,
        "nights": length,
        "nights_known": known,
        "estimate": np.nan if pd.isna(total) else total / check["value"] - 1,
        "period": _period(check["period_start"], check["period_end"]),
        "judged": check["scope"] in JUDGED_SCOPES and pd.notna(check["period_start"]),
    }
