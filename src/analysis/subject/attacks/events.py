"""Answers whether launches differ around diplomatic milestones, and what difference could have been seen.

The nights around the milestones are compared with the others near them; the same milestones shifted along the
series in every possible way show what chance gives. No difference found is no proof of none: read the
detectable effect.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.circular_shifts import (
    Window,
    adjusted_p,
    around,
    detectable_ratios,
    log_ratios,
    ratio_test,
)
from analysis.statistics.intervals import CONFIDENCE
from analysis.statistics.results import (
    Day,
    Direction,
    Verdict,
    estimate_row,
    require_choice,
    require_columns,
    status,
)
from analysis.subject.attacks.coverage import covered_from
from analysis.subject.attacks.nights import launches

EVENTS_NEEDED = 6
NIGHTS_NEEDED = 200
WINDOWS: Mapping[str, Window] = {
    "week before": (-7, -1),
    "days before": (-3, -1),
    "days after": (0, 3),
    "week after": (1, 7),
    "days around": (-3, 3),
    "week around": (-7, 7),
}
BEFORE_TALKS = "week before"
LEVEL_NIGHTS = 28


class Difference(Verdict):
    """Whether launches in any window around talks differ from those of other nights."""

    ESTABLISHED = "established"
    OPEN = "open"


class Side(Verdict):
    """Whether the side of one on which a ratio lies rests on a single milestone."""

    HOLDS = "holds"
    RESTS = "rests"


def covered_launches(strikes: pd.DataFrame, *, as_of: Day) -> pd.Series:
    """Return drone launches by night (NaN = unknown) from where coverage begins; empty when it never does."""
    begin = covered_from(strikes, as_of=as_of)
    if begin is None:
        return pd.Series(dtype="float64", index=pd.DatetimeIndex([]))
    return launches(strikes, weapon="drone", as_of=as_of, start=begin)


@measure
def milestones(
    events: pd.DataFrame, context_events: pd.DataFrame | None = None, *, as_of: Day
) -> pd.DataFrame:
    """Unite the talks of both tables, one row per date, oldest first.

    Reads ``event_date``, ``talks`` (bool: leaders or delegations met or spoke, known on the day), ``title``
    and, if there, ``date_precision`` (only ``day`` and ``night_of`` are used: an event study needs the day).
    Columns: ``date``, ``title`` (several on a date joined by "; "), ``events`` (how many).

    >>> events = pd.DataFrame({
    ...     "event_date": pd.to_datetime(["2025-12-28", "2025-12-28", "2025-02-18", "2025-11-25"]),
    ...     "talks": [True, True, True, False],
    ...     "title": ["call", "talks", "talks", "leak of a call"]})
    >>> milestones(events, as_of="2026-01-05")["title"].tolist()
    ['talks', 'call; talks']
    """
    tables = [table for table in (events, context_events) if table is not None]
    for table in tables:
        require_columns(table, ["event_date", "talks", "title"], measure="milestones")
    dated = [
        table[table["date_precision"].isin(["day", "night_of"])] if "date_precision" in table else table
        for table in tables
    ]
    united = pd.concat([table[["event_date", "talks", "title"]] for table in dated], ignore_index=True)
    chosen = united[united["talks"].astype(bool) & (united["event_date"] <= pd.Timestamp(as_of))]
    days = chosen.groupby("event_date", sort=True)["title"]
    return pd.DataFrame({"title": days.agg("; ".join), "events": days.size()}).reset_index(names="date")


@measure
def event_study(strikes: pd.DataFrame, milestones: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Compare launches in windows around the milestones with the other nights: one row per window.

    ``milestones`` has ``date`` (see :func:`milestones`); those outside the covered series are left out.
    Launches are taken relative to the nights within 28 on either side that lie in no window, so that neither
    growth nor an effect is in the level.

    Columns: ``weapon``, ``window``, ``first_lag``, ``last_lag``, ``length`` (nights); ``estimate,
    estimate_low, estimate_high``: ratio inside / outside, interval by inverting the permutation; ``n``
    (milestones), ``nights`` (known nights inside), ``nights_outside``; ``p_value`` (two-sided, all circular
    shifts of the milestones); ``p_adjusted`` (for having tried all ``windows_tried`` windows: largest
    standardised deviation of any); ``detectable`` (smallest ratio above 1 that this adjusted rule finds in
    four of five cases, by injection; NaN if none up to 10), ``unseen`` (the same as an increase, a share);
    ``nights_known`` (of the series); ``episodes`` (stretches of nights inside); ``method``, ``status``,
    ``needed`` (6 milestones), ``nights_needed`` (200 known nights), ``verdict`` (``more`` or ``fewer``
    where the adjusted p is below 1 − confidence, else ``open``; none without an estimate).

    Assumes the series is exchangeable under rotation. Dates chosen after seeing attacks, and attacks that
    follow each milestone's own calendar, mislead. Exact: no random draws, no seed.
    """
    require_columns(milestones, ["date"], measure="event_study")
    return _study(covered_launches(strikes, as_of=as_of), milestones["date"], powered=True)


def _study(launched: pd.Series, dates: pd.Series, *, powered: bool) -> pd.DataFrame:
    """Test every window; ``powered`` also asks what ratio would have been found."""
    at = np.flatnonzero(launched.index.isin(dates))
    n, nights = len(at), int(launched.notna().sum())
    method = f"circular shifts of the milestones, all {max(len(launched) - 1, 0)}"
    enough, windows = n >= EVENTS_NEEDED and nights >= NIGHTS_NEEDED, list(WINDOWS.values())
    ratios, adjusted = np.full((len(WINDOWS), 2), np.nan), np.full(len(WINDOWS), np.nan)
    detectable = adjusted
    if enough:
        ratios = log_ratios(launched, at, windows, reach=LEVEL_NIGHTS)
        adjusted = adjusted_p(ratios)
    if enough and powered:
        detectable = detectable_ratios(launched, at, windows, reach=LEVEL_NIGHTS)
    rows = []
    for index, (name, (first, last)) in enumerate(WINDOWS.items()):
        result = ratio_test(ratios[index])
        inside = around(len(launched), at, (first, last))
        rows.append(
            {"weapon": "drone", "window": name, "first_lag": first, "last_lag": last}
            | {"length": last - first + 1}
            | estimate_row(*result[:3], n=n, needed=EVENTS_NEEDED, method=method)
            | {"episodes": int((np.diff(inside, prepend=0.0) > 0).sum())}
            | {"nights": int(launched.notna()[inside > 0].sum()), "nights_known": nights}
            | {"nights_needed": NIGHTS_NEEDED}
            | {"p_value": result[3], "p_adjusted": adjusted[index], "windows_tried": len(WINDOWS)}
            | {"detectable": detectable[index], "unseen": detectable[index] - 1}
            | {"verdict": _verdict(result[0], adjusted[index])}
        )
    return pd.DataFrame(rows)


def _verdict(ratio: float, p: float) -> Direction | None:
    """Return what an adjusted p-value allows to be said of a ratio."""
    if not np.isfinite(ratio):
        return None
    if p >= 1 - CONFIDENCE:
        return Direction.OPEN
    return Direction.MORE if ratio > 1 else Direction.FEWER


@measure
def leave_one_out(
    strikes: pd.DataFrame, milestones: pd.DataFrame, *, as_of: Day, window: str
) -> pd.DataFrame:
    """Repeat :func:`event_study` for one window without each milestone in turn.

    The nights of the milestone left out stay outside the baseline only if another one's windows hold them.
    Columns, first the row of all milestones (``left_out`` NaT, ``title`` "none"), then by date:
    ``left_out`` (date), ``title``, ``weapon``, ``window``, ``estimate, estimate_low, estimate_high``, ``n``
    (milestones kept), ``p_value`` (not adjusted), ``method``, ``status``, ``needed`` (6), ``sign_flips``
    (bool: on the other side of 1 than with all).
    """
    require_choice(window, list(WINDOWS), name="window")
    require_columns(milestones, ["date", "title"], measure="leave_one_out")
    launched = covered_launches(strikes, as_of=as_of)
    used = milestones[milestones["date"].isin(launched.index)]
    rows = []
    for left_out, title in [(pd.NaT, "none"), *zip(used["date"], used["title"], strict=True)]:
        dates = used.loc[used["date"] != left_out, "date"]
        study = _study(launched, dates, powered=False)
        rows.append(
            {"left_out": left_out, "title": title} | study[study["window"] == window].iloc[0].to_dict()
        )
    result = pd.DataFrame(rows)
    whole = result["estimate"].iloc[0]
    result["sign_flips"] = (result["estimate"] - 1) * (whole - 1) < 0
    shown = ["left_out", "title", "weapon", "window", "estimate", "estimate_low", "estimate_high", "n"]
    return result[[*shown, "p_value", "method", "status", "needed", "sign_flips"]]


@measure
def side_of_one(results: pd.DataFrame) -> pd.DataFrame:
    """Say how far a ratio rests on a single milestone: one row; ``results`` as :func:`leave_one_out` gives.

    Columns: ``flips`` (milestones without which the ratio lies on the other side of one; NA with too few),
    ``lowest``, ``highest`` (ratio over all of them), ``kept`` (ratios without one; NA with too few), ``n``
    (milestones), ``needed`` (7: one more than the comparison), ``status``, ``verdict`` (``holds`` or
    ``rests``).
    """
    known = results[results["estimate"].notna()]
    n, needed = int(results["n"].iloc[0]), int(results["needed"].iloc[0]) + 1
    enough, flips = len(known) > 1, int(known["sign_flips"].sum())
    cells = {
        "flips": flips if enough else pd.NA,
        "lowest": known["estimate"].min(),
        "highest": known["estimate"].max(),
        "kept": len(known) - 1 if enough else pd.NA,
        "n": n,
        "needed": needed,
        "status": status(len(known), 2),
        "verdict": Side.RESTS if flips else Side.HOLDS,
    }
    return pd.DataFrame([cells])


@measure
def event_time(
    strikes: pd.DataFrame, milestones: pd.DataFrame, *, as_of: Day, lags: int = 14
) -> pd.DataFrame:
    """Average the nights at each lag from the milestones, with the band that placebo dates give.

    Columns, one row per ``lag`` (nights, −``lags`` … ``lags``; 0 = the date itself): ``weapon``,
    ``estimate`` (mean relative to the nights in no window; 1 = as otherwise), ``placebo_low``,
    ``placebo_high`` (pointwise band of all circular shifts), ``nights`` (known nights at that lag), ``n``
    (milestones), ``method``, ``status``, ``needed`` (6, and 200 known nights). One lag in twenty leaves a
    95 % band by chance.
    """
    launched = covered_launches(strikes, as_of=as_of)
    at = np.flatnonzero(launched.index.isin(milestones["date"]))
    enough = len(at) >= EVENTS_NEEDED and launched.notna().sum() >= NIGHTS_NEEDED
    single = [(lag, lag) for lag in range(-lags, lags + 1)]
    ratios = np.full((len(single), 2), np.nan)
    if enough:
        ratios = np.exp(log_ratios(launched, at, single, reach=LEVEL_NIGHTS))
    tail = (1 - CONFIDENCE) / 2
    rows = []
    for lag, ratio in zip(range(-lags, lags + 1), ratios, strict=True):
        low, high = np.nanquantile(ratio[1:], [tail, 1 - tail]) if enough else (np.nan, np.nan)
        at_lag = around(len(launched), at, (lag, lag)) > 0
        row = estimate_row(
            ratio[0], n=len(at), needed=EVENTS_NEEDED, method="mean by lag, circular-shift band"
        )
        band = {"placebo_low": float(low), "placebo_high": float(high)}
        counted = {"nights": int(launched.notna()[at_lag].sum())}
        rows.append({"weapon": "drone", "lag": lag, "estimate": row["estimate"]} | band | counted | row)
    return pd.DataFrame(rows).drop(columns=["estimate_low", "estimate_high"])


@measure
def outside_band(lags: pd.DataFrame, study: pd.DataFrame) -> pd.DataFrame:
    """Count the lags outside the placebo band: one row.

    ``lags`` as :func:`event_time` returns it, ``study`` as :func:`event_study` does. Columns: ``outside``,
    ``lags`` (known lags outside the band, and all), ``nights_known`` (of the series), ``n`` (milestones),
    ``needed``, ``status``, ``verdict`` (``established`` where any window of the study differs, else
    ``open``).
    """
    known = lags[lags["estimate"].notna()]
    outside = (known["estimate"] > known["placebo_high"]) | (known["estimate"] < known["placebo_low"])
    told = study["verdict"].isin([Direction.MORE, Direction.FEWER]).any()
    row = lags.iloc[0][["n", "needed", "status"]].to_dict()
    counted = {"outside": int(outside.sum()), "lags": len(known)}
    counted |= {"nights_known": int(study["nights_known"].iloc[0])}
    verdict = Difference.ESTABLISHED if told else Difference.OPEN
    return pd.DataFrame([counted | row | {"verdict": verdict}])
