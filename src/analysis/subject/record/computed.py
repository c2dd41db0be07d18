"""Answers what the reports of strikes and losses amount to, as indicators beside the period before.

Each carries its claimant and definition, so that a recorded value of the same claim can be held against it.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Day
from analysis.subject.attacks.windows import window_ratios
from analysis.subject.record import indicators
from analysis.subject.record.losses import monthly
from analysis.subject.record.salvos import neutralised_share
from analysis.subject.scenarios.signposts import STALE_AFTER_DAYS

COMPUTED = "computed"
LOSSES_TO_DATE = "personnel-losses-cumulative"
STRIKES_CLAIMANT = "Ukrainian Air Force"
COLUMNS = [*indicators.COLUMNS, "change_points", "share", "share_low", "share_high"]


@measure
def measured(strikes: pd.DataFrame, losses: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Compute the indicators that the strikes and the loss claims carry, each beside the period before.

    Returns rows with the columns of ``indicators.COLUMNS``, for drones and missiles launched in seven days,
    the neutralised share of drones in 28 days and of ballistic missiles in 90 days, the claimed losses a day
    in the newest whole month, and the claimed losses since the invasion. ``change`` is against the equally
    long period before, of the losses against the end of the month before; NaN where either is unknown. Of a
    share it stands in ``change_points`` (percentage points), and the share itself again in ``share``, with
    its 95 % interval in ``share_low, share_high``.
    """
    last = pd.Timestamp(as_of)
    windows = window_ratios(strikes, as_of=as_of, lengths=[7]).to_dict("records")
    rows = [
        *(_launched(window, last=last) for window in windows),
        _share(strikes, last=last, weapon="drone", days=28, name="Drones neutralised, 28 days"),
        _share(strikes, last=last, weapon="ballistic", days=90, name="Ballistics intercepted, 90 days"),
        *_losses(losses, last=last),
        *_losses_to_date(losses, last=last),
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS).assign(operator=lambda rows: rows["operator"].fillna("eq"))
    frame["age_days"] = (last - frame["as_of"]).dt.days
    frame["stale"] = frame["age_days"] > STALE_AFTER_DAYS
    change, is_share = frame["value"] - frame["previous"], frame["unit"] == "share"
    frame["change"], frame["change_points"] = change.mask(is_share), (100 * change).where(is_share)
    frame["change_of"] = pd.Series(indicators.Stated.VALUE, frame.index).where(change.notna(), None)
    return frame.assign(section=COMPUTED)


def _launched(window: dict[Hashable, Any], *, last: pd.Timestamp) -> dict[str, object]:
    weapon, known = str(window["weapon"]), window["nights_known"]
    return {
        "name": f"{weapon.capitalize()}s launched, {window['length']} days",
        "operator": "eq" if known == window["length"] else "ge",
        "value": window["launched"] if known else np.nan,
        "unit": f"{weapon}s",
        "as_of": last,
        "claimant": STRIKES_CLAIMANT,
        "definition_id": f"{weapon}s-launched",
        "previous": window["previous_launched"] if known == window["previous_nights_known"] else np.nan,
        "previous_as_of": last - pd.Timedelta(days=int(window["length"])),
    }


def _share(
    strikes: pd.DataFrame, *, last: pd.Timestamp, weapon: str, days: int, name: str
) -> dict[str, object]:
    row = neutralised_share(strikes, as_of=last, weapon=weapon, days=days).iloc[0]
    return {
        "name": name,
        "value": row["estimate"],
        "unit": "share",
        "as_of": last,
        "claimant": STRIKES_CLAIMANT,
        "definition_id": "drones-neutralised" if weapon == "drone" else "missiles-intercepted",
        "previous": row["previous"],
        "previous_as_of": row["previous_last"],
        "share": row["estimate"],
        "share_low": row["estimate_low"],
        "share_high": row["estimate_high"],
    }


def _losses(losses: pd.DataFrame, *, last: pd.Timestamp) -> list[dict[str, object]]:
    months = monthly(losses, as_of=last)
    return [
        {
            "name": "Russian losses a day, last month",
            "value": month["mean_daily"],
            "unit": "persons per day",
            "as_of": month["month_end"],
            "claimant": month["claimant"],
            "definition_id": month["definition_id"],
            "previous": month["previous"],
            "previous_as_of": month["month_end"] - pd.offsets.MonthEnd(1),
        }
        for month in months[months["complete"]].tail(1).to_dict("records")
    ]


def _losses_to_date(losses: pd.DataFrame, *, last: pd.Timestamp) -> list[dict[str, object]]:
    """Return the claimed losses since the invasion at the newest day of record, beside the month before."""
    months = monthly(losses, as_of=last)
    before = months[["cumulative_end", "month_end"]].shift()
    months = months.assign(before=before["cumulative_end"], before_as_of=before["month_end"])
    return [
        {
            "name": "Russian losses since the invasion",
            "value": month["cumulative_end"],
            "unit": "persons",
            "as_of": month["month_end"],
            "claimant": month["claimant"],
            "definition_id": LOSSES_TO_DATE,
            "previous": month["before"],
            "previous_as_of": month["before_as_of"],
        }
        for month in months.tail(1).to_dict("records")
    ]
