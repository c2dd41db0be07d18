"""Answers how the quantities that signposts watch moved over the past year, window by window.

Each series ends at ``as_of`` and holds a year of windows, so that a threshold can be read with its base rate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.intervals import clustered_share
from analysis.statistics.results import Day, Verdict
from analysis.subject.attacks.neutralised import outcomes
from analysis.subject.attacks.nights import COVERAGE_NEEDED, strikes_to, weekly
from analysis.subject.record import losses as claimed_losses

WEEKS = 52
MONTHS = 12
ITEMS_NEEDED = 30
"""Launches of known outcome that a share needs."""
COLUMNS = ["series", "window_end", "x", "x_low", "x_high", "n", "windows_are", "window_days"]


class Windows(Verdict):
    """What the windows of a series are: apart, or overlapping a week apart."""

    WEEKS = "calendar weeks"
    MONTHS = "calendar months"
    FOUR_WEEKS = "four weeks"
    DAYS = "days"


@measure
def computed_series(strikes: pd.DataFrame, losses: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Compute every series that a signpost may name, each with a year of windows up to ``as_of``.

    Columns, sorted by series and window: ``series``, ``window_end`` (date), ``x`` (drones a week, share, or
    persons a day; NaN where fewer than 80 % of the window's nights are known, or fewer than 30
    launches of a share have a known outcome), ``x_low, x_high`` (95 % interval of shares, nights as
    clusters; NaN for counts), ``n`` (nights, weeks' nights or days behind ``x``), ``windows_are``
    (calendar weeks, calendar months, four weeks or days; the last two overlap, a week apart) and
    ``window_days`` (length of those in days, else missing). Series: ``weekly_drones`` (whole weeks, Monday
    to Sunday), ``weekly_drones_mean_4w``, ``drone_neutralised_share_28d``,
    ``ballistic_intercepted_share_90d`` and ``russian_losses_daily_28d`` (the claimed
    mean of whole calendar months: the source is monthly).
    """
    rows = [
        *_weekly_drones(strikes, as_of=as_of),
        *_shares(strikes, as_of=as_of, name="drone_neutralised_share_28d", weapon="drone", days=28),
        *_shares(strikes, as_of=as_of, name="ballistic_intercepted_share_90d", weapon="ballistic", days=90),
        *_losses(losses, as_of=as_of),
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    frame["window_end"] = pd.to_datetime(frame["window_end"]).astype("datetime64[us]")
    return frame


def _weekly_drones(strikes: pd.DataFrame, *, as_of: Day) -> list[tuple[object, ...]]:
    weeks = weekly(strikes, as_of=as_of)
    weeks = weeks[(weeks["weapon"] == "drone") & ~weeks["partial"]]
    launched = weeks["launched"].astype("float64").where(weeks["nights_known"] >= COVERAGE_NEEDED * 7)
    ends = weeks["week"] + pd.Timedelta(days=6)
    nights = weeks["nights_known"]
    single = _windows("weekly_drones", ends, launched, nights, Windows.WEEKS)
    mean, four = launched.rolling(4).mean(), nights.rolling(4).sum().fillna(0)
    return single + _windows("weekly_drones_mean_4w", ends, mean, four, Windows.FOUR_WEEKS)


def _windows(
    name: str, ends: pd.Series, values: pd.Series, n: pd.Series, kind: Windows, *, length: int = WEEKS
) -> list[tuple[object, ...]]:
    kept = zip(ends.tail(length), values.tail(length), n.tail(length), strict=True)
    return [(name, end, value, np.nan, np.nan, int(count), kind, np.nan) for end, value, count in kept]


def trailing_shares(
    strikes: pd.DataFrame, *, as_of: Day, weapon: str, days: int, ends: Sequence[pd.Timestamp]
) -> list[tuple[float, float, float, int]]:
    """Pool the neutralised share of one weapon over the ``days`` nights to each of ``ends``.

    Returns ``(share, low, high, nights)`` for each end: nights of known outcome, as clusters (95 %). NaN
    where fewer than 80 % of the window's nights have a record, or fewer than 30 launches a known outcome;
    nights whose outcomes exceed launches are left out.
    """
    recorded = pd.Series(strikes_to(strikes, as_of=as_of)["date"].unique())
    nights = outcomes(strikes, as_of=as_of, by="class")
    nights = nights[(nights["weapon"] == weapon) & ~nights["excluded"]].set_index("date").sort_index()
    shares = []
    for end in ends:
        start = end - pd.Timedelta(days=days - 1)
        covered = recorded.between(start, end).sum() >= COVERAGE_NEEDED * days
        shares.append(_share(nights.loc[start:end], covered=bool(covered)))
    return shares


def _share(nights: pd.DataFrame, *, covered: bool) -> tuple[float, float, float, int]:
    if not covered or nights["launched"].sum() < ITEMS_NEEDED:
        return np.nan, np.nan, np.nan, len(nights)
    share, low, high, _ = clustered_share(nights["neutralised"], nights["launched"])
    return share, low, high, len(nights)


def _shares(
    strikes: pd.DataFrame, *, as_of: Day, name: str, weapon: str, days: int
) -> list[tuple[object, ...]]:
    ends = [pd.Timestamp(as_of) - pd.Timedelta(weeks=back) for back in reversed(range(WEEKS))]
    shares = trailing_shares(strikes, as_of=as_of, weapon=weapon, days=days, ends=ends)
    return [(name, end, *share, Windows.DAYS, days) for end, share in zip(ends, shares, strict=True)]


def _losses(losses: pd.DataFrame, *, as_of: Day) -> list[tuple[object, ...]]:
    months = claimed_losses.monthly(losses, as_of=as_of)
    months = months[months["complete"]]
    ends, means = months["month_end"], months["mean_daily"]
    return _windows("russian_losses_daily_28d", ends, means, months["days"], Windows.MONTHS, length=MONTHS)


_MET: Mapping[str, Callable[[pd.Series, float], pd.Series]] = {
    "ge": lambda values, threshold: values >= threshold,
    "gt": lambda values, threshold: values > threshold,
    "le": lambda values, threshold: values <= threshold,
    "lt": lambda values, threshold: values < threshold,
    "abs_le": lambda values, threshold: values.abs() <= threshold,
}


def met(values: pd.Series, *, direction: str, threshold: float) -> pd.Series:
    """Say of each value whether it meets the threshold; NaN never does.

    >>> met(pd.Series([999.0, 1000.0, None]), direction="ge", threshold=1000).tolist()
    [False, True, False]
    """
    return _MET[direction](values, threshold)
