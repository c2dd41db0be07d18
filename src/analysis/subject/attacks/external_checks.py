"""Answers whether the strike series agrees with totals that others published.

Checkpoints are nights with independently reported totals; published checks are totals of nights or months.
A count of another scope than the series' (national reports only, or not stated) is shown and not judged.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.statistics.results import Day, require_columns
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


def checkpoint_agreement(strikes: pd.DataFrame, checkpoints: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Hold the series against the checkpoint nights: one row per night and reported total, oldest first.

    ``checkpoints`` has ``date``, ``drones_launched``, ``drones_neutralised``, ``missiles_launched``,
    ``missiles_intercepted`` (NA = not reported), and optionally ``missiles_tolerance`` (known excess of the
    series), ``confidence``, ``note``.

    Columns: ``date``, ``quantity`` (name of the total), ``series``, ``reported`` (Int64), ``difference``
    (series − reported), ``tolerance``, ``agrees`` (boolean, NA when the night is unknown in the series),
    ``confidence``, ``note``.
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
                    "agrees": pd.NA if pd.isna(difference) else bool(0 <= difference <= tolerance),
                    "confidence": point.get("confidence", ""),
                    "note": point.get("note", ""),
                }
            )
    return pd.DataFrame(rows, columns=_CHECKPOINT_COLUMNS).astype(
        {"series": "Int64", "reported": "Int64", "difference": "Int64", "agrees": "boolean"}
    )


_CHECKPOINT_COLUMNS = [
    "date",
    "quantity",
    "series",
    "reported",
    "difference",
    "tolerance",
    "agrees",
    "confidence",
    "note",
]


def published_agreement(strikes: pd.DataFrame, published: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Hold the series against published totals: one row per check that ends by ``as_of``, by end of period.

    ``published`` has ``check_id``, ``period_start`` (NaT = since the invasion), ``period_end``, ``item``
    (drones or missiles), ``weapon_class`` (blank = all), ``statistic``, ``scope``, ``value``,
    ``publisher``.

    Columns: ``check_id``, ``period_start``, ``period_end``, ``item``, ``statistic``, ``scope``,
    ``publisher``, ``reported`` (as published), ``series`` (Int64, sum over known nights; NA before the
    series begins or when fewer than 80 % of the nights are known), ``nights``, ``nights_known``;
    ``estimate``: series / reported − 1 (share); ``judged`` (bool: same scope as the series, so that the two
    should agree).
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
_PUBLISHED_COLUMNS += ["reported", "series", "nights", "nights_known", "estimate", "judged"]


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
        "judged": check["scope"] in JUDGED_SCOPES and pd.notna(check["period_start"]),
    }
